// SPDX-License-Identifier: BSL-1.0
// JSON about authority: what somebody may do, who decides, what a trial found, what a document holds.
#pragma once

#include <amends/authority/describe.hpp>
#include <amends/authority/people/ladder.hpp>
#include <amends/desk/trial.hpp>

#include <string>

namespace amends {

// The notation of exchange/json.hpp: members by their names in the library, money as "50.00 EUR",
// moments and days in ISO 8601, periods and hours in words.

/// What an actor may do.
std::string to_json(authority_description const& d);
/// Who decides, or why nobody does and who can change that.
std::string to_json(who_decides const& w);
/// What a trial found.
std::string to_json(trial_summary const& s);
/// One decision that would have been another.
std::string to_json(judged_otherwise const& j);
/// A table of authority as it was read.
std::string to_json(table_of_authority const& t);

} // namespace amends
