// SPDX-License-Identifier: BSL-1.0
// Descriptions, ladders and trials written member by member.
#include <amends/exchange/authority_json.hpp>

#include "exchange/json_writing.hpp"

namespace amends {
namespace {

using detail::json_writer;

void put_hours(json_writer& to, time_window const& w) {
    to.open();
    to.member("role", w.role);
    to.member("open", to_text(w));
    to.member("line", w.line);
    to.close();
}

void put_limit(json_writer& to, money_limit const& l) {
    to.open();
    to.member("role", l.role);
    to.member("kind", l.kind);
    to.member("max", l.max);
    to.member("min", money{l.min.minor_units, l.max.in});
    to.member("line", l.line);
    to.close();
}

void put_cumulative(json_writer& to, cumulative_limit const& l) {
    to.open();
    to.member("role", l.role);
    to.member("kind", l.kind);
    to.member("max", l.max);
    to.member("per_actor", l.per_actor);
    to.member("per_customer", l.per_customer);
    to.member("period", to_text(l.in));
    to.member("line", l.line);
    to.close();
}

void put_period(json_writer& to, retention_period const& r) {
    to.open();
    to.member("category", r.category);
    to.member("days", r.at_least.count());
    to.member("line", r.line);
    to.close();
}

template <class List, class Put>
void members(json_writer& to, char const* name, List const& list, Put put) {
    to.key(name);
    to.put_each(list, [&](auto const& one) { put(to, one); });
}

void put_permission(json_writer& to, permission const& p) {
    to.open();
    to.member("in_role", p.in_role);
    to.member("instead_of", p.instead_of);
    to.member("by_delegation", p.by_delegation);
    to.member("in_all_at_most", p.in_all_at_most);
    members(to, "limits", p.limits, put_limit);
    members(to, "cumulative", p.cumulative, put_cumulative);
    to.member("offer", p.offer);
    to.member("kept_from", p.kept_from);
    members(to, "hours", p.hours, put_hours);
    to.member("erases", p.erases);
    to.member("holds", p.holds);
    to.member("migrates", p.migrates);
    to.close();
}

void put_separation(json_writer& to, separation_of_duties::options const& differs) {
    to.member("evaluator_differs_from_owner", differs.evaluator_differs_from_owner);
    to.member("evaluator_differs_from_proposer", differs.evaluator_differs_from_proposer);
    to.member("evaluator_differs_from_approvers", differs.evaluator_differs_from_approvers);
}

void put_rates(json_writer& to, exchange_rates const& rates) {
    to.key("rates");
    if (!rates.any()) return to.put(std::optional<currency>());
    to.open();
    to.member("home", rates.home());
    for (auto const& r : rates.all()) to.member(r.from.code(), to_text(r));
    to.close();
}

} // namespace

std::string to_json(authority_description const& d) {
    return detail::json_object([&](json_writer& to) {
        to.member("who", d.who);
        to.member("at", d.at);
        to.member("document", d.document);
        to.member("version", d.version);
        to.member("hash", d.hash);
        to.member("effective", d.effective);
        to.member("in_force", d.in_force);
        to.member("has_offer", d.has_offer);
        members(to, "may", d.may, put_permission);
        to.member("several_agree", d.several_agree);
        to.member("approvers", d.approvers);
        to.member("beyond", d.beyond);
        to.member("keeps_out", d.keeps_out);
        put_separation(to, d.separation);
        members(to, "kept", d.kept, put_period);
        to.member("lent_nothing", d.lent_nothing);
        to.member("utc_offset", offset_in_words(d.utc_offset));
        put_rates(to, d.rates);
    });
}

std::string to_json(who_decides const& w) {
    std::string out;
    json_writer(out).put(w);
    return out;
}

std::string to_json(trial_summary const& s) {
    std::string out;
    json_writer(out).put(s);
    return out;
}

std::string to_json(judged_otherwise const& j) {
    return detail::json_object([&](json_writer& to) {
        to.member("case", j.on);
        to.member("sequence", j.sequence);
        to.member("at", j.at);
        to.member("who", j.who);
        to.member("command", j.command);
        to.key("remedies");
        to.put_list(j.remedies);
        to.member("was", j.was);
        to.member("would_be", j.would_be);
        to.key("reasons");
        to.put_list(j.judged.reasons);
        to.key("competent");
        to.put_list(j.judged.competent);
    });
}

std::string to_json(table_of_authority const& t) {
    return detail::json_object([&](json_writer& to) {
        to.member("name", t.name);
        to.member("version", t.version);
        to.member("hash", t.hash);
        to.member("effective", t.effective);
        to.member("changed_by", t.changed_by);
        to.member("utc_offset", offset_in_words(t.utc_offset));
        to.member("ladder", t.ladder);
        to.member("others", t.others);
        members(to, "limits", t.limits, put_limit);
        members(to, "cumulative", t.cumulative, put_cumulative);
        to.member("offer", t.offer);
        members(to, "hours", t.hours, put_hours);
        to.member("reserved", t.reserved);
        to.member("dual_control", t.dual_control);
        to.member("approvers", t.approvers);
        put_separation(to, t.separation);
        to.member("interests", t.interests);
        to.member("colleagues", t.colleagues);
        to.member("delegations", t.delegations);
        to.member("must_be_informed", t.must_be_informed);
        put_rates(to, t.rates);
        to.member("erased_by", t.retention.erased_by);
        to.member("held_by", t.retention.held_by);
        members(to, "retention", t.retention.periods, put_period);
        to.member("migrated_by", t.migrated_by);
    });
}

} // namespace amends
