// SPDX-License-Identifier: BSL-1.0
// The schema of XES and the tool that validates against it, where both are on this machine.
#pragma once

#include "source_dir.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace amends::testing {

/// What is missing to validate XES here; empty when nothing is.
inline std::string missing_for_xes() {
    if (std::system("xmllint --version >/dev/null 2>&1") != 0)
        return "xmllint of libxml2 is not on the path";
    if (!std::filesystem::exists(AMENDS_SOURCE_DIR "/../shared/data/xes.xsd"))
        return "../shared/data/xes.xsd is not beside the checkout";
    return {};
}

/// Whether the standard's schema accepts the log in this file.
inline bool is_valid_xes(std::string const& path) {
    return std::system(("xmllint --huge --noout --schema '" AMENDS_SOURCE_DIR
                        "/../shared/data/xes.xsd' '" +
                        path + "' >/dev/null 2>&1")
                           .c_str()) == 0;
}

} // namespace amends::testing

/// Ends the test case with a word about it where XES cannot be validated.
#define AMENDS_NEEDS_XES_SCHEMA()                                                                  \
    if (auto const missing = amends::testing::missing_for_xes(); !missing.empty()) {               \
        WARN("SKIPPED: " << missing);                                                              \
        return;                                                                                    \
    }
