// SPDX-License-Identifier: BSL-1.0
// A disk that fails at the n-th write or sync, for every n: an error, nothing lost, and the desk goes
// on once the disk is back.
#include <amends/store/sqlite.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/scratch.hpp"
#include "support/own_disk.hpp"

using namespace amends;
using namespace amends::testing;
using support::own_disk;
using support::own_file;

namespace {

enum class disk_fault { full, write_error, short_write, sync_error };

/// Where the one faulty disk of this program stands. The tests here use one thread.
struct {
    disk_fault what = disk_fault::full;
    int left = -1; ///< operations until the fault; below 0: the disk is sound
    bool tripped = false;
} disk;

bool fails_now(bool is_sync) {
    if (disk.left < 0 || is_sync != (disk.what == disk_fault::sync_error)) return false;
    if (disk.left > 0) {
        --disk.left;
        return false;
    }
    disk.tripped = true; // and it stays broken until it is mended
    return true;
}

struct nothing {};
using faulty_file = own_file<nothing>;
constexpr auto real = faulty_file::real;

int faulty_write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    if (!fails_now(false)) return real(f)->pMethods->xWrite(real(f), from, size, at);
    if (disk.what == disk_fault::full) return SQLITE_FULL;
    if (disk.what == disk_fault::short_write)
        real(f)->pMethods->xWrite(real(f), from, size / 2, at);
    return SQLITE_IOERR_WRITE;
}

// No power is lost here, so that a sync that works may take no time.
int faulty_sync(sqlite3_file*, int) { return fails_now(true) ? SQLITE_IOERR_FSYNC : SQLITE_OK; }

constexpr sqlite3_io_methods methods = [] {
    auto calls = sqlite::passing_on<faulty_file::real>();
    calls.xWrite = faulty_write;
    calls.xSync = faulty_sync;
    return calls;
}();

int faulty_open(sqlite3_vfs* v, char const* name, sqlite3_file* f, int flags, int* out) {
    return faulty_file::open(v, name, f, flags, out, methods);
}

struct faulty_disk : own_disk<faulty_file> {
    faulty_disk() : own_disk("faulty", faulty_open) { disk = {}; }
};

/// Entries in a copy of the file and its log, opened as after a crash.
std::uint64_t after_a_crash(std::filesystem::path const& file, std::filesystem::path const& copy) {
    auto const broken = std::exchange(disk.left, -1);
    for (auto const* suffix : {"", "-wal"})
        if (std::filesystem::exists(file.string() + suffix))
            std::filesystem::copy_file(file.string() + suffix, copy.string() + suffix);
    auto const size = (*sqlite_store::open({.path = copy}))->size();
    disk.left = broken;
    return size.value();
}

submission step(int n) {
    auto const on = std::to_string(n % 3);
    auto const id = "k" + std::to_string(n);
    return n < 3 ? submission{&customer, report_of(on, id), {}}
                 : submission{&agent, note_on(on, id, std::string(900, 'n')), {}};
}

} // namespace

TEST_CASE("a disk that fails at any write or sync loses nothing that was answered") {
    auto const what = GENERATE(disk_fault::full, disk_fault::write_error, disk_fault::short_write,
                               disk_fault::sync_error);
    scratch const folder;
    faulty_disk const broken_now_and_then;
    int faults = 0, kept_unheard = 0;
    for (int after = 0;; ++after) {
        INFO("the disk fails after " << after << " operations");
        auto const file = folder / ("kept" + std::to_string(after) + ".db");
        disk = {what, after, false};
        constexpr int steps = 4;
        int answered = 0;
        auto opened = sqlite_store::open(
            {.path = file, .drain_wal_pages = 12, .drain_wal_in_background = false});
        if (opened) {
            auto& kept = **opened;
            auto d = desk_over(kept);
            for (; answered < steps; ++answered) {
                std::vector<submission> batch{step(2 * answered), step(2 * answered + 1)};
                auto const answers = d.handle(batch);
                if (!answers[0]) {
                    CHECK(answers[1].has_error());
                    auto const code = answers[0].error().code;
                    auto const copy = folder / ("copy" + std::to_string(after) + ".db");
                    auto const is_kept =
                        after_a_crash(file, copy) > static_cast<std::uint64_t>(2 * answered);
                    CHECK((code == errc::store_unsure || (code == errc::store_failed && !is_kept)));
                    kept_unheard += is_kept;
                    break;
                }
                REQUIRE(answers[1].has_value());
            }
            // The fault is gone: the same desk over the same store goes on.
            disk.left = -1;
            CHECK(*kept.size() == static_cast<std::uint64_t>(2 * answered));
            for (int n = 2 * answered; n < 2 * steps; ++n) {
                auto s = step(n);
                auto const answer = d.handle(*s.from, s.what);
                INFO((answer ? std::string() : answer.error().message));
                REQUIRE(answer.has_value());
            }
            check_sound(kept);
        } else {
            CHECK(opened.error().code == errc::store_failed);
        }
        disk.left = -1;
        faults += disk.tripped;
        opened = sqlite_store::open({.path = file});
        INFO((opened ? std::string() : opened.error().message));
        REQUIRE(opened.has_value());
        CHECK(*(*opened)->size() == (answered > 0 || *(*opened)->size() > 0 ? 2u * steps : 0u));
        check_sound(**opened);
        CHECK((*opened)->check().has_value());
        if (!disk.tripped) break;
    }
    CHECK(faults > 10);
    if (what == disk_fault::sync_error) CHECK(kept_unheard > 0);
}

TEST_CASE("a disk that fails at any write or sync of an erasure leaves all of a text or none") {
    auto const what = GENERATE(disk_fault::full, disk_fault::write_error, disk_fault::short_write,
                               disk_fault::sync_error);
    scratch const folder;
    faulty_disk const broken_now_and_then;
    int faults = 0;
    for (int after = 0;; ++after) {
        INFO("the disk fails after " << after << " operations");
        disk = {what, -1, false};
        auto const kept = *sqlite_store::open(
            {.path = folder / ("kept" + std::to_string(after)), .drain_wal_in_background = false});
        desk_options how;
        how.keys = kept->keys();
        auto d = desk_over(*kept, std::move(how));
        REQUIRE(d.handle(customer, report_of("1", "k1")).has_value());
        REQUIRE(d.handle(agent, note_on("1", "k2", std::string(900, 'n'))).has_value());
        REQUIRE(d.handle(customer, {"1", "k3", {}, withdraw{"it came"}}).has_value());

        disk = {what, after, false};
        auto const said = d.erase(agent, {"carla", "asked for"});
        disk.left = -1;
        faults += disk.tripped;
        if (said) CHECK(said->erased);
        else
            CHECK((said.error().code == errc::store_failed ||
                   said.error().code == errc::store_unsure));
        // Everything is there, or a fact says that everything is erased.
        auto const file = d.file("1");
        REQUIRE(file.has_value());
        CHECK(file->contact.experienced == (file->erased ? "" : "nothing came"));
        for (auto const& e : *d.trail("1"))
            CHECK(e.texts == (file->erased ? texts_are::erased : texts_are::opened));
        check_sound(*kept);

        // Asked again it is done, or finished.
        auto const again = d.erase(agent, {"carla", "asked for"});
        INFO((again ? std::string() : again.error().message));
        REQUIRE(again.has_value());
        CHECK(again->erased);
        for (auto const& [state, key] : *kept->keys()->keys_of("carla"))
            CHECK(state == key_state::destroyed);
        verify_options against;
        against.sealed_under = kept->keys();
        auto const found = *verify_log(*kept, against);
        INFO((found.first ? found.first->message : std::string("sound")));
        CHECK_FALSE(found.first.has_value());
        CHECK(found.erased == *kept->size());
        CHECK(kept->check().has_value());
        if (!disk.tripped) break;
    }
    CHECK(faults > 3);
}
