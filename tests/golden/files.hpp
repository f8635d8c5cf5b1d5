// SPDX-License-Identifier: BSL-1.0
// The golden files of every release, found and read.
#pragma once

#include "source_dir.hpp"
#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/hex.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace amends::golden {

inline std::string read_text(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

inline bytes read_bytes(std::filesystem::path const& path) {
    auto const text = read_text(path);
    auto const* const begin = reinterpret_cast<std::byte const*>(text.data());
    return bytes(begin, begin + text.size());
}

inline std::string page() { return read_text(AMENDS_SOURCE_DIR "/docs/format.md"); }

/// The folders of the releases, the oldest first.
inline std::vector<std::filesystem::path> releases() {
    std::vector<std::filesystem::path> all;
    auto const folder = std::filesystem::path(AMENDS_SOURCE_DIR "/tests/golden");
    for (unsigned n = 1; std::filesystem::exists(folder / ("v" + std::to_string(n))); ++n)
        all.push_back(folder / ("v" + std::to_string(n)));
    return all;
}

/// The words of each line of a file; the last word of a line is hexadecimal.
struct golden_line {
    std::vector<std::string> words;
    bytes content;
};
inline std::vector<golden_line> lines_of(std::filesystem::path const& path) {
    std::vector<golden_line> all;
    std::istringstream lines(read_text(path));
    for (std::string line; std::getline(lines, line);) {
        auto& one = all.emplace_back();
        std::istringstream words(line);
        for (std::string word; words >> word;) one.words.push_back(word);
        one.content.resize(one.words.back().size() / 2);
        if (!from_hex(one.words.back(), one.content)) one.content.clear();
    }
    return all;
}

} // namespace amends::golden
