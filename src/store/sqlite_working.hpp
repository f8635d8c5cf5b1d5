// SPDX-License-Identifier: BSL-1.0
// What a store in a file works with; the parts of the store share it.
#pragma once

#include "store/sqlite_appending.hpp"
#include "store/sqlite_key_store.hpp"
#include "store/sqlite_wal_drain.hpp"

namespace amends {

struct sqlite_store::working {
    sqlite::pool connections;
    /// Writers of this process wait here, in memory, and not at the file.
    std::mutex writing;
    sqlite::file_keys customer_keys;
    sqlite::appending writer{customer_keys};
    sqlite::wal_drain drain;
    sqlite::key_store_of_file keys{connections, writing, customer_keys};
};

} // namespace amends
