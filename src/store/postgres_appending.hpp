// SPDX-License-Identifier: BSL-1.0
// Appends that are tried until they are answered, through a connection of their own.
#pragma once

#include "store/postgres_conflicts.hpp"
#include "store/postgres_transaction.hpp"

namespace amends::postgres {

/// Writes groups of appends: one transaction for what is left of a group, again after a setback or a
/// lost connection, and without those that the server says cannot be kept. One thread at a time.
class appending {
  public:
    appending(postgres_options const& how, database_keys& keys) : how_(how), transaction_(keys) {}

    /// Answers every request. The requests share no case and no command id, and none depends on a
    /// mark of another. Connects when it must.
    void work(std::span<request* const> group) noexcept;

    /// Whether what `entries` say of one another holds: sequences that follow, command ids that
    /// differ.
    static bool are_coherent(std::span<new_entry const> entries);

  private:
    void write(std::vector<request*>& left);
    result<void> connect();

    postgres_options how_;
    std::optional<connection> c_;
    group_transaction transaction_;
    conflicts conflicts_;
    bool unsure_ = false; ///< a commit may have taken place of which the answer was lost
};

} // namespace amends::postgres
