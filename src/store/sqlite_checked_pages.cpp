// SPDX-License-Identifier: BSL-1.0
// A disk for SQLite that passes everything on but whole pages of a database.
#include "store/sqlite_checked_pages.hpp"

#include "store/sqlite_connection.hpp"
#include "store/sqlite_passing_on.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>

namespace amends::sqlite {
namespace {

constexpr std::size_t page_size_max = 65536;
// FORMAT: SQLite's own, of page 1.
constexpr std::size_t header_size = 100;
constexpr std::size_t reserved_at = 20;
constexpr std::size_t page_count_at = 28;
constexpr std::size_t first_free_at = 32;
constexpr std::size_t free_count_at = 36;
/// What SQLite's own backup changes in its copy: counters of changes and of schemas, and which SQLite
/// wrote last.
constexpr struct { std::size_t at, size; } counted_by_sqlite[] = {{24, 4}, {40, 4}, {92, 8}};

/// A file of this disk, and behind it the default disk's.
struct checked_file {
    sqlite3_file base;
    sqlite3_file* real;
    bool is_database;
    std::optional<bool> has_checks; ///< as its header says, once it was seen
};

checked_file& of(sqlite3_file* f) { return *reinterpret_cast<checked_file*>(f); }
sqlite3_file* real(sqlite3_file* f) { return of(f).real; }
/// The disk that counts at the moment: tests put their own below us.
sqlite3_vfs* beneath() { return sqlite3_vfs_find(nullptr); }

bool is_page(int size, sqlite3_int64 at) {
    auto const n = static_cast<unsigned>(size);
    return n >= 512 && n <= page_size_max && (n & (n - 1)) == 0 && at % size == 0;
}
std::uint64_t number_of_page(int size, sqlite3_int64 at) {
    return static_cast<std::uint64_t>(at / size) + 1;
}
std::size_t before_the_check(int size) { return static_cast<std::size_t>(size) - page_check_size; }
std::uint64_t check_in(std::byte const* page, int size) {
    std::uint64_t kept = 0;
    std::memcpy(&kept, page + before_the_check(size), sizeof kept);
    return kept;
}

std::uint64_t check_for(std::byte const* page, int size, sqlite3_int64 at) {
    return check_of_page(number_of_page(size, at), {page, before_the_check(size)});
}
bool holds(std::byte const* page, int size, sqlite3_int64 at) {
    return check_for(page, size, at) == check_in(page, size);
}
/// Pages that come from memory have zeroes in the place of a checksum: in the write-ahead log, and in
/// the file where another program drained them into it.
bool has_no_check(std::byte const* page, int size) { return check_in(page, size) == 0; }

/// Whether page 1 would hold if it said that it has a checksum: then that was changed.
bool denies_its_check(std::byte const* page, int size) {
    std::array<std::byte, page_size_max> as_written;
    std::memcpy(as_written.data(), page, static_cast<std::size_t>(size));
    as_written[reserved_at] = std::byte{page_check_size};
    return holds(as_written.data(), size, 0);
}

void look_at_header(checked_file& f, std::byte const* begin) {
    f.has_checks = begin[reserved_at] == std::byte{page_check_size};
}
/// Whether the pages of this file carry checksums; a file without a header has no pages yet.
bool has_checks(checked_file& f) {
    if (!f.has_checks) {
        std::array<std::byte, header_size> header;
        auto const code =
            f.real->pMethods->xRead(f.real, header.data(), static_cast<int>(header.size()), 0);
        if (code == SQLITE_OK) look_at_header(f, header.data());
    }
    return f.has_checks.value_or(false);
}

bool is_blank(std::byte const* page, int size) {
    return std::all_of(page, page + size, [](std::byte b) { return b == std::byte{}; });
}
std::uint32_t number_at(std::byte const* at) {
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) number = number << 8 | std::to_integer<std::uint32_t>(at[i]);
    return number;
}

/// Whether a page has content, as page 1 and the list of free pages say in the file. A page without
/// is full of zeroes: it was given up, or nobody has written there yet.
bool is_in_use(checked_file& f, std::uint64_t number, int size) {
    std::array<std::byte, page_size_max> page;
    auto const read_page = [&](std::uint32_t n) {
        auto const at = (static_cast<sqlite3_int64>(n) - 1) * size;
        return f.real->pMethods->xRead(f.real, page.data(), size, at) == SQLITE_OK;
    };
    if (!read_page(1) || number > number_at(&page[page_count_at])) return false;
    auto listing = number_at(&page[first_free_at]);
    // The list may be damaged, too: its length bounds the way.
    for (auto left = number_at(&page[free_count_at]); listing != 0 && left != 0; --left) {
        if (listing == number) return false;
        if (!read_page(listing)) return true;
        auto const listed_max = (static_cast<std::uint32_t>(before_the_check(size)) - 8) / 4;
        auto const listed = std::min(number_at(&page[4]), listed_max);
        for (std::uint32_t i = 0; i < listed; ++i)
            if (number_at(&page[8 + 4 * i]) == number) return false;
        listing = number_at(page.data());
    }
    return true;
}

int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
    auto& file = of(f);
    auto const code = file.real->pMethods->xRead(file.real, to, size, at);
    if (code != SQLITE_OK || !file.is_database) return code;
    auto* const page = static_cast<std::byte*>(to);
    if (at == 0 && size >= static_cast<int>(header_size)) look_at_header(file, page);
    if (!is_page(size, at)) return code;
    if (!has_checks(file))
        return at == 0 && denies_its_check(page, size) ? SQLITE_IOERR_DATA : code;
    if (has_no_check(page, size)) {
        auto const lost = is_blank(page, size) && is_in_use(file, number_of_page(size, at), size);
        return lost ? SQLITE_IOERR_DATA : code;
    }
    if (!holds(page, size, at)) return SQLITE_IOERR_DATA;
    // What is changed goes to the write-ahead log as it is in memory, and whoever drains it from
    // there may know nothing of checksums: better none than that of the page before the change.
    std::memset(page + before_the_check(size), 0, page_check_size);
    return code;
}

int write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    auto& file = of(f);
    auto const* const page = static_cast<std::byte const*>(from);
    auto const pass_on = [&](void const* content) {
        return file.real->pMethods->xWrite(file.real, content, size, at);
    };
    if (!file.is_database) return pass_on(from);
    if (at == 0 && size >= static_cast<int>(header_size)) look_at_header(file, page);
    if (!is_page(size, at) || !has_checks(file)) return pass_on(from);
    // The page belongs to SQLite: what is written is a copy with its checksum.
    std::array<std::byte, page_size_max> with_check;
    auto const check = check_for(page, size, at);
    std::memcpy(with_check.data(), page, before_the_check(size));
    std::memcpy(with_check.data() + before_the_check(size), &check, sizeof check);
    return pass_on(with_check.data());
}

int close(sqlite3_file* f) {
    auto& file = of(f);
    auto const code =
        file.real->pMethods != nullptr ? file.real->pMethods->xClose(file.real) : SQLITE_OK;
    sqlite3_free(file.real);
    file.real = nullptr;
    return code;
}

constexpr sqlite3_io_methods methods = [] {
    auto calls = passing_on<real>();
    calls.xClose = close;
    calls.xRead = read;
    calls.xWrite = write;
    return calls;
}();

int open(sqlite3_vfs*, char const* name, sqlite3_file* f, int flags, int* out) {
    auto* const system = beneath();
    f->pMethods = nullptr;
    auto const size = static_cast<sqlite3_uint64>(system->szOsFile);
    auto* const file = static_cast<sqlite3_file*>(sqlite3_malloc64(size));
    if (file == nullptr) return SQLITE_NOMEM;
    std::memset(file, 0, size);
    auto const code = system->xOpen(system, name, file, flags, out);
    if (code != SQLITE_OK) {
        if (file->pMethods != nullptr) file->pMethods->xClose(file);
        sqlite3_free(file);
        return code;
    }
    auto* const made = new (f) checked_file{};
    made->base.pMethods = &methods;
    made->real = file;
    made->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    return SQLITE_OK;
}

sqlite3_vfs disk_over(sqlite3_vfs const& system) {
    auto disk = system; // its own names, times and chances
    disk.zName = "amends";
    disk.pNext = nullptr;
    disk.szOsFile = static_cast<int>(sizeof(checked_file));
    disk.pAppData = nullptr;
    disk.xOpen = open;
    disk.xDelete = [](sqlite3_vfs*, char const* name, int flush) {
        return beneath()->xDelete(beneath(), name, flush);
    };
    disk.xAccess = [](sqlite3_vfs*, char const* name, int flags, int* out) {
        return beneath()->xAccess(beneath(), name, flags, out);
    };
    disk.xFullPathname = [](sqlite3_vfs*, char const* name, int size, char* out) {
        return beneath()->xFullPathname(beneath(), name, size, out);
    };
    disk.xRandomness = [](sqlite3_vfs*, int size, char* out) {
        return beneath()->xRandomness(beneath(), size, out);
    };
    disk.xSleep = [](sqlite3_vfs*, int us) { return beneath()->xSleep(beneath(), us); };
    disk.xCurrentTime = [](sqlite3_vfs*, double* out) {
        return beneath()->xCurrentTime(beneath(), out);
    };
    disk.xGetLastError = [](sqlite3_vfs*, int size, char* out) {
        return beneath()->xGetLastError(beneath(), size, out);
    };
    disk.xCurrentTimeInt64 = [](sqlite3_vfs*, sqlite3_int64* out) {
        return beneath()->xCurrentTimeInt64(beneath(), out);
    };
    return disk;
}

} // namespace

// As the checksums of SQLite's write-ahead log: two sums, each of which feeds the other.
std::uint64_t check_of_page(std::uint64_t number, std::span<std::byte const> content) noexcept {
    auto a = static_cast<std::uint32_t>(number), b = static_cast<std::uint32_t>(number >> 32);
    auto const add = [&](std::byte const* from, std::byte const* end) {
        for (; from != end; from += 8) {
            std::uint32_t two[2];
            std::memcpy(two, from, sizeof two);
            a += two[0] + b;
            b += two[1] + a;
        }
    };
    auto const* rest = content.data();
    std::array<std::byte, 104> header; // the header and the rest of its last eight bytes
    if (number == 1 && content.size() >= header.size()) {
        std::memcpy(header.data(), rest, header.size());
        for (auto const& one : counted_by_sqlite) std::memset(header.data() + one.at, 0, one.size);
        add(header.data(), header.data() + header.size());
        rest += header.size();
    }
    add(rest, content.data() + content.size());
    // Zeroes say that there is none.
    return a == 0 && b == 0 ? 1 : std::uint64_t{b} << 32 | a;
}

char const* disk_with_checked_pages() {
    static auto disk = [] {
        sqlite3_initialize();
        return disk_over(*beneath());
    }();
    static auto const registered = sqlite3_vfs_register(&disk, 0);
    return registered == SQLITE_OK ? disk.zName : nullptr;
}

} // namespace amends::sqlite
