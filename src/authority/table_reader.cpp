// SPDX-License-Identifier: BSL-1.0
// A table of authority as a document: its parts in order, its ladder, its rates, single tables.
#include "authority/table_reader.hpp"

#include "authority/table_keys.hpp"

#include <algorithm>
#include <utility>

namespace amends::detail {
namespace {

/// The code that stands for no currency is that of none.
bool is_a_currency(std::string_view code) {
    auto const known = currency::parse(code);
    return known && *known != currency{};
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
        if (key.str() != "home" && !is_a_currency(key.str()))
            return fail(key.source(), "the key \"home\" or a currency such as GBP",
                        '"' + std::string(key.str()) + '"');
    auto const word = text(*t, "home", true);
    if (!word) return;
    auto const home = currency::parse(*word);
    if (!home) return fail(*t->get("home"), home.error());
    // Rates into no currency would be none.
    if (*home == currency{})
        return fail(*t->get("home"), "a currency such as EUR", '"' + *word + "\", which is none");
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

} // namespace amends::detail
