// SPDX-License-Identifier: BSL-1.0
// What a proposal costs, weighed once: sums by kind of remedy, in its own and in the home currency.
#pragma once

#include <amends/authority/question.hpp>
#include <amends/authority/rates.hpp>

#include <array>

namespace amends {

inline constexpr std::size_t remedy_kinds = 9;

/// Sums in one currency, by kind of remedy. Nothing overflows: see `costs::problem`.
struct sums {
    std::array<std::int64_t, remedy_kinds> by_kind{};
    std::int64_t total = 0;
    currency in{};
};

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

    /// Of a question's remedies, and of one more where there is one.
    static costs of(question const& q, exchange_rates const& rates,
                    remedy const* more = nullptr) noexcept;
};

} // namespace amends
