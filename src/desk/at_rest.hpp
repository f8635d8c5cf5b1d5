// SPDX-License-Identifier: BSL-1.0
// A case as the lifecycle left it to which it is pinned, whatever lifecycle that is.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/casefile/case_file.hpp>
#include <amends/desk/migration.hpp>

#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace amends {

constexpr std::uint8_t number_of(state_id id) noexcept { return static_cast<std::uint8_t>(id); }

/// Whether it is an integrator's, whose meaning is that of its lifecycle.
constexpr bool is_own(state_id id) noexcept { return number_of(id) >= 128; }

/// Those that stand on terms: who is there has them on the table, and within authority.
bool stands_on_terms(state_id id) noexcept;

/// States by their numbers.
using state_set = std::bitset<256>;

/// What somebody was answered who migrated a case.
struct earlier_move {
    actor giver{};
    case_move said{};
    std::vector<verdict> verdicts{};
};

struct case_at_rest {
    case_file file{};
    digest head{};
    digest pinned{};
    /// States of its resolution in which it stood since it was reopened last. Those that stand on terms
    /// only while these are on the table.
    state_set been;
    state_set handled; ///< of its handling, ever
    position last{};   ///< states of amends in which it stood last
    bool resolution_moved =
        false;                   ///< something of amends' was recorded since that changes what the
    bool handling_moved = false; ///< state stands on
    std::vector<named_state> own_states{};     ///< every name that its trail gives, the newest last
    std::optional<earlier_move> moved{};       ///< the last time that it was
    std::optional<earlier_move> just_stayed{}; ///< its last entry is a refusal to move it

    /// The case where it stands.
    case_move unmoved() const;
    /// The name of one of an integrator's states, `?` where the trail gives none.
    std::string_view name_of(state_id id) const noexcept;
    void note(entry const& e);

  private:
    void name_states(case_move& move) const;
    void note_way(entry const& e);
};

} // namespace amends
