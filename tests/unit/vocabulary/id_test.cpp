// SPDX-License-Identifier: BSL-1.0
// Ids: how long, of what, in which order, and that different ones do not mix.
#include <amends/vocabulary/id.hpp>

#include "catch.hpp"

#include <type_traits>
#include <unordered_set>
#include <vector>

using namespace amends;

static_assert(!std::is_convertible_v<case_id, actor_id>);
static_assert(!std::is_constructible_v<role, command_id>);
static_assert(std::is_trivially_copyable_v<case_id> && sizeof(case_id) == 40);

TEST_CASE("an id takes 39 bytes and refuses the fortieth with both sides") {
    auto const longest = std::string(39, 'x');

    CHECK(case_id::parse(longest)->view() == longest);
    CHECK(case_id::parse("")->empty());
    auto const refused = case_id::parse(longest + "y");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::too_long);
    CHECK(refused.error().message ==
          "expected an id of at most 39 bytes, found 40 bytes (xxxxxxxxxxxxxxxxxxxxxxxx)");
}

TEST_CASE("an id refuses every control character and keeps every other byte") {
    for (int c = 0; c < 256; ++c) {
        auto const text = std::string("a") + static_cast<char>(c) + "b";
        auto const made = case_id::parse(text);
        auto const is_control = c < 0x20 || c == 0x7f;
        INFO("byte " << c);
        REQUIRE(made.has_value() == !is_control);
        if (made) {
            CHECK(made->view() == text);
        } else {
            CHECK(made.error() == error{errc::malformed, "expected an id of printable characters, "
                                                         "found a control character at byte 1"});
        }
    }
}

TEST_CASE("an id is read from a view of nothing") {
    CHECK(case_id::parse({})->empty());
    CHECK(case_id::trusted({}).empty());
    CHECK(case_id::parse(std::string_view()) == case_id());
}

TEST_CASE("a control character is found at every place of every length among any neighbours") {
    int checked = 0, wrong = 0;
    for (char const neighbour : {'a', ' ', '~', '\x80', '\xff'})
        for (std::size_t length = 1; length <= 39; ++length)
            for (std::size_t place = 0; place < length; ++place)
                for (int c = 0; c < 256; ++c) {
                    std::string text(length, neighbour);
                    text[place] = static_cast<char>(c);
                    wrong += is_printable(text) == (c < 0x20 || c == 0x7f);
                    ++checked;
                }
    CHECK(wrong == 0);
    CHECK(checked == 5 * 780 * 256);
}

TEST_CASE("ids are ordered as their texts are") {
    std::vector<std::string> const in_order = {"", "1", "10", "2", "A", "a", "ab", "b", "\xc3\xa9"};
    for (std::size_t i = 0; i < in_order.size(); ++i)
        for (std::size_t j = 0; j < in_order.size(); ++j) {
            auto const a = *case_id::parse(in_order[i]), b = *case_id::parse(in_order[j]);
            CHECK((a < b) == (i < j));
            CHECK((a == b) == (i == j));
        }
}

TEST_CASE("equal ids have equal hashes and near ids have different ones") {
    std::unordered_set<std::size_t> seen;
    for (int n = 0; n < 10000; ++n) {
        auto const text = "case-" + std::to_string(n);
        auto const a = *case_id::parse(text), b = case_id::trusted(text);
        REQUIRE(hash_value(a) == hash_value(b));
        REQUIRE(std::hash<case_id>{}(a) == hash_value(a));
        seen.insert(hash_value(a));
    }
    CHECK(seen.size() == 10000);
}

TEST_CASE("a trusted id is cut after the last letter that ends within 39 bytes") {
    CHECK(role::trusted(std::string(50, 'r')).view() == std::string(39, 'r'));
    std::string umlauts, euros;
    for (int i = 0; i < 20; ++i) umlauts += "\xc3\xa4";
    for (int i = 0; i < 20; ++i) euros += "\xe2\x82\xac";
    CHECK(role::trusted(umlauts).view() == umlauts.substr(0, 38));
    CHECK(role::trusted("r" + umlauts).view() == "r" + umlauts.substr(0, 38));
    CHECK(role::trusted(euros).view() == euros.substr(0, 39));
    CHECK(role::trusted("r" + euros).view() == "r" + euros.substr(0, 36));
    CHECK(role::trusted(std::string(50, '\xa4')).empty()); // no letter begins
    CHECK(role::trusted("agent") == role("agent"));
}
