// SPDX-License-Identifier: BSL-1.0
// Marks of the store folded into accounts, and facts of a batch turned into marks.
#include "desk/accounts.hpp"

#include "desk/account_reader.hpp"
#include "desk/emptied.hpp"
#include "desk/gathering.hpp"

#include <amends/vocabulary/reader.hpp>

#include <algorithm>
#include <utility>

namespace amends {
namespace {

/// Accounts kept between batches, at most; a busy desk sees the same people again.
constexpr std::size_t known_max = 4096;

} // namespace

void accounts::begin_batch() {
    ++batch_;
    empty_out(ahead_);
    lines_.clear();
    noted_.clear();
    empty_out(noted_of_);
    if (known_.size() > known_max) forget_unused();
}

/// Drops what was not looked at for longest, until half the room is free: whoever works all day stays,
/// however many customers come by. Of one batch the longest accounts stay, which cost most to read.
void accounts::forget_unused() {
    auto const rank = [](known_account const& known) {
        return std::pair(known.batch, known.stands.grants().size());
    };
    std::vector<std::pair<std::uint32_t, std::size_t>> all;
    all.reserve(known_.size());
    for (auto const& [about, known] : known_) all.push_back(rank(known));
    auto const last = all.end() - known_max / 2 - 1;
    std::ranges::nth_element(all, last);
    boost::unordered::erase_if(known_, [&](auto const& one) { return rank(one.second) <= *last; });
}

/// The account as the store has it, read on from where it is known, and whole as far as is needed.
result<accounts::known_account*> accounts::look_at(std::uint64_t about, looking_back const& needed,
                                                   instant at) {
    auto& known = known_[about];
    if (!known.stands.is_whole(at, needed.within)) {
        known = {};
        ahead_.erase(about);
    }
    if (known.batch == batch_) return &known;
    // Half an account is not known, neither after an error nor after an exception.
    struct half_an_account {
        accounts& of;
        std::uint64_t about;
        bool whole = false;
        ~half_an_account() {
            if (!whole) of.known_.erase(about);
        }
    } reading{*this, about};
    account_reader lines(known.stands, at, needed.within);
    std::optional<error> wrong;
    auto const read =
        kept_.marked(about, known.next_log_index, [&](std::uint64_t log_index, byte_view content) {
            known.next_log_index = log_index + 1;
            if (content.empty()) return true; // about something else that shares the number
            auto line = canonical::decode<account_line>(content);
            if (!line) {
                wrong = mismatch(errc::damaged_trail, "a mark that is a line of an account",
                                 line.error().message, "log index " + std::to_string(log_index));
                return false;
            }
            lines.take(std::move(*line));
            return true;
        });
    if (!read) return read.error();
    if (wrong) return *wrong;
    lines.finish();
    known.batch = batch_;
    reading.whole = true;
    return &known;
}

/// The account as it stands once this batch is kept.
account const& accounts::with_this_batch(std::uint64_t about, known_account const& known) {
    if (auto const ahead = ahead_.find(about); ahead != ahead_.end()) return ahead->second;
    auto const lines = noted_of_.find(about);
    if (lines == noted_of_.end()) return known.stands;
    auto& ahead = ahead_.emplace(about, known.stands).first->second;
    for (auto at = lines->second.first;; at = noted_[at].next) {
        ahead.apply(lines_[noted_[at].line]);
        if (noted_[at].next == 0) break;
    }
    return ahead;
}

result<std::span<grant const>> accounts::given(looking_back const& needed, question const& q,
                                               looking why) {
    gathered_.clear();
    auto const named = [&](std::uint64_t about) -> result<account const*> {
        auto const found = look_at(about, needed, q.at);
        if (!found) return found.error();
        auto& known = **found;
        if (why == looking::to_decide && std::exchange(known.bound_in, batch_) != batch_)
            marks_.must_be_unmarked(about, known.next_log_index);
        return &with_this_batch(about, known);
    };
    auto const read = gather(needed, q, gathered_, named);
    if (!read) return read.error();
    return std::span<grant const>(gathered_);
}

/// One mark, on the account of that name. Its line is the next of `lines_`.
void accounts::take_down(std::uint64_t about, account_line const& line, std::size_t draft) {
    marks_.add(about, draft, content_);
    auto const here = noted_.size();
    noted_.push_back({lines_.size(), 0});
    auto const [lines, is_new] = noted_of_.try_emplace(about, first_and_last{here, here});
    if (!is_new) noted_[std::exchange(lines->second.last, here)].next = here;
    if (auto const ahead = ahead_.find(about); ahead != ahead_.end()) ahead->second.apply(line);
}

void accounts::note(fact const& what, circumstances const& how, case_file const& before,
                    std::size_t draft) {
    auto line = line_of(what, how, before);
    if (!line) return;
    content_.clear();
    canonical::append(content_, *line);
    take_down(account_of(line->to), *line, draft);
    for (auto const& who : granters_of(*line, before)) take_down(account_of(who), *line, draft);
    lines_.push_back(std::move(*line));
}

} // namespace amends
