// SPDX-License-Identifier: BSL-1.0
// Memory of verbs that handle any number of cases: it does not grow with them.
#include "catch.hpp"

#include <initializer_list>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Runs the command with its output thrown away; the most memory it ever had, in KiB.
[[maybe_unused]] long peak_of(std::initializer_list<std::string> words) {
    auto const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const nowhere = open("/dev/null", O_WRONLY);
        if (dup2(nowhere, 1) < 0 || dup2(nowhere, 2) < 0) _exit(126);
        std::vector<char const*> arguments{AMENDS_COMMAND_PATH};
        for (auto const& word : words) arguments.push_back(word.c_str());
        arguments.push_back(nullptr);
        execv(AMENDS_COMMAND_PATH, const_cast<char* const*>(arguments.data()));
        _exit(127);
    }
    int status = -1;
    rusage used{};
    REQUIRE(wait4(child, &status, 0, &used) == child);
    REQUIRE(status == 0);
    return used.ru_maxrss;
}

} // namespace

#ifndef __SANITIZE_ADDRESS__ // keeps what was freed for a while
TEST_CASE("generating four times the cases takes no more memory") {
    // Those that are open at a time come to a steady number after a few thousand.
    auto const few = peak_of({"generate", "--cases", "8000"});
    auto const many = peak_of({"generate", "--cases", "32000"});
    INFO(few << " KiB for eight thousand cases, " << many << " for four times as many");
    CHECK(many < few + 4096);
}
#endif
