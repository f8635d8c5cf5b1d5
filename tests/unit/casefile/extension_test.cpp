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

struct visit_paid {
    static constexpr std::uint8_t number = 132;
    std::string address;
    label place;
    std::vector<std::string> met;
    std::uint32_t hours = 0;
    friend bool operator==(visit_paid const&, visit_paid const&) = default;
};
BOOST_DESCRIBE_STRUCT(visit_paid, (), (address, place, met, hours))

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

TEST_CASE("texts of an own fact travel beside its content, and labels within") {
    visit_paid const visit{"Mill Lane", "garden", {"Ada", "Bob"}, 3};
    auto const wrapped = extended(visit);
    CHECK(wrapped.texts == std::vector<std::string>{"Mill Lane", "Ada", "Bob"});
    std::string const content(reinterpret_cast<char const*>(wrapped.content.data()),
                              wrapped.content.size());
    CHECK(content.find("Mill Lane") == content.npos);
    CHECK(content.find("garden") != content.npos);
    CHECK(unwrapped<visit_paid>(wrapped) == visit);
    CHECK(latest<visit_paid>(evolve({}, wrapped, {})) == visit);

    auto erased = wrapped;
    for (auto& text : erased.texts) text.clear();
    CHECK(unwrapped<visit_paid>(erased) == visit_paid{"", "garden", {"", ""}, 3});
}

TEST_CASE("an own fact with too few texts, too many, or one within its content reads as none") {
    auto const wrapped = extended(visit_paid{"Mill Lane", "garden", {"Ada"}, 3});
    auto fewer = wrapped, more = wrapped, within = wrapped;
    fewer.texts.pop_back();
    more.texts.emplace_back("Bob");
    within.content = canonical::encode(visit_paid{"Mill Lane", "garden", {"Ada"}, 3});
    for (auto const& wrong : {fewer, more, within}) CHECK_FALSE(unwrapped<visit_paid>(wrong));
}

TEST_CASE("an own command travels under its name and number") {
    auto const wrapped = extended(scan_parcel{"Bern"});
    CHECK(wrapped.number == 130);
    CHECK(wrapped.name == "scan_parcel");
    CHECK(name_of(command_content(wrapped)) == "scan_parcel");
    CHECK(number_of(command_content(wrapped)) == 130);
}
