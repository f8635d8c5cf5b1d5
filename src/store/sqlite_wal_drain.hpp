// SPDX-License-Identifier: BSL-1.0
// Drains the write-ahead log into the file, on a thread of its own where that is wanted.
#pragma once

#include "store/sqlite_connection.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace amends::sqlite {

/// Keeps the write-ahead log short. A commit waits for the disk some 100 us; draining thousands of
/// pages takes tens of milliseconds. The thread drains what there is while commits go on;
/// what was added meanwhile is little, and the next commit finishes it, since the log can only start
/// anew when nothing is left in it.
class wal_drain {
  public:
    wal_drain() = default;
    wal_drain(wal_drain const&) = delete;
    wal_drain& operator=(wal_drain const&) = delete;
    ~wal_drain();

    /// Starts the thread where the options ask for one.
    result<void> start(sqlite_options const& how);

    /// After a commit through `c`. What fails here is not lost: it stays in the log.
    void after_commit(connection& c);

  private:
    void work();

    std::uint32_t pages_ = 0;
    connection own_;
    std::mutex guard_;
    std::condition_variable changed_;
    bool wanted_ = false;
    bool ending_ = false;
    std::atomic<bool> at_work_{false};
    std::atomic<bool> to_finish_{false};
    std::thread thread_;
};

} // namespace amends::sqlite
