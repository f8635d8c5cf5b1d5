// SPDX-License-Identifier: BSL-1.0
// What a world knows of its log: a copy of every entry ever seen, and the cases folded from them.
#pragma once

#include "simulation/happening.hpp"
#include "simulation/keys_ever.hpp"

#include <amends/audit/stored_entry.hpp>
#include <amends/casefile/case_file.hpp>
#include <amends/store/opening.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <map>
#include <optional>
#include <vector>

namespace amends::simulation {

/// An entry as the store shows it, and what its bytes say.
struct kept_entry {
    std::uint64_t log_index = 0;
    case_id on{};
    std::uint64_t sequence = 0;
    command_id command{};
    digest hash{};
    bytes content{};
    bytes sealed{};
    entry says{};           ///< with its texts, whatever becomes of their key
    std::uint64_t key = 0;  ///< under which they are sealed
    std::string unopened{}; ///< why they could not be opened when the entry was new, if so

    stored_entry as_stored() const {
        return {log_index, on, sequence, command, hash, content, sealed};
    }
};

class ledger {
  public:
    ledger(lifecycle const& table, keys_ever& keys) : table_(&table), opens_(&keys) {}

    struct trail_so_far {
        case_file file;                    ///< with the texts that are not erased
        digest pinned;                     ///< lifecycle of its last entry
        std::vector<std::uint64_t> places; ///< in the log, by sequence from 1
    };

    /// Whether the store shows what it showed before at this place.
    bool is_as_it_was(stored_entry const& e) const;
    /// Takes the next entry. Errors: those of `decode_entry`.
    result<void> add(stored_entry const& e);

    std::vector<kept_entry> const& entries() const noexcept { return entries_; }
    std::map<case_id, trail_so_far> const& cases() const noexcept { return cases_; }
    /// The cases of each customer, in the order in which they were reported.
    std::map<customer_id, std::vector<case_id>> const& customers() const noexcept {
        return customers_;
    }
    case_file const* file(case_id const& on) const;
    /// The entry with that sequence, or nullptr.
    kept_entry const* find(case_id const& on, std::uint64_t sequence) const;
    /// The entry that a command led to, or nullptr.
    kept_entry const* find(command_id const& id) const;
    /// Up to which sequence the texts of a case were erased; 0: none were.
    std::uint64_t erased_through(case_id const& on) const;
    /// Whether a command with this digest led to the entry.
    bool is_of(kept_entry const& e, digest const& content) const;
    /// Whether all of an attempt is in the log.
    bool is_whole(attempt const& tried) const;
    /// The request that led to an entry: tried at its desk, with that content. What was tried and is
    /// there whole goes first, since two desks may have tried the same; then what came from the entry's
    /// actor, since two people may have handed in the same; then what was answered, since somebody may
    /// have handed it in twice.
    origin_of_entry origin_of(kept_entry const& e, happening const& now) const;
    /// The entry as a desk is to show it: what was erased is empty.
    entry as_shown(kept_entry const& e) const;

  private:
    bool is_of(kept_entry const& e, handed_in const& h) const;
    bool is_of(kept_entry const& e, erasure_asked const& asked) const;
    bool is_of(kept_entry const& e, move_asked const& asked) const;

    lifecycle const* table_;
    mutable text_opener opens_; ///< by keys that are never destroyed
    std::vector<kept_entry> entries_;
    std::map<case_id, trail_so_far> cases_;
    std::map<customer_id, std::vector<case_id>> customers_;
    std::map<command_id, std::uint64_t> commands_;
};

} // namespace amends::simulation
