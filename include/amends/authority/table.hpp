// SPDX-License-Identifier: BSL-1.0
// The table of authority: everything an organisation says about who may agree to what, as values.
#pragma once

#include <amends/authority/limits.hpp>
#include <amends/authority/migrators.hpp>
#include <amends/authority/people/delegation.hpp>
#include <amends/authority/retention.hpp>
#include <amends/authority/rules/categories.hpp>
#include <amends/authority/rules/cumulative.hpp>
#include <amends/authority/rules/dual_control.hpp>
#include <amends/authority/rules/interests.hpp>
#include <amends/authority/rules/offer.hpp>
#include <amends/authority/rules/windows.hpp>
#include <amends/authority/separation.hpp>

#include <string>
#include <vector>

namespace amends {

/// What an authority document holds, and what `authority` judges by. Filled by hand or read from TOML.
struct table_of_authority {
    std::string name{};
    std::uint32_t version = 0;
    digest hash{};                      ///< of the text it was read from; none when it was not
    instant effective{};                ///< the first moment at which it is in force
    role changed_by{};                  ///< who may change it; empty: the top of the ladder
    std::chrono::minutes utc_offset{0}; ///< of the hours and days it speaks of

    std::vector<role> ladder{}; ///< from the lowest to the highest
    std::vector<role> others{}; ///< no step of the ladder; asked after it
    std::vector<money_limit> limits{};
    std::vector<cumulative_limit> cumulative{};
    std::vector<offered_remedy> offer{};
    std::vector<time_window> hours{};
    std::vector<reserved_category> reserved{};
    std::vector<dual_control_line> dual_control{};
    std::uint32_t approvers = 1; ///< for what lies beyond the proposer's own limits
    separation_of_duties::options separation{};
    amends::retention::options retention{};
    std::vector<role> migrated_by{}; ///< who moves cases to another lifecycle
    std::vector<interest> interests{};
    std::vector<colleague> colleagues{};
    std::vector<delegation> delegations{};
    exchange_rates rates{};
    std::vector<role> must_be_informed{}; ///< of every solved problem, beside a manager

    /// Who may change the rules, when nobody may decide; empty without `changed_by` and ladder.
    role who_may_change() const noexcept {
        return changed_by.empty() && !ladder.empty() ? ladder.back() : changed_by;
    }
};

} // namespace amends
