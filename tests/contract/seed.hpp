// SPDX-License-Identifier: BSL-1.0
// Seeds of random tests: a new one each run, or the one in AMENDS_SEED.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace amends::testing {

inline std::uint32_t seed_of_this_run() {
    if (auto const* given = std::getenv("AMENDS_SEED"))
        return static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10));
    return std::random_device{}();
}

/// The command that repeats a run, but for the name of the test, which the failure gives.
inline std::string how_to_repeat(std::uint32_t seed) {
    return "again with: AMENDS_SEED=" + std::to_string(seed) + " amends_contract_tests \"<test>\"";
}

} // namespace amends::testing
