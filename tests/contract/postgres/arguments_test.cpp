// SPDX-License-Identifier: BSL-1.0
// Secrets on their way to a server are in no memory that is given back.
#include "store/key_row.hpp"
#include "store/postgres_arguments.hpp"
#include "support/scarce_memory.hpp"

#include "catch.hpp"

using namespace amends;
using amends::postgres::arguments;
using amends::testing::searched_memory;

TEST_CASE("arguments leave no secret behind as they grow, are used again and go") {
    kept_secret secret;
    for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::byte>(3 * i + 1);
    bytes const long_ones(100'000, std::byte{'x'});
    {
        searched_memory const given_back(secret);
        {
            arguments as_any_other;
            as_any_other.add(byte_view(secret));
        }
        CHECK(given_back.found() == 1);
    }
    searched_memory const given_back(secret);
    {
        arguments with;
        with.add(std::string_view("before")).add_blobs(100);
        for (int i = 0; i < 100; ++i) with.add_secret(secret);
        with.add(long_ones);
        with.clear().add(long_ones).add(long_ones);
        with.add_secret(secret).add(long_ones).add_nothing();
    }
    CHECK(given_back.found() == 0);
}
