// SPDX-License-Identifier: BSL-1.0
// A folder of a test's own, gone with everything in it when the test ends.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace amends::testing {

class scratch {
  public:
    scratch() {
        auto name = (std::filesystem::temp_directory_path() / "amends-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder at " + name);
        folder_ = name;
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::filesystem::path operator/(std::string const& name) const { return folder_ / name; }

  private:
    std::filesystem::path folder_;
};

} // namespace amends::testing
