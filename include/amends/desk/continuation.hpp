// SPDX-License-Identifier: BSL-1.0
// A new log that goes on where a frozen one ended, and the cases that go on in it.
#pragma once

#include <amends/lifecycle/standard.hpp>
#include <amends/store/frozen.hpp>
#include <amends/store/key_store.hpp>

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
/// others. What is sealed beside the entries comes along, with the keys that the frozen store keeps
/// itself. Errors: those of the stores; `unknown_case`; `damaged_trail`; `version_conflict` when the
/// new log has another case of that name.
result<std::uint64_t> carry_over(store& frozen, store& fresh, case_id const& on);

/// Older logs in the order in which a log continues them, the newest first, by what each says in its
/// first entry. Carried over in another order a case would go on from where it stood long ago.
/// Errors: those of the stores; `out_of_range` when one of them was not frozen, or is not the log that
/// the next one continues: those between must be named, too.
result<std::vector<store*>> in_order(store& fresh, std::span<store* const> older);

/// Carries every case of a customer over, also those that ended, so that an erasure in the new log asks
/// all of them: a frozen log takes no fact any more. Answers how many entries were added.
/// Where a log continues one that continues another, carry over from the newest first: `in_order`.
/// Errors: as `carry_over`; those of looking for cases.
result<std::uint64_t> carry_over_customer(store& frozen, store& fresh, customer_id const& whose);

/// Destroys in a frozen log's own keys those that an erasure destroyed in the log that goes on; how
/// many. Entries, checkpoints and proofs of the frozen log stay as they are. Again it is no error.
/// Errors: those of the stores; `not_sealed` where a store keeps no keys; `out_of_range` when a case of
/// the customer in the frozen log does not stand in the other, erased as far as the frozen log goes: it
/// was not asked, or it refused. Nothing is destroyed then.
result<std::size_t> erase_in_frozen(store& frozen, store& fresh, customer_id const& whose);

} // namespace amends
