// SPDX-License-Identifier: BSL-1.0
// Promise 10, as far as a world shows it: nothing is thrown across a desk, and errors say something.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

class checker final : public promise {
  public:
    checker() : promise(10, "nothing is thrown across the desk") {}

  private:
    void check(view const& at) override {
        for (auto const& what : at.now.thrown)
            hold(false, "a desk", "an answer", "an exception: " + what);
        for (auto const& h : at.now.handed) {
            if (!h.answer || *h.answer) continue;
            auto const& said = h.answer->error().message;
            hold(said.starts_with("expected ") && said.find(", found ") != said.npos, [&] {
                return "the error of " + h.what.id.str() + ": expected both sides, found \"" +
                       said + '"';
            });
        }
    }
};

} // namespace

std::unique_ptr<promise> nothing_thrown() { return std::make_unique<checker>(); }

} // namespace amends::simulation
