// SPDX-License-Identifier: BSL-1.0
// The verifier finds and locates every damage of a log that can be found in the log.
#include <amends/audit/verify.hpp>

#include "support/front_desk.hpp"

#include "catch.hpp"

#include <map>

using namespace amends;

namespace {

struct kept_entry {
    stored_entry columns;
    bytes content;
};
using log_of_entries = std::vector<kept_entry>;

/// Three cases, interleaved.
log_of_entries three_cases() {
    cases::front_desk d;
    d.record(d.customer, cases::a_problem(), "41");
    d.record(d.customer, cases::a_problem(), "42");
    d.record(d.ann, cases::a_take(), "42");
    d.until_agreed(cases::terms_of(100), "43");
    d.record(d.ann, cases::a_take(), "41");
    d.refusal(d.bob, cases::a_confirmation(), "42");
    d.record(d.ann, cases::a_note(), "43");
    log_of_entries log;
    (void)d.kept.scan(0, [&](stored_entry const& e) {
        log.push_back({e, bytes(e.bytes.begin(), e.bytes.end())});
        return true;
    });
    return log;
}

std::optional<damage> first_damage(log_of_entries const& log, bool whole_log = true) {
    trail_verifier verifier(whole_log);
    for (auto one : log) {
        one.columns.bytes = one.content;
        if (auto found = verifier.check(one.columns)) return found;
    }
    return std::nullopt;
}
void renumber(log_of_entries& log) {
    for (std::size_t i = 0; i < log.size(); ++i) log[i].columns.log_index = i;
}
/// Changes entries from one on, and makes every hash after it right again.
template <class Change>
void rewrite(log_of_entries& log, std::size_t from, Change change) {
    std::map<std::string, digest> ends;
    sha256 hasher;
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto e = decode_entry(log[i].content).value();
        auto& end = ends[e.on.str()];
        if (i >= from) change(e);
        e.previous = end;
        log[i].content.clear();
        encode(e, log[i].content);
        log[i].columns.hash = end = hasher.of_leaf(log[i].content);
    }
}
bool is_at(std::optional<damage> const& found, stored_entry const& there) {
    return found && found->log_index == there.log_index && found->on == there.on &&
           found->sequence == there.sequence;
}

} // namespace

TEST_CASE("a sound log is found sound and counted") {
    auto const log = three_cases();
    trail_verifier verifier;
    for (auto one : log) {
        one.columns.bytes = one.content;
        CHECK_FALSE(verifier.check(one.columns).has_value());
    }
    CHECK(verifier.entries() == log.size());
    CHECK(verifier.cases() == 3);
}

TEST_CASE("every changed byte of every entry is found and located") {
    auto log = three_cases();
    for (auto& one : log)
        for (auto& b : one.content) {
            b ^= std::byte{0x10};
            auto const found = first_damage(log);
            b ^= std::byte{0x10};
            REQUIRE(is_at(found, one.columns));
            REQUIRE(found->kind == damage_kind::hash);
        }
}

TEST_CASE("every changed byte of every hash is found and located") {
    auto log = three_cases();
    for (auto& one : log)
        for (auto& b : one.columns.hash.bytes) {
            b ^= std::byte{1};
            auto const found = first_damage(log);
            b ^= std::byte{1};
            REQUIRE(is_at(found, one.columns));
            REQUIRE(found->kind == damage_kind::hash);
        }
}

TEST_CASE("a column that says something else than the bytes is found") {
    auto const log = three_cases();
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto other_case = log, other_sequence = log, other_command = log;
        other_case[i].columns.on = "99";
        other_sequence[i].columns.sequence += 1;
        other_command[i].columns.command = "another";
        for (auto const& damaged : {other_case, other_sequence, other_command}) {
            auto const found = first_damage(damaged);
            REQUIRE(is_at(found, damaged[i].columns));
            REQUIRE(found->kind == damage_kind::label);
        }
    }
}

TEST_CASE("a dropped entry leaves a gap that is found where it was") {
    auto const log = three_cases();
    for (std::size_t i = 0; i + 1 < log.size(); ++i) {
        auto shorter = log;
        shorter.erase(shorter.begin() + std::ptrdiff_t(i));
        auto const found = first_damage(shorter);
        REQUIRE(is_at(found, log[i + 1].columns));
        REQUIRE(found->kind == damage_kind::gap);
        REQUIRE(found->message ==
                "expected log index " + std::to_string(i) + ", found " + std::to_string(i + 1));

        // Renumbered, the hole shows in the chain of its case, if the case goes on.
        auto const& gone = log[i].columns;
        renumber(shorter);
        auto const next = std::find_if(shorter.begin() + std::ptrdiff_t(i), shorter.end(),
                                       [&](auto const& e) { return e.columns.on == gone.on; });
        auto const hole = first_damage(shorter);
        if (next == shorter.end()) {
            REQUIRE_FALSE(hole.has_value());
        } else {
            REQUIRE(is_at(hole, next->columns));
            REQUIRE(hole->kind == damage_kind::gap);
        }
    }
}

TEST_CASE("swapped neighbours of one case are found though they are renumbered") {
    auto const log = three_cases();
    for (std::size_t i = 0; i + 1 < log.size(); ++i) {
        auto swapped = log;
        std::swap(swapped[i], swapped[i + 1]);
        auto found = first_damage(swapped);
        REQUIRE(is_at(found, swapped[i].columns));
        REQUIRE(found->kind == damage_kind::gap);

        renumber(swapped);
        found = first_damage(swapped);
        // Entries of two cases in another order keep both chains: only a log-wide tree sees that.
        if (log[i].columns.on == log[i + 1].columns.on) REQUIRE(is_at(found, swapped[i].columns));
        else REQUIRE_FALSE(found.has_value());
    }
}

TEST_CASE("a duplicated entry is found") {
    auto const log = three_cases();
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto doubled = log;
        doubled.insert(doubled.begin() + std::ptrdiff_t(i) + 1, log[i]);
        REQUIRE(first_damage(doubled)->kind == damage_kind::gap);
        renumber(doubled);
        auto const found = first_damage(doubled);
        REQUIRE(is_at(found, doubled[i + 1].columns));
        REQUIRE(found->kind == damage_kind::order);
    }
}

TEST_CASE("a case rewritten from some entry on breaks its chain") {
    auto const log = three_cases();
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto rewritten = log;
        auto e = decode_entry(rewritten[i].content).value();
        e.who.id = "somebody else";
        rewritten[i].content.clear();
        encode(e, rewritten[i].content);
        sha256 hasher;
        rewritten[i].columns.hash = hasher.of_leaf(rewritten[i].content);
        auto const next = std::find_if(log.begin() + std::ptrdiff_t(i) + 1, log.end(),
                                       [&](auto const& o) { return o.columns.on == e.on; });
        auto const found = first_damage(rewritten);
        if (next == log.end()) {
            REQUIRE_FALSE(found.has_value()); // a last entry shows only against its head
        } else {
            REQUIRE(is_at(found, next->columns));
            REQUIRE(found->kind == damage_kind::chain);
        }
    }
}

TEST_CASE("dropped last entries are found against the head that was kept") {
    auto const log = three_cases();
    auto const& last = log.back();
    auto truncated = log;
    truncated.pop_back();

    trail_verifier verifier;
    for (auto one : truncated) {
        one.columns.bytes = one.content;
        REQUIRE_FALSE(verifier.check(one.columns).has_value());
    }
    auto const found =
        verifier.check_head(last.columns.on, last.columns.sequence, last.columns.hash);
    REQUIRE(found.has_value());
    CHECK(found->kind == damage_kind::head);
    CHECK(found->on == "43");
    CHECK(found->message == "expected the last entry to be 7, found 6");
    CHECK(verifier.check_head("unheard of", 1, {})->kind == damage_kind::head);

    auto whole = last;
    whole.columns.bytes = whole.content;
    CHECK_FALSE(verifier.check(whole.columns).has_value());
    CHECK_FALSE(verifier.check_head("43", 7, last.columns.hash).has_value());
    CHECK(verifier.check_head("43", 7, sha256_of("another"))->kind == damage_kind::head);
}

TEST_CASE("one case can be verified without the rest of the log") {
    auto const log = three_cases();
    log_of_entries alone;
    for (auto const& one : log)
        if (one.columns.on == "42") alone.push_back(one);
    CHECK_FALSE(first_damage(alone, false).has_value());
    alone.erase(alone.begin() + 1);
    CHECK(first_damage(alone, false)->message == "expected sequence 2, found 3");
}

TEST_CASE("an entry older than the one before it is found") {
    cases::front_desk d;
    d.until_reported();
    auto first = d.trail().front(), second = d.trail().back();
    second.how.at = first.how.at - std::chrono::milliseconds(1);
    bytes content;
    encode(second, content);
    sha256 hasher;
    trail_verifier verifier(false);
    bytes whole;
    encode(first, whole);
    REQUIRE_FALSE(verifier.check({0, "41", 1, first.command, first.hash, whole}).has_value());
    auto const found =
        verifier.check({1, "41", 2, second.command, hasher.of_leaf(content), content});
    REQUIRE(found.has_value());
    CHECK(found->kind == damage_kind::time);
}

TEST_CASE("a case that leaves its lifecycle without the fact that says so is found") {
    auto const log = three_cases();
    auto const before = decode_entry(log[0].content).value().lifecycle, now = sha256_of("now");
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto changed = log;
        auto const& there = log[i].columns;
        rewrite(changed, i, [&](entry& e) {
            if (e.on == there.on) e.lifecycle = now;
        });
        auto const found = first_damage(changed);
        if (there.sequence == 1) {
            REQUIRE_FALSE(found.has_value()); // each case has a lifecycle of its own
            continue;
        }
        REQUIRE(is_at(found, there));
        REQUIRE(found->kind == damage_kind::lifecycle);
        REQUIRE(found->message == "expected lifecycle " + to_text(before) + ", found " +
                                      to_text(now) + " without the fact that says so");
    }
}

TEST_CASE("a case that says that its lifecycle changed is sound, and no other change will do") {
    auto const log = three_cases();
    auto const before = decode_entry(log[0].content).value().lifecycle;
    auto const now = sha256_of("now"), another = sha256_of("another");
    auto const found_where = [&](lifecycle_changed const& said, digest const& now_on) {
        auto moved = log;
        auto const& there = log[2].columns; // the second of case 42
        rewrite(moved, 2, [&](entry& e) {
            if (e.on != there.on) return;
            if (e.how.sequence == there.sequence) e.what = said;
            e.lifecycle = now_on;
        });
        auto const found = first_damage(moved);
        if (found) REQUIRE(is_at(found, there));
        return found ? found->message : "nothing";
    };
    CHECK(found_where({before, now}, now) == "nothing");
    CHECK(found_where({before, another}, now) ==
          "expected lifecycle " + to_text(before) + ", found " + to_text(now) +
              " with the fact that " + to_text(before) + " became " + to_text(another));
    CHECK(found_where({another, now}, now) == "expected lifecycle " + to_text(before) + ", found " +
                                                  to_text(now) + " with the fact that " +
                                                  to_text(another) + " became " + to_text(now));
}

TEST_CASE("a case that moved is held to where it went, and may go back with a fact alone") {
    auto const log = three_cases();
    auto const before = decode_entry(log[0].content).value().lifecycle, now = sha256_of("now");
    std::vector<std::size_t> of_43;
    for (std::size_t i = 0; i < log.size(); ++i)
        if (log[i].columns.on == "43") of_43.push_back(i);
    auto const first_where = [&](fact const& back) {
        auto moved = log;
        rewrite(moved, of_43[1], [&](entry& e) {
            if (e.on != "43") return;
            e.lifecycle = e.how.sequence < 4 ? now : before;
            if (e.how.sequence == 2) e.what = lifecycle_changed{before, now};
            if (e.how.sequence == 4) e.what = back;
        });
        return first_damage(moved);
    };
    CHECK_FALSE(first_where(lifecycle_changed{now, before}).has_value());
    auto const found = first_where(note_added{});
    REQUIRE(is_at(found, log[of_43[3]].columns));
    CHECK(found->message == "expected lifecycle " + to_text(now) + ", found " + to_text(before) +
                                " without the fact that says so");
}

TEST_CASE("a log of more lifecycles than a verifier tells apart is damaged there") {
    constexpr std::uint64_t known_max = 65536;
    trail_verifier verifier;
    sha256 hasher;
    bytes content;
    entry e;
    auto const check_next = [&](std::uint64_t i) {
        e.on = case_id::trusted(std::to_string(i));
        e.how.sequence = 1;
        e.lifecycle = sha256_of(e.on.view());
        content.clear();
        encode(e, content);
        return verifier.check({i, e.on, 1, {}, hasher.of_leaf(content), content});
    };
    for (std::uint64_t i = 0; i < known_max; ++i) REQUIRE_FALSE(check_next(i).has_value());
    auto const found = check_next(known_max);
    REQUIRE(found.has_value());
    CHECK(found->kind == damage_kind::lifecycle);
    CHECK(found->log_index == known_max);
    CHECK(found->message == "expected at most 65536 lifecycles in a log, found another, " +
                                to_text(sha256_of("65536")));
}

TEST_CASE("bytes that are no entry are unreadable though their hash is right") {
    bytes const rubbish(10, std::byte{1});
    sha256 hasher;
    trail_verifier verifier;
    auto const found = verifier.check({0, "41", 1, {}, hasher.of_leaf(rubbish), rubbish});
    REQUIRE(found.has_value());
    CHECK(found->kind == damage_kind::unreadable);
}
