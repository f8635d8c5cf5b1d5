// SPDX-License-Identifier: BSL-1.0
// The parts of a table put together: rules of roles and delegations first, then what binds everybody.
#include <amends/authority/authority.hpp>

#include "authority/moment_in_words.hpp"

namespace amends {
namespace {

constexpr rule_name authority_name = "authority";

using rules_of_roles =
    by_role<limit_table, cumulative_limits, service_offer, time_windows, reserved_categories>;

std::vector<role> asked_in_order(table_of_authority const& t) {
    auto all = t.ladder;
    all.insert(all.end(), t.others.begin(), t.others.end());
    return all;
}

rules_of_roles roles_in(table_of_authority const& t) {
    return {asked_in_order(t),
            t.approvers,
            t.rates,
            limit_table(t.limits),
            cumulative_limits(t.cumulative, t.rates, t.utc_offset),
            service_offer(t.offer),
            time_windows(t.hours, t.utc_offset),
            reserved_categories(t.reserved)};
}

} // namespace

struct authority::compiled {
    explicit compiled(table_of_authority from)
        : table(std::move(from)),
          lent(table.delegations, directory(table.colleagues)),
          roles(roles_in(table)),
          several(table.dual_control, table.rates),
          judges(with_delegations<rules_of_roles>(lent, table.rates, roles), several,
                 separation_of_duties(table.separation), conflict_of_interest(table.interests),
                 retention(table.retention), migrators(table.migrated_by)) {}

    /// How many approve these terms, whoever proposes them.
    std::uint32_t approvers_of(question q) const {
        q.command = "propose";
        return several.judge(q).approvers_needed;
    }

    table_of_authority table;
    delegations lent;
    rules_of_roles roles;
    dual_control several;
    all_of<with_delegations<rules_of_roles>, dual_control, separation_of_duties,
           conflict_of_interest, retention, migrators>
        judges;
};

authority::authority(table_of_authority table)
    : compiled_(std::make_shared<compiled const>(std::move(table))) {}

verdict authority::judge(question const& q) const {
    auto const& c = *compiled_;
    auto v = c.judges.judge(q);
    if (v.silent()) return v;
    if (q.at < c.table.effective) {
        v.competent.clear(); // before that day no role may decide
        v.add({authority_name, "not_in_force", decision::forbidden,
               moment_in_words("a time from ", c.table.effective), moment_in_words("", q.at)});
    } else if (v.decision != decision::granted && is_about_terms(q.command)) {
        if (v.competent.empty()) v.competent = competent(q);
        if (v.competent.empty()) {
            auto const changer = c.table.who_may_change();
            if (changer.empty())
                v.add({authority_name, "no_ladder", decision::forbidden,
                       measure::of_words("a ladder with a role"), measure::of_words("none")});
            else
                v.add({authority_name, "nobody_may_decide", decision::forbidden,
                       measure::of_id(changer), measure::of_words("nobody on the ladder")});
        }
    }
    v.document = c.table.hash;
    v.document_version = c.table.version;
    return v;
}

looking_back authority::looks_back() const noexcept { return looks_back_of(compiled_->judges); }

role authority::decides_in(question const& q) const { return compiled_->judges.decides_in(q); }

detail::few<role> authority::competent(question const& q) const {
    return compiled_->roles.competent(q);
}

who_decides authority::who_may_decide(question const& q) const {
    return who_may_decide(q, [this](question const& asked) { return judge(asked); });
}

who_decides authority::who_may_decide(question const& q,
                                      std::function<verdict(question const&)> const& judge) const {
    auto const& c = *compiled_;
    auto const roles = competent(q);
    // What waits for approvers says how many more. Other terms take those of what lies beyond a
    // proposer's own limits, and those of dual control.
    auto needed = q.about.approvers_needed;
    if (needed > q.about.approvers.size())
        needed -= static_cast<std::uint32_t>(q.about.approvers.size());
    else needed = std::max({1u, c.table.approvers, c.approvers_of(q)});
    auto const why = roles.empty() ? c.roles.nearest_objection(q) : std::nullopt;
    auto said =
        amends::who_may_decide({c.lent, {roles.begin(), roles.end()}, needed, q, why}, judge);
    if (!said.because.empty()) said.can_change_that = c.table.who_may_change();
    return said;
}

table_of_authority const& authority::table() const noexcept { return compiled_->table; }

} // namespace amends
