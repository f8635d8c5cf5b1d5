// SPDX-License-Identifier: BSL-1.0
// Random cases of two customers: the sum of what one actor gave one of them stays within the limit.
#include "support/cases.hpp"
#include "support/front_desk.hpp"
#include "support/given_so_far.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

#include <deque>
#include <map>

using namespace amends;
using namespace amends::cases;

namespace {

constexpr std::size_t cases_a_log = 6;
actor_id const shop_staff[] = {"ann", "bob", "lea", "max"};

session session_of(actor_id const& who) {
    if (who == "max") return staff(who, {"manager"});
    return staff(who, {who == "lea" ? role("team_lead") : role("agent")});
}

/// A stream of commands about money, from people who take each other's cases.
struct stream {
    random_values& some;
    std::uint64_t minutes; ///< at most, between two commands
    instant now = *parse_instant("2026-03-02T09:00:00Z");

    std::array<terms, cases_a_log> last{}; ///< proposed in each case
    std::deque<session> people{};
    std::vector<submission> waiting{};

    void add(session from, std::size_t n, command_content what) {
        now += std::chrono::minutes(some.below(minutes));
        people.push_back(std::move(from));
        waiting.push_back({&people.back(),
                           {case_id::trusted("case " + std::to_string(n)), {}, {}, std::move(what)},
                           now});
    }
    session customer_of(std::size_t n) const {
        return {{actor_id::trusted(n % 2 == 0 ? "c1" : "c2"), side::customer, {}, {}, {}},
                provenance::live};
    }
    void open_cases() {
        for (std::size_t n = 0; n < cases_a_log; ++n) {
            auto contact = a_problem();
            contact.customer = n % 2 == 0 ? "c1" : "c2";
            add(customer_of(n), n, contact);
            add(session_of("ann"), n, a_take());
            add(session_of("ann"), n, a_confirmation());
            add(session_of("ann"), n, two_options());
        }
    }
    void anything() {
        static constexpr std::int64_t cents[] = {0, 1000, 3000, 5000, 5001, 7500, 10000, 20000};
        auto const n = some.below(cases_a_log);
        auto const who = some.one_of(shop_staff);
        auto const t = some.once_in(4) ? terms_of(some.one_of(cents)) : last[n];
        auto const fresh = terms_of(some.one_of(cents));
        switch (some.below(9)) {
        case 0:
        case 1:
        case 2:
            add(session_of(who), n, a_take());
            add(session_of(who), n, propose{fresh});
            last[n] = fresh;
            if (some.once_in(2)) add(customer_of(n), n, yes_to(fresh));
            break;
        case 3:
        case 4: add(session_of(who), n, approval_of(t)); break;
        case 5: add(session_of(who), n, withhold{"too much"}); break;
        case 6: add(customer_of(n), n, yes_to(t)); break;
        case 7: add(customer_of(n), n, decline{"no"}); break;
        default:
            // Not comfortable: what was agreed stays given, and another offer follows.
            add(session_of(who), n, a_take());
            add(session_of(who), n, check_comfort{false, "no"});
            add(session_of(who), n, two_options());
        }
    }
};

} // namespace

TEST_CASE("what one actor granted a customer in a period never passes the cumulative limit") {
    INFO(repeat_with());
    std::map<std::string, int> seen;
    // In a shorter period more must happen in an hour to come to its limit.
    struct tried {
        period in;
        std::uint64_t minutes;
    };
    static constexpr tried periods[] = {
        {{period::unit::month, 1}, 240},   {{period::unit::days, 7}, 60},
        {{period::unit::week, 1}, 60},     {{period::unit::calendar_day, 1}, 6},
        {{period::unit::quarter, 1}, 240}, {{period::unit::year, 1}, 240}};
    std::array<int, std::size(periods)> at_the_limit{};
    for (std::uint64_t n = 0; n < 600; ++n) {
        INFO("log " << n);
        auto const& [in, minutes] = periods[n % std::size(periods)];
        random_values some(seed() + n);
        memory_store kept;
        desk_options how;
        how.times_are_given = true;
        desk one(kept, shop_with_limit_in(in), how), other(kept, shop_with_limit_in(in), how);
        stream commands{some, minutes};
        commands.open_cases();
        for (int k = 0; k < 150; ++k) {
            commands.anything();
            if (!some.once_in(3)) continue; // the rest goes in as one batch
            for (auto const& said : (some.once_in(2) ? one : other).handle(commands.waiting)) {
                REQUIRE(said.has_value());
                if (auto const* no = std::get_if<refused>(&*said)) ++seen[no->reason];
                else if (auto const* yes = std::get_if<accepted>(&*said)) ++seen[yes->fact.str()];
                else ++seen["approval_requested"];
            }
            commands.waiting.clear();
        }
        at_the_limit[n % std::size(periods)] += check_limits_in(in, kept) > 8000;
        (void)kept.scan(0, [&](stored_entry const& e) {
            auto const kept_entry = decode_entry(e.bytes);
            for (auto const& v : kept_entry->verdicts)
                for (auto const& why : v.reasons) ++seen[why.rule.str()];
            return true;
        });
    }
    for (auto const logs : at_the_limit) CHECK(logs > 10);
    for (auto const* what :
         {"solution_offered", "approval_requested", "proposal_approved", "approval_withheld",
          "offer_declined", "solution_agreed", "comfort_checked", "over_cumulative_limit"}) {
        INFO(what);
        CHECK(seen[what] > 50);
    }
}
