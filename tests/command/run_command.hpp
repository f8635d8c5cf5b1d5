// SPDX-License-Identifier: BSL-1.0
// The amends command, run in a folder of its own, with what it wrote and its exit status.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <vector>

#include "source_dir.hpp"

namespace amends::testing {

/// A command that takes longer hangs; its status is 124.
inline constexpr int seconds_at_most = 300;

struct ran {
    int status = -1; // 128 and the signal where one ended it
    std::string out;
    std::string err;
};

/// A folder that is gone with the test; the command runs in it.
class workshop {
  public:
    workshop() {
        auto pattern = (std::filesystem::temp_directory_path() / "amends-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        folder_ = pattern;
    }
    ~workshop() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    workshop(workshop const&) = delete;
    workshop& operator=(workshop const&) = delete;

    std::filesystem::path const& folder() const { return folder_; }

    void write(std::string const& name, std::string_view bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    std::string read(std::string const& name) const {
        std::ostringstream all;
        all << std::ifstream(folder_ / name, std::ios::binary).rdbuf();
        return all.str();
    }
    bool has(std::string const& name) const { return std::filesystem::exists(folder_ / name); }
    /// Names of the files that the command left, in no particular order.
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (auto const& file : std::filesystem::directory_iterator(folder_))
            names.push_back(file.path().filename().string());
        return names;
    }

    std::vector<std::string> sorted_files() const {
        auto names = files();
        std::sort(names.begin(), names.end());
        return names;
    }

    /// `amends` with these arguments, as a shell reads them; `before` runs in the same shell, and
    /// `under` is a command that runs it.
    ran amends(std::string const& arguments, std::string const& before = {},
               std::string const& under = {}) const {
        auto const out = (folder_ / ".out").string();
        auto const err = (folder_ / ".err").string();
        auto const line = "cd '" + folder_.string() + "' && " +
                          (before.empty() ? std::string() : before + " && ") + "{ timeout " +
                          std::to_string(seconds_at_most) + ' ' + under + " '" +
                          AMENDS_COMMAND_PATH + "' " + arguments + "; } >'" + out + "' 2>'" + err +
                          "'";
        auto const status = std::system(line.c_str());
        ran done{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read(".out"),
                 read(".err")};
        std::filesystem::remove(out);
        std::filesystem::remove(err);
        return done;
    }

  private:
    std::filesystem::path folder_;
};

/// A file of the real data beside the checkout; empty where it is absent.
inline std::string real_data(std::string const& name) {
    auto const path = std::filesystem::path(AMENDS_SOURCE_DIR) / ".." / "shared" / "data" / name;
    return std::filesystem::exists(path) ? std::filesystem::canonical(path).string()
                                         : std::string();
}

} // namespace amends::testing

/// Ends the test case with a word about it where real data is absent.
#define AMENDS_NEEDS_DATA(path, name)                                                              \
    if ((path).empty()) {                                                                          \
        WARN("SKIPPED: ../shared/data/" << (name) << " is not beside the checkout");               \
        return;                                                                                    \
    }
