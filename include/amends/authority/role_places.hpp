// SPDX-License-Identifier: BSL-1.0
// Roles as small numbers, so that rules are found by place and not by name.
#pragma once

#include <amends/vocabulary/id.hpp>

#include <vector>

namespace amends {

/// Roles in the order in which they were added. Cost of a look-up: one hash and a scan of words.
class role_places {
  public:
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    /// The place of a role, which is given one when it has none yet.
    std::size_t add(role const& r) {
        auto const known = find(r);
        if (known != nowhere) return known;
        prints_.push_back(hash_value(r));
        roles_.push_back(r);
        return roles_.size() - 1;
    }
    std::size_t find(role const& r) const noexcept {
        auto const print = hash_value(r);
        for (std::size_t i = 0; i < prints_.size(); ++i)
            if (prints_[i] == print && roles_[i] == r) return i;
        return nowhere;
    }

  private:
    std::vector<std::size_t> prints_; ///< apart: a scan touches nothing else
    std::vector<role> roles_;
};

} // namespace amends
