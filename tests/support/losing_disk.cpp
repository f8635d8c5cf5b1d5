// SPDX-License-Identifier: BSL-1.0
// A VFS of SQLite over the system's: real files for reading, and beside them what is safe.
#include "support/losing_disk.hpp"

#include "contract/scratch.hpp"
#include "support/own_disk.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace support {
namespace {

using content = std::vector<char>;

/// One write, or one cut where `bytes` is empty.
struct change {
    std::size_t at = 0;
    content bytes;

    bool is_cut() const noexcept { return bytes.empty(); }
};

void write_into(content& file, std::size_t at, char const* from, std::size_t n) {
    if (file.size() < at + n) file.resize(at + n);
    std::memcpy(file.data() + at, from, n);
}
void apply(content& file, change const& c) {
    if (c.is_cut()) file.resize(std::min(file.size(), c.at));
    else write_into(file, c.at, c.bytes.data(), c.bytes.size());
}

struct image {
    content flushed;
    std::vector<change> since;
};

struct {
    std::map<std::string, image> files;
    std::optional<std::size_t> left; ///< operations until the power goes
    bool down = false;
} disk;

/// Whether the power is gone, or goes now.
bool power_goes() {
    if (disk.down) return true;
    if (!disk.left) return false;
    if ((*disk.left)-- == 0) {
        disk.left.reset();
        disk.down = true;
    }
    return disk.down;
}

struct on_this_disk {
    image* kept = nullptr;
};
using losing_file = own_file<on_this_disk>;
constexpr auto real = losing_file::real;
image& kept_of(sqlite3_file* f) { return *losing_file::of(f).known.kept; }

int write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    auto const was_down = disk.down;
    auto const goes = power_goes();
    auto const* const bytes = static_cast<char const*>(from);
    // The write in which the power goes may still reach the disk in part.
    if (!was_down)
        kept_of(f).since.push_back({static_cast<std::size_t>(at), content(bytes, bytes + size)});
    if (goes) return SQLITE_IOERR_WRITE;
    return real(f)->pMethods->xWrite(real(f), from, size, at);
}

int cut(sqlite3_file* f, sqlite3_int64 size) {
    auto const was_down = disk.down;
    auto const goes = power_goes();
    if (!was_down) kept_of(f).since.push_back({static_cast<std::size_t>(size), {}});
    if (goes) return SQLITE_IOERR_TRUNCATE;
    return real(f)->pMethods->xTruncate(real(f), size);
}

int flush(sqlite3_file* f, int) {
    if (power_goes()) return SQLITE_IOERR_FSYNC;
    auto& kept = kept_of(f);
    for (auto const& c : kept.since) apply(kept.flushed, c);
    kept.since.clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods = [] {
    auto calls = amends::sqlite::passing_on<losing_file::real>();
    calls.xWrite = write;
    calls.xTruncate = cut;
    calls.xSync = flush;
    return calls;
}();

sqlite3_vfs* system_of(sqlite3_vfs* v) { return static_cast<sqlite3_vfs*>(v->pAppData); }

/// A file that was there before is as safe as it is.
image& image_of(char const* name) {
    auto const [known, is_new] = disk.files.try_emplace(name);
    if (is_new) {
        std::ifstream in(name, std::ios::binary);
        known->second.flushed.assign(std::istreambuf_iterator<char>(in), {});
    }
    return known->second;
}

int open(sqlite3_vfs* v, char const* name, sqlite3_file* f, int flags, int* out) {
    static image nameless; // a file of SQLite's own that nobody opens again
    if (disk.down) {
        f->pMethods = nullptr;
        return SQLITE_CANTOPEN;
    }
    auto const code = losing_file::open(v, name, f, flags, out, methods);
    if (code != SQLITE_OK) return code;
    losing_file::of(f).known.kept = name == nullptr ? &nameless : &image_of(name);
    return SQLITE_OK;
}

int remove(sqlite3_vfs* v, char const* name, int and_flush) {
    if (disk.down) return SQLITE_IOERR_DELETE;
    disk.files.erase(name);
    return system_of(v)->xDelete(system_of(v), name, and_flush);
}

/// What is left of a file: as it was flushed last, and some of what was written since.
content left_of(image const& kept, std::function<std::size_t(std::size_t)> const& below) {
    constexpr std::size_t sector = 512;
    auto file = kept.flushed;
    for (auto const& c : kept.since) {
        switch (below(c.is_cut() ? 2 : 3)) {
        case 0: break;
        case 1: apply(file, c); break;
        default:
            for (std::size_t at = 0; at < c.bytes.size(); at += sector)
                if (below(2) == 0)
                    write_into(file, c.at + at, c.bytes.data() + at,
                               std::min(sector, c.bytes.size() - at));
        }
    }
    return file;
}

} // namespace

struct losing_disk::vfs : own_disk<losing_file> {
    vfs() : own_disk("losing", open) {
        own().xDelete = remove;
        disk = {};
    }
    ~vfs() { disk = {}; }

    amends::testing::scratch room;
    std::filesystem::path folder = room / "";
};

losing_disk::losing_disk() : vfs_(std::make_unique<vfs>()) {}
losing_disk::~losing_disk() = default;

std::filesystem::path const& losing_disk::folder() const noexcept { return vfs_->folder; }

void losing_disk::lose_power_after(std::size_t operations) { disk.left = operations; }
bool losing_disk::is_down() const noexcept { return disk.down; }

void losing_disk::come_back(std::function<std::size_t(std::size_t)> const& below) {
    for (auto const& one : std::filesystem::directory_iterator(vfs_->folder))
        std::filesystem::remove(one.path());
    for (auto& [name, kept] : disk.files) {
        kept.flushed = left_of(kept, below);
        kept.since.clear();
        std::ofstream(name, std::ios::binary)
            .write(kept.flushed.data(), static_cast<std::streamsize>(kept.flushed.size()));
    }
    disk.left.reset();
    disk.down = false;
}

} // namespace support
