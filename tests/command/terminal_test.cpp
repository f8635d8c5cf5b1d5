// SPDX-License-Identifier: BSL-1.0
// Progress is for people who wait at a terminal, and for nobody else.
#include "command/run_command.hpp"

#include "catch.hpp"

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("progress is shown on a terminal and nowhere else") {
    workshop const here;
    REQUIRE(here.amends("generate --cases 200 --out work.jsonl").status == 0);

    auto const piped = here.amends("run work.jsonl --store piped.db");
    CHECK(piped.status == 0);
    CHECK(piped.err.empty());

    if (std::system("script -qec true /dev/null >/dev/null 2>&1") != 0) {
        WARN("SKIPPED: script(1) of util-linux, which makes a terminal, is not here");
        return;
    }
    here.write("at_terminal", "'" AMENDS_COMMAND_PATH "' run work.jsonl --store at.db >summary\n");
    auto const line = "cd '" + here.folder().string() +
                      "' && timeout 300 script -qec 'sh ./at_terminal' seen >/dev/null </dev/null";
    CHECK(std::system(line.c_str()) == 0);
    CHECK_THAT(here.read("seen"), ContainsSubstring("\rhandling "));
    CHECK_THAT(here.read("seen"), ContainsSubstring(" commands"));
    CHECK_FALSE(here.read("seen").find(" rows") != std::string::npos);
    // Taken away again, so that nothing is left before the prompt.
    CHECK_THAT(here.read("seen"), ContainsSubstring("\r\x1b[K"));
    CHECK(here.read("summary").find("handling") == std::string::npos);

    here.write("at_terminal",
               "'" AMENDS_COMMAND_PATH "' migrate --dry-run --as mia --store at.db >summary\n");
    CHECK(std::system(line.c_str()) == 0);
    CHECK_THAT(here.read("seen"), ContainsSubstring("\rlooking at: "));
    CHECK_THAT(here.read("seen"), ContainsSubstring(" cases"));

    here.write("at_terminal", "'" AMENDS_COMMAND_PATH "' authority trial '" AMENDS_SOURCE_DIR
                              "/examples/policies/service_centre.toml' --store at.db >summary\n");
    CHECK(std::system(line.c_str()) == 0);
    CHECK_THAT(here.read("seen"), ContainsSubstring("\rjudging again "));
    CHECK_THAT(here.read("seen"), ContainsSubstring(" entries\r\x1b[K"));
    CHECK(here.read("summary").find("judging again") == std::string::npos);
}
