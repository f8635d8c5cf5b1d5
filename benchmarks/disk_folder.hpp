// SPDX-License-Identifier: BSL-1.0
// A folder on the disk of the build, gone when the figures are taken.
#pragma once

#include <filesystem>
#include <string>

namespace bench {

class disk_folder {
  public:
    explicit disk_folder(std::string const& name)
        : folder_(std::filesystem::current_path() / name) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    disk_folder(disk_folder const&) = delete;
    disk_folder& operator=(disk_folder const&) = delete;
    ~disk_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::filesystem::path operator/(std::string const& name) const { return folder_ / name; }

  private:
    std::filesystem::path folder_;
};

} // namespace bench
