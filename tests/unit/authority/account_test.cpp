// SPDX-License-Identifier: BSL-1.0
// Accounts: what counts as given, from when, and what is taken back.
#include <amends/authority/account.hpp>

#include <amends/casefile/evolve.hpp>

#include "support/cases.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::cases;
using namespace std::chrono_literals;

namespace {

/// A case and the accounts of everybody in it, fact by fact.
struct ledger {
    case_file file;
    std::map<std::uint64_t, account> accounts;
    instant now{};

    ledger() {
        file.id = "41";
        file.contact.customer = "c1";
    }
    std::optional<account_change> happens(actor_id const& by, fact what) {
        now += std::chrono::minutes(1);
        circumstances how;
        how.sequence = file.version + 1;
        how.at = now;
        how.by = by;
        auto const line = line_of(what, how, file);
        if (line) {
            accounts[account_of(line->to)].apply(*line);
            for (auto const& who : granters_of(*line, file)) accounts[account_of(who)].apply(*line);
        }
        evolve_in_place(file, std::move(what), how);
        return line ? std::optional(line->change) : std::nullopt;
    }
    static std::int64_t sum(account const& a) {
        std::int64_t all = 0;
        for (auto const& g : a.grants())
            if (!g.again) all += g.what.cost.minor_units;
        return all;
    }
    std::int64_t got(customer_id const& who) { return sum(accounts[account_of(who)]); }
    /// What one actor gave, whoever else agreed to it.
    std::int64_t gave(actor_id const& who) {
        std::int64_t all = 0;
        for (auto const& g : accounts[account_of(who)].grants())
            if (g.by == who) all += g.what.cost.minor_units;
        return all;
    }
};
fact offered(std::int64_t cents) { return solution_offered{terms_of(cents), {}}; }
fact requested(std::int64_t cents, std::uint32_t n = 1) {
    return approval_requested{terms_of(cents), {}, n};
}
constexpr auto given = account_change::given;
constexpr auto taken_back = account_change::taken_back;

} // namespace

TEST_CASE("an offer counts from when it is made and no longer once it is declined") {
    ledger l;
    CHECK(l.happens("ann", offered(3000)) == given);
    CHECK(l.got("c1") == 3000);
    CHECK(l.gave("ann") == 3000);
    CHECK(l.happens("c1", offer_declined{}) == taken_back);
    CHECK(l.got("c1") == 0);
    CHECK(l.gave("ann") == 0);
    CHECK(l.happens("c1", offer_declined{}) == std::nullopt);
}

TEST_CASE("an offer takes the place of the one before, on everybody's account") {
    ledger l;
    l.happens("ann", offered(3000));
    l.happens("bob", offered(1000));
    CHECK(l.got("c1") == 1000);
    CHECK(l.gave("ann") == 0);
    CHECK(l.gave("bob") == 1000);
    l.happens("bob", offered(0));
    CHECK(l.got("c1") == 0);
    CHECK(l.gave("bob") == 0);
}

TEST_CASE("what the customer agreed to stays given") {
    for (fact const& later : {fact(comfort_checked{}), fact(case_closed{}), fact(case_reopened{}),
                              fact(contact_withdrawn{}), fact(treated_as_complaint{})}) {
        INFO(name_of(later));
        ledger l;
        l.happens("ann", offered(3000));
        CHECK(l.happens("c1", solution_agreed{}) == account_change::settled);
        CHECK(l.happens("ann", later) == std::nullopt);
        CHECK(l.got("c1") == 3000);
        l.happens("ann", options_explained{});
        l.happens("ann", offered(1000));
        CHECK(l.got("c1") == 4000);
        CHECK(l.gave("ann") == 4000);
    }
}

TEST_CASE("what nobody agreed to is taken back by whatever makes it void") {
    for (fact const& later :
         {fact(options_explained{}), fact(case_reopened{}), fact(contact_withdrawn{}),
          fact(treated_as_complaint{}), fact(offer_declined{}), requested(90000)}) {
        INFO(name_of(later));
        ledger l;
        l.happens("ann", offered(3000));
        CHECK(l.happens("ann", later) == taken_back);
        CHECK(l.got("c1") == 0);
        CHECK(l.gave("ann") == 0);
    }
}

TEST_CASE("approvers give what they approve, and the customer gets it once") {
    ledger l;
    CHECK(l.happens("ann", requested(9000, 2)) == std::nullopt);
    CHECK(l.happens("lea", proposal_approved{}) == given);
    CHECK(l.got("c1") == 9000);
    CHECK(l.happens("max", proposal_approved{}) == given);
    CHECK(l.got("c1") == 9000);
    CHECK(l.gave("ann") == 0);
    CHECK(l.gave("lea") == 9000);
    CHECK(l.gave("max") == 9000);

    SECTION("until it is withheld") {
        CHECK(l.happens("mia", approval_withheld{}) == taken_back);
        CHECK(l.gave("lea") == 0);
        CHECK(l.gave("max") == 0);
        CHECK(l.got("c1") == 0);
    }
    SECTION("for good once the customer agreed") {
        l.happens("c1", solution_agreed{});
        l.happens("ann", case_reopened{});
        CHECK(l.gave("lea") == 9000);
        CHECK(l.got("c1") == 9000);
    }
}

TEST_CASE("the names of accounts never change") {
    // FORMAT: computed once by an independent FNV-1a; stores keep them.
    CHECK(account_of(customer_id("c1")) != account_of(actor_id("c1")));
    CHECK(account_of(actor_id("")) == 0xaf63dc4c8601ec8cu);
    CHECK(account_of(customer_id("")) == 0xaf63de4c8601eff2u);
}

TEST_CASE("an account forgets what was settled before a moment, and says from when it is whole") {
    auto const on = [](char const* when) { return *parse_instant(when); };
    auto const line = [&](case_id const& about, char const* when, account_change change) {
        account_line made;
        made.change = change;
        made.on = about;
        made.by = "ann";
        made.to = "c1";
        made.at = on(when);
        if (change == account_change::given) made.remedies = {{remedy_kind::refund, {100, eur}}};
        return made;
    };
    account a;
    for (auto const* about : {"1", "2", "3"}) {
        auto const when = std::string("2026-03-0") + about;
        a.apply(line(case_id::trusted(about), when.c_str(), account_change::given));
    }
    a.apply(line("1", "2026-03-04", account_change::settled));
    a.apply(line("3", "2026-03-04", account_change::settled));
    CHECK(a.is_whole(on("2026-03-04"), {}));

    a.forget_before(on("2026-03-03"));

    // The second is open: it may be settled or taken back yet.
    REQUIRE(a.grants().size() == 2);
    CHECK(a.grants()[0].on == "2");
    CHECK(a.grants()[1].on == "3");
    using std::chrono::days;
    CHECK(a.is_whole(on("2026-03-04"), days(1)));
    CHECK_FALSE(a.is_whole(on("2026-03-04"), days(2)));
    CHECK_FALSE(a.is_whole(on("2026-03-04"), {}));
    a.forget_before(on("2026-03-01"));
    CHECK_FALSE(a.is_whole(on("2026-03-04"), days(2)));
    a.apply(line("2", "2026-03-05", account_change::taken_back));
    CHECK(a.grants().size() == 1);
}

TEST_CASE("an account of years stays as long as its periods are") {
    account a;
    std::size_t most = 0;
    auto const start = *parse_instant("2020-01-01");
    for (int day = 0; day < 3000; ++day) {
        account_line line;
        line.on = case_id::trusted(std::to_string(day));
        line.by = "ann";
        line.to = "c1";
        line.at = start + std::chrono::days(day);
        line.remedies = {{remedy_kind::refund, {100, eur}}};
        a.apply(line);
        line.change = account_change::settled;
        a.apply(line);
        a.forget_long_past(line.at, std::chrono::days(31));
        most = std::max(most, a.grants().size());
        REQUIRE(a.is_whole(line.at, std::chrono::days(31)));
    }
    CHECK(most < 200);
    CHECK(a.grants().size() > 62);
    CHECK_FALSE(a.is_whole(start, std::chrono::days(31)));
    // Moments at the ends of time overflow nothing.
    a.forget_long_past(instant::min(), std::chrono::days::max());
    CHECK(account().is_whole(instant::min(), std::chrono::days::max()));
}

namespace {

/// The same rules said line by line, in the fewest words.
struct plain_account {
    std::vector<grant> grants;

    void apply(account_line const& line) {
        auto const is_open = [&](grant const& g) { return g.open && g.on == line.on; };
        if (line.change == account_change::settled) {
            for (auto& g : grants)
                if (is_open(g)) g.open = false;
            return;
        }
        if (!line.again) std::erase_if(grants, is_open);
        if (line.change == account_change::taken_back) return;
        for (auto const& r : line.remedies)
            grants.push_back({line.on, line.by, {}, line.to, line.at, r, line.again, true});
    }
};

account_line line_about(std::size_t n, account_change change, instant at) {
    account_line made;
    made.change = change;
    made.on = case_id::trusted(std::to_string(n));
    made.by = "ann";
    made.to = "c1";
    made.at = at;
    if (change == account_change::given) made.remedies = {{remedy_kind::refund, {100, eur}}};
    return made;
}

} // namespace

TEST_CASE("lines that are applied together leave what they leave one after the other") {
    INFO(repeat_with());
    random_values some(seed());
    for (int round = 0; round < 300; ++round) {
        plain_account expected;
        account one_by_one, together;
        std::vector<account_line> waiting;
        for (auto left = some.below(120); left > 0; --left) {
            // Lines that no desk writes too: a store may hold anything.
            auto line = line_about(some.below(5), account_change{}, instant(round * 1h));
            some.fill(line.change);
            some.fill(line.again);
            line.remedies.resize(some.below(3), {remedy_kind::refund, {100, eur}});
            expected.apply(line);
            one_by_one.apply(line);
            waiting.push_back(std::move(line));
            if (!some.once_in(20)) continue;
            together.apply(waiting);
            waiting.clear();
        }
        together.apply(waiting);
        REQUIRE(one_by_one.grants() == expected.grants);
        REQUIRE(together.grants() == expected.grants);
    }
}

TEST_CASE("an account of very many lines is folded in a few passes") {
    // Each line looks for its grant among up to 60,000 others: minutes, were each to pass over all.
    constexpr std::size_t many = 60'000;
    auto const start = *parse_instant("2020-01-01");
    std::vector<account_line> given, decided;
    for (std::size_t n = 0; n < many; ++n)
        given.push_back(line_about(n, account_change::given, start));
    // The oldest is always the next: what is open stands at the front and at the end.
    for (std::size_t n = 0; n < many; ++n)
        decided.push_back(line_about(
            n, n % 2 == 0 ? account_change::settled : account_change::taken_back, start));
    account a;
    a.apply(given);
    CHECK(a.grants().size() == many);
    a.apply(decided);
    CHECK(a.grants().size() == many / 2);
    CHECK(std::ranges::none_of(a.grants(), &grant::open));

    given.insert(given.end(), decided.begin(), decided.end());
    account at_once;
    at_once.apply(given);
    CHECK(at_once.grants() == a.grants());
}

TEST_CASE("an account that looks no further back twice forgets what came in between") {
    auto const now = *parse_instant("2026-03-02");
    account a;
    a.forget_before(now);
    a.apply(line_about(1, account_change::given, now - std::chrono::days(1)));
    a.apply(line_about(1, account_change::settled, now));
    a.forget_before(now);
    CHECK(a.grants().empty());
}
