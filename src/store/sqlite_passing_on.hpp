// SPDX-License-Identifier: BSL-1.0
// The calls of a file that stands before another one of SQLite's, each of which it passes on.
#pragma once

#include "store/sqlite_connection.hpp"

namespace amends::sqlite {

/// Every call goes to `real(f)`, the file behind. Whoever makes a disk of its own changes those that it
/// is for. Pages are never mapped: they would be read past the file in front.
template <sqlite3_file* (*real)(sqlite3_file*)>
constexpr sqlite3_io_methods passing_on() {
    return {
        3,
        [](sqlite3_file* f) {
            return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
        },
        [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
            return real(f)->pMethods->xRead(real(f), to, n, at);
        },
        [](sqlite3_file* f, void const* from, int n, sqlite3_int64 at) {
            return real(f)->pMethods->xWrite(real(f), from, n, at);
        },
        [](sqlite3_file* f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); },
        [](sqlite3_file* f, int how) { return real(f)->pMethods->xSync(real(f), how); },
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
}

} // namespace amends::sqlite
