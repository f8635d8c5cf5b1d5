// SPDX-License-Identifier: BSL-1.0
// Exchange rates given as input, so that limits in one currency bound costs in another.
#pragma once

#include <amends/vocabulary/money.hpp>

#include <optional>
#include <vector>

namespace amends {

/// What one unit of a currency is worth in the home currency: `numerator / denominator`.
struct exchange_rate {
    currency from{};
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;

    friend bool operator==(exchange_rate const&, exchange_rate const&) = default;
};

/// `0.9215`, or `1/3` where no decimal is exact.
std::string to_text(exchange_rate const& rate);

/// Reads `0.9215` exactly. Errors: `malformed`, `overflow` beyond 18 digits.
result<exchange_rate> parse_rate(currency from, std::string_view text);

/// Rates into one home currency. Without any, only the home currency itself is known.
class exchange_rates {
  public:
    exchange_rates() = default;
    /// Rates into `home`, each from another currency. Of two from one currency the first counts; one
    /// that is not above zero, numerator or denominator, is none. `parse_rate` makes sound ones.
    exchange_rates(currency home, std::vector<exchange_rate> rates);

    /// `none` when there is no home: limits then bound costs in their own currency alone.
    bool any() const noexcept { return home_ != currency{}; }
    currency home() const noexcept { return home_; }
    std::vector<exchange_rate> const& all() const noexcept { return rates_; }

    /// The amount in the home currency, rounded up: a rate never widens a limit. Nothing without a
    /// rate, by one that is not above zero, or beyond 64 bits. No allocation.
    std::optional<money> at_home(money amount) const noexcept;

  private:
    currency home_{};
    std::vector<exchange_rate> rates_;
};

} // namespace amends
