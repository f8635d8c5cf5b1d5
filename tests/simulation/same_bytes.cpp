// SPDX-License-Identifier: BSL-1.0
// Promise 11: the same inputs give the same bytes.
#include "simulation/promises.hpp"

#include <algorithm>
#include <map>

namespace amends::simulation {
namespace {

/// What was answered, in words.
std::string in_words(result<outcome> const& said) {
    return said ? to_text(*said) : said.error().message;
}
template <class Answer>
std::string in_words(result<Answer> const& said) {
    return said ? "another answer" : said.error().message;
}

class same_bytes_checker final : public promise {
  public:
    explicit same_bytes_checker(second_world again)
        : promise(11, "same inputs, same bytes"), again_(std::move(again)) {}

  private:
    void check(view const& at) override {
        erased_again_ = nullptr;
        for (auto const& e : at.fresh()) {
            auto const* from = at.origin_of(e);
            if (from == nullptr) continue;
            again_.judge_by(from->rules);
            *again_.clock = e.says.how.at;
            auto const& whose = at.log.file(e.on)->contact.customer;
            if (again_.keys->seal_under(whose, e.key)) desks_.clear(); // they remember keys
            auto const said = std::visit([&](auto const& asked) { return ask_again(at, e, asked); },
                                         at.origin(e).asked);
            hold_same(e, said);
        }
    }

    counter& desk_of(request const& r) {
        auto& one = desks_[r.lifecycle];
        if (!one) one = again_.open_desk(r.lifecycle);
        return *one;
    }

    std::string ask_again(view const&, kept_entry const&, std::monostate) { return {}; }
    std::string ask_again(view const&, kept_entry const& e, handed_in const* h) {
        submission one{&h->from, h->what, e.says.how.at};
        return in_words(desk_of(*h).handle(std::span(&one, 1)).front());
    }
    std::string ask_again(view const&, kept_entry const& e, move_asked const* asked) {
        return in_words(desk_of(*asked).migrate(asked->from, e.on, asked->how, false));
    }
    /// All entries of an append come of one call, which looked at one clock: none is earlier.
    std::string ask_again(view const& at, kept_entry const& e, erasure_asked const* asked) {
        auto const* together = at.origin(e).by;
        if (std::exchange(erased_again_, together) == together) return "the same answer";
        for (auto const& one : together->entries)
            if (auto const* other = at.log.find(one.on, one.sequence))
                *again_.clock = std::min(*again_.clock, other->says.how.at);
        return in_words(desk_of(*asked).erase(asked->from, asked->what));
    }

    void hold_same(kept_entry const& e, std::string const& said) {
        bool same = false;
        auto const scanned = again_.kept->scan(e.log_index, [&](stored_entry const& twin) {
            same = twin.hash == e.hash && std::ranges::equal(twin.bytes, e.content) &&
                   std::ranges::equal(twin.sealed, e.sealed);
            return false;
        });
        hold(scanned && same, [&] {
            return "entry " + std::to_string(e.log_index) + " of the log (" +
                   std::string(name_of(e.says.what)) +
                   "): expected the same bytes from a second desk, found others: " + said;
        });
    }

    second_world again_;
    std::map<digest, std::unique_ptr<counter>> desks_; ///< by their lifecycle
    attempt const* erased_again_ = nullptr;
};

} // namespace

std::unique_ptr<promise> same_bytes(second_world again) {
    return std::make_unique<same_bytes_checker>(std::move(again));
}

} // namespace amends::simulation
