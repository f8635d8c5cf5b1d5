// SPDX-License-Identifier: BSL-1.0
// A new log that goes on where a frozen one ended, and the cases that go on in it.
#pragma once

#include <amends/lifecycle/standard.hpp>
#include <amends/store/frozen.hpp>

namespace amends {

/// The case of a log's own entries: no contact of a customer.
inline constexpr case_id log_case = "amends:log";

/// Begins an empty log with a note on `log_case` that holds the last checkpoint of the frozen one, so
/// that every checkpoint of the new log covers it. `table` is the lifecycle of the desks that will read
/// it.
/// Errors: those of the stores; `out_of_range` when the older log is not frozen; `version_conflict`
/// when the new one has entries already.
result<kept_checkpoint> begin_after(store& frozen, store& fresh, actor const& who, instant now,
                                    lifecycle const& table = standard_lifecycle());

/// What a log says in its first entry that it continues; nothing for one that begins by itself. Its
/// signature was not checked. Errors: those of the store.
result<std::optional<kept_checkpoint>> continues(store& log);

/// Carries a case over: its entries stand in the new log once more, with the same bytes, hashes and
/// chain, and it goes on there. Answers how many were added: none for a case that is there already.
/// Accounts that policies look back on know what the carried cases were given, and nothing of the
/// others. Errors: those of the stores; `unknown_case`; `damaged_trail`; `version_conflict` when the
/// new log has another case of that name.
result<std::uint64_t> carry_over(store& frozen, store& fresh, case_id const& on);

} // namespace amends
