// SPDX-License-Identifier: BSL-1.0
// Exact decimal rates and sums that are rounded up.
#include <amends/authority/rates.hpp>

#include <algorithm>
#include <limits>

namespace amends {
namespace {

__extension__ using wide = __int128; // a product of two 64-bit numbers
constexpr wide wide_max = ((wide(1) << 126) - 1) * 2 + 1;

constexpr int digits_max = 18;

constexpr std::int64_t power_of_ten(int n) {
    std::int64_t p = 1;
    while (n-- > 0) p *= 10;
    return p;
}

} // namespace

result<exchange_rate> parse_rate(currency from, std::string_view text) {
    exchange_rate made{from, 0, 1};
    int digits = 0, after_point = 0;
    bool point = false;
    for (auto const c : text) {
        if (c == '.' && !point && digits != 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return mismatch(errc::malformed, "a rate such as 0.9215",
                            '"' + std::string(text) + '"');
        if (++digits > digits_max)
            return mismatch(errc::overflow, "a rate of at most 18 digits", std::string(text));
        made.numerator = made.numerator * 10 + (c - '0');
        after_point += point;
    }
    if (digits == 0 || (point && after_point == 0))
        return mismatch(errc::malformed, "a rate such as 0.9215", '"' + std::string(text) + '"');
    if (made.numerator == 0)
        return mismatch(errc::malformed, "a rate above zero", std::string(text));
    made.denominator = power_of_ten(after_point);
    return made;
}

std::string to_text(exchange_rate const& rate) {
    int decimals = 0;
    while (decimals < digits_max && power_of_ten(decimals) < rate.denominator) ++decimals;
    if (power_of_ten(decimals) != rate.denominator)
        return std::to_string(rate.numerator) + '/' + std::to_string(rate.denominator);
    auto digits = std::to_string(rate.numerator);
    auto const least = static_cast<std::size_t>(decimals) + 1;
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    if (decimals != 0) digits.insert(digits.size() + 1 - least, 1, '.');
    return digits;
}

exchange_rates::exchange_rates(currency home, std::vector<exchange_rate> rates)
    : home_(home), rates_(std::move(rates)) {}

std::optional<money> exchange_rates::at_home(money amount) const noexcept {
    if (amount.in == home_) return amount;
    if (!any()) return std::nullopt;
    auto const rate = std::ranges::find(rates_, amount.in, &exchange_rate::from);
    if (rate == rates_.end() || rate->numerator < 1 || rate->denominator < 1) return std::nullopt;
    // Minor units of both currencies: 1.00 KWD has a thousand, 1 JPY has one.
    auto const apart = home_.decimals() - amount.in.decimals();
    auto const scale = power_of_ten(apart >= 0 ? apart : -apart);
    auto top = wide(amount.minor_units) * rate->numerator;
    auto bottom = wide(rate->denominator);
    // A product that leaves 128 bits leaves 64 once it is divided by at most 2^63.
    if (apart >= 0 && (top > wide_max / scale || top < -wide_max / scale)) return std::nullopt;
    (apart >= 0 ? top : bottom) *= scale;
    auto const up = top / bottom + (top > 0 && top % bottom != 0 ? 1 : 0);
    if (up > std::numeric_limits<std::int64_t>::max() ||
        up < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return money{static_cast<std::int64_t>(up), home_};
}

} // namespace amends
