// SPDX-License-Identifier: BSL-1.0
// Input as a file, for readers that want a path: in memory where the system has such files.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace amends::fuzz {

/// One file for the whole run; its content is replaced with each input.
class file_of_input {
  public:
    /// The path of a file with this content.
    std::string const& with(byte_view content) {
#if defined(__linux__)
        if (::ftruncate(file_, 0) != 0) std::abort();
        auto left = content;
        for (::off_t at = 0; !left.empty();) {
            auto const n = ::pwrite(file_, left.data(), left.size(), at);
            if (n <= 0) std::abort();
            at += n;
            left = left.subspan(static_cast<std::size_t>(n));
        }
#else
        std::FILE* const file = std::fopen(path_.c_str(), "wb");
        if (file == nullptr) std::abort();
        if (std::fwrite(content.data(), 1, content.size(), file) != content.size()) std::abort();
        std::fclose(file);
#endif
        return path_;
    }

#if defined(__linux__)
    file_of_input() : file_(::memfd_create("input", 0)) {
        if (file_ < 0) std::abort();
        path_ = "/proc/self/fd/" + std::to_string(file_);
    }
    file_of_input(file_of_input const&) = delete;
    file_of_input& operator=(file_of_input const&) = delete;
    ~file_of_input() { ::close(file_); }

  private:
    int file_;
#else
    file_of_input()
        : path_((std::filesystem::temp_directory_path() /
                 ("amends-fuzz-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
                    .string()) {}
    file_of_input(file_of_input const&) = delete;
    file_of_input& operator=(file_of_input const&) = delete;
    ~file_of_input() { std::remove(path_.c_str()); }

  private:
#endif
    std::string path_;
};

inline file_of_input& the_file() {
    static file_of_input one;
    return one;
}

} // namespace amends::fuzz
