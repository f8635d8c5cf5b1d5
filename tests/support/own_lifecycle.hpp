// SPDX-License-Identifier: BSL-1.0
// An extension for tests: own states in both regions, own commands and facts, guards that overlap.
#pragma once

#include <amends/lifecycle/promises.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <stdexcept>

namespace own {

using namespace amends::workflow;
namespace base = amends::resolution;

struct in_review : state<128, region::resolution> {};
struct lent : state<200, region::handling> {};

/// Asks for a review. The level decides between rows; 13 makes a guard throw, 14 an action.
struct review {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = amends::party::owner;

    std::uint32_t level = 0;
    std::string words{};

    friend bool operator==(review const&, review const&) = default;
};
BOOST_DESCRIBE_STRUCT(review, (), (level, words))

struct finish {
    static constexpr std::uint8_t number = 129;
    static constexpr amends::parties who = amends::party::colleague;

    std::string words{};

    friend bool operator==(finish const&, finish const&) = default;
};
BOOST_DESCRIBE_STRUCT(finish, (), (words))

/// Ends a review for good, for those whom a judge lets do so.
struct stop {
    static constexpr std::uint8_t number = 130;
    static constexpr amends::parties who = amends::party::colleague;

    friend bool operator==(stop const&, stop const&) = default;
};
BOOST_DESCRIBE_STRUCT(stop, (), ())

struct lend {
    static constexpr std::uint8_t number = 255;
    static constexpr amends::parties who = amends::party::owner;

    friend bool operator==(lend const&, lend const&) = default;
};
BOOST_DESCRIBE_STRUCT(lend, (), ())

struct reviewed {
    static constexpr std::uint8_t number = 128;

    review what{};

    friend bool operator==(reviewed const&, reviewed const&) = default;
};
BOOST_DESCRIBE_STRUCT(reviewed, (), (what))

struct review_finished {
    static constexpr std::uint8_t number = 129;

    finish what{};

    friend bool operator==(review_finished const&, review_finished const&) = default;
};
BOOST_DESCRIBE_STRUCT(review_finished, (), (what))

struct review_stopped {
    static constexpr std::uint8_t number = 131;

    stop what{};

    friend bool operator==(review_stopped const&, review_stopped const&) = default;
};
BOOST_DESCRIBE_STRUCT(review_stopped, (), (what))

struct case_lent {
    static constexpr std::uint8_t number = 130;

    lend what{};

    friend bool operator==(case_lent const&, case_lent const&) = default;
};
BOOST_DESCRIBE_STRUCT(case_lent, (), (what))

template <std::uint32_t Least>
struct at_least {
    static bool holds(review const& c, step const&) {
        if (c.level == 13) throw std::runtime_error("no thirteenth floor");
        return c.level >= Least;
    }
    static std::string expected() { return "level " + std::to_string(Least) + " or more"; }
    static std::string found(review const& c, step const&) { return std::to_string(c.level); }
};
struct high : at_least<10> {};
struct middle : at_least<5> {};
struct even {
    static bool holds(review const& c, step const&) { return c.level % 2 == 0; }
    static std::string expected() { return "an even level"; }
    static std::string found(review const& c, step const&) { return std::to_string(c.level); }
};
struct words_are_given {
    static bool holds(finish const& c, step const&) { return !c.words.empty(); }
    static std::string expected() { return "`words`"; }
    static std::string found() { return "none"; }
};

/// What the contact is about decides which part of this condition throws, and whether it holds.
struct may_be_lent {
    static void breaks_at(std::string_view part, step const& s) {
        if (s.file.contact.category == part) throw std::runtime_error("the lending book is wet");
    }
    static bool holds(step const& s) {
        breaks_at("holds", s);
        return s.file.contact.category != "expected" && s.file.contact.category != "found";
    }
    static std::string expected(step const& s) {
        breaks_at("expected", s);
        return "a case that may be lent";
    }
    static std::string found(step const& s) {
        breaks_at("found", s);
        return "one that may not";
    }
};

struct record_review {
    static void act(review& c, step& s) {
        if (c.level == 14) throw std::runtime_error("the pen broke");
        s.record(amends::extended(reviewed{std::move(c)}));
    }
};

// clang-format off
using own_rows = amends::workflow::rows<
on< any_of_states<base::confirmed, base::options_explained>,
                           review,          in_review,                all<base::in_hand, high>,       record_review>,
on< any_of_states<base::confirmed, base::options_explained>,
                           review,          same_state,               all<base::in_hand, middle>,     record_review>,
on< any_of_states<base::confirmed, base::options_explained>,
                           review,          in_review,                all<base::in_hand, even>,       record_review>,
on< in_review,             finish,          base::options_explained,  words_are_given,                base::record_as<review_finished>>,
on< in_review,             stop,            base::options_explained,  base::within_authority,         base::record_as<review_stopped>>,
on< in_review,             amends::withdraw, base::withdrawn,         none,                           base::record_as<amends::contact_withdrawn>>,
// Overridden: what was agreed cannot be withdrawn while the case is lent.
on< base::agreed,          amends::withdraw, base::withdrawn,         base::in_hand,                  base::record_as<amends::contact_withdrawn>>,
on< base::with_owner,      lend,            lent,                     may_be_lent,                    base::record_as<case_lent>>,
on< lent,                  amends::take,    base::with_owner,         none,                           base::record_as<amends::case_taken>>
>;
// clang-format on

struct lifecycle : base::standard {
    static constexpr std::string_view name = "resolution with reviews";
    using rows = extended_by<base::rows, own_rows>;
};
static_assert(amends::keeps_the_promises<lifecycle>);

/// Compiled once for all tests.
amends::lifecycle const& table();

} // namespace own
