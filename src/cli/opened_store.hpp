// SPDX-License-Identifier: BSL-1.0
// A store from its name on the command line.
#pragma once

#include <amends/store/store.hpp>

namespace amends::cli {

enum class access : std::uint8_t {
    reading,
    verifying, // reading, of those who tell by an entry's hashes whether it is as it was written
    writing,
};

inline constexpr char const* usual_store = "cases.db";

// The file of the store that `name` stands for; empty for `memory:`.
std::string path_of_store(std::string const& name);

// The store that `name` stands for: a path or `sqlite:path` for a SQLite file, `memory:` for one
// that ends with the command and so cannot be asked. Only writing makes a file that is not there
// yet.
result<std::unique_ptr<store>> open_store(std::string const& name, access how);

} // namespace amends::cli
