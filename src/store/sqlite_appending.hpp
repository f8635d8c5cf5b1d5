// SPDX-License-Identifier: BSL-1.0
// Appends as transactions: what must hold before, the rows of entries and marks, the ends of cases.
#pragma once

#include "store/sqlite_store_connection.hpp"

namespace amends::sqlite {

/// Writes appends into one file, each as one transaction. One thread at a time.
class appending {
  public:
    explicit appending(file_keys& customer_keys) : customer_keys_(customer_keys) {}

    /// Appends through `c`, and brings the keys of customers that wait. The log index of the first.
    result<std::uint64_t> write(store_connection& c, std::span<new_entry const> entries,
                                std::span<unmarked const> unless);

  private:
    /// What is known of a case within one append.
    struct turn {
        std::size_t last = 0; ///< place of the case's last entry in the append
        std::uint64_t next = 0;
        std::int64_t key = 0;
    };
    /// A case's row; key 0 for a case that has none.
    struct case_row {
        std::int64_t key = 0;
        std::int64_t last_sequence = 0;
    };

    static result<void> check_open(store_connection& c, case_id const& on);
    static result<void> check_unmarked(store_connection& c, std::span<unmarked const> unless);
    static result<void> add_marks(store_connection& c, std::uint64_t log_index,
                                  std::span<mark const> marks);
    static result<case_row> find_case(store_connection& c, case_id const& on);
    static error conflict(store_connection& c, new_entry const& e);
    static error not_kept(store_connection& c, int code, new_entry const& e);
    result<std::int64_t> begin_turn(store_connection& c, new_entry const& e, new_entry const& last);
    void make_room_for_keys();

    file_keys& customer_keys_;
    boost::unordered_flat_map<case_id, std::int64_t> case_keys_; ///< of cases that were committed
    boost::unordered_flat_map<case_id, turn> turns_;
};

} // namespace amends::sqlite
