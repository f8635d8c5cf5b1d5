// SPDX-License-Identifier: BSL-1.0
// An integrator's facts in a case: the last of each, and how many.
#include <amends/casefile/evolve.hpp>
#include <amends/casefile/extension.hpp>

#include "catch.hpp"

using namespace amends;

namespace {

struct parcel_scanned {
    static constexpr std::uint8_t number = 130;
    std::string depot;
    friend bool operator==(parcel_scanned const&, parcel_scanned const&) = default;
};
BOOST_DESCRIBE_STRUCT(parcel_scanned, (), (depot))

struct van_sent {
    static constexpr std::uint8_t number = 131;
    std::uint32_t vans = 0;
    friend bool operator==(van_sent const&, van_sent const&) = default;
};
BOOST_DESCRIBE_STRUCT(van_sent, (), (vans))

struct scan_parcel {
    static constexpr std::uint8_t number = 130;
    static constexpr parties who = party::owner;
    std::string depot;
};
BOOST_DESCRIBE_STRUCT(scan_parcel, (), (depot))

} // namespace

TEST_CASE("a case remembers the last of each own fact and how many there were") {
    case_file file;
    CHECK_FALSE(latest<parcel_scanned>(file).has_value());
    CHECK(count_of<parcel_scanned>(file) == 0);

    for (auto const* depot : {"Bern", "Basel", "Berlin"})
        file = evolve(file, extended(parcel_scanned{depot}), {});
    file = evolve(file, extended(van_sent{2}), {});

    CHECK(latest<parcel_scanned>(file) == parcel_scanned{"Berlin"});
    CHECK(count_of<parcel_scanned>(file) == 3);
    CHECK(latest<van_sent>(file) == van_sent{2});
    CHECK(count_of<van_sent>(file) == 1);
}

TEST_CASE("an own fact with damaged content reads as none and is still counted") {
    auto damaged = extended(van_sent{2});
    damaged.content.pop_back();
    auto const file = evolve({}, damaged, {});
    CHECK_FALSE(latest<van_sent>(file).has_value());
    CHECK(count_of<van_sent>(file) == 1);
}

TEST_CASE("an own command travels under its name and number") {
    auto const wrapped = extended(scan_parcel{"Bern"});
    CHECK(wrapped.number == 130);
    CHECK(wrapped.name == "scan_parcel");
    CHECK(name_of(command_content(wrapped)) == "scan_parcel");
    CHECK(number_of(command_content(wrapped)) == 130);
}
