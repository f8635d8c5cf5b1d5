// SPDX-License-Identifier: BSL-1.0
// Customers with texts of their own, and a search for these and their keys in raw files.
#pragma once

#include <amends/authority/retention.hpp>

#include "contract/desk_at_work.hpp"
#include "support/cases.hpp"

namespace amends::testing {

inline bool has(std::string const& all, std::string_view some) {
    return all.find(some) != all.npos;
}
inline std::string_view as_text(std::array<std::byte, 32> const& secret) {
    return {reinterpret_cast<char const*>(secret.data()), secret.size()};
}

inline customer_id customer_number(int i) { return customer_id::trusted("c" + std::to_string(i)); }
inline case_id case_number(int i) { return case_id::trusted("case " + std::to_string(i)); }
inline std::string words_of(int i) {
    return "words that only customer " + std::to_string(i) + " said.";
}

/// A case that ends, with texts of the customer's in every fact, and one that is refused.
inline void work(desk& at, int i) {
    session const caller{{actor_id::trusted("c" + std::to_string(i)), side::customer, {}, {}, {}},
                         provenance::live};
    auto contact = cases::a_problem();
    contact.customer = customer_number(i);
    contact.experienced = words_of(i);
    contact.impact = words_of(i) + " Impact.";
    auto const on = case_number(i);
    REQUIRE(at.handle(caller, {on, {}, {}, contact}).has_value());
    REQUIRE(at.handle(agent, {on, {}, {}, take{words_of(i) + " Taken."}}).has_value());
    REQUIRE(at.handle(agent, {on, {}, {}, note{words_of(i) + " Noted."}}).has_value());
    REQUIRE(std::holds_alternative<refused>(
        *at.handle(agent, {on, {}, {}, answer{answer_kind::answered, words_of(i), ""}})));
    REQUIRE(at.handle(caller, {on, {}, {}, withdraw{words_of(i) + " Enough."}}).has_value());
}

inline desk desk_with_keys(store& kept) {
    desk_options how;
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'700'000'000 + t++));
    };
    how.keys = kept.keys();
    how.snapshot_every = 3;
    return {kept, grant_everything{}, std::move(how)};
}

} // namespace amends::testing
