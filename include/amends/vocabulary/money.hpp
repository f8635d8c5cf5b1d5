// SPDX-License-Identifier: BSL-1.0
// Money: 64-bit minor units with an ISO 4217 code; arithmetic is checked.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <array>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace amends {

/// An ISO 4217 alphabetic code in use; `XXX` stands for "no currency".
class currency {
  public:
    constexpr currency() = default;
    /// Errors: `malformed` when the code is not in ISO 4217.
    static result<currency> parse(std::string_view code);
    /// From three letters known to be right; for literals and decoding.
    static constexpr currency of(char a, char b, char c) {
        currency made;
        made.code_ = {a, b, c};
        return made;
    }
    constexpr std::string_view code() const noexcept { return {code_.data(), 3}; }
    /// Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD. Source: ISO 4217.
    int decimals() const noexcept;
    friend constexpr bool operator==(currency const& a, currency const& b) noexcept {
        // Letter by letter: three bytes at once are a call.
        return a.code_[0] == b.code_[0] && a.code_[1] == b.code_[1] && a.code_[2] == b.code_[2];
    }
    friend constexpr auto operator<=>(currency const&, currency const&) = default;

  private:
    std::array<char, 3> code_{'X', 'X', 'X'};
};

inline constexpr currency eur = currency::of('E', 'U', 'R');
inline constexpr currency gbp = currency::of('G', 'B', 'P');
inline constexpr currency usd = currency::of('U', 'S', 'D');

/// An amount in the currency's minor units: 50.00 EUR is `{5000, eur}`.
struct money {
    std::int64_t minor_units = 0;
    currency in{};

    friend constexpr bool operator==(money const&, money const&) = default;
};

/// The sum. Errors: `currency_mismatch`, `overflow`. Zero without currency adds to anything.
result<money> add(money a, money b);

/// `50.00 EUR`, with as many decimals as the currency has.
std::string to_text(money amount);

/// Reads `50.00 EUR`, `50 EUR`, `-3.5 EUR`. Errors: `malformed`, `overflow`, with both sides.
result<money> parse_money(std::string_view text);

std::ostream& operator<<(std::ostream& out, money amount);

} // namespace amends
