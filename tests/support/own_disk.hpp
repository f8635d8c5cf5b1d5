// SPDX-License-Identifier: BSL-1.0
// What every disk of a test's own below SQLite has: files before the system's, and its time as default.
#pragma once

#include "store/sqlite_passing_on.hpp"

#include <cstring>

namespace support {

/// A file of such a disk: what the disk knows of it, and the system's file behind it in the same memory.
template <class Known>
struct own_file {
    sqlite3_file base;
    Known known;

    static own_file& of(sqlite3_file* f) { return *reinterpret_cast<own_file*>(f); }
    static sqlite3_file* real(sqlite3_file* f) {
        return reinterpret_cast<sqlite3_file*>(&of(f) + 1);
    }

    /// As xOpen of a disk: opens the file behind, and has `f` answer by `methods`.
    static int open(sqlite3_vfs* disk, char const* name, sqlite3_file* f, int flags, int* out,
                    sqlite3_io_methods const& methods) {
        auto* const system = static_cast<sqlite3_vfs*>(disk->pAppData);
        std::memset(real(f), 0, static_cast<std::size_t>(system->szOsFile));
        f->pMethods = nullptr;
        auto const code = system->xOpen(system, name, real(f), flags, out);
        if (code == SQLITE_OK) f->pMethods = &methods;
        return code;
    }
};

/// SQLite's default disk while it lives, over the one before, with files of type `File`.
template <class File>
class own_disk {
  public:
    own_disk(char const* name, decltype(sqlite3_vfs::xOpen) open)
        : before_(sqlite3_vfs_find(nullptr)), vfs_(*before_) {
        vfs_.zName = name;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + before_->szOsFile;
        vfs_.pAppData = before_;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    own_disk(own_disk const&) = delete;
    own_disk& operator=(own_disk const&) = delete;
    ~own_disk() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(before_, 1);
    }

  protected:
    sqlite3_vfs& own() noexcept { return vfs_; }

  private:
    sqlite3_vfs* before_;
    sqlite3_vfs vfs_;
};

} // namespace support
