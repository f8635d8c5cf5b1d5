// SPDX-License-Identifier: BSL-1.0
// Promise 6: the actor comes from the session.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

class actor_of_session_checker final : public promise {
  public:
    actor_of_session_checker() : promise(6, "the actor comes from the session") {}

  private:
    void check(view const& at) override {
        for (auto const& e : at.fresh()) {
            auto const* from = at.origin_of(e);
            if (from == nullptr) continue;
            auto const& s = from->from;
            auto const whole = [](actor const& a) {
                auto words = a.id.str() + " for \"" + a.on_behalf_of.str() + "\" by \"" +
                             a.by_delegation.str() + "\" as";
                for (auto const& r : a.roles.all()) words += ' ' + r.str();
                return words;
            };
            hold(e.says.who == s.who && e.says.origin == s.origin && e.says.how.by == s.who.id &&
                     e.says.how.on_behalf_of == s.who.on_behalf_of,
                 [&] {
                     return "entry " + std::to_string(e.sequence) + " of " + e.on.str() +
                            ": expected the session's " + whole(s.who) + ", found " +
                            whole(e.says.who);
                 });
        }
    }
};

} // namespace

std::unique_ptr<promise> actor_of_session() { return std::make_unique<actor_of_session_checker>(); }

} // namespace amends::simulation
