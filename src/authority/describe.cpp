// SPDX-License-Identifier: BSL-1.0
// The lines of a table that speak of an actor, and those lines in words.
#include <amends/authority/describe.hpp>

#include <amends/authority/costs.hpp>
#include <amends/authority/people/delegation.hpp>
#include <amends/vocabulary/print.hpp>

#include "authority/reason_in_words.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace amends {
namespace {

template <class Line, class Wanted>
std::vector<Line> lines_where(std::vector<Line> const& all, Wanted wanted) {
    std::vector<Line> some;
    std::ranges::copy_if(all, std::back_inserter(some), wanted);
    return some;
}

permission permission_of(table_of_authority const& t, role const& held) {
    auto const of_role = [&](auto const& line) { return line.role == held; };
    permission p;
    p.in_role = held;
    p.limits = lines_where(t.limits, of_role);
    std::stable_partition(p.limits.begin(), p.limits.end(),
                          [](money_limit const& l) { return bool(l.kind); });
    p.cumulative = lines_where(t.cumulative, of_role);
    p.offer =
        lines_where(t.offer, [&](offered_remedy const& o) { return !o.held || *o.held == held; });
    p.kept_from = lines_where(t.reserved, [&](reserved_category const& line) {
        return std::ranges::find(line.roles, held) == line.roles.end();
    });
    p.hours = lines_where(t.hours, of_role);
    auto const is_among = [&](std::vector<role> const& named) {
        return std::ranges::find(named, held) != named.end();
    };
    p.erases = is_among(t.retention.erased_by);
    p.holds = is_among(t.retention.held_by);
    p.migrates = is_among(t.migrated_by);
    return p;
}

/// The most of a kind that lines let decide alone in a currency; nothing where none is in it.
std::optional<std::int64_t> most(std::vector<money_limit> const& lines, remedy_kind kind,
                                 currency in) {
    std::optional<std::int64_t> found;
    for (auto const& l : lines) {
        if (l.max.in != in) continue;
        if (l.kind == kind) return l.max.minor_units;
        if (!l.kind) found = l.max.minor_units;
        else if (!found) found = 0;
    }
    return found;
}

/// Whether a cost fits into what a delegation lends in all, as its rule judges it.
bool is_lent(permission const& p, money cost, exchange_rates const& rates) {
    if (!p.in_all_at_most) return true;
    remedy const one{remedy_kind::other, cost};
    return !detail::over_delegated_limit(*p.in_all_at_most, costs::of({&one, 1}, rates));
}

bool decides(permission const& p, remedy_kind kind, money cost, exchange_rates const& rates) {
    if (!is_lent(p, cost, rates)) return false;
    if (auto const max = most(p.limits, kind, cost.in)) return cost.minor_units <= *max;
    auto const home = rates.at_home(cost);
    auto const max = home ? most(p.limits, kind, home->in) : std::nullopt;
    return max && home->minor_units <= *max;
}

/// The roles whose limits reach further, for some kind and in some currency, than all of these.
std::vector<role> roles_beyond(table_of_authority const& t, std::vector<permission> const& may) {
    std::vector<role> found;
    auto const reaches_further = [&](role const& other) {
        auto const theirs =
            lines_where(t.limits, [&](money_limit const& l) { return l.role == other; });
        for (auto const& l : theirs)
            for (std::size_t k = 0; k < remedy_kinds; ++k) {
                auto const kind = static_cast<remedy_kind>(k);
                money const cost{*most(theirs, kind, l.max.in), l.max.in};
                if (cost.minor_units > 0 && std::ranges::none_of(may, [&](permission const& p) {
                        return decides(p, kind, cost, t.rates);
                    }))
                    return true;
            }
        return false;
    };
    for (auto const* roles : {&t.ladder, &t.others})
        std::ranges::copy_if(*roles, std::back_inserter(found), reaches_further);
    return found;
}

template <class List, class Word>
std::string listed(List const& list, Word word_of) {
    std::string out;
    for (auto const& one : list) out += (out.empty() ? "" : ", ") + std::string(word_of(one));
    return out;
}

std::string minutes_in_words(std::uint16_t m) {
    char text[8];
    std::snprintf(text, sizeof text, "%02d:%02d", m / 60 % 100, m % 60);
    return text;
}

std::string kind_in_words(std::optional<remedy_kind> kind, char const* any) {
    return kind ? std::string(name_of(*kind)) : any;
}

std::string in_words(money_limit const& l, bool others_too) {
    auto out = kind_in_words(l.kind, others_too ? "anything else" : "anything") + ": ";
    if (l.min.minor_units != 0) out += "from " + to_text(l.min) + " ";
    return out + "up to " + to_text(l.max);
}

std::string in_words(cumulative_limit const& l) {
    auto out = kind_in_words(l.kind, "everything") + " up to " + to_text(l.max) + " in ";
    out += l.in.is == period::unit::days ? to_text(l.in) : "a " + to_text(l.in);
    if (l.per_actor && l.per_customer) return out + ", given by them to one customer";
    return out + (l.per_actor ? ", given by them" : ", to one customer by anybody");
}

std::string in_words(reserved_category const& r) {
    auto what = r.category.empty() ? std::string("any problem") : r.category;
    if (r.from_severity != severity::low)
        what += " of severity " + std::string(name_of(r.from_severity)) +
                (r.from_severity == severity::critical ? "" : " or worse");
    return what + " (" + listed(r.roles, [](role const& x) { return x.view(); }) + ")";
}

std::string in_words(offered_remedy const& o) {
    return std::string(name_of(o.kind)) + (o.category.empty() ? "" : " for " + o.category);
}

std::string in_words(interest const& i) {
    std::string where;
    auto const add = [&](std::string_view word, std::string_view what) {
        if (!what.empty())
            where += (where.empty() ? "" : ", ") + std::string(word) + " " + std::string(what);
    };
    add("customer", i.customer.view());
    add("case", i.on.view());
    add("category", i.category);
    if (i.gains_from) add("remedy", name_of(*i.gains_from));
    return std::string(name_of(i.is)) + " (" + where + ")";
}

std::string not_evaluated(separation_of_duties::options const& differs) {
    std::string out;
    auto const add = [&](bool it_does, char const* word) {
        if (it_does) out += (out.empty() ? "" : " or ") + std::string(word);
    };
    add(differs.evaluator_differs_from_owner, "own");
    add(differs.evaluator_differs_from_proposer, "proposed");
    add(differs.evaluator_differs_from_approvers, "approved");
    return out;
}

std::string others(std::uint32_t n) { return std::to_string(n) + (n == 1 ? " other" : " others"); }

std::string in_words(dual_control_line const& l) {
    return kind_in_words(l.kind, "everything together") + " above " + to_text(l.above) + ": " +
           others(l.approvers);
}

std::string in_words(retention_period const& r) {
    return (r.category.empty() ? std::string("every case") : r.category) + ": " +
           std::to_string(r.at_least.count()) + (r.at_least.count() == 1 ? " day" : " days") +
           " after its end";
}

/// From where on a role does not decide alone what lies within its line.
std::string not_alone(money_limit const& l, permission const& p,
                      std::vector<dual_control_line> const& several) {
    std::string out;
    for (auto const& s : several) {
        if (s.above.in != l.max.in || s.above.minor_units >= l.max.minor_units) continue;
        auto const of_a_kind = s.kind && !l.kind;
        auto const has_own = std::ranges::any_of(p.limits, [&](money_limit const& other) {
            return other.kind == s.kind && other.max.in == l.max.in;
        });
        if (of_a_kind ? has_own : s.kind && s.kind != l.kind) continue;
        out += ", " + (of_a_kind ? std::string(name_of(*s.kind)) + ' ' : std::string()) + "above " +
               to_text(s.above) + " with " + others(s.approvers);
    }
    return out;
}

template <class Lines>
void add_lines(std::string& out, std::string const& title, Lines const& lines) {
    for (auto const& l : lines) out += "  " + title + in_words(l) + '\n';
}

void add_permission(std::string& out, authority_description const& d, permission const& p) {
    out += "as " + p.in_role.str();
    if (!p.by_delegation.empty())
        out += " for " + p.instead_of.str() + ", by delegation " + p.by_delegation.str();
    else if (!p.instead_of.empty()) out += " for " + p.instead_of.str() + ", as substitute";
    out += ", alone:\n";
    if (p.limits.empty()) out += "  nothing that costs\n";
    for (auto const& l : p.limits) {
        auto const others_too = std::ranges::any_of(p.limits, [&](money_limit const& other) {
            return other.kind && other.max.in == l.max.in;
        });
        out += "  " + in_words(l, others_too) + not_alone(l, p, d.several_agree) + '\n';
    }
    if (p.in_all_at_most) out += "  in all up to " + to_text(*p.in_all_at_most) + '\n';
    add_lines(out, "", p.cumulative);
    if (d.has_offer)
        out += "  offers only: " +
               (p.offer.empty() ? "nothing"
                                : listed(p.offer, [](auto const& o) { return in_words(o); })) +
               '\n';
    add_lines(out, "not: ", p.kept_from);
    for (auto const& w : p.hours)
        out += "  hours: " + to_text(w) + " (UTC" + offset_in_words(d.utc_offset) + ")\n";
    if (p.erases) out += "  erases what is known of a customer\n";
    if (p.holds)
        out += std::string("  holds ") + (p.erases ? "it" : "what is known of a customer") +
               ", and ends a hold\n";
    if (p.migrates) out += "  moves cases to another lifecycle\n";
}

} // namespace

authority_description describe(table_of_authority const& t, actor const& who, instant at) {
    authority_description d;
    d.who = who;
    d.at = at;
    d.document = t.name;
    d.version = t.version;
    d.hash = t.hash;
    d.effective = t.effective;
    d.in_force = at >= t.effective;
    d.has_offer = !t.offer.empty();
    for (auto const& r : who.roles.all()) d.may.push_back(permission_of(t, r));
    auto const lent = delegations(t.delegations, directory(t.colleagues)).lent_to(who, at);
    if (lent.why && lent.why->says == decision::forbidden) d.lent_nothing = lent.why;
    for (auto const& r : lent.roles.all()) {
        auto p = permission_of(t, r);
        p.instead_of = who.on_behalf_of;
        p.by_delegation = who.by_delegation;
        p.in_all_at_most = lent.max;
        d.may.push_back(std::move(p));
    }
    d.several_agree = t.dual_control;
    d.approvers = t.approvers;
    d.beyond = roles_beyond(t, d.may);
    d.keeps_out = lines_where(t.interests, [&](interest const& i) {
        return i.colleague == who.id || i.colleague == who.on_behalf_of;
    });
    d.separation = t.separation;
    d.kept = t.retention.periods;
    d.utc_offset = t.utc_offset;
    d.rates = t.rates;
    return d;
}

std::string offset_in_words(std::chrono::minutes offset) {
    auto const count = std::abs(offset.count());
    auto const two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return (offset.count() < 0 ? "-" : "+") + two(count / 60) + ":" + two(count % 60);
}

std::string to_text(period const& p) {
    switch (p.is) {
    case period::unit::days: return p.days == 1 ? "1 day" : std::to_string(p.days) + " days";
    case period::unit::calendar_day: return "day";
    case period::unit::week: return "week";
    case period::unit::month: return "month";
    case period::unit::quarter: return "quarter";
    case period::unit::year: return "year";
    }
    return {};
}

std::string to_text(time_window const& w) {
    constexpr std::array<char const*, 7> week{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::string days;
    for (std::size_t i = 0; i < week.size();) {
        auto last = i;
        while (last < week.size() && (w.weekdays >> last & 1u) != 0) ++last;
        if (last == i) {
            ++i;
            continue;
        }
        days += (days.empty() ? "" : ", ") + std::string(week[i]);
        if (last - i > 1) days += "-" + std::string(week[last - 1]);
        i = last;
    }
    auto out = (days == "mon-sun" ? std::string("every day") : days) + ' ' +
               minutes_in_words(w.from_minute) + " to " + minutes_in_words(w.until_minute);
    auto const day = [](std::chrono::sys_days d) { return to_text(instant(d)).substr(0, 10); };
    if (w.first_day) out += ", from " + day(*w.first_day);
    if (w.last_day) out += ", until " + day(*w.last_day);
    return out;
}

std::string to_text(authority_description const& d) {
    std::string out = d.who.id.empty() ? "" : d.who.id.str() + ", ";
    out += "by " + d.document + ", version " + std::to_string(d.version) + ", effective from " +
           to_text(d.effective) + '\n';
    if (!d.in_force) out += "not in force yet: everything that needs authority is forbidden\n";
    if (d.may.empty()) out += "no role: nothing that costs\n";
    for (auto const& p : d.may) add_permission(out, d, p);
    if (d.lent_nothing) out += reason_in_words(*d.lent_nothing) + '\n';
    out += "with others:\n";
    if (d.beyond.empty()) out += "  beyond that nobody may decide\n";
    else
        out += "  beyond that " + others(d.approvers) +
               (d.approvers == 1 ? " approves (" : " approve (") +
               listed(d.beyond, [](role const& r) { return r.view(); }) + ")\n";
    add_lines(out, "", d.several_agree);
    if (auto const cases = not_evaluated(d.separation); !cases.empty())
        out += "  somebody else evaluates the cases that they " + cases + '\n';
    for (auto const& r : d.rates.all())
        out += "  1 " + std::string(r.from.code()) + " counts as " + to_text(r) + ' ' +
               std::string(d.rates.home().code()) + '\n';
    out += "never: their own proposals, their own cases, twice\n";
    add_lines(out, "stays out: ", d.keeps_out);
    add_lines(out, "not erased before: ", d.kept);
    return out;
}

} // namespace amends
