// SPDX-License-Identifier: BSL-1.0
// The rules of a table of authority, part by part.
#include "authority/table_reader.hpp"

#include "authority/table_keys.hpp"

#include <algorithm>
#include <utility>

namespace amends::detail {
namespace {

std::uint32_t line_of(toml::table const& t) { return t.source().begin.line; }

std::vector<std::string_view> words_of(std::vector<role> const& roles) {
    std::vector<std::string_view> words;
    for (auto const& r : roles) words.push_back(r.view());
    return words;
}

std::string listed(std::vector<role> const& roles) {
    std::string all;
    for (auto const& r : roles) all += (all.empty() ? "" : ", ") + r.str();
    return all;
}

std::string in_words(std::optional<remedy_kind> kind) {
    return kind ? std::string(name_of(*kind)) : "any";
}

} // namespace

result<table_of_authority> table_reader::read(std::string_view content) {
    auto const* const parsed = parse(content);
    if (parsed == nullptr) return *failed();
    auto const& all = *parsed;
    only(all, keys::document);
    table_.hash = sha256_of(content);
    table_.name = text(all, "name", true).value_or("");
    table_.version = std::uint32_t(number(all, "version", true, 1, 4'000'000'000).value_or(0));
    if (auto const offset = text(all, "utc_offset", false)) {
        // The notation of an offset is that of a moment's.
        auto const noon = parse_instant("2000-01-01T12:00:00" + *offset);
        if (!noon)
            fail(*all.get("utc_offset"), "an offset such as \"+01:00\"", '"' + *offset + '"');
        else
            table_.utc_offset = std::chrono::duration_cast<std::chrono::minutes>(
                *parse_instant("2000-01-01T12:00:00Z") - *noon);
    }
    table_.effective = moment_in(all, "effective", true).value_or(instant{});
    read_ladder(all);
    table_.changed_by = role_in(all, "changed_by", false).value_or(role{});
    read_rates(all);
    tables(all, "colleague", false, [&](auto const& t) { read_colleague(t); });
    check_substitutes();
    tables(all, "limit", true, [&](auto const& t) { read_limit(t); });
    tables(all, "cumulative", false, [&](auto const& t) { read_cumulative(t); });
    tables(all, "offer", false, [&](auto const& t) { read_offer(t); });
    tables(all, "hours", false, [&](auto const& t) { read_hours(t); });
    tables(all, "reserved", false, [&](auto const& t) { read_reserved(t); });
    tables(all, "dual_control", false, [&](auto const& t) { read_dual_control(t); });
    tables(all, "delegation", false, [&](auto const& t) { read_delegation(t); });
    tables(all, "interest", false, [&](auto const& t) { read_interest(t); });
    tables(all, "retention", false, [&](auto const& t) { read_retention(t); });
    read_single_tables(all);
    if (failed()) return *failed();
    return std::move(table_);
}

void table_reader::read_ladder(toml::table const& all) {
    auto const* t = table(all, "ladder", true);
    if (t == nullptr) return;
    only(*t, keys::ladder);
    auto const add = [&](std::string_view key, bool required, std::vector<role>& into) {
        for (auto const& [word, at] : texts_in(*t, key, required)) {
            auto const made = role::parse(word);
            if (!made || made->empty())
                return fail(at, made ? mismatch(errc::malformed, "a role", "an empty name")
                                     : made.error());
            if (std::ranges::find(roles_, *made) != roles_.end())
                return fail(at, "each role once", '"' + word + "\" twice");
            roles_.push_back(*made);
            into.push_back(*made);
        }
        if (required && into.empty() && !failed()) fail(*t->get(key), "at least one role", "none");
    };
    add("roles", true, table_.ladder);
    add("others", false, table_.others);
}

void table_reader::read_rates(toml::table const& all) {
    auto const* t = table(all, "rates", false);
    if (t == nullptr) return;
    // Before a missing "home": it may be there under a slip of the pen.
    for (auto const& [key, node] : *t)
        if (key.str() != "home" && !currency::parse(key.str()))
            return fail(key.source(), "the key \"home\" or a currency such as GBP",
                        '"' + std::string(key.str()) + '"');
    auto const word = text(*t, "home", true);
    if (!word) return;
    auto const home = currency::parse(*word);
    if (!home) return fail(*t->get("home"), home.error());
    std::vector<exchange_rate> rates;
    for (auto const& [key, node] : *t) {
        if (key.str() == "home") continue;
        auto const from = currency::parse(key.str());
        if (*from == *home)
            return fail(key.source(), "a currency other than the home currency", home->code());
        if (!node.is_string())
            return fail(node, "a rate in quotes such as \"0.9215\"", kind_of(node));
        auto const rate = parse_rate(*from, node.as_string()->get());
        if (!rate) return fail(node, rate.error());
        rates.push_back(*rate);
    }
    table_.rates = exchange_rates(*home, std::move(rates));
}

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
    for (auto const& other : table_.reserved)
        if (other.category == line.category &&
            std::ranges::find_first_of(other.roles, line.roles) == other.roles.end())
            return fail(*t.get("roles"),
                        "a role of those in line " + std::to_string(other.line) +
                            ", without whom nobody decides: " + listed(other.roles),
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

void table_reader::read_single_tables(toml::table const& all) {
    if (auto const* t = table(all, "approval", false)) {
        only(*t, keys::approval);
        table_.approvers =
            static_cast<std::uint32_t>(number(*t, "approvers", true, 1, 16).value_or(1));
    }
    if (auto const* t = table(all, "separation", false)) {
        only(*t, keys::separation);
        auto& differs = table_.separation;
        differs.evaluator_differs_from_owner =
            truth(*t, "evaluator_differs_from_owner").value_or(false);
        differs.evaluator_differs_from_proposer =
            truth(*t, "evaluator_differs_from_proposer").value_or(false);
        differs.evaluator_differs_from_approvers =
            truth(*t, "evaluator_differs_from_approvers").value_or(false);
    }
    if (auto const* t = table(all, "personal_data", false)) {
        only(*t, keys::personal_data);
        table_.retention.erased_by = roles_in(*t, "erased_by", false);
        table_.retention.held_by = roles_in(*t, "held_by", false);
    }
    if (auto const* t = table(all, "lifecycle", false)) {
        only(*t, keys::lifecycle);
        table_.migrated_by = roles_in(*t, "migrated_by", true);
    }
    if (auto const* t = table(all, "routing", false)) {
        only(*t, keys::routing);
        for (auto const& [word, at] : texts_in(*t, "inform", true)) {
            // Whoever is told need not decide anything: any name will do.
            auto const made = role::parse(word);
            if (made && !made->empty()) table_.must_be_informed.push_back(*made);
            else
                fail(at,
                     made ? mismatch(errc::malformed, "a role", "an empty name") : made.error());
        }
    }
}

// --- words as values ------------------------------------------------------------------------------

std::optional<role> table_reader::known_role(toml::node const& at, std::string const& word) {
    auto const words = words_of(roles_);
    if (std::ranges::find(words, word) != words.end()) return role::trusted(word);
    fail(at, "a role of the ladder, " + meant(word, words), '"' + word + '"');
    return std::nullopt;
}

std::optional<role> table_reader::role_in(toml::table const& t, std::string_view key,
                                          bool required) {
    auto const word = text(t, key, required);
    return word ? known_role(*t.get(key), *word) : std::nullopt;
}

std::vector<role> table_reader::roles_in(toml::table const& t, std::string_view key,
                                         bool required) {
    std::vector<role> all;
    for (auto const& [word, at] : texts_in(t, key, required)) {
        auto const made = known_role(at, word);
        if (!made) break;
        if (std::ranges::find(all, *made) != all.end())
            fail(at, "each role once", '"' + word + "\" twice");
        all.push_back(*made);
    }
    return all;
}

std::optional<std::string> table_reader::category_in(toml::table const& t) {
    auto word = text(t, "category", false);
    if (!word) return std::nullopt;
    // A reason that names the category must have room for it.
    auto const fits = rule_name::parse(*word);
    if (word->empty()) fail(*t.get("category"), "a category", "an empty text");
    else if (!fits)
        fail(*t.get("category"), "a category of at most 39 bytes, all printable",
             word->size() > rule_name::max_size ? std::to_string(word->size()) + " bytes"
                                                : std::string("a control character"));
    return word;
}

std::optional<remedy_kind> table_reader::kind_in(toml::table const& t, bool required) {
    auto const word = text(t, "remedy", required);
    if (!word || *word == "any") return std::nullopt;
    if (auto const known = from_name<remedy_kind>(*word)) return known;
    names all{"any"};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<remedy_kind>>(
        [&](auto e) { all.push_back(e.name); });
    fail(*t.get("remedy"), meant(*word, all), '"' + *word + '"');
    return std::nullopt;
}

std::optional<money> table_reader::amount_in(toml::table const& t, std::string_view key,
                                             bool required) {
    auto const* const node = need(t, key, required);
    if (node != nullptr && !node->is_string())
        fail(*node, "an amount in quotes such as \"50.00 EUR\"", kind_of(*node));
    auto const word = text(t, key, required);
    if (!word) return std::nullopt;
    auto const amount = parse_money(*word);
    if (!amount) {
        fail(*t.get(key), amount.error());
        return std::nullopt;
    }
    if (amount->minor_units < 0) {
        fail(*t.get(key), "an amount that is not negative", *word);
        return std::nullopt;
    }
    return *amount;
}

std::optional<std::chrono::sys_days> table_reader::day_in(toml::table const& t,
                                                          std::string_view key, bool required) {
    auto const* node = need(t, key, required);
    if (node == nullptr) return std::nullopt;
    if (!node->is_date()) {
        fail(*node, "a date such as 2026-01-01", kind_of(*node));
        return std::nullopt;
    }
    auto const d = node->as_date()->get();
    return std::chrono::sys_days(std::chrono::year{d.year} / d.month / d.day);
}

std::optional<instant> table_reader::moment_in(toml::table const& t, std::string_view key,
                                               bool required) {
    using namespace std::chrono;
    auto const* node = need(t, key, required);
    if (node == nullptr) return std::nullopt;
    if (!node->is_date_time()) {
        auto const day = day_in(t, key, required);
        return day ? std::optional<instant>(*day - table_.utc_offset) : std::nullopt;
    }
    auto const moment = node->as_date_time()->get();
    auto const offset = moment.offset ? minutes(moment.offset->minutes) : table_.utc_offset;
    return instant(sys_days(year{moment.date.year} / moment.date.month / moment.date.day)) +
           hours(moment.time.hour) + minutes(moment.time.minute) + seconds(moment.time.second) +
           milliseconds(moment.time.nanosecond / 1'000'000) - offset;
}

void table_reader::days_in(toml::table const& t, instant& begins, instant& ends) {
    auto const first = day_in(t, "first_day", true);
    auto const last = day_in(t, "last_day", true);
    if (failed()) return;
    if (*last < *first)
        return fail(*t.get("last_day"), "a day not before \"first_day\"", "an earlier one");
    begins = *first - table_.utc_offset;
    ends = *last + std::chrono::days(1) - table_.utc_offset;
}

std::optional<std::uint16_t> table_reader::minute_in(toml::table const& t, std::string_view key) {
    auto const* node = need(t, key, false);
    if (node == nullptr) return std::nullopt;
    if (!node->is_time()) {
        fail(*node, "a time of day such as 08:30:00", kind_of(*node));
        return std::nullopt;
    }
    auto const at = node->as_time()->get();
    if (at.second != 0 || at.nanosecond != 0) {
        fail(*node, "whole minutes", "seconds");
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(at.hour * 60 + at.minute);
}

std::optional<period> table_reader::period_in(toml::table const& t) {
    auto const word = text(t, "period", true);
    if (!word) return std::nullopt;
    using unit = period::unit;
    constexpr std::array<std::pair<std::string_view, unit>, 5> calendar{
        {{"day", unit::calendar_day},
         {"week", unit::week},
         {"month", unit::month},
         {"quarter", unit::quarter},
         {"year", unit::year}}};
    for (auto const& [name, is] : calendar)
        if (name == *word) return period{is, 1};
    std::uint32_t days = 0;
    auto const* const end = word->data() + word->size();
    auto const [rest, wrong] = std::from_chars(word->data(), end, days);
    if (wrong == std::errc() && days >= 1 && days <= 3660 &&
        std::string_view(rest, end) == (days == 1 ? " day" : " days"))
        return period{unit::days, days};
    fail(*t.get("period"), "day, week, month, quarter, year, or \"30 days\" (1 to 3660)",
         '"' + *word + '"');
    return std::nullopt;
}

} // namespace amends::detail
