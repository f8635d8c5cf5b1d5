// SPDX-License-Identifier: BSL-1.0
// Words of a table of authority as values of the domain: roles, amounts, days, periods.
#include "authority/table_reader.hpp"

#include <algorithm>

namespace amends::detail {
namespace {

std::vector<std::string_view> words_of(std::vector<role> const& roles) {
    std::vector<std::string_view> words;
    for (auto const& r : roles) words.push_back(r.view());
    return words;
}

} // namespace

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
    if (amount->in == currency{}) {
        fail(*t.get(key), "an amount in a currency", '"' + *word + "\", which is in none");
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
