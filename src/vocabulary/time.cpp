// SPDX-License-Identifier: BSL-1.0
// ISO 8601 in and out, on the standard library's proleptic Gregorian calendar.
#include <amends/vocabulary/time.hpp>

#include "vocabulary/moment_text.hpp"

#include <cstdio>

namespace amends {
namespace {

/// Reads exactly `digits` digits at `at`; -1 where there are none.
int digits_at(std::string_view text, std::size_t at, std::size_t digits) noexcept {
    if (at + digits > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

} // namespace

std::string_view detail::text_of(instant at, moment_text& out) noexcept {
    using namespace std::chrono;
    // By hand: the first day of the first moments begins before 64 bits do.
    constexpr std::int64_t ms_a_day = milliseconds(days(1)).count();
    auto const count = at.time_since_epoch().count();
    auto const before = count % ms_a_day < 0 ? 1 : 0;
    year_month_day const date(sys_days(days(count / ms_a_day - before)));
    hh_mm_ss const clock(milliseconds(count % ms_a_day + before * ms_a_day));
    auto n =
        std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                      unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                      int(clock.minutes().count()), int(clock.seconds().count()));
    auto const ms = int(clock.subseconds().count());
    if (ms != 0) n += std::snprintf(out.data() + n, out.size() - std::size_t(n), ".%03d", ms);
    out[std::size_t(n)] = 'Z';
    return {out.data(), std::size_t(n) + 1};
}

std::string to_text(instant at) {
    detail::moment_text room{};
    return std::string(detail::text_of(at, room));
}

bool detail::has_readable_text(instant at) noexcept {
    using namespace std::chrono;
    return at >= sys_days(year(0) / 1 / 1) && at < sys_days(year(10000) / 1 / 1);
}

result<instant> parse_instant(std::string_view text) {
    return detail::parse_moment(text, std::nullopt);
}

result<instant> detail::parse_moment(std::string_view text,
                                     std::optional<std::chrono::minutes> ahead) {
    using namespace std::chrono;
    auto const bad = [&](std::string_view expected = "a moment such as 2026-03-01T09:30:00Z") {
        return mismatch(errc::malformed, expected, '"' + std::string(text.substr(0, 40)) + '"');
    };
    auto const y = digits_at(text, 0, 4), mo = digits_at(text, 5, 2), d = digits_at(text, 8, 2);
    if (y < 0 || mo < 0 || d < 0 || text[4] != '-' || text[7] != '-') return bad();
    year_month_day const date{year{y}, month{unsigned(mo)}, day{unsigned(d)}};
    if (!date.ok()) return bad();
    instant at = sys_days(date);
    auto const by_offset = [&](minutes offset) -> result<instant> {
        if (at -= offset; !has_readable_text(at)) return bad(readable_moments);
        return at;
    };
    if (text.size() == 10) return by_offset(ahead.value_or(minutes(0)));
    auto const h = digits_at(text, 11, 2), mi = digits_at(text, 14, 2), s = digits_at(text, 17, 2);
    if ((text[10] != 'T' && text[10] != ' ') || h < 0 || mi < 0 || s < 0 || text[13] != ':' ||
        text[16] != ':' || h > 23 || mi > 59 || s > 59)
        return bad();
    at += hours(h) + minutes(mi) + seconds(s);
    std::size_t rest = 19;
    if (rest < text.size() && text[rest] == '.') {
        // Other systems write up to nanoseconds: what lies below a millisecond is cut.
        std::size_t digits = 0;
        int ms = 0;
        for (++rest; rest < text.size() && text[rest] >= '0' && text[rest] <= '9'; ++rest)
            if (++digits <= 3) ms = ms * 10 + (text[rest] - '0');
        if (digits == 0 || digits > 9) return bad();
        for (auto given = digits; given < 3; ++given) ms *= 10;
        at += milliseconds(ms);
    }
    if (text.substr(rest) == "Z") return at;
    if (rest == text.size() && ahead) return by_offset(*ahead);
    if (text.size() != rest + 6 || (text[rest] != '+' && text[rest] != '-') ||
        text[rest + 3] != ':')
        return bad();
    auto const oh = digits_at(text, rest + 1, 2), om = digits_at(text, rest + 4, 2);
    if (oh < 0 || om < 0 || oh > 23 || om > 59) return bad();
    auto const offset = hours(oh) + minutes(om);
    return by_offset(text[rest] == '+' ? offset : -offset);
}

} // namespace amends
