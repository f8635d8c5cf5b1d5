// SPDX-License-Identifier: BSL-1.0
// A connection with the statements of a store, each of which it prepares once and keeps.
#pragma once

#include "store/sqlite_keys.hpp"

namespace amends::sqlite {

/// A connection with the statements of the store.
struct store_connection : connection {
    statement begin{"BEGIN IMMEDIATE"};
    statement commit{"COMMIT"};
    statement next_index{"SELECT coalesce(max(log_index) + 1, 0) FROM entries"};
    statement case_named{"SELECT key, last_sequence FROM cases WHERE name = ?"};
    statement add_case{"INSERT INTO cases(name, last_sequence, last_hash) VALUES(?, ?, ?) "
                       "ON CONFLICT(name) DO NOTHING"};
    // Compare and set in one: no row changes when the case moved on.
    statement move_case{"UPDATE cases SET last_sequence = ?, last_hash = ? "
                        "WHERE key = ? AND last_sequence = ?"};
    statement add_entry{"INSERT INTO entries(log_index, case_key, sequence, command, hash, bytes, "
                        "sealed) VALUES(?, ?, ?, ?, ?, ?, ?)"};
    statement add_mark{"INSERT INTO marks(about, log_index, place, content) VALUES(?, ?, ?, ?)"};
    statement marks_since{"SELECT log_index FROM marks WHERE about = ? AND log_index >= ? LIMIT 1"};
    statement marks_of{"SELECT log_index, content FROM marks WHERE about = ? AND log_index >= ? "
                       "ORDER BY log_index, place"};
    statement of_case{"SELECT log_index, ?1, sequence, command, hash, bytes, sealed FROM entries "
                      "WHERE case_key = (SELECT key FROM cases WHERE name = ?1) "
                      "AND sequence BETWEEN ?2 AND ?3 ORDER BY sequence"};
    statement of_log{"SELECT log_index, name, sequence, command, hash, bytes, sealed "
                     "FROM entries JOIN cases ON key = case_key "
                     "WHERE log_index >= ? ORDER BY log_index LIMIT ?"};
    statement contents{"SELECT log_index, bytes FROM entries WHERE log_index >= ? "
                       "ORDER BY log_index LIMIT ?"};
    statement of_command{"SELECT name, sequence FROM entries JOIN cases ON key = case_key "
                         "WHERE command = ?"};
    statement case_head_of{"SELECT name, last_sequence, last_hash FROM cases WHERE name = ?"};
    statement case_heads{"SELECT name, last_sequence, last_hash, key FROM cases "
                         "WHERE key > ? ORDER BY key LIMIT ?"};
    statement keep_snapshot{"INSERT OR REPLACE INTO snapshots(name, sequence, lifecycle, head, "
                            "checksum, content) VALUES(?, ?, ?, ?, ?, ?)"};
    statement snapshot_of{"SELECT sequence, lifecycle, head, checksum, content FROM snapshots "
                          "WHERE name = ?"};
    statement keep_beside{"INSERT OR REPLACE INTO beside(name, content) VALUES(?, ?)"};
    statement beside_named{"SELECT content FROM beside WHERE name = ?"};
    statement beside_from{"SELECT name, content FROM beside WHERE name >= ? ORDER BY name"};
    statement compare_all{"PRAGMA integrity_check(1)"};
    key_statements about_keys;
};

} // namespace amends::sqlite
