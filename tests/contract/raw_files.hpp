// SPDX-License-Identifier: BSL-1.0
// What stands in the files of a SQLite store, byte by byte.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace amends::testing {

/// Everything that stands in the store's files: the database, its log, the log's index.
inline std::string raw_files(std::filesystem::path const& path) {
    std::string all;
    for (auto const* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::ifstream file(path.string() + suffix, std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        all += content.str();
    }
    return all;
}

} // namespace amends::testing
