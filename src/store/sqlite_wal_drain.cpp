// SPDX-License-Identifier: BSL-1.0
// The thread that drains the write-ahead log, and the commit that finishes what it began.
#include "store/sqlite_wal_drain.hpp"

#include <system_error>

namespace amends::sqlite {
namespace {

/// As much as stands in nobody's way. SQLite calls it a checkpoint.
void drain_some(connection& c) {
    sqlite3_wal_checkpoint_v2(c.db(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

} // namespace

wal_drain::~wal_drain() {
    if (!thread_.joinable()) return;
    {
        std::scoped_lock lock(guard_);
        ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

result<void> wal_drain::start(sqlite_options const& how) {
    pages_ = how.drain_wal_pages;
    if (how.read_only || !how.drain_wal_in_background) return {};
    if (auto opened = own_.open(how); !opened) return opened;
    try {
        thread_ = std::thread([this] { work(); });
    } catch (std::system_error const& e) {
        return mismatch(errc::store_failed, "a thread that drains the write-ahead log", e.what());
    }
    return {};
}

void wal_drain::after_commit(connection& c) {
    if (c.wal_pages() < pages_ || at_work_) return;
    if (!thread_.joinable() || to_finish_.exchange(false)) {
        drain_some(c);
        return;
    }
    at_work_ = true;
    {
        std::scoped_lock lock(guard_);
        wanted_ = true;
    }
    changed_.notify_one();
}

void wal_drain::work() {
    std::unique_lock lock(guard_);
    for (;;) {
        changed_.wait(lock, [this] { return wanted_ || ending_; });
        if (ending_) return;
        wanted_ = false;
        lock.unlock();
        drain_some(own_);
        to_finish_ = true;
        at_work_ = false;
        lock.lock();
    }
}

} // namespace amends::sqlite
