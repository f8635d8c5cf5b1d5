// SPDX-License-Identifier: BSL-1.0
// The tables of docs/format.md, made from the code, and the page with them put in.
#pragma once

#include <string>
#include <vector>

namespace amends::golden {

/// A table of the page and the name between its markers.
struct table {
    std::string name;
    std::string text;
};

/// Commands, facts, values, enumerations and what else is in snapshots, as the code has them.
std::vector<table> format_tables();

/// The case file with every value in it, member by member, as the code has them.
std::string layout_of_case_file();

/// What stands between a table's markers on the page; empty when they are missing.
std::string section_of(std::string const& page, std::string const& name);

/// The page with every table as the code has it.
std::string with_tables(std::string page);

} // namespace amends::golden
