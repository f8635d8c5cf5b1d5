// SPDX-License-Identifier: BSL-1.0
// A file read and written as a whole.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace amends::testing {

inline std::string content_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(std::filesystem::path const& file, std::string_view content) {
    std::ofstream(file, std::ios::binary).write(content.data(), std::streamsize(content.size()));
}

} // namespace amends::testing
