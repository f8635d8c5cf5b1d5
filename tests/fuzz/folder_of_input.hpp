// SPDX-License-Identifier: BSL-1.0
// Input as files in a folder, for readers that want several: in memory where the system has such.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace amends::fuzz {

/// One folder for the whole run, which is emptied for each input.
class folder_of_input {
  public:
    folder_of_input() {
        namespace fs = std::filesystem;
        std::error_code unknown;
        auto const memory = fs::is_directory("/dev/shm", unknown);
        path_ = (memory ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                ("amends-fuzz-" + std::to_string(std::random_device{}()));
        if (!fs::create_directory(path_)) std::abort();
    }
    folder_of_input(folder_of_input const&) = delete;
    folder_of_input& operator=(folder_of_input const&) = delete;
    ~folder_of_input() {
        std::error_code unknown;
        std::filesystem::remove_all(path_, unknown);
    }

    std::filesystem::path const& path() const noexcept { return path_; }

    void clear() {
        for (auto const& one : std::filesystem::directory_iterator(path_))
            std::filesystem::remove_all(one.path());
    }
    std::filesystem::path put(std::string_view name, byte_view content) {
        auto const path = path_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<char const*>(content.data()),
                  static_cast<std::streamsize>(content.size()));
        if (!out.flush()) std::abort();
        return path;
    }

  private:
    std::filesystem::path path_;
};

inline folder_of_input& the_folder() {
    static folder_of_input one;
    return one;
}

} // namespace amends::fuzz
