// SPDX-License-Identifier: BSL-1.0
// Which store a name stands for.
#include "cli/opened_store.hpp"

#include <amends/store/memory.hpp>
#ifdef AMENDS_WITH_POSTGRES
#include <amends/store/postgres.hpp>
#endif
#include <amends/store/sqlite.hpp>

#include <algorithm>
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

#ifdef AMENDS_WITH_POSTGRES
result<std::unique_ptr<store>> open_on_server(std::string const& name, access how) {
    postgres_options options;
    options.url = name;
    options.create = how == access::writing;
    options.read_only = how == access::reading || how == access::verifying;
    auto opened = postgres_store::open(std::move(options));
    if (opened) return std::unique_ptr<store>(std::move(*opened));
    auto why = opened.error();
    why.message.insert(0, shown_store(name) + ": ");
    return why;
}
#else
result<std::unique_ptr<store>> open_on_server(std::string const& name, access) {
    return mismatch(errc::store_failed, "a command that was built with libpq",
                    "one that reads SQLite files alone", shown_store(name));
}
#endif

} // namespace

bool is_on_a_server(std::string const& name) {
    return name.starts_with("postgres://") || name.starts_with("postgresql://");
}

std::string shown_store(std::string const& name) {
    if (!is_on_a_server(name)) return name;
    auto shown = name;
    auto const user = name.find("://") + 3;
    auto const user_ends = name.find_first_of(":@/?", user);
    auto const host = name.rfind('@', name.find_first_of("/?", user));
    if (user_ends != name.npos && name[user_ends] == ':' && host != name.npos && host > user_ends)
        shown.replace(user_ends + 1, host - user_ends - 1, "...");
    // It may stand among the settings, too.
    constexpr std::string_view setting = "password=";
    if (auto const at = shown.find(setting); at != shown.npos) {
        auto const begins = at + setting.size();
        shown.replace(begins, std::min(shown.find('&', begins), shown.size()) - begins, "...");
    }
    return shown;
}

std::string path_of_store(std::string const& name) {
    if (name == "memory:" || is_on_a_server(name)) return {};
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
    if (is_on_a_server(name)) return open_on_server(name, how);
    sqlite_options options;
    options.path = path_of_store(name);
    options.create = how == access::writing;
    options.read_only = how == access::reading || how == access::verifying;
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
