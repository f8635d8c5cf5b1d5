// SPDX-License-Identifier: BSL-1.0
// The MSM machine and the twin table, made from the same rows, agree on millions of random steps.
#include "catch.hpp"
#include "support/own_lifecycle.hpp"
#include "support/random_values.hpp"
#include "support/walker.hpp"

#include <amends/casefile/extension.hpp>

#include <map>
#include <random>
#include <string>
#include <tuple>

using namespace amends;
using workflow::reply;

namespace {

using dice = std::mt19937_64;

std::size_t below(dice& d, std::size_t n) { return static_cast<std::size_t>(d() % n); }
template <class T>
T const& one_of(dice& d, std::vector<T> const& list) {
    return list[below(d, list.size())];
}

/// Contents that are right, that are empty, and that are in between.
std::vector<command_content> contents(lifecycle const& table) {
    std::vector<command_content> all;
    case_file ready;
    ready.proposed = proposal{};
    ready.proposed->terms = support::terms_of(2000);
    ready.proposed->terms_hash = hash_of(ready.proposed->terms);
    boost::mp11::mp_for_each<boost::mp11::mp_iota<boost::mp11::mp_size<command_content::variant>>>(
        [&](auto place) {
            using content = std::variant_alternative_t<place, command_content>;
            all.emplace_back(content{});
        });
    for (auto const& c : table.commands()) {
        if (c.number >= 128) continue;
        for (auto kind : {contact_kind::problem, contact_kind::query})
            for (auto const& done : {std::vector<std::uint32_t>{0, 1}, {0}, {1}, {7}})
                all.push_back(support::content_of(
                    c.name, ready, {.kind = kind, .comfortable = done.size() == 2, .done = done}));
    }
    for (std::uint32_t level : {0u, 1u, 4u, 5u, 6u, 9u, 10u, 12u, 101u})
        for (int i = 0; i < 4; ++i) all.emplace_back(extended(own::review{level, "why"}));
    all.emplace_back(extended(own::finish{"good"}));
    all.emplace_back(extended(own::finish{}));
    all.emplace_back(extended(own::stop{}));
    all.emplace_back(extended(own::lend{}));
    all.emplace_back(extended_command{128, "review", {std::byte{1}}});
    return all;
}

std::vector<case_file> files(dice& d) {
    std::vector<case_file> all;
    for (int i = 0; i < 64; ++i) {
        case_file f;
        f.id = "case-1";
        f.version = 3;
        f.kind = static_cast<contact_kind>(below(d, 4));
        f.contact.customer = "c1";
        f.owner = "ann";
        f.customer_knows = below(d, 2) == 0;
        if (below(d, 3) == 0) f.contact_promised_by = instant(std::chrono::days(1));
        if (below(d, 3) == 0) f.held_for = {"claim 17"};
        if (below(d, 3) != 0) f.options = {"refund", "send again"};
        if (below(d, 4) != 0) {
            f.proposed.emplace();
            f.proposed->terms = support::terms_of(2000);
            f.proposed->terms_hash = hash_of(f.proposed->terms);
            f.proposed->approvers_needed = static_cast<std::uint32_t>(below(d, 4));
            for (std::size_t n = below(d, 3); n > 0; --n) f.proposed->approvers.push_back("max");
            if (below(d, 2) == 0) f.proposed->terms.valid_until = instant(std::chrono::days(2));
            f.done = {static_cast<std::uint8_t>(below(d, 2)),
                      static_cast<std::uint8_t>(below(d, 2))};
        }
        all.push_back(std::move(f));
    }
    return all;
}

std::vector<verdict> verdicts() {
    std::vector<verdict> all(5);
    all[1].add({"limits", "over_limit", decision::needs_approval, {}, {}});
    all[2].add({"limits", "over_limit", decision::forbidden, {}, {}});
    all[3].approvers_needed = 2;
    // Silence grants nothing where authority is needed: a reason must say so.
    all[4].add({"limits", "within_limit", decision::granted, {}, {}});
    return all;
}

/// A row by where it leads: several that lead to the same place are told apart by their contents.
using arrow = std::tuple<state_id, std::uint8_t, state_id>;

struct steps_compared {
    std::uint64_t steps = 0, taken = 0, refused = 0;
    std::map<arrow, std::uint64_t> by_arrow;
    std::map<std::uint32_t, std::uint64_t> reviews_by_level; ///< of those that led somewhere
};

state_id place_of(position at, workflow::region in) {
    switch (in) {
    case workflow::region::resolution: return at.resolution;
    case workflow::region::handling: return at.handling;
    case workflow::region::record: break;
    }
    return resolution::on_record::id;
}

std::string in_words(lifecycle const& table, workflow::row_info const& row) {
    return std::string(row.source_name) + " " + std::string(row.command_name) + " " +
           std::string(table.name_of_state(row.target));
}

steps_compared compare(lifecycle const& table, std::uint64_t seed, std::uint64_t steps) {
    dice d(seed);
    auto const given_contents = contents(table);
    auto cases = files(d);
    auto const judged = verdicts();
    std::vector<actor> const people{support::owner.who, support::manager.who,
                                    support::customer.who};
    std::vector<role> const informed{"quality"};
    std::vector<state_id> resolution, handling;
    for (auto const& s : table.states()) {
        if (s.in == workflow::region::resolution) resolution.push_back(s.id);
        if (s.in == workflow::region::handling) handling.push_back(s.id);
    }
    resolution.push_back(state_id{77}); // a state of nobody's

    steps_compared seen;
    for (; seen.steps < steps; ++seen.steps) {
        auto& file = cases[below(d, cases.size())];
        file.at = {one_of(d, resolution), one_of(d, handling)};
        workflow::surroundings given;
        if (below(d, 4) == 0) given.must_be_informed = informed;
        if (below(d, 2) == 0) given.open_in = "agreed";
        given.whole_customer = below(d, 2) == 0;
        if (below(d, 4) == 0) given.lawful_floor = money{5000, eur};
        auto const& who = one_of(d, people);
        auto const hash = file.proposed ? file.proposed->terms_hash : digest{};
        fact by_machine, by_twin;
        instant const at{std::chrono::days(below(d, 5))};
        auto const& verdict = one_of(d, judged);
        auto const standing = standing_of(who, file);
        workflow::step machine_step{file, who, standing, verdict, at, given, hash, by_machine};
        workflow::step twin_step{file, who, standing, verdict, at, given, hash, by_twin};

        auto const& content = one_of(d, given_contents);
        auto machine_content = content;
        auto twin_content = content;
        auto machine_at = file.at;
        auto twin_at = file.at;
        auto const machine_said = table.take(machine_at, machine_content, machine_step);
        auto const twin_said = table.take_on_twin(twin_at, twin_content, twin_step);

        auto const agree = machine_said == twin_said && machine_at == twin_at &&
                           by_machine == by_twin && machine_content == twin_content;
        auto const why = table.why_refused(file.at, content, machine_step);
        auto const out = table.ruled_out(file.at, number_of(content), machine_step);
        auto const explained = why.has_value() == (twin_said == reply::refused) &&
                               (!out || twin_said != reply::taken) &&
                               (twin_said == reply::taken || twin_at == file.at);
        if (!agree || !explained) {
            CAPTURE(seed, seen.steps, name_of(content), table.name_of_state(file.at.resolution),
                    table.name_of_state(file.at.handling), int(machine_said), int(twin_said),
                    name_of(by_machine), name_of(by_twin));
            REQUIRE(agree);
            REQUIRE(explained);
        }
        seen.refused += machine_said == reply::refused;
        if (machine_said != reply::taken) continue;
        ++seen.taken;
        auto const number = number_of(content);
        auto const in = table.command_by_number(number)->in;
        ++seen.by_arrow[{place_of(file.at, in), number, place_of(machine_at, in)}];
        if (auto const* own = std::get_if<extended_command>(&content))
            if (auto const asked = canonical::decode<own::review>(own->content);
                asked && number == own::review::number && in != workflow::region::record &&
                machine_at.resolution == own::in_review::id)
                ++seen.reviews_by_level[asked->level];
    }
    return seen;
}

void agrees_on(lifecycle const& table, std::uint64_t steps) {
    auto const seed = cases::seed();
    INFO("repeat with: AMENDS_SEED=" << seed << " bin/amends_property_tests [twin]");
    auto const seen = compare(table, seed, steps);
    CAPTURE(seen.taken, seen.refused);
    CHECK(seen.steps == steps);
    // Random steps that hardly ever lead anywhere would prove little.
    CHECK(seen.taken > steps / 50);
    CHECK(seen.refused > steps / 50);
    for (auto const& row : table.rows()) {
        INFO(in_words(table, row));
        CHECK(seen.by_arrow.contains({row.source, row.command, row.target}));
    }
    if (table.command_by_number(own::review::number) == nullptr) return;
    // Two rows lead into a review: one for high levels, one for even ones.
    CHECK(seen.reviews_by_level.contains(10));
    CHECK(seen.reviews_by_level.contains(4));
}

} // namespace

TEST_CASE("the machine and the twin agree on two million steps of the standard lifecycle",
          "[twin]") {
    agrees_on(standard_lifecycle(), 2'000'000);
}

TEST_CASE(
    "the machine and the twin agree on two million steps of an extension with overlapping guards",
    "[twin]") {
    agrees_on(own::table(), 2'000'000);
}
