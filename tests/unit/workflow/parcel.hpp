// SPDX-License-Identifier: BSL-1.0
// A small lifecycle for tests of the framework: a parcel that is packed, sent, or lost.
#pragma once

#include <amends/casefile/extension.hpp>
#include <amends/workflow/rows.hpp>

#include <stdexcept>

namespace parcel {

using namespace amends::workflow;
using amends::state_id;

struct packed : state<128, region::resolution> {};
struct under_way : state<129, region::resolution> {};
struct arrived : state<130, region::resolution, finality::end> {};

struct send {
    static constexpr std::uint8_t number = 128;
    static constexpr amends::parties who = amends::party::colleague;

    std::uint32_t kilos = 0;

    friend bool operator==(send const&, send const&) = default;
};
BOOST_DESCRIBE_STRUCT(send, (), (kilos))

struct deliver {
    static constexpr std::uint8_t number = 129;
    static constexpr amends::parties who = amends::party::colleague;

    std::string to{};

    friend bool operator==(deliver const&, deliver const&) = default;
};
BOOST_DESCRIBE_STRUCT(deliver, (), (to))

struct parcel_sent {
    static constexpr std::uint8_t number = 128;

    send what;
    std::uint8_t row = 0;
};
BOOST_DESCRIBE_STRUCT(parcel_sent, (), (what, row))

struct not_empty {
    static bool holds(send const& c, step const&) { return c.kilos > 0; }
    static std::string expected() { return "a parcel of 1 kg or more"; }
    static std::string found(send const& c, step const&) { return std::to_string(c.kilos) + " kg"; }
};
struct heavy {
    static bool holds(send const& c, step const&) {
        if (c.kilos == 13) throw std::runtime_error("the scales broke");
        return c.kilos > 10;
    }
    static std::string expected() { return "more than 10 kg"; }
    static std::string found(send const& c, step const&) { return std::to_string(c.kilos) + " kg"; }
};
struct known_case {
    static bool holds(step const& s) { return s.file.version != 0; }
    static std::string expected() { return "a case on record"; }
    static std::string found() { return "none"; }
};

template <std::uint8_t Row>
struct record_sending {
    static void act(send& c, step& s) {
        if (c.kilos == 66) throw std::runtime_error("the van broke down");
        s.record(amends::extended(parcel_sent{c, Row}));
    }
};
struct record_first_row : record_sending<1> {};
struct record_second_row : record_sending<2> {};

struct parcel_arrived {
    static constexpr std::uint8_t number = 129;

    deliver what;
};
BOOST_DESCRIBE_STRUCT(parcel_arrived, (), (what))

/// To nobody it records nothing, to "amends" a fact that is not its own: neither may be.
struct record_arrival {
    static void act(deliver& c, step& s) {
        if (c.to == "nobody") return;
        if (c.to == "amends") return s.record(amends::note_added{});
        s.record(amends::extended(parcel_arrived{std::move(c)}));
    }
};

using rows = written_out<amends::workflow::rows<
    on<packed, send, packed, all<known_case, heavy>, record_first_row>,
    on<packed, send, under_way, all<known_case, not_empty>, record_second_row>,
    on<under_way, deliver, arrived, none, record_arrival>>>;

/// One region alone: no handling, nothing on record.
struct lifecycle {
    static constexpr std::string_view name = "parcel";
    using initial = boost::mp11::mp_list<packed>;
    using rows = parcel::rows;
};

/// A step about a case with this version; what it records is in `recorded`.
struct occasion {
    amends::case_file file;
    amends::actor who{.id = "ann"};
    amends::verdict judged;
    surroundings given;
    amends::fact recorded;

    explicit occasion(std::uint64_t version = 1) { file.version = version; }
    amends::workflow::step step() {
        return {file, who, amends::party::colleague, judged, {}, given, {}, recorded};
    }
};

} // namespace parcel
