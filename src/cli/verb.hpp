// SPDX-License-Identifier: BSL-1.0
// A verb of the command, as a value: its name, what it takes, what it does.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace amends::cli {

// Something that a verb takes, and the variable that keeps it. What the variable holds at first
// counts where nothing is given, and the help shows it.
struct parameter {
    std::string name; // "CASE", "--store"
    std::variant<std::string*, std::vector<std::string>*, bool*> kept_in;
    std::string help;
    std::string kind{}; // what it takes, as the help shows it
    bool is_required = false;
    bool is_one_at_a_time = false;

    parameter& required();
    parameter& takes(std::string what);
    // Of a list: the option stands before each value. Otherwise it takes whatever follows the first
    // one, also the verb's own argument.
    parameter& one_at_a_time();
};

// A word that stands for itself.
parameter argument(std::string name, std::string& kept_in, std::string help);

// A value after its name, or any number of them. An option of one name takes the same of every verb,
// unless it says otherwise.
parameter option(std::string name, std::string& kept_in, std::string help);
parameter option(std::string name, std::vector<std::string>& kept_in, std::string help);

// A name without a value.
parameter flag(std::string name, bool& kept_in, std::string help);

// In the order in which the help shows them.
std::vector<parameter> joined(std::vector<parameter> first, std::vector<parameter> const& then);

struct verb {
    std::string name;
    std::string summary;
    std::vector<parameter> takes{};
    std::vector<verb> verbs{}; // below it; where there are some, one is given
    std::string footer{};
    // Answers the exit status. 0: done (refusals are answers). 1: something asked about does not
    // hold. 2: bad usage or unreadable input.
    std::function<int()> does{};
};

} // namespace amends::cli
