// SPDX-License-Identifier: BSL-1.0
// Notations of moments, read part by part.
#include <amends/exchange/time_format.hpp>

#include "text_file.hpp"
#include "vocabulary/moment_text.hpp"

#include <array>

namespace amends {
namespace {

struct known_part {
    std::string_view text;
    char kind;
    int digits_min;
    int digits_max;
};
// Longer texts first: `dd` is not two times `d`.
constexpr std::array<known_part, 10> known_parts{{
    {"yyyy", 'y', 4, 4},
    {"fff", 'f', 3, 3},
    {"dd", 'd', 2, 2},
    {"mm", 'm', 2, 2},
    {"HH", 'H', 2, 2},
    {"MM", 'M', 2, 2},
    {"SS", 'S', 2, 2},
    {"d", 'd', 1, 2},
    {"m", 'm', 1, 2},
    {"H", 'H', 1, 2},
}};
constexpr std::string_view kinds = "ymdHMSf";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

} // namespace

result<time_format> time_format::parse(std::string_view notation) {
    time_format made;
    made.notation_ = notation;
    auto const& whole = made.notation_;
    if (notation == "iso") return made;
    auto const refuse = [&](std::string_view found) {
        return mismatch(errc::malformed, "a notation such as d/m/yyyy HH:MM, or iso",
                        std::string(found) + " in " + detail::quoted(whole));
    };
    std::array<int, kinds.size()> seen{};
    while (!notation.empty()) {
        known_part const* found = nullptr;
        for (auto const& one : known_parts)
            if (found == nullptr && notation.starts_with(one.text)) found = &one;
        if (found != nullptr) {
            if (++seen[kinds.find(found->kind)] == 2)
                return refuse(std::string(found->text) + " twice");
            made.parts_.push_back({found->kind, found->digits_min, found->digits_max, 0});
            notation.remove_prefix(found->text.size());
            continue;
        }
        // `T` stands between date and clock so often that it needs no quoting.
        if (is_letter(notation[0]) && notation[0] != 'T' && notation[0] != 'Z')
            return refuse(std::string("the letter ") + notation[0]);
        made.parts_.push_back({0, 0, 0, notation[0]});
        notation.remove_prefix(1);
    }
    for (std::size_t i = 0; i < 3; ++i)
        if (seen[i] == 0) return refuse(i == 0 ? "no year" : i == 1 ? "no month" : "no day");
    return made;
}

result<instant> time_format::read(std::string_view text, std::chrono::minutes ahead) const {
    using namespace std::chrono;
    if (parts_.empty()) return detail::parse_moment(text, ahead);
    auto const refuse = [&] {
        return mismatch(errc::malformed, "a moment such as " + notation_, detail::quoted(text));
    };
    std::array<int, kinds.size()> value{};
    auto rest = text;
    for (auto const& p : parts_) {
        if (p.kind == 0) {
            if (rest.empty() || rest[0] != p.literal) return refuse();
            rest.remove_prefix(1);
            continue;
        }
        int read = 0;
        int digits = 0;
        while (digits < p.digits_max && !rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
            read = read * 10 + (rest[0] - '0');
            rest.remove_prefix(1);
            ++digits;
        }
        if (digits < p.digits_min) return refuse();
        value[kinds.find(p.kind)] = read;
    }
    auto const [y, mo, d, h, mi, s, ms] = value;
    year_month_day const date{year{y}, month(static_cast<unsigned>(mo)),
                              day(static_cast<unsigned>(d))};
    if (!rest.empty() || !date.ok() || h > 23 || mi > 59 || s > 59) return refuse();
    auto const at =
        instant(sys_days(date)) + hours(h) + minutes(mi) + seconds(s) + milliseconds(ms) - ahead;
    if (!detail::has_readable_text(at))
        return mismatch(errc::malformed, detail::readable_moments, detail::quoted(text));
    return at;
}

} // namespace amends
