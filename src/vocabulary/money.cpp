// SPDX-License-Identifier: BSL-1.0
// ISO 4217 codes with their decimals, checked sums, and amounts in words.
#include <amends/vocabulary/money.hpp>

#include <algorithm>
#include <limits>
#include <ostream>

namespace amends {
namespace {

// Codes of ISO 4217 that were active at some time in 2025, by number of decimals; funds and metals are
// left out. A code that ends stays: trails hold amounts in it.
constexpr std::string_view two_decimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
    "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
constexpr std::string_view no_decimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view three_decimals = "BHD IQD JOD KWD LYD OMR TND";

bool lists(std::string_view codes, std::string_view code) noexcept {
    for (std::size_t i = 0; i + 3 <= codes.size(); i += 4)
        if (codes.substr(i, 3) == code) return true;
    return false;
}

std::int64_t power_of_ten(int n) noexcept {
    std::int64_t p = 1;
    while (n-- > 0) p *= 10;
    return p;
}

} // namespace

result<currency> currency::parse(std::string_view code) {
    if (code.size() == 3 && (lists(two_decimals, code) || lists(no_decimals, code) ||
                             lists(three_decimals, code) || code == "XXX"))
        return currency::of(code[0], code[1], code[2]);
    return mismatch(errc::malformed, "an ISO 4217 code such as EUR",
                    '"' + std::string(code.substr(0, 12)) + '"');
}

int currency::decimals() const noexcept {
    if (lists(no_decimals, code())) return 0;
    if (lists(three_decimals, code())) return 3;
    return 2;
}

result<money> add(money a, money b) {
    if (a.minor_units == 0 && a.in == currency{}) return b;
    if (b.minor_units == 0 && b.in == currency{}) return a;
    if (a.in != b.in) return mismatch(errc::currency_mismatch, a.in.code(), b.in.code());
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor_units, b.minor_units, &sum))
        return mismatch(errc::overflow, "a sum within 64 bits", to_text(a) + " + " + to_text(b));
    return money{sum, a.in};
}

std::string to_text(money amount) {
    auto const decimals = amount.in.decimals();
    // Through unsigned, so that the smallest int64 has a magnitude too.
    auto magnitude = static_cast<std::uint64_t>(amount.minor_units);
    if (amount.minor_units < 0) magnitude = 0 - magnitude;
    auto const unit = static_cast<std::uint64_t>(power_of_ten(decimals));
    std::string out = amount.minor_units < 0 ? "-" : "";
    out += std::to_string(magnitude / unit);
    if (decimals > 0) {
        auto const fraction = std::to_string(magnitude % unit);
        out += '.';
        out.append(std::size_t(decimals) - fraction.size(), '0');
        out += fraction;
    }
    out += ' ';
    out += amount.in.code();
    return out;
}

result<money> parse_money(std::string_view text) {
    auto const bad = [&](errc code, std::string const& expected) {
        return mismatch(code, expected, '"' + std::string(text.substr(0, 40)) + '"');
    };
    auto const no_amount = [&] { return bad(errc::malformed, "an amount such as 50.00 EUR"); };
    auto const space = text.find(' ');
    if (space == text.npos) return no_amount();
    auto const in = currency::parse(text.substr(space + 1));
    if (!in) return in.error();
    auto number = text.substr(0, space);
    auto const negative = !number.empty() && number.front() == '-';
    if (negative) number.remove_prefix(1);
    auto const point = number.find('.');
    auto const whole = number.substr(0, point);
    auto const fraction = point == number.npos ? std::string_view{} : number.substr(point + 1);
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (whole.empty() || (point != number.npos && fraction.empty()) ||
        !std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit))
        return no_amount();
    if (int(fraction.size()) > in->decimals())
        return bad(errc::malformed,
                   "an amount in " + std::string(in->code()) +
                       (in->decimals() == 0 ? " without"
                                            : " with at most " + std::to_string(in->decimals())) +
                       " decimals");
    auto const missing =
        std::string_view("000").substr(0, std::size_t(in->decimals()) - fraction.size());
    std::int64_t value = 0;
    // Downwards for negative amounts: the smallest int64 has no positive counterpart.
    auto const digit = [&](char c) {
        std::int64_t const unit = negative ? '0' - c : c - '0';
        std::int64_t shifted = 0;
        return !__builtin_mul_overflow(value, std::int64_t{10}, &shifted) &&
               !__builtin_add_overflow(shifted, unit, &value);
    };
    auto const has_room = std::ranges::all_of(whole, digit) &&
                          std::ranges::all_of(fraction, digit) &&
                          std::ranges::all_of(missing, digit);
    if (has_room) return money{value, *in};
    using limits = std::numeric_limits<std::int64_t>;
    return bad(errc::overflow, negative ? "at least " + to_text(money{limits::min(), *in})
                                        : "at most " + to_text(money{limits::max(), *in}));
}

std::ostream& operator<<(std::ostream& out, money amount) { return out << to_text(amount); }

} // namespace amends
