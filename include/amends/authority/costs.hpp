// SPDX-License-Identifier: BSL-1.0
// What a proposal costs, weighed once: sums by kind of remedy, in its own and in the home currency.
#pragma once

#include <amends/authority/question.hpp>
#include <amends/authority/rates.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <span>

namespace amends {

inline constexpr std::size_t remedy_kinds =
    boost::mp11::mp_size<boost::describe::describe_enumerators<remedy_kind>>::value;

/// Sums in one currency, by kind of remedy. Nothing overflows: see `costs::problem`.
struct sums {
    std::array<std::int64_t, remedy_kinds> by_kind{};
    std::int64_t total = 0;
    currency in{};
};

/// The sums of those remedies alone that cost something in this currency. A sum that leaves 64 bits stays
/// at their top: more than that is over every limit.
sums sums_of_one_currency(std::span<remedy const> remedies, currency in) noexcept;

/// Everything a rule about money may ask of one proposal. A value; lives as long as one judgement.
struct costs {
    enum class problem : std::uint8_t { none, negative, overflow };

    problem wrong = problem::none;
    money negative{};        ///< the cost that is negative
    bool free = true;        ///< nothing costs anything
    bool mixed = false;      ///< several currencies; then `own` is empty
    sums own{};              ///< in the one currency of the proposal
    bool has_home = false;   ///< every cost could be changed into the home currency
    sums home{};             ///< there; rounded up, cost by cost
    currency without_rate{}; ///< the first currency without a rate, where `has_home` is false

    static costs of(std::span<remedy const> remedies, exchange_rates const& rates) noexcept;

    /// What an amount in this currency is held against: the proposal's own sums where it has one
    /// currency and that is it, its sums in the home currency where that is it; otherwise nothing.
    sums const* in(currency wanted) const noexcept {
        if (!mixed && own.in == wanted) return &own;
        return has_home && home.in == wanted ? &home : nullptr;
    }
};

} // namespace amends
