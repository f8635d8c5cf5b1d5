// SPDX-License-Identifier: BSL-1.0
// A desk's daily work made up from a seed: commands to try, measure and demonstrate with.
#pragma once

#include <amends/exchange/given_command.hpp>

#include <functional>

namespace amends {

/// How much work, and which.
struct generation {
    std::uint64_t cases = 1000;
    std::uint64_t seed = 1;
    instant from = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5); ///< a Monday
};

/// Calls `visit` with one command after the other, in order of time; false ends it.
///
/// Queries, requests and problems of many customers arrive through the day and the week; a dozen
/// agents, three team leads and two managers deal with them: answers, solutions within and beyond
/// the agent's authority, approvals and withheld ones, declined offers, help, referrals, merged
/// cases, complaints, withdrawals, reopenings, feedback, and now and then a mistake that the desk
/// refuses. Amounts fit examples/policies/authority.toml.
///
/// Guarantees: the same generation gives the same commands, on every machine and with every
/// compiler; a case is the same however many others there are. Cost: some 10 microseconds a case;
/// memory of the cases that are open at one time.
void generate(generation const& how, std::function<bool(given_command const&)> const& visit);

} // namespace amends
