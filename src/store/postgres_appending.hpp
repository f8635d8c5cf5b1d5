// SPDX-License-Identifier: BSL-1.0
// Appends as transactions: one attempt, why it failed, and what is done about that.
#pragma once

#include "store/postgres_keys.hpp"
#include "store/postgres_queue.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends::postgres {

/// Writes groups of appends through a connection of its own. One thread at a time.
///
/// A transaction brings the keys of customers that wait, if any, then takes the rows of its cases, in
/// the order of their names, and then the row of the
/// log, which it holds until it has committed. So log indexes are in commit order and without gaps:
/// who takes the log sees every entry before it, and no reader sees an entry without those before it.
/// Everything is sent at once, and what must hold is a constraint: a case that moved on gives its row
/// no sequence, which the table refuses. Keys are sent with every
/// attempt until a commit that kept them is heard of.
class appending {
  public:
    appending(postgres_options const& how, database_keys& keys) : how_(how), keys_(keys) {}
    ~appending() { forget(new_keys_); }

    /// Answers every request. The requests share no case and no command id, and none depends on a
    /// mark of another. Connects when it must.
    void work(std::span<request* const> group) noexcept;

    /// Whether what `entries` say of one another holds: sequences that follow, command ids that
    /// differ.
    static bool are_coherent(std::span<new_entry const> entries);

  private:
    /// What a group does to a case.
    struct turn {
        case_id on;
        std::uint64_t before = 0;
        std::uint64_t last = 0;
        digest last_hash{};
    };
    struct tried {
        std::optional<failure> wrong;
        std::uint64_t first = 0;    ///< log index, when nothing is wrong
        bool may_have_kept = false; ///< the answer to the commit was lost
    };

    void write(std::vector<request*>& left);
    result<void> connect();

    tried attempt(std::span<request* const> group);
    void plan(std::span<request* const> group);
    void send(statement const& what);
    void send_cases();
    void send_unmarked(std::span<request* const> group);
    void send_entries(std::span<request* const> group);
    void send_marks(std::span<request* const> group);
    void send_keys();

    result<void> answer_conflicts(std::span<request* const> left, bool may_have_kept);
    result<void> find_again(request& one);
    result<void> explain(request& one);

    postgres_options how_;
    database_keys& keys_;
    std::optional<connection> c_;
    bool commit_is_out_ = false; ///< what becomes of it may not be heard

    // Reused from group to group.
    arguments with_;
    std::vector<turn> turns_;
    std::vector<waiting_key> new_keys_; ///< that the attempt brings
    boost::unordered_flat_map<case_id, std::size_t> places_;
    std::size_t new_cases_ = 0;
    std::size_t entries_ = 0;
    std::size_t sent_ = 0;
};

} // namespace amends::postgres
