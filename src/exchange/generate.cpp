// SPDX-License-Identifier: BSL-1.0
// Cases arrive through the day and the week, and their commands are merged by time.
#include <amends/exchange/generate.hpp>

#include "exchange/story.hpp"

#include <algorithm>
#include <array>

namespace amends {
namespace {

using namespace std::chrono;
using detail::splitmix;

// How busy each hour of the day (UTC) is.
constexpr std::array<std::int64_t, 24> load_of_hour{1,  1,  1,  1,  1,  2,  4,  8,  16, 20, 20, 18,
                                                    14, 16, 18, 18, 16, 14, 12, 10, 8,  6,  3,  2};
// And each day, from Sunday, in quarters.
constexpr std::array<std::int64_t, 7> load_of_day{1, 5, 4, 4, 4, 4, 2};

// The time between two arrivals at an hour of load 1 on an ordinary day.
constexpr std::int64_t mean_gap_ms = 60 * 60 * 1000;

// -ln(1 - (i + 1/2) / 64) in 256ths: quantiles of the exponential distribution, which no two
// mathematical libraries need to agree on.
constexpr std::array<std::int64_t, 64> waits{
    2,   6,   10,  14,  19,  23,  27,  32,  36,  41,  46,  51,  56,  61,  66,  71,
    76,  82,  87,  93,  99,  105, 111, 117, 124, 130, 137, 144, 151, 158, 166, 173,
    181, 190, 198, 207, 216, 226, 236, 246, 256, 268, 279, 291, 304, 318, 332, 347,
    363, 380, 398, 418, 439, 463, 488, 517, 549, 585, 628, 680, 744, 830, 961, 1242};

std::int64_t load_at(instant t) {
    auto const day = floor<days>(t);
    auto const hour = static_cast<std::size_t>(floor<hours>(t - day).count());
    return load_of_hour[hour] * load_of_day[weekday(day).c_encoding()];
}

// The next arrival: a wait that passes the quicker the busier the hour is.
instant next_arrival(instant t, splitmix& random) {
    auto wait = mean_gap_ms * 4 * random.one_of(waits) / 256;
    for (;;) {
        auto const hour_ends = floor<hours>(t) + hours(1);
        auto const load = load_at(t);
        auto const left = (hour_ends - t).count();
        if (wait < left * load) return t + milliseconds(wait / load);
        wait -= left * load;
        t = hour_ends;
    }
}

// A case that has commands to come.
struct pending {
    std::vector<given_command> commands;
    std::size_t next = 0;
    std::uint64_t number = 0;

    instant when() const { return *commands[next].at; }
};

// The later one; cases of the same moment in the order of their numbers.
struct is_later {
    bool operator()(pending const& a, pending const& b) const {
        return a.when() != b.when() ? a.when() > b.when() : a.number > b.number;
    }
};

} // namespace

void generate(generation const& how, std::function<bool(given_command const&)> const& visit) {
    splitmix const root(how.seed);
    auto arrivals = root.split(0);
    auto arrival = how.from;
    std::vector<pending> open; // a heap, the earliest at the top
    // Hands out what comes before `until`.
    auto const tell_until = [&](std::optional<instant> until) {
        while (!open.empty() && (!until || open.front().when() <= *until)) {
            std::pop_heap(open.begin(), open.end(), is_later{});
            auto& first = open.back();
            if (!visit(first.commands[first.next])) return false;
            if (++first.next == first.commands.size()) open.pop_back();
            else std::push_heap(open.begin(), open.end(), is_later{});
        }
        return true;
    };
    for (std::uint64_t number = 1; number <= how.cases; ++number) {
        arrival = next_arrival(arrival, arrivals);
        if (!tell_until(arrival)) return;
        open.push_back({detail::story_of(number, arrival, root.split(number)), 0, number});
        std::push_heap(open.begin(), open.end(), is_later{});
    }
    tell_until(std::nullopt);
}

} // namespace amends
