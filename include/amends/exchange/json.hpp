// SPDX-License-Identifier: BSL-1.0
// JSON: commands in both directions; entries, case files and outcomes out.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/desk/outcome.hpp>
#include <amends/exchange/given_command.hpp>
#include <amends/workflow/lifecycle.hpp>

namespace amends {

// Everywhere the same notation: members by the names that they have in the library, enumerations by
// name, money as "50.00 EUR", moments as "2026-03-01T09:30:00Z", digests and bytes in hexadecimal.

/// A command from one JSON object, such as
/// `{"case":"41","id":"c-7","by":{"id":"ann","roles":["agent"]},"take":{}}`: the case, the command's
/// id, who gives it (side `staff` unless said), optionally `at` and the `expected` version, and one
/// command by its name. Members left out keep the value that the command's struct gives them.
/// No key may stand twice in one object: readers differ in which of its values they take.
/// Errors: `malformed`, `too_long`, `out_of_range` as `path: expected ..., found ...`.
result<given_command> command_from_json(std::string_view text);

/// The command as one line without the line's end. Members that say nothing are left out.
std::string to_json(given_command const& given);

/// An entry with every field of the trail; states by the names that `table` has for them.
std::string to_json(entry const& e, lifecycle const& table);

/// A case's present.
std::string to_json(case_file const& file, lifecycle const& table);

/// What the desk answered: `{"accepted":{...}}`, `{"awaiting_approval":{...}}`, `{"refused":{...}}`.
std::string to_json(outcome const& o, lifecycle const& table);

/// A text as a JSON string, in quotes; what is not UTF-8 becomes U+FFFD.
std::string to_json(std::string_view text);

} // namespace amends
