// SPDX-License-Identifier: BSL-1.0
// Which store a name stands for.
#include "cli/opened_store.hpp"

#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>

namespace amends::cli {

result<std::unique_ptr<store>> open_store(std::string const& name, access how) {
    if (name == "memory:") return std::unique_ptr<store>(std::make_unique<memory_store>());
    constexpr std::string_view scheme = "sqlite:";
    sqlite_options options;
    options.path = name.starts_with(scheme) ? name.substr(scheme.size()) : name;
    options.create = how == access::writing;
    options.read_only = how == access::reading;
    auto opened = sqlite_store::open(std::move(options));
    if (!opened) {
        auto why = opened.error();
        why.message.insert(0, name + ": ");
        return why;
    }
    return std::unique_ptr<store>(std::move(*opened));
}

} // namespace amends::cli
