// SPDX-License-Identifier: BSL-1.0
// A file with given bytes in a folder of its own; gone with the test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace amends::testing {

class written_file {
  public:
    written_file(std::string const& name, std::string_view bytes) {
        auto pattern = (std::filesystem::temp_directory_path() / "amends-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        folder_ = pattern;
        path_ = (folder_ / name).string();
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~written_file() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    written_file(written_file const&) = delete;
    written_file& operator=(written_file const&) = delete;

    std::string const& path() const { return path_; }
    std::string folder() const { return folder_.string(); }

    /// A message with the folder's random name taken out.
    std::string plain(std::string message) const {
        auto const prefix = folder_.string() + '/';
        for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix))
            message.erase(at, prefix.size());
        return message;
    }

  private:
    std::filesystem::path folder_;
    std::string path_;
};

} // namespace amends::testing
