// SPDX-License-Identifier: BSL-1.0
// Roles as small numbers, so that rules are found by place and not by name.
#pragma once

#include <amends/vocabulary/id.hpp>

#include <bit>
#include <cstdint>
#include <vector>

namespace amends {

/// Roles in the order in which they were added. Cost of a look-up: a scan of one word a role.
class role_places {
  public:
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    /// The place of a role, which is given one when it has none yet.
    std::size_t add(role const& r) {
        auto const known = find(r);
        if (known != nowhere) return known;
        prints_.push_back(print_of(r));
        roles_.push_back(r);
        return roles_.size() - 1;
    }
    std::size_t find(role const& r) const noexcept {
        auto const print = print_of(r);
        for (std::size_t i = 0; i < prints_.size(); ++i)
            if (prints_[i] == print && roles_[i] == r) return i;
        return nowhere;
    }

  private:
    /// Tells most names apart; a hash, of which no more would be asked, takes longer.
    static std::uint64_t print_of(role const& r) noexcept {
        auto const w = r.words();
        return w[0] ^ std::rotl(w[1], 13) ^ std::rotl(w[2], 26) ^ std::rotl(w[3], 39) ^
               std::rotl(w[4], 52);
    }

    std::vector<std::uint64_t> prints_; ///< apart: a scan touches nothing else
    std::vector<role> roles_;
};

} // namespace amends
