// SPDX-License-Identifier: BSL-1.0
// Descriptions, ladders and trials written member by member.
#include <amends/exchange/authority_json.hpp>

#include "exchange/json_writing.hpp"

namespace amends {
namespace {

using detail::json_writer;

/// Writes what it is given between braces; `write` adds the members.
template <class Write>
std::string object_of(Write write) {
    std::string out;
    json_writer to(out);
    to.open();
    write(to);
    to.close();
    return out;
}

void put_hours(json_writer& to, time_window const& w) {
    to.open();
    to.member("role", w.role);
    to.member("open", to_text(w));
    to.member("line", w.line);
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
    to.member("limits", p.limits);
    members(to, "cumulative", p.cumulative, put_cumulative);
    to.member("offer", p.offer);
    to.member("kept_from", p.kept_from);
    members(to, "hours", p.hours, put_hours);
    to.close();
}

std::string offset_in_words(std::chrono::minutes offset) {
    auto const count = offset.count() < 0 ? -offset.count() : offset.count();
    auto const two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return (offset.count() < 0 ? "-" : "+") + two(count / 60) + ":" + two(count % 60);
}

} // namespace

std::string to_json(authority_description const& d) {
    return object_of([&](json_writer& to) {
        to.member("who", d.who);
        to.member("at", d.at);
        to.member("document", d.document);
        to.member("version", d.version);
        to.member("hash", d.hash);
        to.member("in_force", d.in_force);
        to.member("has_offer", d.has_offer);
        members(to, "may", d.may, put_permission);
        to.member("several_agree", d.several_agree);
        to.member("approvers", d.approvers);
        to.member("keeps_out", d.keeps_out);
        to.member("evaluates_own_cases", d.evaluates_own_cases);
        to.member("lent_nothing", d.lent_nothing);
        to.member("utc_offset", offset_in_words(d.utc_offset));
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
    return object_of([&](json_writer& to) {
        to.member("case", j.on);
        to.member("sequence", j.sequence);
        to.member("at", j.at);
        to.member("who", j.who);
        to.member("command", j.command);
        to.key("remedies");
        to.put_list(j.remedies);
        to.member("was", j.was);
        to.member("would_be", j.would_be.decision);
        to.key("reasons");
        to.put_list(j.would_be.reasons);
        to.key("competent");
        to.put_list(j.would_be.competent);
    });
}

std::string to_json(table_of_authority const& t) {
    return object_of([&](json_writer& to) {
        to.member("name", t.name);
        to.member("version", t.version);
        to.member("hash", t.hash);
        to.member("effective", t.effective);
        to.member("changed_by", t.changed_by);
        to.member("utc_offset", offset_in_words(t.utc_offset));
        to.member("ladder", t.ladder);
        to.member("limits", t.limits);
        members(to, "cumulative", t.cumulative, put_cumulative);
        to.member("offer", t.offer);
        members(to, "hours", t.hours, put_hours);
        to.member("reserved", t.reserved);
        to.member("dual_control", t.dual_control);
        to.member("approvers", t.approvers);
        to.member("evaluator_differs_from_owner", t.separation.evaluator_differs_from_owner);
        to.member("interests", t.interests);
        to.member("colleagues", t.colleagues);
        to.member("delegations", t.delegations);
        to.member("must_be_informed", t.must_be_informed);
    });
}

} // namespace amends
