// SPDX-License-Identifier: BSL-1.0
// A folder for the files of one measurement, on the disk of the build folder.
#pragma once

#include <filesystem>

namespace bench {

/// Empty at first; gone with everything in it at the end.
struct scratch {
    std::filesystem::path folder;
    explicit scratch(char const* name) : folder(std::filesystem::current_path() / name) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
};

} // namespace bench
