// SPDX-License-Identifier: BSL-1.0
// Entries decoded and checked; what a case or a span of time does not have is passed over.
#include "exchange/selected_entries.hpp"

#include "exchange/case_by_case.hpp"

namespace amends::detail {

namespace {

// Entries between two reports of progress: often enough to look alive.
constexpr std::uint64_t between_two = 1024;

} // namespace

result<selected_entries> selected_entries::of(store& from, export_options const& which) {
    selected_entries made(from, which);
    if (which.on) {
        auto const head = from.head(*which.on);
        if (!head) return head.error();
        if (!*head)
            return mismatch(errc::unknown_case, "a case that was reported", "none",
                            "case " + which.on->str());
        made.one_ = **head;
    } else {
        auto const before = from.size();
        if (!before) return before.error();
        // Before the log's end: whatever is appended meanwhile makes the log longer, not shorter.
        auto const read = from.heads([&](case_head const& h) {
            made.in_cases_ += h.last_sequence;
            made.heads_.add(h.on, h.last_sequence, h.last_hash);
            return true;
        });
        if (!read) return read.error();
        made.end_ = *before;
    }
    auto const size = from.size();
    if (!size) return size.error();
    made.at_rest_ = made.end_ == *size;
    made.end_ = *size;
    return made;
}

result<void> selected_entries::visit(visitor const& each) {
    read_ = 0;
    return one_ ? visit_only(*one_, each) : visit_log(each);
}

result<void> selected_entries::visit_by_case(visitor const& each) {
    read_ = 0;
    if (one_) return visit_only(*one_, each);
    case_by_case in(from_);
    result<void> so_far;
    auto const read = from_.heads([&](case_head const& h) {
        so_far = visit_case([&](entry_visitor const& visit) { return in.read(h, visit); }, h, each);
        return so_far && !stopped_;
    });
    if (!so_far) return so_far;
    if (read && !stopped_ && read_ != end_) return of_another_length(read_);
    return read;
}

result<void> selected_entries::visit_only(case_head const& head, visitor const& each) {
    return visit_case(
        [&](entry_visitor const& visit) {
            return from_.read(head.on, 1, head.last_sequence, visit);
        },
        head, each);
}

result<void> selected_entries::visit_log(visitor const& each) {
    if (at_rest_ ? end_ != in_cases_ : end_ < in_cases_)
        return mismatch(errc::damaged_trail,
                        "a log of the " + std::to_string(in_cases_) + " entries of its cases",
                        std::to_string(end_));
    std::uint64_t next = 0;
    loose_ends ends;
    auto const read = from_.scan(0, [&](stored_entry const& e) {
        if (next == end_) return false;
        if (e.log_index != next)
            return damaged(e, "log index " + std::to_string(next), std::to_string(e.log_index));
        ++next;
        if (!is_sound(e)) return false;
        ends.add(e.on, e.sequence, e.hash);
        if (e.sequence != 1) ends.take_away(e.on, e.sequence - 1, present_.previous);
        else if (!present_.previous.empty())
            return damaged(e, "previous hash " + to_text(digest{}), to_text(present_.previous));
        return pass_on(each);
    });
    if (!read) return read.error();
    if (stopped_) return outcome_of({});
    if (next != end_) return of_another_length(next);
    if (at_rest_ && ends != heads_) return of_other_ends();
    return {};
}

// As far as the head says, also where that was appended meanwhile: what is passed on ends earlier.
result<void> selected_entries::visit_case(case_reader const& read_case, case_head const& head,
                                          visitor const& each) {
    std::uint64_t last = 0;
    digest last_hash;
    auto const read = read_case([&](stored_entry const& e) {
        if (e.sequence != last + 1)
            return damaged(e, "entry " + std::to_string(last + 1), std::to_string(e.sequence));
        if (!is_sound(e)) return false;
        if (present_.previous != last_hash)
            return damaged(e, "previous hash " + to_text(last_hash), to_text(present_.previous));
        last_hash = e.hash;
        last = e.sequence;
        return e.log_index >= end_ || pass_on(each);
    });
    if (!read || stopped_) return outcome_of(read);
    if (last != head.last_sequence)
        return mismatch(errc::damaged_trail, std::to_string(head.last_sequence) + " entries",
                        std::to_string(last), "case " + head.on.str());
    if (last_hash != head.last_hash)
        return mismatch(errc::damaged_trail, "last hash " + to_text(head.last_hash),
                        to_text(last_hash), "case " + head.on.str());
    return {};
}

bool selected_entries::is_sound(stored_entry const& stored) {
    if (auto const actual = hasher_.of_leaf(stored.bytes); actual != stored.hash)
        return damaged(stored, "hash " + to_text(stored.hash), to_text(actual));
    if (auto const decoded = decode_entry(stored.bytes, present_); !decoded) {
        wrong_ = decoded.error();
        if (wrong_->code != errc::unsupported_version) wrong_->code = errc::damaged_trail;
        return stop();
    }
    if (present_.on != stored.on || present_.how.sequence != stored.sequence)
        return damaged(
            stored, "entry " + std::to_string(stored.sequence) + " of case " + stored.on.str(),
            "entry " + std::to_string(present_.how.sequence) + " of case " + present_.on.str());
    if (auto const opened = opens_.open(present_, stored.sealed); !opened) {
        wrong_ = opened.error();
        return stop();
    }
    sealed_ = stored.sealed;
    present_.hash = stored.hash;
    present_.log_index = stored.log_index;
    return true;
}

bool selected_entries::pass_on(visitor const& each) {
    if (++read_ % between_two == 0 && which_.progress) which_.progress(read_);
    auto const at = present_.how.at;
    auto const is_wanted = (!which_.from || at >= *which_.from) && (!which_.to || at < *which_.to);
    return !is_wanted || each(present_) || stop();
}

bool selected_entries::damaged(stored_entry const& at, std::string_view expected,
                               std::string_view found) {
    wrong_ = mismatch(errc::damaged_trail, expected, found,
                      "entry " + std::to_string(at.sequence) + " of case " + at.on.str() +
                          ", log index " + std::to_string(at.log_index));
    return stop();
}

bool selected_entries::stop() {
    stopped_ = true;
    return false;
}

// The sums do not say which case it is. A pass more, to tell of damage alone.
error selected_entries::of_other_ends() {
    auto const read = visit_by_case([](entry const&) { return true; });
    if (!read) return read.error();
    return mismatch(errc::damaged_trail, "cases that hang together up to their heads", "others");
}

error selected_entries::of_another_length(std::uint64_t found) const {
    return mismatch(errc::damaged_trail, "a log of " + std::to_string(end_) + " entries",
                    std::to_string(found));
}

result<void> selected_entries::outcome_of(result<void> const& read) const {
    if (wrong_) return *wrong_;
    return read;
}

} // namespace amends::detail
