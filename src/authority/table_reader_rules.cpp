// SPDX-License-Identifier: BSL-1.0
// The rules of a table of authority, a kind of line each: limits, offers, hours and what else binds.
#include "authority/table_keys.hpp"
#include "authority/table_reader.hpp"

#include <algorithm>
#include <utility>

namespace amends::detail {
namespace {

std::string listed(std::vector<role> const& roles) {
    std::string all;
    for (auto const& r : roles) all += (all.empty() ? "" : ", ") + r.str();
    return all;
}

std::string in_words(std::optional<remedy_kind> kind) {
    return kind ? std::string(name_of(*kind)) : "any";
}

/// Roles that stand in every line about some problem, and those lines.
struct reserved_together {
    std::string lines; ///< `10 and line 13`
    std::vector<role> roles;
};

/// Of the lines before one those that speak of a problem beside it, where no role stands in all of them
/// and in it too: nobody would decide that problem.
std::optional<reserved_together> kept_from_all(reserved_category const& line,
                                               std::vector<reserved_category> const& before) {
    // Of lines about any category speak those about each; and there are problems of others.
    std::vector<std::string_view> categories{line.category};
    if (line.category.empty())
        for (auto const& other : before) categories.push_back(other.category);
    for (auto const& category : categories)
        for (auto how_bad = int(line.from_severity); how_bad <= int(severity::critical);
             ++how_bad) {
            std::optional<reserved_together> together;
            for (auto const& other : before) {
                if (how_bad < int(other.from_severity)) continue;
                if (!other.category.empty() && other.category != category) continue;
                auto const number = std::to_string(other.line);
                if (!together) together = reserved_together{number, other.roles};
                else {
                    together->lines += " and line " + number;
                    std::erase_if(together->roles, [&](role const& r) {
                        return std::ranges::find(other.roles, r) == other.roles.end();
                    });
                }
            }
            if (together &&
                std::ranges::find_first_of(together->roles, line.roles) == together->roles.end())
                return together;
        }
    return std::nullopt;
}

} // namespace

void table_reader::read_limit(toml::table const& t) {
    only(t, keys::limit);
    auto const held = role_in(t, "role", true);
    auto const kind = kind_in(t, true);
    auto const max = amount_in(t, "max", true);
    auto const min = amount_in(t, "min", false);
    if (failed()) return;
    money_limit limit;
    limit.role = *held;
    limit.kind = kind;
    limit.max = *max;
    limit.min = min.value_or(money{0, max->in});
    limit.line = line_of(t);
    if (limit.min.in != limit.max.in)
        return fail(*t.get("min"), "an amount in " + std::string(max->in.code()) + " as in \"max\"",
                    limit.min.in.code());
    if (limit.min.minor_units > limit.max.minor_units)
        return fail(*t.get("min"), to_text(measure::at_most(limit.max)) + " as in \"max\"",
                    to_text(limit.min));
    once(
        t, table_.limits,
        [&](money_limit const& other) {
            return other.role == limit.role && other.kind == limit.kind &&
                   other.max.in == limit.max.in;
        },
        "one limit for each role, remedy and currency",
        limit.role.str() + ", " + in_words(limit.kind));
    table_.limits.push_back(limit);
}

void table_reader::read_cumulative(toml::table const& t) {
    only(t, keys::cumulative);
    auto const held = role_in(t, "role", true);
    auto const kind = kind_in(t, false);
    auto const max = amount_in(t, "max", true);
    auto const in = period_in(t);
    cumulative_limit limit;
    for (auto const& [word, at] : texts_in(t, "per", true)) {
        auto* const which = word == "actor"      ? &limit.per_actor
                            : word == "customer" ? &limit.per_customer
                                                 : nullptr;
        if (which == nullptr)
            return fail(at, meant(word, names{"actor", "customer"}), '"' + word + '"');
        if (std::exchange(*which, true)) return fail(at, "each word once", '"' + word + "\" twice");
    }
    if (failed()) return;
    if (!limit.per_actor && !limit.per_customer)
        return fail(*t.get("per"), "\"actor\", \"customer\" or both", "an empty list");
    limit.role = *held;
    limit.kind = kind;
    limit.max = *max;
    limit.in = *in;
    limit.line = line_of(t);
    once(
        t, table_.cumulative,
        [&](cumulative_limit const& other) {
            return other.role == limit.role && other.kind == limit.kind &&
                   other.max.in == limit.max.in && other.per_actor == limit.per_actor &&
                   other.per_customer == limit.per_customer && other.in == limit.in;
        },
        "one limit for each role, remedy, currency, \"per\" and period",
        limit.role.str() + ", " + in_words(limit.kind));
    table_.cumulative.push_back(limit);
}

void table_reader::read_offer(toml::table const& t) {
    only(t, keys::offer);
    auto const word = text(t, "remedy", true);
    auto const kind =
        word ? choice<remedy_kind>(*t.get("remedy"), *word) : std::optional<remedy_kind>();
    auto const category = category_in(t);
    auto const held = role_in(t, "role", false);
    if (failed()) return;
    offered_remedy const line{*kind, category.value_or(""), held, line_of(t)};
    once(
        t, table_.offer,
        [&](offered_remedy const& other) {
            return other.kind == line.kind && other.category == line.category &&
                   other.held == line.held;
        },
        "one line for each remedy, category and role", *word);
    table_.offer.push_back(line);
}

void table_reader::read_hours(toml::table const& t) {
    only(t, keys::hours);
    constexpr std::array<std::string_view, 7> week{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    auto const held = role_in(t, "role", true);
    time_window open;
    if (t.contains("days")) open.weekdays = 0;
    for (auto const& [word, at] : texts_in(t, "days", false)) {
        auto const place = std::ranges::find(week, word);
        if (place == week.end()) return fail(at, meant(word, week), '"' + word + '"');
        auto const bit = static_cast<std::uint8_t>(1u << (place - week.begin()));
        if ((open.weekdays & bit) != 0) return fail(at, "each day once", '"' + word + "\" twice");
        open.weekdays |= bit;
    }
    if (open.weekdays == 0) fail(*t.get("days"), "at least one day", "none");
    open.from_minute = minute_in(t, "from").value_or(0);
    open.until_minute = minute_in(t, "until").value_or(24 * 60);
    open.first_day = day_in(t, "first_day", false);
    open.last_day = day_in(t, "last_day", false);
    if (failed()) return;
    if (open.first_day && open.last_day && *open.last_day < *open.first_day)
        return fail(*t.get("last_day"), "a day not before \"first_day\"", "an earlier one");
    if (open.from_minute == open.until_minute)
        return fail(*t.get("until"), "another time than \"from\", or neither of them for all day",
                    "the same");
    open.role = *held;
    open.line = line_of(t);
    table_.hours.push_back(open);
}

void table_reader::read_reserved(toml::table const& t) {
    only(t, keys::reserved);
    reserved_category line;
    line.category = category_in(t).value_or("");
    if (auto const word = text(t, "from_severity", false))
        line.from_severity = choice<severity>(*t.get("from_severity"), *word).value_or(severity{});
    line.roles = roles_in(t, "roles", true);
    line.line = line_of(t);
    if (failed()) return;
    if (line.category.empty() && !t.contains("from_severity"))
        return fail(t, "the key \"category\" or \"from_severity\"", "neither");
    if (line.roles.empty()) return fail(*t.get("roles"), "at least one role", "none");
    once(
        t, table_.reserved,
        [&](reserved_category const& other) {
            return other.category == line.category && other.from_severity == line.from_severity;
        },
        "one line for each category and severity",
        line.category.empty() ? std::string(name_of(line.from_severity)) : line.category);
    if (auto const before = kept_from_all(line, table_.reserved))
        return fail(*t.get("roles"),
                    "a role of those in line " + before->lines +
                        ", without whom nobody decides: " + listed(before->roles),
                    listed(line.roles));
    table_.reserved.push_back(std::move(line));
}

void table_reader::read_dual_control(toml::table const& t) {
    only(t, keys::dual_control);
    auto const kind = kind_in(t, false);
    auto const above = amount_in(t, "above", true);
    auto const approvers = number(t, "approvers", true, 1, 16);
    if (failed()) return;
    dual_control_line const line{kind, *above, static_cast<std::uint32_t>(*approvers), line_of(t)};
    once(
        t, table_.dual_control,
        [&](dual_control_line const& other) {
            return other.kind == line.kind && other.above == line.above;
        },
        "one line for each remedy and amount", in_words(kind) + " above " + to_text(*above));
    table_.dual_control.push_back(line);
}

void table_reader::read_retention(toml::table const& t) {
    only(t, keys::retention);
    auto const category = category_in(t);
    auto const days = number(t, "days", true, 1, 36'500);
    if (failed()) return;
    retention_period const line{category.value_or(""), std::chrono::days(*days), line_of(t)};
    once(
        t, table_.retention.periods,
        [&](retention_period const& other) { return other.category == line.category; },
        "one line for each category", category.value_or("every case"));
    table_.retention.periods.push_back(line);
}

} // namespace amends::detail
