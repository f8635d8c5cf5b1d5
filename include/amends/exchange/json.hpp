// SPDX-License-Identifier: BSL-1.0
// JSON: commands and entries in both directions; case files and outcomes out.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/desk/outcome.hpp>
#include <amends/desk/personal_data.hpp>
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

/// An entry with every field of the trail, as one line without the line's end; states by the names
/// that `table` or the entry has for them. What the usual notation cannot hold is written at length:
/// a text that is not UTF-8 as `{"hex":"..."}`, a moment outside the years 0 to 9999 as milliseconds,
/// a currency that ISO 4217 does not list with its minor units. docs/exchange.md has every field.
std::string to_json(entry const& e, lifecycle const& table);

/// The entry in what `to_json` wrote, equal to the one it was written from. Whether its hash is that
/// of its bytes is for whoever trusts it to check. Members left out keep the value of a new entry.
/// Errors: `malformed`, `too_long`, `out_of_range` as `path: expected ..., found ...`; `malformed`
/// also for an entry that was exported without personal data.
result<entry> entry_from_json(std::string_view text, lifecycle const& table,
                              bytes* sealed = nullptr);

/// A case's present.
std::string to_json(case_file const& file, lifecycle const& table);

/// What the desk answered: `{"accepted":{...}}`, `{"awaiting_approval":{...}}`, `{"refused":{...}}`.
std::string to_json(outcome const& o, lifecycle const& table);

/// Everything that is held about a customer: each case with its present and its whole trail.
std::string to_json(personal_record const& record, lifecycle const& table);

/// What became of an erasure, with the answer of each case that was asked.
std::string to_json(customer_erasure const& done, lifecycle const& table);

/// A text as a JSON string, in quotes; what is not UTF-8 becomes U+FFFD.
std::string to_json(std::string_view text);

} // namespace amends
