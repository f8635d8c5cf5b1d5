// SPDX-License-Identifier: BSL-1.0
// Which store a name stands for.
#include "cli/opened_store.hpp"

#include <amends/store/memory.hpp>
#ifdef AMENDS_WITH_POSTGRES
#include <amends/store/postgres.hpp>
#endif
#include <amends/store/restoring.hpp>
#include <amends/store/sqlite.hpp>

#include <algorithm>
#include <cctype>
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

// Where the scheme of the first address ends, past its colon, also of one that is misspelt.
std::size_t end_of_scheme(std::string_view text) {
    std::string small(text);
    for (auto& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    auto first = text.npos;
    for (std::string_view const sign : {"://", "postgres:", "postgresql:"}) {
        auto const at = small.find(sign);
        if (at == small.npos) continue;
        first = std::min(first, at + sign.find(':') + 1);
    }
    return first;
}

// What works with a store wants a whole one.
result<std::unique_ptr<store>> whole(std::unique_ptr<store> opened, std::string const& name) {
    // What cannot be read is told by whoever reads it next: to remove it would lose what is sound.
    if (auto const mark = opened->beside(restoring_mark); !mark || !*mark || (*mark)->empty())
        return opened;
    auto const checked = check_restored(*opened);
    if (checked) return opened; // it ended just now
    auto why = checked.error();
    why.message = shown_store(name) + ": " + why.message +
                  (is_on_a_server(name) ? "; drop its schema (DROP SCHEMA amends CASCADE)"
                                        : "; remove the file") +
                  " and restore again";
    return why;
}

#ifdef AMENDS_WITH_POSTGRES
result<std::unique_ptr<store>> open_on_server(std::string const& name, access how) {
    postgres_options options;
    options.url = name;
    options.create = how == access::writing;
    options.read_only = how == access::reading || how == access::verifying;
    auto opened = postgres_store::open(std::move(options));
    if (opened) return whole(std::move(*opened), name);
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

parameter store_option(std::string& name) { return option("--store", name, kinds_of_store); }

bool is_on_a_server(std::string const& name) {
    return name.starts_with("postgres://") || name.starts_with("postgresql://");
}

std::string shown_store(std::string const& name) {
    auto const scheme_ends = end_of_scheme(name);
    if (scheme_ends == name.npos) return name;
    auto const user = std::min(name.find_first_not_of('/', scheme_ends), name.size());
    auto const user_ends = std::min(name.find_first_of(":@/?", user), name.size());
    auto const settings = name.find('?', user);
    auto const host = name.rfind('@');
    auto shown = name;
    // Somebody may have written the @, / or ? of a password as it is: then it reaches as far as the
    // last @, and among settings nobody can tell where it ends.
    if (host != name.npos && host > settings) shown.replace(user_ends, name.npos, ":...");
    else if (host != name.npos && host > user_ends)
        shown.replace(user_ends, host - user_ends, name[user_ends] == '@' ? "" : ":...");
    // A setting's name can be written in many ways.
    if (auto const hidden = shown.find('?', user); hidden != shown.npos)
        shown.replace(hidden + 1, shown.npos, "...");
    return shown;
}

std::string without_passwords(std::string_view text) {
    std::string out;
    for (auto at = end_of_scheme(text); at != text.npos; at = end_of_scheme(text)) {
        auto const blank = text.find_last_of(" \t\n\"'(", at);
        auto const begins = blank == text.npos ? 0 : blank + 1;
        auto ends = std::min(text.find_first_of(" \t\n\"')", at), text.size());
        while (ends > at && (text[ends - 1] == ':' || text[ends - 1] == ',')) --ends;
        out += text.substr(0, begins);
        out += shown_store(std::string(text.substr(begins, ends - begins)));
        text.remove_prefix(ends);
    }
    return out += text;
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
    if (end_of_scheme(name) != name.npos)
        return mismatch(errc::store_failed, kinds_of_store, "an address of another kind",
                        shown_store(name));
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
    return whole(std::move(*opened), name);
}

result<void> check_file(std::string const& name) {
    sqlite_options options;
    options.path = path_of_store(name);
    if (options.path.empty()) return {};
    options.create = false;
    options.read_only = true;
    auto const opened = sqlite_store::open(std::move(options));
    if (!opened) return opened.error();
    return (*opened)->check();
}

} // namespace amends::cli
