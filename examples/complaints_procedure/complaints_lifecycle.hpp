// SPDX-License-Identifier: BSL-1.0
// A complaints procedure behind the standard's hand-over: acknowledged by a date, decided, settled.
#pragma once

#include <amends/amends.hpp>
#include <amends/lifecycle/promises.hpp>

namespace complaints {

using namespace amends::workflow;
namespace base = amends::resolution;
using amends::instant;
using amends::party;
using amends::to_text;

// States.
struct received : state<128, region::resolution> {};
struct acknowledged : state<129, region::resolution> {};
struct decided : state<130, region::resolution> {};
struct settled : state<131, region::resolution, finality::end> {};

// Commands.
struct open_complaint {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = party::colleague;
    instant acknowledge_by{};
};
struct acknowledge {
    static constexpr std::uint8_t number = 129;
    static constexpr amends::parties who = party::colleague;
    std::string words{};
    std::string apology{}; ///< needed when it is late
};
struct decide {
    static constexpr std::uint8_t number = 130;
    static constexpr amends::parties who = party::colleague;
    bool upheld = false;
    std::string grounds{};
};
struct settle {
    static constexpr std::uint8_t number = 131;
    static constexpr amends::parties who = party::customer;
};
BOOST_DESCRIBE_STRUCT(open_complaint, (), (acknowledge_by))
BOOST_DESCRIBE_STRUCT(acknowledge, (), (words, apology))
BOOST_DESCRIBE_STRUCT(decide, (), (upheld, grounds))
BOOST_DESCRIBE_STRUCT(settle, (), ())

// Facts.
struct complaint_opened {
    static constexpr std::uint8_t number = 128;
    open_complaint what{};
};
struct acknowledged_in_time {
    static constexpr std::uint8_t number = 129;
    acknowledge what{};
};
struct acknowledged_late {
    static constexpr std::uint8_t number = 130;
    acknowledge what{};
};
struct complaint_decided {
    static constexpr std::uint8_t number = 131;
    decide what{};
};
struct complaint_settled {
    static constexpr std::uint8_t number = 132;
    settle what{};
};
BOOST_DESCRIBE_STRUCT(complaint_opened, (), (what))
BOOST_DESCRIBE_STRUCT(acknowledged_in_time, (), (what))
BOOST_DESCRIBE_STRUCT(acknowledged_late, (), (what))
BOOST_DESCRIBE_STRUCT(complaint_decided, (), (what))
BOOST_DESCRIBE_STRUCT(complaint_settled, (), (what))

// Guards. The desk's clock reaches them as the step's time; they read no other.
struct a_date_is_set {
    static bool holds(open_complaint const& c, step const& s) { return c.acknowledge_by > s.at; }
    static std::string expected() { return "a date to come in `acknowledge_by`"; }
    static std::string found(open_complaint const& c, step const&) {
        return to_text(c.acknowledge_by);
    }
};
struct words_are_given {
    static bool holds(acknowledge const& c, step const&) { return !c.words.empty(); }
    static std::string expected() { return "the `words` to the customer"; }
    static std::string found() { return "none"; }
};
struct within_its_time {
    static instant due(step const& s) {
        auto const opened = amends::latest<complaint_opened>(s.file);
        return opened ? opened->what.acknowledge_by : instant{};
    }
    static bool holds(step const& s) { return s.at <= due(s); }
    static std::string expected(step const& s) {
        return "an acknowledgement by " + to_text(due(s));
    }
    static std::string found(step const& s) { return to_text(s.at); }
};
struct lateness_is_apologised_for {
    static bool holds(acknowledge const& c, step const&) { return !c.apology.empty(); }
    static std::string expected(acknowledge const&, step const& s) {
        return "an `apology` for " + to_text(s.at) + ", due " + to_text(within_its_time::due(s));
    }
    static std::string found() { return "none"; }
};
struct grounds_are_given {
    static bool holds(decide const& c, step const&) { return !c.grounds.empty(); }
    static std::string expected() { return "the `grounds` of the decision"; }
    static std::string found() { return "none"; }
};

// clang-format off
using own_rows = amends::workflow::rows<
//  in               command         leads to      if                                          and records
on< base::complaint, open_complaint, received,     a_date_is_set,                              base::record_as<complaint_opened>>,
on< received,        acknowledge,    acknowledged, all<within_its_time, words_are_given>,      base::record_as<acknowledged_in_time>>,
on< received,        acknowledge,    acknowledged, all<words_are_given, lateness_is_apologised_for>, base::record_as<acknowledged_late>>,
on< acknowledged,    decide,         decided,      grounds_are_given,                          base::record_as<complaint_decided>>,
on< decided,         settle,         settled,      none,                                       base::record_as<complaint_settled>>,
on< any_of_states<received, acknowledged, decided>,
                     amends::withdraw, base::withdrawn, none,                                  base::record_as<amends::contact_withdrawn>>
>;
// clang-format on

struct lifecycle : base::standard {
    static constexpr std::string_view name = "complaints_procedure";
    using rows = extended_by<base::rows, own_rows>;
};
static_assert(amends::keeps_the_promises<lifecycle>);

/// Compiled in one unit, used in all.
amends::lifecycle const& table();

} // namespace complaints
