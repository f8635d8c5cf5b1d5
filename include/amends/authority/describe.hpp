// SPDX-License-Identifier: BSL-1.0
// What an actor may do by a table of authority, as data and in words.
#pragma once

#include <amends/authority/table.hpp>

namespace amends {

/// What an actor may decide alone in one role: the lines of the table that speak of it.
struct permission {
    role in_role{};
    actor_id instead_of{};                      ///< whose role it is, where it was lent
    delegation_id by_delegation{};              ///< empty for a substitute
    std::optional<money> in_all_at_most{};      ///< of a delegation with a maximum
    std::vector<money_limit> limits{};          ///< what costs something needs one of them; the
                                                ///< lines for any kind come last
    std::vector<cumulative_limit> cumulative{}; ///< with what was given before
    std::vector<offered_remedy> offer{};        ///< when the table has an offer, nothing else
    std::vector<reserved_category> kept_from{}; ///< what other roles decide
    std::vector<time_window> hours{};           ///< none: at any time
    bool erases = false;                        ///< what is known of a customer
    bool holds = false;                         ///< the same: keeps it from being erased
    bool migrates = false;                      ///< moves cases to another lifecycle

    friend bool operator==(permission const&, permission const&) = default;
};

/// Everything that a table says of one actor at one moment. Nothing else counts: what it does not
/// grant, `authority::judge` does not grant.
struct authority_description {
    actor who{};
    instant at{};
    std::string document{};
    std::uint32_t version = 0;
    digest hash{};
    instant effective{};
    bool in_force = true; ///< otherwise everything is forbidden
    bool has_offer = false;
    std::vector<permission> may{};                  ///< own roles first, then what is lent
    std::vector<dual_control_line> several_agree{}; ///< above these, whoever proposes
    std::uint32_t approvers = 1;                    ///< beyond their own limits
    std::vector<role> beyond{};                     ///< whose limits reach further than these
    std::vector<interest> keeps_out{};              ///< declared interests
    separation_of_duties::options separation{};     ///< what they may not evaluate
    std::vector<retention_period> kept{};           ///< so long nothing is erased
    std::optional<reason> lent_nothing{}; ///< why a delegation that they named does not hold
    std::chrono::minutes utc_offset{0};
    exchange_rates rates{};
};

/// What `who` may do at that moment. Delegations to them, and substitutions, are part of it when
/// `who` says on whose behalf they act. Cost: a pass over the table.
authority_description describe(table_of_authority const& table, actor const& who, instant at);

/// In words, several lines.
std::string to_text(authority_description const& d);

/// `+01:00`.
std::string offset_in_words(std::chrono::minutes offset);
/// `month`, `30 days`.
std::string to_text(period const& p);
/// `mon-fri 08:00 to 18:00`.
std::string to_text(time_window const& w);

} // namespace amends
