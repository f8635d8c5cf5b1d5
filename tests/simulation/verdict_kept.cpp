// SPDX-License-Identifier: BSL-1.0
// Promise 4: judges are asked before the machine, and what they said is kept.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

class verdict_kept_checker final : public promise {
  public:
    verdict_kept_checker() : promise(4, "judges first, and their verdict is kept") {}

  private:
    void check(view const& at) override {
        hold(at.now.asked_while_reading == 0, [&] {
            return "reading: expected no question to today's judges, found " +
                   std::to_string(at.now.asked_while_reading);
        });
        for (auto const& e : at.fresh())
            if (auto const* from = at.origin_of(e)) check_entry(at, e, from->desk);
    }

    void check_entry(view const& at, kept_entry const& e, std::size_t desk) {
        auto const& kept = e.says.verdicts;
        verdict const* said = nullptr;
        for (auto const& j : at.now.asked) {
            if (j.desk != desk || j.who != e.says.who || j.command != e.says.command_name ||
                j.on != e.on || j.at != e.says.how.at)
                continue;
            said = &j.said;
            if (j.said.silent() ? kept.empty() : kept.size() == 1 && kept.front() == j.said) return;
        }
        // Who has no standing, or what has no place here, is refused before anybody is asked.
        auto const* no = std::get_if<command_refused>(&e.says.what);
        if (no != nullptr && kept.empty() &&
            (no->reason == "not_entitled" || no->reason == "not_possible_here"))
            return;
        hold(false, [&] {
            return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + " (" +
                   std::string(name_of(e.says.what)) + "): expected the verdict \"" +
                   (said == nullptr ? "of judges who were asked" : to_text(*said)) +
                   "\", found \"" + (kept.empty() ? "none" : to_text(kept.front())) + '"';
        });
    }
};

} // namespace

std::unique_ptr<promise> verdict_kept() { return std::make_unique<verdict_kept_checker>(); }

} // namespace amends::simulation
