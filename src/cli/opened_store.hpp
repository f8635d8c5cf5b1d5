// SPDX-License-Identifier: BSL-1.0
// A store from its name on the command line.
#pragma once

#include "cli/verb.hpp"

#include <amends/store/store.hpp>

namespace amends::cli {

enum class access : std::uint8_t {
    reading,
    verifying, // reading, of those who tell by an entry's hashes whether it is as it was written
    changing,  // of a store that is there
    writing,
};

inline constexpr char const* usual_store = "cases.db";

// What --store may say, in words for its help.
inline constexpr char const* kinds_of_store = "SQLite file, or postgres://user@host/database";

// The store that most verbs ask.
parameter store_option(std::string& name);

// Whether `name` stands for a database of a server.
bool is_on_a_server(std::string const& name);

// The name as it is shown: a password in it is nobody's business.
std::string shown_store(std::string const& name);

// The same of every address in a text.
std::string without_passwords(std::string_view text);

// The file of the store that `name` stands for; empty for `memory:` and for a database of a server.
std::string path_of_store(std::string const& name);

// The store that `name` stands for: a path or `sqlite:path` for a SQLite file, `postgres:` with user,
// host and database for one that others share, `memory:` for one that ends with the command and so
// cannot be asked. Only writing makes a file, or tables, that are not there yet; changing needs them.
// Errors: those of the store; `store_damaged` for one whose restoring did not end, with how to go on.
result<std::unique_ptr<store>> open_store(std::string const& name, access how);

// Reads the whole file that `name` stands for: pages that hold no entry, and indexes, are seen by nobody
// who goes by hashes. A database of a server is the server's to check.
// Errors: `store_damaged` with the first thing found, and those of opening it.
result<void> check_file(std::string const& name);

} // namespace amends::cli
