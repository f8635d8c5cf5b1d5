// SPDX-License-Identifier: BSL-1.0
// What a world knows of its log: a copy of every entry ever seen, and the cases folded from them.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/audit/stored_entry.hpp>
#include <amends/casefile/case_file.hpp>
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
    entry says{};

    stored_entry as_stored() const { return {log_index, on, sequence, command, hash, content, {}}; }
};

class ledger {
  public:
    explicit ledger(lifecycle const& table) : table_(&table) {}

    struct trail_so_far {
        case_file file;
        std::vector<std::uint64_t> places; ///< in the log, by sequence from 1
    };

    /// Whether the store shows what it showed before at this place.
    bool is_as_it_was(stored_entry const& e) const;
    /// Takes the next entry. Errors: those of `decode_entry`.
    result<void> add(stored_entry const& e);

    std::vector<kept_entry> const& entries() const noexcept { return entries_; }
    std::map<case_id, trail_so_far> const& cases() const noexcept { return cases_; }
    case_file const* file(case_id const& on) const;
    /// The entry with that sequence, or nullptr.
    kept_entry const* find(case_id const& on, std::uint64_t sequence) const;
    /// The entry that a command led to, or nullptr.
    kept_entry const* find(command_id const& id) const;

  private:
    lifecycle const* table_;
    std::vector<kept_entry> entries_;
    std::map<case_id, trail_so_far> cases_;
    std::map<command_id, std::uint64_t> commands_;
};

} // namespace amends::simulation
