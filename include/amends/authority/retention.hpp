// SPDX-License-Identifier: BSL-1.0
// Retention: who may erase what is known of a customer, and how long it is kept before that.
#pragma once

#include <amends/authority/policy.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace amends {

/// So long a case is kept after it came to its end. Where several lines speak of a case, the longest
/// counts.
struct retention_period {
    std::string category{}; ///< of the problem; empty: any
    std::chrono::days at_least{0};
    std::uint32_t line = 0;

    friend bool operator==(retention_period const&, retention_period const&) = default;
};

/// Judges erasing, holding and releasing. Grants each to the roles that are named for it and forbids
/// it to others; forbids an erasure while a period of the case runs. Where no role is named, nothing is
/// granted.
class retention {
  public:
    /// Who may erase, hold and release, and how long nobody may erase.
    struct options {
        std::vector<role> erased_by{};
        std::vector<role> held_by{}; ///< who places a legal hold, and ends it
        std::vector<retention_period> periods{};

        friend bool operator==(options const&, options const&) = default;
    };

    retention() = default;
    explicit retention(options chosen) : chosen_(std::move(chosen)) {}

    verdict judge(question const& q) const;

  private:
    options chosen_;
};
static_assert(policy<retention>);

} // namespace amends
