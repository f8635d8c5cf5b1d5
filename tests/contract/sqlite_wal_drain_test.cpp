// SPDX-License-Identifier: BSL-1.0
// Draining the write-ahead log into the file: all of it, seldom by a commit, in nobody's way.
#include <amends/store/sqlite.hpp>

#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"
#include "support/own_disk.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace amends;
using namespace amends::testing;
using support::own_disk;
using support::own_file;

namespace {

/// What the one watched disk of this program sees.
struct {
    std::mutex guard;
    std::condition_variable changed;
    std::thread::id committing;
    bool is_held = false;    ///< whoever drains the log waits
    bool is_waiting = false; ///< and does so now
    std::atomic<int> by_commits{0};
    std::atomic<int> by_others{0};
} disk;

struct what_it_is {
    bool is_database = false;
};
using watched_file = own_file<what_it_is>;
constexpr auto real = watched_file::real;

int watched_write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    if (watched_file::of(f).known.is_database) {
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

constexpr sqlite3_io_methods methods = [] {
    auto calls = sqlite::passing_on<watched_file::real>();
    calls.xWrite = watched_write;
    calls.xSync = [](sqlite3_file*, int) { return SQLITE_OK; }; // no power is lost here
    return calls;
}();

int watched_open(sqlite3_vfs* v, char const* name, sqlite3_file* f, int flags, int* out) {
    watched_file::of(f).known.is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    return watched_file::open(v, name, f, flags, out, methods);
}

class watched_disk : own_disk<watched_file> {
  public:
    watched_disk() : own_disk("watched", watched_open) {}

    void hold(bool whether) {
        std::scoped_lock lock(disk.guard);
        disk.is_held = whether;
        disk.changed.notify_all();
    }
    /// False when nobody else comes to drain anything for a very long time.
    bool somebody_waits() {
        std::unique_lock lock(disk.guard);
        return disk.changed.wait_for(lock, std::chrono::minutes(2), [] { return disk.is_waiting; });
    }
};

void append_some(store& to, std::string_view on, std::uint64_t& last, int count) {
    for (int i = 0; i < count; ++i) {
        ++last;
        auto const d = drafts().add(on, last, {}, std::string(500, 'x') + std::to_string(last));
        REQUIRE(to.append(d.all()).has_value());
    }
}

} // namespace

TEST_CASE("no commit drains the write-ahead log while the thread for it does", "[threads]") {
    scratch const folder;
    watched_disk watched;
    disk.committing = std::this_thread::get_id(); // before there is another
    auto const kept = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 40});
    std::uint64_t last = 0;
    for (int round = 0; round < 3; ++round) {
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
    CHECK(kept->drain_wal().has_value());
    CHECK(kept->check().has_value());
}

TEST_CASE("draining that is asked for beside writers and the thread is never busy", "[threads]") {
    scratch const folder;
    auto const one = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 4});
    auto const other = *sqlite_store::open({.path = folder / "kept.db", .drain_wal_pages = 4});
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
    for (int i = 0; i < 80 && busy.empty(); ++i)
        if (auto const done = one->drain_wal(); !done) busy = done.error().message;
    ended = true;
    for (auto& t : beside) t.join();
    CHECK(busy.empty());
    CHECK(failures == 0);
    CHECK(one->check().has_value());
}

TEST_CASE("after its log was drained the file alone holds everything") {
    scratch const folder;
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    REQUIRE(kept->append(drafts().add("41", 1).add("41", 2).all()).has_value());
    CHECK(std::filesystem::file_size(folder / "kept.db-wal") > 0);
    REQUIRE(kept->drain_wal().has_value());
    CHECK(std::filesystem::file_size(folder / "kept.db-wal") == 0);

    std::filesystem::copy_file(folder / "kept.db", folder / "copy.db");
    auto const copy = *sqlite_store::open({.path = folder / "copy.db", .create = false});
    CHECK(read_all(*copy, "41").size() == 2);
}
