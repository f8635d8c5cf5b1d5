// SPDX-License-Identifier: BSL-1.0
// Marks of a store, from a stranger: lines of accounts, cases of a customer, erasures.
#include "fuzz/holding.hpp"
#include "fuzz/house_of_every_rule.hpp"
#include "fuzz/sample_log.hpp"
#include "fuzz/targets.hpp"

#include "desk/accounts.hpp"
#include "desk/customers.hpp"

#include <amends/store/memory_keys.hpp>
#include <amends/vocabulary/subject.hpp>

namespace amends::fuzz {
namespace {

/// Contents of marks, in the order of the log.
std::vector<bytes> pieces_of(byte_view input) {
    std::vector<bytes> all;
    while (!input.empty()) {
        auto const piece = take_piece(input);
        all.emplace_back(piece.begin(), piece.end());
    }
    return all;
}

/// The sample log with such marks, an entry each, and the last entry those that are left.
void keep_with_marks(store& to, std::span<bytes const> contents, std::uint64_t about) {
    auto drafts = sample_entries();
    std::vector<mark> marks;
    for (auto const& one : contents) marks.push_back({about, one});
    auto const each = std::min(marks.size(), drafts.size() - 1);
    for (std::size_t i = 0; i < each; ++i) drafts[i].marks = std::span(marks).subspan(i, 1);
    drafts.back().marks = std::span(marks).subspan(each);
    must(to.append(drafts).has_value(), "a log takes marks");
}

/// No line takes anything away: what was given before can only speak against more.
bool only_gives(std::span<grant const> given) {
    return std::ranges::all_of(given, [](grant const& g) { return g.what.cost.minor_units >= 0; });
}

void judge_with(question q, authority const& by) {
    auto const said = by.judge(q);
    (void)to_text(said);
    auto const before = q.given;
    q.given = {};
    if (said.decision == decision::granted && only_gives(before))
        must(by.judge(q).decision == decision::granted,
             "what was given before gives nobody authority");
}

void must_be_same(std::span<grant const> a, std::span<grant const> b) {
    must(std::ranges::equal(a, b), "an account that is known says what one that is read says");
}

} // namespace

// Input: one byte of how is looked back, then lines, each behind two bytes of length.
void try_account_lines(byte_view input) {
    auto const how = take_byte(input);
    auto const lines = pieces_of(input);
    auto all_read = true;
    account whole;
    for (auto const& content : lines) {
        if (content.empty()) continue; // about something else that shares the number
        auto const read = canonical::decode<account_line>(content);
        all_read = all_read && read.has_value();
        if (!read) {
            must_say_both_sides(read.error());
            continue;
        }
        must(canonical::encode(*read) == content,
             "a line that is read is written as the same bytes");
        if (all_read) whole.apply(*read);
    }

    memory_store kept;
    keep_with_marks(kept, lines, account_of(customer_id("c1")));
    auto const& by = house_of_every_rule(static_cast<period::unit>(how % 6));
    auto needed = by.looks_back();
    needed.on_actor = false; // those marks are the customer's
    if ((how & 8) != 0) needed.within.reset();
    static remedy const asked[] = {{remedy_kind::refund, {4000, eur}}};
    question q;
    q.who = {"ann", side::staff, {"agent"}, {}, {}};
    q.command = "propose";
    q.about.on = "41";
    q.about.customer = "c1";
    q.remedies = asked;
    q.at = sample_noon;
    if ((how & 16) != 0) q.at = (how & 32) != 0 ? instant::max() : instant::min();

    batch_marks marks;
    accounts known(kept, marks);
    known.begin_batch();
    auto const given = known.given(needed, q, looking::to_decide);
    must(given.has_value() == all_read, "a mark that is no line is damage, and nothing else is");
    if (!given) {
        must(given.error().code == errc::damaged_trail, "what is no line is damage");
        return must_say_both_sides(given.error());
    }
    std::vector<grant> expected;
    std::ranges::copy_if(whole.grants(), std::back_inserter(expected), [&](grant const& g) {
        return g.to == q.about.customer && needed.reaches(q.at, g.at);
    });
    must_be_same(*given, expected);
    for (auto const& g : *given)
        must(needed.reaches(q.at, g.at), "nothing is given from beyond what is looked back on");
    q.given = expected;
    judge_with(q, by);
    known.begin_batch();
    auto const again = known.given(needed, q, looking::to_tell);
    must(again.has_value(), "an account is read again");
    must_be_same(*again, expected);

    // What a desk drops from memory changes no answer about now.
    if (!needed.within) return;
    auto some = whole;
    some.forget_long_past(q.at, *needed.within);
    if (!some.is_whole(q.at, needed.within)) return;
    std::vector<grant> left;
    std::ranges::copy_if(some.grants(), std::back_inserter(left), [&](grant const& g) {
        return g.to == q.about.customer && needed.reaches(q.at, g.at);
    });
    must_be_same(left, expected);
}

// Input: marks, each behind two bytes of length: as those of a customer's cases, and of all erasures.
void try_customer_marks(byte_view input) {
    auto const contents = pieces_of(input);
    customer_id const whose = "c1";
    {
        memory_store kept;
        keep_with_marks(kept, contents, subject_of('k', whose.view()));
        auto const found = cases_of(kept, whose);
        auto const damaged = [&](bytes const& one) {
            canonical::reader from(one);
            from.get(canonical::passed<customer_id>{});
            from.get(canonical::passed<case_id>{});
            return !from.finish().has_value();
        };
        must(found.has_value() == std::ranges::none_of(contents, damaged),
             "a mark that names no customer and case is damage, and nothing else is");
        if (!found) must_say_both_sides(found.error());
        else must(found->cases.size() <= contents.size(), "no case is found that nobody marked");

        // A desk goes by these marks: it says what it finds, and erases what is there.
        memory_keys keys(1);
        desk at(kept, cases::house_rules(), {.clock = [] { return sample_noon; }, .keys = &keys});
        if (auto const held = at.access(whose); !held) must_say_both_sides(held.error());
        auto const pia = cases::staff("pia", {"manager"});
        if (auto const erased = at.erase(pia, {whose, "asked for"}); !erased)
            must_say_both_sides(erased.error());
    }
    memory_store kept;
    keep_with_marks(kept, contents, no_erasure_since(0).about);
    auto const found = erasures_since(kept, 0);
    auto const damaged = [](bytes const& one) {
        return !canonical::decode<customer_id>(one).has_value();
    };
    must(found.has_value() == std::ranges::none_of(contents, damaged),
         "a mark that names no customer is damage, and nothing else is");
    if (!found) return must_say_both_sides(found.error());
    auto const size = kept.size().value();
    must(found->no_others.since_log_index == (contents.size() < size ? contents.size() : size),
         "the next look goes on behind the last mark");
    auto const later = erasures_since(kept, found->no_others.since_log_index);
    must(later.has_value() && later->customers.empty(), "nothing is found twice");
}

} // namespace amends::fuzz
