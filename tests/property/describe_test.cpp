// SPDX-License-Identifier: BSL-1.0
// What a description says is what the judge answers, for random tables and questions.
#include <amends/authority/authority.hpp>
#include <amends/authority/describe.hpp>

#include "support/random_cases.hpp"

#include "catch.hpp"
#include "support/repeat_with.hpp"

#include <map>

using namespace amends;
using namespace amends::cases;

namespace {

instant const monday = *parse_instant("2026-03-02T00:00:00Z");
std::vector<role> const roles{"agent", "lead", "manager"};
std::vector<actor_id> const people{"ann", "bob", "lea", "max", "mia"};
std::vector<remedy_kind> const kinds{remedy_kind::refund, remedy_kind::credit, remedy_kind::repair};
std::vector<std::string> const categories{"delivery", "privacy"};

struct random_table {
    random_values& some;

    template <class T>
    T const& one_of(std::vector<T> const& all) {
        return all[some.below(all.size())];
    }
    std::optional<remedy_kind> kind_or_any() {
        return some.once_in(2) ? std::optional(one_of(kinds)) : std::nullopt;
    }
    std::optional<std::chrono::sys_days> some_day() {
        if (some.once_in(2)) return std::nullopt;
        return std::chrono::floor<std::chrono::days>(moment());
    }
    interest some_interest() {
        interest i;
        i.colleague = one_of(people);
        i.is = static_cast<interest_kind>(some.below(3));
        switch (some.below(5)) {
        case 0: i.on = some.once_in(2) ? "41" : "42"; break;
        case 1: i.category = one_of(categories); break;
        case 2: i.gains_from = one_of(kinds); break;
        case 3: i.gains_from = one_of(kinds); [[fallthrough]];
        default: i.customer = some.once_in(2) ? "c1" : "c2";
        }
        return i;
    }
    instant moment() { return monday + std::chrono::hours(some.below(24 * 14)); }

    table_of_authority make() {
        table_of_authority t;
        t.name = "random";
        t.version = 1;
        t.effective = monday - std::chrono::hours(some.once_in(20) ? -400 : 400);
        t.utc_offset = std::chrono::minutes(some.below(3) * 60);
        t.ladder = {"agent", "lead", "manager"};
        t.approvers = std::uint32_t(1 + some.below(2));
        if (some.once_in(2)) t.rates = exchange_rates(eur, {*parse_rate(usd, "0.9")});
        std::map<std::pair<role, int>, bool> has;
        if (some.once_in(2)) {
            t.limits.push_back({"manager", {}, {20000, eur}, {0, eur}, 0});
            has[{"manager", -2}] = true;
        }
        for (auto n = some.below(8); n-- > 0;) {
            money_limit l{
                one_of(roles), kind_or_any(), {std::int64_t(some.below(20000)), eur}, {}, 0};
            if (some.once_in(6)) l.max.in = usd;
            l.min = {some.once_in(4) ? l.max.minor_units / 4 : 0, l.max.in};
            auto const line =
                std::pair(l.role, (l.kind ? int(*l.kind) : -1) * 2 + (l.max.in == usd));
            if (!std::exchange(has[line], true)) t.limits.push_back(l);
        }
        for (auto n = some.below(3); n-- > 0;)
            t.cumulative.push_back({one_of(roles),
                                    kind_or_any(),
                                    {std::int64_t(some.below(30000)), eur},
                                    true,
                                    true,
                                    {some.once_in(2) ? period::unit::month : period::unit::days, 7},
                                    0});
        for (auto& l : t.cumulative)
            if (some.once_in(2)) (some.once_in(2) ? l.per_actor : l.per_customer) = false;
        if (some.once_in(3))
            for (auto const& k : kinds)
                if (!some.once_in(3))
                    t.offer.push_back(
                        {k, some.once_in(3) ? one_of(categories) : "",
                         some.once_in(3) ? std::optional(one_of(roles)) : std::nullopt, 0});
        if (some.once_in(3))
            t.hours.push_back({one_of(roles), std::uint8_t(some.below(128)),
                               std::uint16_t(some.below(1440)), std::uint16_t(some.below(1441)),
                               some_day(), some_day(), 0});
        if (some.once_in(3))
            t.reserved.push_back({some.once_in(2) ? one_of(categories) : "",
                                  static_cast<severity>(some.below(4)),
                                  {one_of(roles)},
                                  0});
        if (some.once_in(3))
            t.dual_control.push_back({kind_or_any(), {std::int64_t(some.below(20000)), eur}, 2, 0});
        if (some.once_in(3)) t.interests.push_back(some_interest());
        for (auto const& p : people) {
            colleague c{p, {one_of(roles)}, {}, 0};
            if (some.once_in(3)) {
                auto const from = moment();
                c.absences.push_back({from, from + std::chrono::hours(100), one_of(people), ""});
            }
            t.colleagues.push_back(c);
        }
        for (int n = 0; n < 3; ++n) {
            auto const from = moment();
            delegation d{delegation_id::trusted("D" + std::to_string(n)),
                         one_of(people),
                         one_of(people),
                         one_of(roles),
                         from,
                         from + std::chrono::hours(100),
                         {},
                         "",
                         {},
                         0};
            auto const from_whom = std::ranges::find(t.colleagues, d.from, &colleague::id);
            if (!some.once_in(4)) d.role = from_whom->roles.all().front();
            if (some.once_in(2)) d.max = money{std::int64_t(some.below(1000)), eur};
            if (some.once_in(4)) d.revoked = from + std::chrono::hours(50);
            t.delegations.push_back(d);
        }
        return t;
    }
};

/// Amounts and moments of a table at which an answer changes.
struct edges {
    std::vector<money> amounts;
    std::vector<instant> moments;

    edges(table_of_authority const& t, std::vector<grant> const& given) {
        for (auto const& l : t.limits)
            amounts.insert(amounts.end(), {l.max, {l.min.minor_units, l.max.in}});
        for (auto const& l : t.dual_control) amounts.push_back(l.above);
        for (auto const& l : t.cumulative) {
            amounts.push_back(l.max);
            for (auto const& g : given)
                amounts.push_back({l.max.minor_units - g.what.cost.minor_units, l.max.in});
        }
        for (auto const& d : t.delegations) {
            if (d.max) amounts.push_back(*d.max);
            moments.insert(moments.end(), {d.begins, d.ends});
            if (d.revoked) moments.push_back(*d.revoked);
        }
        for (auto const& c : t.colleagues)
            for (auto const& a : c.absences) moments.insert(moments.end(), {a.from, a.until});
        for (auto const& w : t.hours)
            for (int day = 0; day < 15; ++day)
                for (auto const minute : {w.from_minute, w.until_minute})
                    moments.push_back(monday + std::chrono::hours(24 * day) +
                                      std::chrono::minutes(minute) - t.utc_offset);
        for (auto const& l : t.cumulative)
            if (l.in.is == period::unit::days)
                for (auto const& g : given)
                    moments.push_back(g.at + std::chrono::hours(24 * l.in.days));
        moments.push_back(t.effective);
    }
};

/// A judge that knows nothing but descriptions, of the actor and of each role: slow, and written from
/// their words alone.
struct reader_of_descriptions {
    authority_description const& d;
    question const& q;
    std::vector<authority_description> of_roles;

    std::optional<std::int64_t> in(currency wanted, money m) const {
        if (m.in == wanted) return m.minor_units;
        if (wanted != d.rates.home()) return std::nullopt;
        auto const changed = d.rates.at_home(m);
        return changed ? std::optional(changed->minor_units) : std::nullopt;
    }
    /// The sum over remedies of that kind (none: all), in that currency.
    std::optional<std::int64_t> sum(currency wanted, std::optional<remedy_kind> kind) const {
        std::int64_t all = 0;
        for (auto const& r : q.remedies) {
            if (r.cost.minor_units == 0 || (kind && r.kind != *kind)) continue;
            auto const one = in(wanted, r.cost);
            if (!one) return std::nullopt;
            all += *one;
        }
        return all;
    }
    bool costs() const {
        for (auto const& r : q.remedies)
            if (r.cost.minor_units != 0) return true;
        return false;
    }
    std::optional<currency> own() const {
        std::optional<currency> only;
        for (auto const& r : q.remedies) {
            if (r.cost.minor_units == 0) continue;
            if (only && *only != r.cost.in) return std::nullopt;
            only = r.cost.in;
        }
        return only;
    }
    /// The sum over what costs that very currency.
    std::int64_t part(currency of, std::optional<remedy_kind> kind) const {
        std::int64_t all = 0;
        for (auto const& r : q.remedies)
            if (r.cost.in == of && (!kind || r.kind == *kind)) all += r.cost.minor_units;
        return all;
    }
    bool within_limits(permission const& p, currency counted) const {
        return within_limits(p, counted, [&](remedy_kind kind) { return sum(counted, kind); });
    }
    /// Each currency of a mixed proposal in which there is a line, beside what it costs at home.
    bool parts_within_limits(permission const& p) const {
        for (auto const& l : p.limits) {
            auto const of = l.max.in;
            if (of == d.rates.home() || part(of, std::nullopt) == 0) continue;
            if (!within_limits(p, of,
                               [&](remedy_kind kind) { return std::optional(part(of, kind)); }))
                return false;
        }
        return true;
    }
    template <class Sum>
    bool within_limits(permission const& p, currency counted, Sum sum_of) const {
        auto const line = [&](std::optional<remedy_kind> kind) -> money_limit const* {
            for (auto const& l : p.limits)
                if (l.kind == kind && l.max.in == counted) return &l;
            return nullptr;
        };
        auto const fits = [](std::int64_t cost, money_limit const* l) {
            return cost == 0 ||
                   (l != nullptr && cost >= l->min.minor_units && cost <= l->max.minor_units);
        };
        std::int64_t rest = 0;
        for (auto const kind : kinds) {
            std::optional<std::int64_t> const cost = sum_of(kind);
            if (!cost) return false;
            if (line(kind) == nullptr) rest += *cost;
            else if (!fits(*cost, line(kind))) return false;
        }
        return fits(rest, line(std::nullopt));
    }
    bool has_line_in(permission const& p, currency c) const {
        for (auto const& l : p.limits)
            if (l.max.in == c) return true;
        return false;
    }
    bool open_now(permission const& p) const {
        if (p.hours.empty()) return true;
        auto const local = q.at + d.utc_offset;
        for (auto const& w : p.hours)
            for (auto back : {0, 1}) {
                auto const day =
                    std::chrono::floor<std::chrono::days>(local) - std::chrono::days(back);
                auto const weekday = std::chrono::weekday(day).iso_encoding() - 1;
                auto const minute = std::chrono::floor<std::chrono::minutes>(local - day).count();
                auto const until =
                    w.until_minute > w.from_minute ? w.until_minute : w.until_minute + 1440;
                auto const in_season =
                    (!w.first_day || day >= *w.first_day) && (!w.last_day || day <= *w.last_day);
                if (in_season && (w.weekdays >> weekday & 1) != 0 && minute >= w.from_minute &&
                    minute < until)
                    return true;
            }
        return false;
    }
    /// `as_them`: the actor, with what they gave before; otherwise somebody else in that role.
    bool may(permission const& p, bool as_them = true) const {
        for (auto const& r : q.remedies) {
            bool offered = !d.has_offer;
            for (auto const& o : p.offer)
                offered = offered || (o.kind == r.kind &&
                                      (o.category.empty() || o.category == q.about.category));
            if (!offered) return false;
        }
        for (auto const& line : p.kept_from)
            if (q.about.severity >= line.from_severity &&
                (line.category.empty() || line.category == q.about.category))
                return false;
        if (!open_now(p)) return false;
        if (!costs()) return true;
        auto const only = own();
        auto const counted = only && has_line_in(p, *only) ? *only : d.rates.home();
        if (counted == currency{} || !within_limits(p, counted)) return false;
        if (!only && !parts_within_limits(p)) return false;
        for (auto const& l : p.cumulative) {
            auto const now = sum(l.max.in, l.kind);
            if (!now) return false;
            if (*now == 0) continue;
            auto all = *now;
            for (auto const& g : q.given) {
                auto const is_them = [&](actor_id const& a) {
                    return !a.empty() && (a == q.who.id || a == q.who.on_behalf_of);
                };
                if (l.per_customer && g.to != q.about.customer) continue;
                if (l.per_actor && !as_them) continue;
                if (l.per_actor ? !is_them(g.by) && !is_them(g.behalf_of) : g.again) continue;
                if (l.kind && g.what.kind != *l.kind) continue;
                if (same_period(l.in, g.at, q.at, d.utc_offset)) all += g.what.cost.minor_units;
            }
            if (all > l.max.minor_units) return false;
        }
        return true;
    }
    bool touched_by(interest const& i) const {
        if (!i.customer.empty() && i.customer != q.about.customer) return false;
        if (!i.on.empty() && i.on != q.about.on) return false;
        if (!i.category.empty() && i.category != q.about.category) return false;
        for (auto const& r : q.remedies)
            if (i.gains_from == r.kind) return true;
        return !i.gains_from;
    }
    bool within_what_was_lent(permission const& p) const {
        if (!p.in_all_at_most || !costs()) return true;
        auto const all = sum(p.in_all_at_most->in, std::nullopt);
        return all && *all <= p.in_all_at_most->minor_units;
    }
    bool is_barred() const {
        if (!d.in_force || d.lent_nothing) return true;
        for (auto const& i : d.keeps_out)
            if (touched_by(i)) return true;
        if (q.who.id.view() == "c1" || q.who.on_behalf_of.view() == "c1") return true;
        for (auto const& line : d.several_agree) {
            auto const spoken_of = sum(line.above.in, line.kind);
            if (spoken_of && *spoken_of == 0) continue;
            if (!spoken_of || !sum(line.above.in, std::nullopt)) return true;
        }
        return false;
    }
    /// Whether somebody else may in some role, which may be one of theirs: nobody but they gave what
    /// they gave.
    bool anybody_may() const {
        for (auto const& of : of_roles)
            if (may(of.may.front(), false)) return true;
        return false;
    }
    decision answer() const {
        if (is_barred()) return decision::forbidden;
        auto granted = false;
        for (auto const& p : d.may) granted = granted || (may(p) && within_what_was_lent(p));
        if (!anybody_may()) return decision::forbidden;
        if (!granted) return decision::needs_approval;
        for (auto const& line : d.several_agree)
            if (*sum(line.above.in, line.kind) > line.above.minor_units)
                return decision::needs_approval;
        return decision::granted;
    }
};

} // namespace

TEST_CASE("a description answers what the judge answers") {
    INFO(repeat_with());
    random_values some(seed());
    random_table tables{some};
    std::map<std::string, int> seen;
    for (int n = 0; n < 10000; ++n) {
        auto const table = tables.make();
        actor who{tables.one_of(people), side::staff, {tables.one_of(roles)}, {}, {}};
        if (some.once_in(3)) who.roles.add(tables.one_of(roles));
        auto at = tables.moment();
        // Some act for a colleague: as a substitute, or by a delegation, which may not hold.
        if (some.once_in(4)) {
            auto const& c = tables.one_of(table.colleagues);
            who.on_behalf_of = c.id;
            if (!c.absences.empty()) {
                who.id = c.absences[0].substitute;
                at = c.absences[0].from + std::chrono::hours(some.below(110));
            }
        } else if (some.once_in(3)) {
            auto const& d = tables.one_of(table.delegations);
            who.by_delegation = d.id;
            who.id = some.once_in(8) ? tables.one_of(people) : d.to;
            who.on_behalf_of = some.once_in(8) ? tables.one_of(people) : d.from;
            if (!some.once_in(3)) at = d.begins + std::chrono::hours(some.below(110));
        }
        std::vector<grant> given;
        for (auto k = some.below(3); k-- > 0;)
            given.push_back({"other",
                             tables.one_of(people),
                             some.once_in(4) ? tables.one_of(people) : actor_id(),
                             some.once_in(4) ? "c2" : "c1",
                             tables.moment(),
                             {tables.one_of(kinds), {std::int64_t(some.below(20000)), eur}},
                             some.once_in(4),
                             false});
        // Half the costs and a third of the moments lie where an answer changes, or just beside.
        edges const at_edges(table, given);
        auto const beside = [&](std::int64_t edge) {
            return edge + std::int64_t(some.below(3)) - 1;
        };
        std::vector<remedy> remedies;
        for (auto k = some.below(3); k-- > 0;) {
            money cost{some.once_in(5) ? 0 : std::int64_t(some.below(20000)),
                       some.once_in(6) ? usd : eur};
            if (some.once_in(2) && !at_edges.amounts.empty()) {
                cost = tables.one_of(at_edges.amounts);
                // Together with the remedy before, which is a sum at its edge.
                for (auto const& r : remedies)
                    if (r.cost.in == cost.in && some.once_in(2))
                        cost.minor_units -= r.cost.minor_units;
                cost.minor_units = std::max(std::int64_t{0}, beside(cost.minor_units));
            }
            remedies.push_back({tables.one_of(kinds), cost});
        }
        if (some.once_in(3))
            at = tables.one_of(at_edges.moments) +
                 std::chrono::milliseconds(std::int64_t(some.below(3)) - 1);
        question q;
        q.who = who;
        q.command = "propose";
        q.about.on = "41";
        q.about.customer = "c1";
        q.about.category = tables.one_of(categories);
        q.about.severity = static_cast<severity>(some.below(4));
        q.remedies = remedies;
        q.given = given;
        q.at = at;

        auto const judged = authority(table).judge(q);
        auto const description = describe(table, who, q.at);
        reader_of_descriptions reader{description, q, {}};
        for (auto const& r : roles)
            reader.of_roles.push_back(describe(table, {{}, side::staff, {r}, {}, {}}, q.at));
        INFO("question " << n << ": " << to_text(judged) << "\n" << to_text(description));
        REQUIRE_FALSE(judged.silent());
        REQUIRE(name_of(reader.answer()) == name_of(judged.decision));
        ++seen[std::string(name_of(judged.decision))];
        for (auto const& r : judged.reasons) {
            ++seen[r.rule.str()];
            auto const apart = r.found.value - r.expected.value;
            auto const in_money =
                r.expected.kind == measure_kind::at_most && r.found.kind == measure_kind::amount;
            if (in_money) REQUIRE(r.found.in == r.expected.in);
            if (in_money) REQUIRE((r.says == decision::granted) == (apart <= 0));
            if (r.expected.kind == measure_kind::at_most) seen["a cent over"] += apart == 1;
            if (r.expected.kind == measure_kind::at_least) seen["a cent under"] += apart == -1;
        }
        for (auto const& d : table.delegations) {
            seen["the last moment of a delegation"] += at == d.ends - std::chrono::milliseconds(1);
            seen["the first moment of a delegation"] += at == d.begins;
        }
    }
    for (auto const* rule : {"granted",
                             "needs_approval",
                             "forbidden",
                             "within_limit",
                             "within_cumulative_limit",
                             "over_limit",
                             "below_minimum",
                             "over_cumulative_limit",
                             "not_offered",
                             "outside_hours",
                             "reserved_category",
                             "dual_control",
                             "relative",
                             "subject_of_the_problem",
                             "gains",
                             "a cent over",
                             "a cent under",
                             "the last moment of a delegation",
                             "the first moment of a delegation",
                             "by_delegation",
                             "substitute",
                             "over_delegated_limit",
                             "delegation_over",
                             "delegation_not_begun",
                             "delegation_revoked",
                             "not_in_force",
                             "nobody_may_decide",
                             "no_rate",
                             "costs_nothing"}) {
        INFO(rule);
        CHECK(seen[rule] > 5);
    }
}
