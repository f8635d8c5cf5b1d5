// SPDX-License-Identifier: BSL-1.0
// The transaction that keeps a group of appends: its statements, sent at once, and what became of it.
#pragma once

#include "store/postgres_keys.hpp"
#include "store/postgres_queue.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends::postgres {

/// A transaction brings the keys of customers that wait, if any, then takes the rows of its cases, in
/// the order of their names, and then the row of the log, which it holds until it has committed. So
/// log indexes are in commit order and without gaps: who takes the log sees every entry before it,
/// and no reader sees an entry without those before it. Everything is sent at once, and what must
/// hold is a constraint: a case that moved on gives its row no sequence, which the table refuses.
/// Keys are sent with every attempt until a commit that kept them is heard of. One thread at a time.
class group_transaction {
  public:
    explicit group_transaction(database_keys& keys) : keys_(keys) {}
    group_transaction(group_transaction const&) = delete;
    group_transaction& operator=(group_transaction const&) = delete;
    ~group_transaction() { forget(new_keys_); }

    /// What a connection must have prepared.
    static std::span<statement const> statements() noexcept;

    struct tried {
        std::optional<failure> wrong;
        std::uint64_t first = 0;    ///< log index, when nothing is wrong
        bool may_have_kept = false; ///< the answer to the commit was lost
    };
    /// One transaction for the whole group, in one exchange with the server.
    tried attempt(connection& c, std::span<request* const> group);

    /// Whether the commit of the last attempt is on its way: what becomes of it may not be heard.
    bool commit_is_out() const noexcept { return commit_is_out_; }

  private:
    /// What a group does to a case.
    struct turn {
        case_id on;
        std::uint64_t before = 0;
        std::uint64_t last = 0;
        digest last_hash{};
    };

    void plan(std::span<request* const> group);
    void send(connection& c, statement const& what);
    void send_keys(connection& c);
    void send_cases(connection& c);
    void send_unmarked(connection& c, std::span<request* const> group);
    void send_entries(connection& c, std::span<request* const> group);
    void send_marks(connection& c, std::span<request* const> group);

    database_keys& keys_;
    bool commit_is_out_ = false;

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
