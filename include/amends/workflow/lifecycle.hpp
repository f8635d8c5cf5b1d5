// SPDX-License-Identifier: BSL-1.0
// A lifecycle at run time: what the desk sees of a compiled row list, without Boost.MSM.
#pragma once

#include <amends/casefile/command.hpp>
#include <amends/workflow/step.hpp>
#include <amends/workflow/table.hpp>

#include <optional>
#include <span>
#include <vector>

namespace amends {

/// A compiled lifecycle. Immutable; one object serves every case and thread.
class lifecycle {
  public:
    virtual ~lifecycle() = default;

    /// Of the table: `resolution`. Lifetime of all that is answered here: the lifecycle.
    virtual std::string_view name() const noexcept = 0;
    /// SHA-256 over the table in words; a case pins the lifecycle it was written under by it.
    virtual digest const& content_hash() const noexcept = 0;
    /// The rows in the order of the table, and the states and commands that they name.
    virtual std::span<workflow::row_info const> rows() const noexcept = 0;
    virtual std::span<workflow::state_info const> states() const noexcept = 0;
    virtual std::span<workflow::command_info const> commands() const noexcept = 0;

    /// Where a case stands before its first fact.
    virtual position initial() const noexcept = 0;

    /// Takes the step on the MSM machine: tries the rows of (state, command) from top to bottom.
    /// On `taken`, `at` is moved and `s.recorded` written, the content of `what` moved into it;
    /// otherwise nothing changes. Exceptions of guards and actions pass through.
    virtual workflow::reply take(position& at, command_content& what, workflow::step& s) const = 0;

    /// The same on the constexpr twin table; a differential test holds the two together.
    virtual workflow::reply take_on_twin(position& at, command_content& what,
                                         workflow::step& s) const = 0;

    /// Whether some row for this command starts here.
    virtual bool possible_here(position at, std::uint8_t command) const noexcept = 0;

    /// Why the case alone rules this command out here (whatever its content), or nothing.
    virtual std::optional<workflow::explanation> ruled_out(position at, std::uint8_t command,
                                                           workflow::step const& s) const = 0;

    /// Why the case and what the judges said, in `s.judged`, rule this command out here, or nothing.
    virtual std::optional<workflow::explanation>
    ruled_out_as_judged(position at, std::uint8_t command, workflow::step const& s) const = 0;

    /// Why `what` is refused here: the first condition that does not hold, conditions about the
    /// case first. Nothing when a row would be taken.
    virtual std::optional<workflow::explanation>
    why_refused(position at, command_content const& what, workflow::step const& s) const = 0;

    // What follows from the tables above.

    /// The command or state of that number or name; null where this lifecycle has none.
    workflow::command_info const* command_by_number(std::uint8_t number) const noexcept;
    workflow::command_info const* command_by_name(std::string_view name) const noexcept;
    workflow::state_info const* state_by_id(state_id id) const noexcept;
    /// The state's name, `?` for a number this lifecycle does not know.
    std::string_view name_of_state(state_id id) const noexcept;
    /// The states that a case has been in, whatever its way, when it comes to `to` for the first time;
    /// without those where it begins.
    std::vector<state_id> on_every_way_to(state_id to) const;
};

} // namespace amends
