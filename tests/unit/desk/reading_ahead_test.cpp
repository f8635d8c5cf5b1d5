// SPDX-License-Identifier: BSL-1.0
// How a trial reads a log: ahead of its judges, in bounded memory, and what is sealed by its keys.
#include <amends/desk/trial.hpp>

#include "desk/judging_again.hpp"
#include "desk/reading_ahead.hpp"
#include "source_dir.hpp"
#include "support/sealed_desk.hpp"
#include "unit/desk/tried.hpp"

#include <amends/authority/document.hpp>
#include <amends/exchange/generate.hpp>

#include "catch.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace amends;
using namespace amends::cases;

namespace {

authority_document document(std::string const& name) {
    std::ifstream from(AMENDS_SOURCE_DIR "/examples/policies/" + name + ".toml");
    std::string const text{std::istreambuf_iterator<char>(from), {}};
    return authority_document::parse(text, name).value();
}

/// Some weeks of a desk's work, many cases at a time.
void weeks_of_work(memory_store& kept, authority_document const& rules) {
    desk at(kept, rules);
    generate({.cases = 400, .seed = 3}, [&](given_command const& given) {
        session const from{given.by, provenance::imported};
        std::vector<submission> one{{&from, given.what, given.at}};
        REQUIRE(at.handle(one).front().has_value());
        return true;
    });
}

trial_summary tried_remembering(memory_store& kept, any_policy const& candidate,
                                judging_again::in_memory at_most) {
    trial_options const how;
    judging_again judging(kept, candidate, standard_lifecycle(), how, at_most);
    REQUIRE(judging.begin().has_value());
    reading_ahead log(kept);
    REQUIRE(log.start().has_value());
    block taken;
    while (*log.next(taken)) REQUIRE(judging.take(taken).has_value());
    return judging.finish();
}

} // namespace

TEST_CASE("a log of long texts is read ahead in blocks as small as any") {
    front_desk d(house_with(5000));
    auto problem = a_problem();
    problem.expected.assign(300'000, 'x');
    for (int n = 0; n < 60; ++n) d.record(d.customer, problem, case_id::trusted(std::to_string(n)));
    reading_ahead log(d.kept);
    REQUIRE(log.start().has_value());
    block taken;
    std::size_t blocks = 0, items = 0;
    while (*log.next(taken)) {
        CHECK(taken.content.size() < (std::size_t{4} << 20) + 301'000);
        ++blocks;
        items += taken.items.size();
    }
    CHECK(items == 60);
    CHECK(blocks == 5);
}

TEST_CASE("a trial that remembers little finds what one does that remembers everything") {
    memory_store kept;
    auto const rules = document("authority");
    weeks_of_work(kept, rules);
    auto stricter = rules.table();
    stricter.limits[0].max = {4000, eur};
    stricter.cumulative = {{"agent", {}, {6000, eur}, true, true, {period::unit::month, 1}, 0},
                           {"agent", {}, {50000, eur}, true, false, {period::unit::week, 1}, 0}};
    any_policy const candidate = authority(stricter);

    auto const everything = tried_remembering(kept, candidate, {});
    CHECK(everything.cases == 400);
    CHECK(everything.different > 30);
    for (auto const& at_most : {judging_again::in_memory{1, 262'144}, {16'384, 1}, {1, 1}, {7, 5}})
        CHECK(tried_remembering(kept, candidate, at_most) == everything);
}

TEST_CASE("a rule of law reads what was sealed as it did at the desk, where it is given the keys") {
    sealed_desk d(house_with(5000));
    d.until_proposed(terms_of(3000), "41");
    d.until_proposed(terms_of(3000), "42");
    d.record(d.customer, decline{"too little"}, "41");
    d.record(d.ann, propose{terms_of(3000)}, "41");
    auto const told = d.file("41").contact.expected, cause = d.file("41").confirmed->cause;
    REQUIRE_FALSE((told.empty() || cause.empty()));
    std::vector<std::string> read;
    trial_options how;
    how.lawful_floor = [&](case_file const& file, instant) -> std::optional<money> {
        read.push_back(file.contact.expected + "; " + file.confirmed->cause);
        return std::nullopt;
    };
    any_policy const candidate = house_with(5000);
    auto const read_in_trial = [&](judging_again::in_memory at_most) {
        read.clear();
        judging_again judging(d.kept, candidate, standard_lifecycle(), how, at_most);
        REQUIRE(judging.begin().has_value());
        reading_ahead log(d.kept, true);
        REQUIRE(log.start().has_value());
        block taken;
        while (*log.next(taken)) REQUIRE(judging.take(taken).has_value());
        return read;
    };
    std::vector<std::string> const empty(3, "; "), words(3, told + "; " + cause);

    (void)tried(d, candidate, how);
    CHECK(read == empty);

    how.keys = &d.keys;
    read.clear();
    (void)tried(d, candidate, how);
    CHECK(read == words);
    // Also of a case that is read again since it was not remembered.
    CHECK(read_in_trial({1, 1}) == words);

    memory_keys others(1);
    how.keys = &others;
    auto const found = try_out(d.kept, candidate, d.at.table(), how);
    REQUIRE(found.has_error());
    CHECK(found.error().code == errc::key_missing);
    how.lawful_floor = nullptr; // judges need no keys
    (void)tried(d, candidate, how);

    REQUIRE(d.keys.retire("c1").has_value());
    REQUIRE(d.keys.destroy(std::array{d.keys.keys_of("c1")->front().key.id}).has_value());
    how.keys = &d.keys;
    how.lawful_floor = [&](case_file const& file, instant) -> std::optional<money> {
        read.push_back(file.contact.expected + "; " + file.confirmed->cause);
        return std::nullopt;
    };
    CHECK(read_in_trial({}) == empty);
}

TEST_CASE("progress is told and what it throws passes through") {
    front_desk d(house_with(5000));
    d.until_closed();
    trial_options how;
    std::vector<std::uint64_t> told;
    how.progress = [&](std::uint64_t entries) { told.push_back(entries); };
    (void)tried(d, house_with(5000), how);
    REQUIRE_FALSE(told.empty());
    CHECK(told.back() == *d.kept.size());
    how.progress = [](std::uint64_t) { throw std::runtime_error("enough"); };
    CHECK_THROWS_WITH(try_out(d.kept, house_with(5000), d.at.table(), how), "enough");
}
