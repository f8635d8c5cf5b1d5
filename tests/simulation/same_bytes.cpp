// SPDX-License-Identifier: BSL-1.0
// Promise 11: the same inputs give the same bytes.
#include "simulation/promises.hpp"

#include <algorithm>

namespace amends::simulation {
namespace {

class checker final : public promise {
  public:
    explicit checker(second_desk again)
        : promise(11, "same inputs, same bytes"), again_(std::move(again)) {}

  private:
    void check(view const& at) override {
        for (auto const& e : at.fresh()) {
            auto const* from = at.origin_of(e);
            if (from == nullptr) continue;
            again_.judge_by(from->rules);
            submission one{&from->from, from->what, e.says.how.at};
            auto const said = again_.at->handle(std::span(&one, 1)).front();
            bool same = false;
            auto const scanned = again_.kept->scan(e.log_index, [&](stored_entry const& twin) {
                same = twin.hash == e.hash && std::ranges::equal(twin.bytes, e.content);
                return false;
            });
            hold(scanned && same, [&] {
                return "entry " + std::to_string(e.log_index) + " of the log (" +
                       std::string(name_of(e.says.what)) +
                       "): expected the same bytes from a second desk, found others: " +
                       (said ? to_text(*said) : said.error().message);
            });
        }
    }

    second_desk again_;
};

} // namespace

std::unique_ptr<promise> same_bytes(second_desk again) {
    return std::make_unique<checker>(std::move(again));
}

} // namespace amends::simulation
