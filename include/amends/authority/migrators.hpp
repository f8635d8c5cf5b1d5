// SPDX-License-Identifier: BSL-1.0
// Migrators: who moves cases to another lifecycle.
#pragma once

#include <amends/authority/policy.hpp>

#include <vector>

namespace amends {

/// Judges `migrate`. Grants it to the roles that are named and forbids it to others. Where no role is
/// named, nothing is granted.
class migrators {
  public:
    migrators() = default;
    explicit migrators(std::vector<role> named) : named_(std::move(named)) {}

    verdict judge(question const& q) const;

  private:
    std::vector<role> named_;
};
static_assert(policy<migrators>);

} // namespace amends
