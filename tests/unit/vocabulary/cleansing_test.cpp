// SPDX-License-Identifier: BSL-1.0
// What passed through a buffer is overwritten, however its scope ends.
#include "support/scarce_memory.hpp"
#include "vocabulary/base64.hpp"
#include "vocabulary/cleansing.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

using namespace amends;
using amends::testing::searched_memory;
using detail::cleansed;

namespace {

std::string_view const secret = "a secret that nobody else may read";
byte_view const sought = std::as_bytes(std::span(secret));

using room = std::array<char, 64>;

bool is_empty(room const& some) {
    return std::ranges::all_of(some, [](char c) { return c == '\0'; });
}
void put_secret(room& into) { std::ranges::copy(secret, into.begin()); }

bool returns_early(room& passing) {
    cleansed const over(passing);
    put_secret(passing);
    if (passing[0] == 'a') return true;
    passing[0] = 'b';
    return false;
}

} // namespace

TEST_CASE("a buffer is overwritten at the end of its scope, at a return and at an exception") {
    room passing{};
    {
        cleansed const over(passing);
        put_secret(passing);
        CHECK_FALSE(is_empty(passing));
    }
    CHECK(is_empty(passing));
    CHECK(returns_early(passing));
    CHECK(is_empty(passing));
    CHECK_THROWS_AS(
        [&] {
            cleansed const over(passing);
            put_secret(passing);
            throw std::runtime_error("in between");
        }(),
        std::runtime_error);
    CHECK(is_empty(passing));
}

TEST_CASE("a text is given back without what it held, also where it became shorter") {
    auto const found_where = [](auto use) {
        searched_memory const given_back(sought);
        use();
        return given_back.found();
    };
    // What this test sees of a text that is left as it is.
    CHECK(found_where([] {
              std::string const left(secret);
              CHECK(left == secret);
          }) == 1);
    for (std::size_t const size : {std::size_t{0}, std::size_t{3}, secret.size()})
        CHECK(found_where([&] {
                  std::string held(secret);
                  cleansed const over(held);
                  held.resize(size);
              }) == 0);
}

TEST_CASE("what was moved into an answer is not overwritten") {
    auto const answer = [] {
        std::string held(secret);
        cleansed const over(held);
        return std::string(std::move(held));
    }();
    CHECK(answer == secret);
}

TEST_CASE("base64 that may be a secret is read without a copy that is left behind") {
    auto text = detail::to_base64(sought);
    auto const other = text.substr(0, text.size() - 1);
    auto unclean = text; // bits left over
    REQUIRE(unclean.ends_with("=="));
    unclean[unclean.size() - 3] = static_cast<char>(unclean[unclean.size() - 3] + 1);
    for (auto const needle : {sought, std::as_bytes(std::span(text)).first(40)}) {
        searched_memory const given_back(needle);
        auto read = detail::read_base64(text);
        REQUIRE(read.has_value());
        CHECK(std::ranges::equal(*read, sought));
        detail::cleanse(*read);
        CHECK_FALSE(detail::read_base64(other).has_value());
        CHECK_FALSE(detail::read_base64(unclean).has_value());
        CHECK(given_back.found() == 0);
    }
}
