// SPDX-License-Identifier: BSL-1.0
// Entries in JSON, whole and in parts, so that every format says the same in the same words.
#pragma once

#include "exchange/json_writing.hpp"

#include <amends/audit/entry.hpp>

namespace amends::detail {

// The names of states: those of an integrator stand in the entry, the others in the table.
class state_names {
  public:
    explicit state_names(lifecycle const& table);

    // Empty for a state without a name, and where its name is that of another state too.
    std::string_view of(state_id state, std::vector<named_state> const& own) const noexcept;
    std::optional<state_id> find(std::string_view name,
                                 std::vector<named_state> const& own) const noexcept;

  private:
    std::array<std::string_view, 256> names_{};
};

void put_state(json_writer& to, state_id state, state_names const& names,
               std::vector<named_state> const& own);
void put_content(json_writer& to, fact const& what);
void put_verdicts(json_writer& to, std::vector<verdict> const& some);
void put_own_states(json_writer& to, std::vector<named_state> const& some);
// `to` writes exactly. An entry without personal data says so. `sealed` is kept beside the entry.
void put_entry(json_writer& to, entry const& e, state_names const& names,
               bool without_personal_data, byte_view sealed = {});

} // namespace amends::detail
