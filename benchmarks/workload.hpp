// SPDX-License-Identifier: BSL-1.0
// The commands that are measured: a parcel that did not come, from report to close.
#pragma once

#include <amends/amends.hpp>

#include <string>
#include <vector>

namespace bench {

/// A command of the path and who gives it.
struct path_step {
    amends::session from;
    amends::command_content what;
};

/// Report, take, confirm, explain, propose, approve, accept, carry out, inform, evaluate, close.
/// With refusals: also one command in the wrong state, one beyond authority, one too early.
std::vector<path_step> path_of_a_parcel(bool with_refusals);

/// Limits of an agent and a manager, and separation of duties.
using usual_policy = amends::all_of<amends::money_limits, amends::separation_of_duties>;
usual_policy policy_of_the_shop();

/// A clock that moves on by a second with each call.
std::function<amends::instant()> ticking_clock();

/// `prefix` and a number with leading zeros: ids as products have them.
template <class Id>
Id numbered(char prefix, std::uint64_t number) {
    char text[24];
    auto at = sizeof text;
    while (at > 13) {
        text[--at] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    text[--at] = '-';
    text[--at] = prefix;
    return Id::trusted({text + at, sizeof text - at});
}

} // namespace bench
