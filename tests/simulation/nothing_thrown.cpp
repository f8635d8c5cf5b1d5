// SPDX-License-Identifier: BSL-1.0
// Promise 10, as far as a world shows it: nothing is thrown across a desk, and errors say something.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

class nothing_thrown_checker final : public promise {
  public:
    nothing_thrown_checker() : promise(10, "nothing is thrown across the desk") {}

  private:
    void check(view const& at) override {
        for (auto const& what : at.now.thrown)
            hold(false, "a desk", "an answer", "an exception: " + what);
        for (auto const& h : at.now.handed) check_error(h.answer, h.what.id.str());
        for (auto const& asked : at.now.erasures)
            check_error(asked.answer, "an erasure of " + asked.what.customer.str());
        for (auto const& asked : at.now.moves)
            check_error(asked.answer, "a move of " + asked.on.str());
    }

    template <class Answer>
    void check_error(std::optional<result<Answer>> const& answer, std::string const& of) {
        if (!answer || *answer) return;
        auto const& said = answer->error().message;
        hold(said.starts_with("expected ") && said.find(", found ") != said.npos,
             [&] { return "the error of " + of + ": expected both sides, found \"" + said + '"'; });
    }
};

} // namespace

std::unique_ptr<promise> nothing_thrown() { return std::make_unique<nothing_thrown_checker>(); }

} // namespace amends::simulation
