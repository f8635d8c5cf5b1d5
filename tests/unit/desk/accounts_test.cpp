// SPDX-License-Identifier: BSL-1.0
// What a desk counts for policies that look back: whose account, how long, and what is damaged.
#include "desk/accounts.hpp"

#include "support/house.hpp"
#include "support/passing_on.hpp"
#include "support/scarce_memory.hpp"

#include "catch.hpp"

#include <map>

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;
using namespace std::chrono_literals;

namespace {

/// Agents within one limit of 80.00 EUR.
authority within(bool per_actor, bool per_customer, period const& in) {
    auto t = house_table();
    t.cumulative = {{"agent", {}, {8000, eur}, per_actor, per_customer, in, 0}};
    return authority(t);
}
period const a_month{period::unit::month, 1};

session customer_named(actor_id const& who) {
    return {{who, side::customer, {}, {}, {}}, provenance::live};
}
/// A case of that customer up to the options, with that owner.
void open_case(front_desk& d, case_id const& on, char const* customer, session const& owner) {
    auto contact = a_problem();
    contact.customer = *customer_id::parse(customer);
    d.record(customer_named(*actor_id::parse(customer)), contact, on);
    d.record(owner, a_take(), on);
    d.record(owner, a_confirmation(), on);
    d.record(owner, two_options(), on);
}
bool offers(front_desk& d, session const& who, std::int64_t cents, case_id const& on) {
    return d.record(who, a_proposal(cents), on) == "solution_offered";
}

} // namespace

TEST_CASE("a limit per actor counts what one person gave to anybody") {
    front_desk d(within(true, false, a_month));
    open_case(d, "41", "c1", d.ann);
    open_case(d, "42", "c2", d.ann);
    open_case(d, "43", "c3", d.bob);
    CHECK(offers(d, d.ann, 5000, "41"));
    CHECK_FALSE(offers(d, d.ann, 3001, "42"));
    CHECK(offers(d, d.ann, 3000, "42"));
    CHECK(offers(d, d.bob, 5000, "43"));
}

TEST_CASE("a limit per customer counts what one customer got from anybody") {
    front_desk d(within(false, true, a_month));
    open_case(d, "41", "c1", d.ann);
    open_case(d, "42", "c1", d.bob);
    open_case(d, "43", "c2", d.bob);
    CHECK(offers(d, d.ann, 5000, "41"));
    CHECK_FALSE(offers(d, d.bob, 3001, "42"));
    CHECK(offers(d, d.bob, 3000, "42"));
    CHECK(offers(d, d.bob, 5000, "43"));
}

TEST_CASE("whoever acts for somebody gives on both accounts") {
    front_desk d(within(true, false, a_month));
    open_case(d, "41", "c1", d.ann);
    open_case(d, "42", "c2", d.ann);
    open_case(d, "43", "c3", d.bob);
    auto const bob_for_ann = acting_for(d.bob, "ann");
    CHECK(offers(d, bob_for_ann, 5000, "41"));
    CHECK_FALSE(offers(d, d.ann, 3001, "42")); // Bob gave it in her name
    CHECK_FALSE(offers(d, d.bob, 3001, "43")); // and with his own hands
    CHECK(offers(d, d.ann, 3000, "42"));
    // 50.00 by Bob for Ann, 30.00 by Ann: together the limit, each counted once.
    open_case(d, "44", "c4", d.ann);
    CHECK_FALSE(offers(d, bob_for_ann, 1, "44"));
    CHECK(offers(d, d.bob, 3000, "43"));
}

TEST_CASE("so many days are counted to the millisecond") {
    front_desk d(within(false, true, {period::unit::days, 30}));
    open_case(d, "41", "c1", d.ann);
    open_case(d, "42", "c1", d.ann);
    auto const given_at = d.now + 1min;
    CHECK(offers(d, d.ann, 5000, "41"));
    d.record(d.customer, yes_to(terms_of(5000)), "41");
    d.now = given_at + 24h * 30 - 1ms - 1min; // answered a minute later
    CHECK_FALSE(offers(d, d.ann, 5000, "42"));
    d.now = given_at + 24h * 30 - 1min;
    CHECK_FALSE(d.now + 1min < given_at + 24h * 30);
    CHECK(offers(d, d.ann, 5000, "42"));
}

TEST_CASE("a mark that is no line of an account is damage, and nothing is decided by it") {
    struct damaged : passing_on {
        using passing_on::passing_on;
        result<void> marked(std::uint64_t about, std::uint64_t from,
                            mark_visitor const& visit) override {
            return real.marked(about, from, [&](std::uint64_t log_index, byte_view content) {
                return visit(log_index, content.first(content.size() - 1));
            });
        }
    };
    memory_store kept;
    damaged shown(kept);
    auto now = *parse_instant("2026-03-02T09:00:00Z");
    desk_options how;
    how.clock = [&] { return now += 1min; };
    auto const until_proposed = [&](desk& at, case_id const& on) {
        auto const ann = staff("ann", {"agent"});
        (void)at.handle(customer_named("c1"), {on, {}, {}, a_problem()});
        (void)at.handle(ann, {on, {}, {}, a_take()});
        (void)at.handle(ann, {on, {}, {}, a_confirmation()});
        (void)at.handle(ann, {on, {}, {}, two_options()});
        return at.handle(ann, {on, {}, {}, a_proposal(3000)});
    };
    desk sound(kept, within(true, true, a_month), how);
    REQUIRE(until_proposed(sound, "41").has_value());
    desk at(shown, within(true, true, a_month), how);
    auto const said = until_proposed(at, "42");
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::damaged_trail);
    CHECK(said.error().message.starts_with(
        "expected a mark that is a line of an account, found expected "));
    CHECK(said.error().message.ends_with("(log index 4)"));
    CHECK_FALSE(at.file("42")->proposed.has_value());
}

TEST_CASE("what was given long ago is dropped from memory and known again to whoever asks") {
    // A busy clerk gives a cent in two hundred cases, a day apart; then questions of any time follow.
    memory_store kept;
    auto t = house_table();
    t.cumulative = {{"agent", {}, {25, eur}, true, false, {period::unit::days, 30}, 0}};
    desk_options how;
    how.times_are_given = true;
    desk at(kept, authority(t), how);
    auto const ann = staff("ann", {"agent"});
    auto const start = *parse_instant("2026-01-01T00:00:00Z");
    auto const offered = [&](int n, instant when) {
        auto const on = case_id::trusted("case " + std::to_string(n));
        auto const customer = customer_named("c1");
        std::vector<submission> const begun{{&customer, {on, {}, {}, a_problem()}, when},
                                            {&ann, {on, {}, {}, a_take()}, when},
                                            {&ann, {on, {}, {}, a_confirmation()}, when},
                                            {&ann, {on, {}, {}, two_options()}, when},
                                            {&ann, {on, {}, {}, a_proposal(1)}, when},
                                            {&customer, {on, {}, {}, yes_to(terms_of(1))}, when}};
        auto batch = begun;
        auto const said = at.handle(batch);
        REQUIRE(said[4].has_value());
        return std::holds_alternative<accepted>(*said[4]);
    };
    int given = 0;
    for (int n = 0; n < 200; ++n) given += offered(n, start + 24h * n);
    // 25 cents fit into any 30 days; after the first thirty days a place is free now and then.
    CHECK(given >= 160);
    CHECK(given < 200);
    // Questions about the past find what was given then, before and after that moment.
    CHECK_FALSE(offered(1000, start + 24h * 12));
    CHECK_FALSE(offered(1001, start + 24h * 100));
    CHECK(offered(1002, start - 24h * 30));
    CHECK_FALSE(offered(1003, start + 24h * 12));
    CHECK_FALSE(offered(1004, start + 24h * 198));
}

namespace {

/// How often each account was read from its first line, and the most that a reading took meanwhile.
struct watched_accounts final : passing_on {
    using passing_on::passing_on;
    std::map<std::uint64_t, int> read_whole{};
    std::int64_t most_bytes = 0;

    result<void> marked(std::uint64_t about, std::uint64_t from,
                        mark_visitor const& visit) override {
        read_whole[about] += from == 0;
        std::optional<std::int64_t> before;
        return real.marked(about, from, [&](std::uint64_t log_index, byte_view content) {
            if (!before) before = bytes_in_use();
            auto const go_on = visit(log_index, content);
            most_bytes = std::max(most_bytes, bytes_in_use() - *before);
            return go_on;
        });
    }
};

account_line line_of_a_cent(case_id const& on, char const* by, customer_id const& to, instant at,
                            account_change change) {
    account_line made;
    made.change = change;
    made.on = on;
    made.by = *actor_id::parse(by);
    made.to = to;
    made.at = at;
    if (change == account_change::given) made.remedies = {{remedy_kind::refund, {1, eur}}};
    return made;
}

/// An entry of a case of its own, with these lines on one account.
void keep_lines(store& to, case_id const& on, std::uint64_t about,
                std::span<account_line const> lines) {
    std::vector<bytes> contents;
    for (auto const& one : lines) contents.push_back(canonical::encode(one));
    std::vector<mark> marks;
    for (auto const& one : contents) marks.push_back({about, one});
    std::array<new_entry, 1> entry;
    entry[0].on = on;
    entry[0].sequence = 1;
    entry[0].marks = marks;
    REQUIRE(to.append(entry).has_value());
}

/// A question by Ann about a case of that customer.
question asked_by_ann(customer_id const& about, instant at) {
    question q;
    q.who = {"ann", side::staff, {"agent"}, {}, {}};
    q.command = "propose";
    q.about.customer = about;
    q.at = at;
    return q;
}
customer_id nth_customer(int n) { return customer_id::trusted("c" + std::to_string(n)); }

instant const first_of_march = *parse_instant("2026-03-01");

/// A desk's accounts over a store in which Ann gave two cents, and Bob one to the first customer.
struct known_to_a_desk {
    memory_store real;
    watched_accounts kept{real};
    batch_marks marks;
    accounts known{kept, marks};

    known_to_a_desk() {
        auto const given = [](case_id const& on, char const* by, customer_id const& to) {
            return line_of_a_cent(on, by, to, first_of_march, account_change::given);
        };
        keep_lines(real, "1", account_of(actor_id("ann")),
                   std::array{given("41", "ann", "x"), given("42", "ann", "y")});
        keep_lines(real, "2", account_of(nth_customer(0)),
                   std::array{given("43", "bob", nth_customer(0))});
    }
    /// Grants that count for a question by Ann about this customer.
    std::size_t given(int customer) {
        auto const found =
            known.given({true, true, {}}, asked_by_ann(nth_customer(customer), first_of_march),
                        looking::to_tell);
        REQUIRE(found.has_value());
        return found->size();
    }
    int times_anns_was_read() { return kept.read_whole[account_of(actor_id("ann"))]; }
    int times_the_first_was_read() { return kept.read_whole[account_of(nth_customer(0))]; }
};

constexpr int more_accounts_than_stay = 5000; // 4,096 are

} // namespace

TEST_CASE("reading an account of many years takes memory for the days that count") {
    constexpr int days = 20'000;
    memory_store real;
    std::vector<account_line> lines;
    instant at{};
    for (int n = 0; n < days; ++n, at += 24h)
        for (auto const change : {account_change::given, account_change::settled})
            lines.push_back(
                line_of_a_cent(case_id::trusted(std::to_string(n)), "ann", "c1", at, change));
    keep_lines(real, "1", account_of(actor_id("ann")), lines);
    watched_accounts kept(real);
    batch_marks marks;
    accounts known(kept, marks);
    known.begin_batch();

    auto const given = known.given({false, true, std::chrono::days(30)},
                                   asked_by_ann("c2", at - 24h), looking::to_decide);

    REQUIRE(given.has_value());
    CHECK(given->size() == 31);
    CHECK(given->front().at == at - 31 * 24h);
    CHECK(kept.most_bytes > 0);
    CHECK(kept.most_bytes < days * std::int64_t(sizeof(grant)) / 10);
}

TEST_CASE("an account of very many lines that all count is read in a few passes") {
    // Minutes, were each line to pass over all grants before it.
    constexpr std::size_t many = 60'000;
    memory_store kept;
    std::vector<account_line> lines;
    for (auto const change : {account_change::given, account_change::settled})
        for (std::size_t n = 0; n < many; ++n)
            lines.push_back(line_of_a_cent(case_id::trusted(std::to_string(n)), "ann", "c1",
                                           first_of_march, change));
    keep_lines(kept, "1", account_of(actor_id("ann")), lines);
    batch_marks marks;
    accounts known(kept, marks);
    known.begin_batch();

    auto const given =
        known.given({false, true, {}}, asked_by_ann("c2", first_of_march), looking::to_decide);

    REQUIRE(given.has_value());
    CHECK(given->size() == many);
    CHECK(std::ranges::none_of(*given, &grant::open));
}

TEST_CASE("a desk that saw more customers than it remembers still knows who works there") {
    known_to_a_desk d;
    for (int n = 0; n < more_accounts_than_stay; ++n) {
        d.known.begin_batch();
        REQUIRE(d.given(n) == (n == 0 ? 3 : 2));
    }
    CHECK(d.times_anns_was_read() == 1);
    // Who came first is forgotten, and known again when they come back.
    CHECK(d.times_the_first_was_read() == 1);
    d.known.begin_batch();
    CHECK(d.given(0) == 3);
    CHECK(d.times_the_first_was_read() == 2);
    CHECK(d.times_anns_was_read() == 1);
}

TEST_CASE("a batch of more customers than a desk remembers leaves the longest account known") {
    known_to_a_desk d;
    d.known.begin_batch();
    for (int n = 0; n < more_accounts_than_stay; ++n) REQUIRE(d.given(n) == (n == 0 ? 3 : 2));
    for (int batch = 0; batch < 3; ++batch) {
        d.known.begin_batch();
        CHECK(d.given(0) == 3);
    }
    CHECK(d.times_anns_was_read() == 1);
    CHECK(d.times_the_first_was_read() <= 2);
}
