// SPDX-License-Identifier: BSL-1.0
// A file with a secret is read whole, and nothing of it is left where it passed.
#include "contract/scratch.hpp"
#include "exchange/text_file.hpp"
#include "support/scarce_memory.hpp"
#include "vocabulary/cleansing.hpp"

#include "catch.hpp"

#include <fstream>

using namespace amends;
using amends::testing::searched_memory;

TEST_CASE("a file with a secret leaves no copy behind, whether it is short, long or too long") {
    testing::scratch const folder;
    std::string const secret = "a secret that nobody else may read";
    auto const sought = std::as_bytes(std::span(secret));
    auto const path = (folder / "secret").string();
    for (auto const size : {secret.size(), std::size_t{5000}, std::size_t{8192}}) {
        INFO(size);
        auto const content = secret + std::string(size - secret.size(), 'x');
        std::ofstream(path, std::ios::binary) << content;
        {
            searched_memory const given_back(sought);
            {
                auto text = detail::read_secret(path, 8192);
                REQUIRE(text.has_value());
                CHECK(*text == content);
                detail::cleansed const over(*text);
            }
            CHECK(given_back.found() == 0);
        }
        searched_memory const given_back(sought);
        auto const too_long = detail::read_secret(path, size - 1);
        REQUIRE(too_long.has_error());
        CHECK(too_long.error() ==
              error{errc::too_long, path + ": expected at most " + std::to_string(size - 1) +
                                        " bytes, found more"});
        CHECK(given_back.found() == 0);
        // What any other file leaves.
        REQUIRE(detail::read_whole(path, 8192).has_value());
        CHECK(given_back.found() > 0);
    }
}

TEST_CASE("a file with a secret that cannot be read is named, and an empty one is empty") {
    testing::scratch const folder;
    auto const path = (folder / "secret").string();
    CHECK(detail::read_secret(path, 10).error().message ==
          path + ": expected a readable file, found no such file");
    std::ofstream(path).close();
    CHECK(detail::read_secret(path, 10).value().empty());
}
