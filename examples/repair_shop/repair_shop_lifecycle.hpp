// SPDX-License-Identifier: BSL-1.0
// A repair shop's lifecycle: the standard one, and waiting for a spare part.
#pragma once

#include <amends/amends.hpp>
#include <amends/lifecycle/promises.hpp>

namespace repair_shop {

using namespace amends::workflow;
namespace base = amends::resolution;

// [a state and a command]
// Numbers from 128 are ours; they are stored, as the names are.
struct waiting_for_part : state<128, region::resolution> {};

struct order_part {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = amends::party::owner;

    amends::label part{};
    amends::money price{};
    amends::instant expected_on{};
};
BOOST_DESCRIBE_STRUCT(order_part, (), (part, price, expected_on))
// [a state and a command]

struct receive_part {
    static constexpr std::uint8_t number = 129;
    static constexpr amends::parties who = amends::party::owner;

    amends::label part{};
};
BOOST_DESCRIBE_STRUCT(receive_part, (), (part))

// [a fact]
struct part_ordered {
    static constexpr std::uint8_t number = 128;

    order_part what{};
};
BOOST_DESCRIBE_STRUCT(part_ordered, (), (what))
// [a fact]

struct part_received {
    static constexpr std::uint8_t number = 129;

    receive_part what{};
};
BOOST_DESCRIBE_STRUCT(part_received, (), (what))

// [a condition]
struct part_is_named {
    static bool holds(order_part const& c, step const&) { return !c.part.empty(); }
    static std::string expected() { return "the `part` to order"; }
    static std::string found() { return "none"; }
};
// [a condition]

struct it_is_the_part_ordered {
    static std::string ordered(step const& s) {
        auto const last = amends::latest<part_ordered>(s.file);
        return last ? last->what.part : "nothing";
    }
    static bool holds(receive_part const& c, step const& s) { return c.part == ordered(s); }
    static std::string expected(receive_part const&, step const& s) { return ordered(s); }
    static std::string found(receive_part const& c, step const&) { return c.part; }
};

/// What was bought for this customer cannot be sent back by a change of mind.
struct no_part_was_ordered {
    static bool holds(step const& s) { return amends::count_of<part_ordered>(s.file) == 0; }
    static std::string expected() { return "no part ordered for this repair"; }
    static std::string found(step const& s) { return it_is_the_part_ordered::ordered(s); }
};

// clang-format off
// [rows]
using own_rows = amends::workflow::rows<
//  in                command                leads to          if                                        and records
on< base::agreed,     order_part,            waiting_for_part, all<base::in_hand, part_is_named>,          base::record_as<part_ordered>>,
on< waiting_for_part, receive_part,          base::agreed,     all<base::in_hand, it_is_the_part_ordered>, base::record_as<part_received>>,
on< base::agreed,     amends::withdraw,      base::withdrawn,  all<base::not_merged, no_part_was_ordered>, base::record_as<amends::contact_withdrawn>>
>;
// [rows]
// clang-format on

struct lifecycle : base::standard {
    static constexpr std::string_view name = "repair_shop";
    using rows = extended_by<base::rows, own_rows>;
};
static_assert(amends::keeps_the_promises<lifecycle>);

/// Compiled in one unit, used in all.
amends::lifecycle const& table();

} // namespace repair_shop
