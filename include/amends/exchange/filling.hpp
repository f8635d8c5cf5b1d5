// SPDX-License-Identifier: BSL-1.0
// Commands filled in from a row: by the members' names, whatever the command.
#pragma once

#include <amends/exchange/mapping.hpp>

namespace amends {

/// What a step's values are filled in from.
struct filling_row {
    mapping const& by;
    std::span<std::string_view const> values; ///< one for each of the mapping's columns
};

/// A command with what was assumed in it.
struct filled_command {
    command_content what;
    /// Members that hold assumed values without saying so themselves; texts say it: they begin
    /// with `assumed: `.
    std::vector<std::string> assumed;
};

/// The text that marks an assumed one.
inline constexpr std::string_view assumed_mark = "assumed: ";

/// Fills in a step's command. Members that only amends can know (`terms_hash`, and `customer` of a
/// report) are left as they are. Errors: `malformed`, `too_long` and others where a value does not
/// fit its member, as "expected ..., found ... (severity)".
result<filled_command> fill(mapped_step const& step, filling_row const& row);

/// The commands that a mapping may name, in order of their numbers.
std::vector<std::string> mappable_commands();

/// Checks a step as far as it can be without a row: its members exist and have the right shape,
/// and values without columns fit. Errors: `malformed`; `at` is set to the value concerned.
result<void> check(mapped_step& step, field_value const*& at);

} // namespace amends
