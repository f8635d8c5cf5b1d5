// SPDX-License-Identifier: BSL-1.0
// A file that nobody had open when a reader took it for one that does not change, and that changes
// while it is read.
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"
#include "support/own_disk.hpp"

#include <functional>
#include <variant>

using namespace amends;
using namespace amends::testing;
using support::own_disk;
using support::own_file;

namespace {

/// What happens at the n-th read of a file. The tests here use one thread.
struct {
    int left = 0; ///< reads until then; 0: nothing happens
    std::function<void()> then;
} reads;

using read_file = own_file<std::monostate>;

int counted_read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
    if (reads.left > 0 && --reads.left == 0) reads.then();
    return read_file::real(f)->pMethods->xRead(read_file::real(f), to, size, at);
}

constexpr sqlite3_io_methods counting_methods = [] {
    auto calls = sqlite::passing_on<read_file::real>();
    calls.xRead = counted_read;
    calls.xSync = [](sqlite3_file*, int) { return SQLITE_OK; }; // no power is lost here
    return calls;
}();

int counting_open(sqlite3_vfs* v, char const* name, sqlite3_file* f, int flags, int* out) {
    return read_file::open(v, name, f, flags, out, counting_methods);
}

struct counting_disk : own_disk<read_file> {
    counting_disk() : own_disk("counting", counting_open) { reads = {}; }
    ~counting_disk() { reads = {}; }
};

constexpr std::uint64_t entries_of_a_visit = 600, names_of_a_visit = 200;

/// Opens the file, appends to cases old and new, and closes it: what was written is in the file then.
void write_more(std::filesystem::path const& file, std::uint64_t visit) {
    auto const kept = *sqlite_store::open({.path = file});
    drafts batch;
    for (std::uint64_t i = 0; i < entries_of_a_visit; ++i)
        batch.add("case " + std::to_string(i), visit, {}, std::string(300, 'x'));
    REQUIRE(kept->append(batch.all()).has_value());
    for (std::uint64_t i = 0; i < names_of_a_visit; ++i) {
        auto const name = "name/" + std::to_string(i * 7 % names_of_a_visit) + "/" +
                          std::string(60, 'n') + std::to_string(visit);
        REQUIRE(kept->keep_beside(name, bytes(20)).has_value());
    }
}

/// Has the file change at one read after another, until a whole look takes fewer; how often it did.
template <class Look>
int changed_at_each_read(scratch const& folder, Look const& look) {
    counting_disk const counts;
    auto const before = folder / "before.db";
    write_more(before, 1);
    auto const file = folder / "kept.db";
    auto changes = 0;
    for (auto after = 5;; after += 7) {
        std::filesystem::copy_file(before, file, std::filesystem::copy_options::overwrite_existing);
        auto const kept = *sqlite_store::open({.path = file, .read_only = true, .cache_kib = 40});
        INFO("the file changes at read " << after);
        auto is_changed = false;
        reads = {after, [&] {
                     write_more(file, 2);
                     is_changed = true;
                 }};
        look(*kept);
        reads.left = 0;
        if (!is_changed) return changes;
        ++changes;
    }
}

} // namespace

TEST_CASE("a file that changes while it is checked is looked at anew") {
    scratch const folder;
    auto const changes = changed_at_each_read(folder, [](sqlite_store& kept) {
        auto const checked = kept.check();
        INFO((checked ? std::string() : checked.error().message));
        CHECK(checked.has_value());
    });
    CHECK(changes > 5);
}

TEST_CASE("a log that changes while it is read is busy, or whole as it was at one moment") {
    scratch const folder;
    auto busy = 0;
    auto const changes = changed_at_each_read(folder, [&](sqlite_store& kept) {
        std::uint64_t entries = 0;
        auto const scanned = kept.scan(0, [&](stored_entry const& e) {
            entries += e.log_index == entries;
            return true;
        });
        if (scanned) {
            CHECK(entries % entries_of_a_visit == 0);
            CHECK(entries == *scanned);
        } else {
            INFO(scanned.error().message);
            CHECK(scanned.error().code == errc::store_busy);
            ++busy;
        }
        reads.left = 0;
        auto const heads = kept.heads([](case_head const&) { return true; });
        CHECK(heads.has_value()); // by now it is read as it is
    });
    CHECK(changes > 5);
    CHECK(busy > 0);
}

TEST_CASE("names beside a log that change while they are read are busy, or all there") {
    scratch const folder;
    auto const changes = changed_at_each_read(folder, [&](sqlite_store& kept) {
        std::size_t found = 0;
        auto const read = kept.beside("name/", [&](std::string_view, byte_view) {
            ++found;
            return true;
        });
        if (read) CHECK((found == names_of_a_visit || found == 2 * names_of_a_visit));
        else CHECK(read.error().code == errc::store_busy);
    });
    CHECK(changes > 3);
}
