// SPDX-License-Identifier: BSL-1.0
// Which store a name stands for.
#include "cli/opened_store.hpp"

#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

#include <filesystem>
#include <vector>

namespace amends::cli {

namespace {

// The files that SQLite makes beside a store when it is opened, even to be read.
class files_beside {
  public:
    explicit files_beside(std::string const& path) {
        std::error_code unknown;
        for (auto const* suffix : {"-wal", "-shm"})
            if (!std::filesystem::exists(path + suffix, unknown)) absent_.push_back(path + suffix);
    }
    // Only where the store cannot be opened: beside a sound one, somebody may write by now.
    void remove_new() const {
        std::error_code ignored;
        for (auto const& file : absent_) std::filesystem::remove(file, ignored);
    }

  private:
    std::vector<std::string> absent_;
};

} // namespace

std::string path_of_store(std::string const& name) {
    if (name == "memory:") return {};
    constexpr std::string_view scheme = "sqlite:";
    return name.starts_with(scheme) ? name.substr(scheme.size()) : name;
}

result<std::unique_ptr<store>> open_store(std::string const& name, access how) {
    if (name == "memory:") {
        if (how != access::writing)
            return mismatch(errc::store_failed,
                            "a store that was kept, such as " + std::string(usual_store),
                            "memory:, which ends with the command");
        return std::unique_ptr<store>(std::make_unique<memory_store>());
    }
    sqlite_options options;
    options.path = path_of_store(name);
    options.create = how == access::writing;
    options.read_only = how != access::writing;
    options.check_pages = how != access::verifying;
    files_beside const beside(options.path.string());
    auto opened = sqlite_store::open(std::move(options));
    if (!opened) {
        auto why = opened.error();
        if (why.code == errc::store_damaged) beside.remove_new();
        why.message.insert(0, name + ": ");
        return why;
    }
    return std::unique_ptr<store>(std::move(*opened));
}

} // namespace amends::cli
