// SPDX-License-Identifier: BSL-1.0
// The parts of a table put together: rules of roles and delegations first, then what binds everybody.
#include <amends/authority/authority.hpp>

namespace amends {
namespace {

constexpr rule_name policy_name = "authority";

using rules_of_roles =
    by_role<limit_table, cumulative_limits, service_offer, time_windows, reserved_categories>;

rules_of_roles roles_in(table_of_authority const& t) {
    return {t.ladder,
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
          judges(with_delegations<rules_of_roles>(lent, table.rates, roles),
                 dual_control(table.dual_control, table.rates),
                 separation_of_duties(table.separation), conflict_of_interest(table.interests)) {}

    table_of_authority table;
    delegations lent;
    rules_of_roles roles;
    all_of<with_delegations<rules_of_roles>, dual_control, separation_of_duties,
           conflict_of_interest>
        judges;
};

authority::authority(table_of_authority table)
    : compiled_(std::make_shared<compiled const>(std::move(table))) {}

verdict authority::judge(question const& q) const {
    auto const& c = *compiled_;
    auto v = c.judges.judge(q);
    if (v.silent()) return v;
    // Dual control knows how many, the rules of roles know who.
    if (v.decision == decision::needs_approval && v.competent.empty()) v.competent = competent(q);
    if (q.at < c.table.effective)
        v.add({policy_name, "not_in_force", decision::forbidden,
               measure::of_words(rule_name::trusted("a time from " + to_text(c.table.effective))),
               measure::of_words(rule_name::trusted(to_text(q.at)))});
    else if (v.decision != decision::granted && v.competent.empty() && competent(q).empty())
        v.add({policy_name, "nobody_may_decide", decision::forbidden,
               c.table.changed_by.empty() ? measure::of_words("a change of the rules")
                                          : measure::of_id(c.table.changed_by),
               measure::of_words("nobody on the ladder")});
    v.document = c.table.hash;
    v.document_version = c.table.version;
    return v;
}

looking_back authority::looks_back() const noexcept { return looks_back_of(compiled_->judges); }

detail::few<role> authority::competent(question const& q) const {
    return compiled_->roles.competent(q);
}

who_decides authority::who_may_decide(question const& q) const {
    auto const roles = competent(q);
    return amends::who_may_decide(compiled_->lent, {roles.begin(), roles.end()}, q,
                                  compiled_->table.changed_by,
                                  [&](question const& asked) { return judge(asked); });
}

table_of_authority const& authority::table() const noexcept { return compiled_->table; }

} // namespace amends
