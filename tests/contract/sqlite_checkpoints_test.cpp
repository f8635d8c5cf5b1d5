// SPDX-License-Identifier: BSL-1.0
// Who carries the write-ahead log over into the file: seldom a commit, and nobody in another's way.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

using namespace amends;
using namespace amends::testing;

namespace {

/// What the one watched disk of this program sees.
struct {
    std::mutex guard;
    std::condition_variable changed;
    std::thread::id committing;
    bool is_held = false;    ///< whoever carries over waits
    bool is_waiting = false; ///< and does so now
    std::atomic<int> by_commits{0};
    std::atomic<int> by_others{0};
} disk;

struct watched_file {
    sqlite3_file base;
    bool is_database;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* f) { return reinterpret_cast<watched_file*>(f)->real(); }

int watched_write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    if (reinterpret_cast<watched_file*>(f)->is_database) {
        std::unique_lock lock(disk.guard);
        if (std::this_thread::get_id() == disk.committing) {
            ++disk.by_commits;
        } else {
            ++disk.by_others;
            disk.is_waiting = disk.is_held;
            disk.changed.notify_all();
            disk.changed.wait(lock, [] { return !disk.is_held; });
            disk.is_waiting = false;
        }
    }
    return real(f)->pMethods->xWrite(real(f), from, size, at);
}

sqlite3_io_methods const methods = {
    3,
    [](sqlite3_file* f) {
        return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
    },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
        return real(f)->pMethods->xRead(real(f), to, n, at);
    },
    watched_write,
    [](sqlite3_file* f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); },
    [](sqlite3_file*, int) { return SQLITE_OK; }, // no power is lost here
    [](sqlite3_file* f, sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); },
    [](sqlite3_file* f, int l) { return real(f)->pMethods->xLock(real(f), l); },
    [](sqlite3_file* f, int l) { return real(f)->pMethods->xUnlock(real(f), l); },
    [](sqlite3_file* f, int* r) { return real(f)->pMethods->xCheckReservedLock(real(f), r); },
    [](sqlite3_file* f, int op, void* a) {
        return real(f)->pMethods->xFileControl(real(f), op, a);
    },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int r, int n, int e, void volatile** p) {
        return real(f)->pMethods->xShmMap(real(f), r, n, e, p);
    },
    [](sqlite3_file* f, int o, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), o, n, flags);
    },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int d) { return real(f)->pMethods->xShmUnmap(real(f), d); },
    [](sqlite3_file*, sqlite3_int64, int, void** p) {
        *p = nullptr;
        return SQLITE_OK;
    },
    [](sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; },
};

/// SQLite's default disk while this lives is the watched one.
class watched_disk {
  public:
    watched_disk() : before_(sqlite3_vfs_find(nullptr)), vfs_(*before_) {
        vfs_.zName = "watched";
        vfs_.szOsFile = static_cast<int>(sizeof(watched_file)) + before_->szOsFile;
        vfs_.pAppData = before_;
        vfs_.xOpen = [](sqlite3_vfs* v, char const* name, sqlite3_file* f, int flags, int* out) {
            auto* const system = static_cast<sqlite3_vfs*>(v->pAppData);
            std::memset(real(f), 0, static_cast<std::size_t>(system->szOsFile));
            f->pMethods = nullptr;
            reinterpret_cast<watched_file*>(f)->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
            auto const code = system->xOpen(system, name, real(f), flags, out);
            if (code == SQLITE_OK) f->pMethods = &methods;
            return code;
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    watched_disk(watched_disk const&) = delete;
    watched_disk& operator=(watched_disk const&) = delete;
    ~watched_disk() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(before_, 1);
    }

    void hold(bool whether) {
        std::scoped_lock lock(disk.guard);
        disk.is_held = whether;
        disk.changed.notify_all();
    }
    /// False when nobody else comes to carry anything over for a very long time.
    bool somebody_waits() {
        std::unique_lock lock(disk.guard);
        return disk.changed.wait_for(lock, std::chrono::minutes(2), [] { return disk.is_waiting; });
    }

  private:
    sqlite3_vfs* before_;
    sqlite3_vfs vfs_;
};

void append_some(store& to, std::string_view on, std::uint64_t& last, int count) {
    for (int i = 0; i < count; ++i) {
        ++last;
        auto const d = drafts().add(on, last, {}, std::string(500, 'x') + std::to_string(last));
        REQUIRE(to.append(d.all()).has_value());
    }
}

} // namespace

TEST_CASE("no commit carries pages over while the thread for it does", "[threads]") {
    scratch const folder;
    watched_disk watched;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db", .checkpoint_pages = 40});
    std::uint64_t last = 0;
    for (int round = 0; round < 3; ++round) {
        disk.committing = std::this_thread::get_id();
        watched.hold(true);
        append_some(*kept, "41", last, 100);
        REQUIRE(watched.somebody_waits());
        auto const before = disk.by_commits.load();
        append_some(*kept, "41", last, 300);
        CHECK(disk.by_commits == before);
        watched.hold(false);
        // The next finishes what the thread began, and the log starts anew.
        append_some(*kept, "41", last, 300);
    }
    CHECK(disk.by_others > 0);
    CHECK(read_all(*kept, "41").size() == last);
    CHECK(kept->checkpoint().has_value());
    CHECK(kept->check().has_value());
}

TEST_CASE("checkpoints that are asked for beside writers and the thread are never busy",
          "[threads]") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db", .checkpoint_pages = 4});
    auto const other = *sqlite_store::open({.path = folder / "kept.db", .checkpoint_pages = 4});
    std::atomic<bool> ended{false};
    std::atomic<int> failures{0};
    auto const write = [&](sqlite_store& to, std::string const& on) {
        for (std::uint64_t i = 1; !ended; ++i)
            failures += to.append(drafts().add(on, i).all()).has_error();
    };
    auto const read = [&](sqlite_store& from) {
        while (!ended)
            failures +=
                from.scan(0, [](stored_entry const& e) { return e.log_index < 50; }).has_error();
    };
    std::vector<std::thread> beside;
    beside.emplace_back(write, std::ref(*one), "41");
    beside.emplace_back(write, std::ref(*other), "42");
    beside.emplace_back(read, std::ref(*other));
    std::string busy;
    for (int i = 0; i < 300 && busy.empty(); ++i)
        if (auto const done = one->checkpoint(); !done) busy = done.error().message;
    ended = true;
    for (auto& t : beside) t.join();
    CHECK(busy.empty());
    CHECK(failures == 0);
    CHECK(one->check().has_value());
}
