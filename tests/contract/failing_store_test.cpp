// SPDX-License-Identifier: BSL-1.0
// A store that fails on purpose: the desk answers an error, knows nothing by half, and goes on.
#include <amends/store/memory.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/seed.hpp"
#include "contract/store_contract.hpp"
#include "support/passing_on.hpp"

using namespace amends;
using namespace amends::testing;

namespace {

/// When an append fails: before anything is kept, or after everything was but the answer is lost.
enum class fault { none, before, after };

/// Hands everything on to another store, but fails the appends and reads it is told to.
class failing_store final : public passing_on {
  public:
    using passing_on::passing_on;

    fault next_append = fault::none;
    bool reads_fail = false;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        auto const f = std::exchange(next_append, fault::none);
        if (f == fault::before) return lost;
        auto const kept = real.append(entries, unless);
        if (f == fault::after) return lost;
        return kept;
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        if (reads_fail) return lost;
        return real.read(on, from, to, visit);
    }
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) override {
        if (reads_fail) return lost;
        return real.seen(id);
    }

  private:
    error lost{errc::store_failed, "the disk is gone"};
};

} // namespace

TEST_CASE("a store that fails on purpose keeps the contract while it does not") {
    memory_store real;
    failing_store kept(real);
    store_contract(real, kept);
}

TEST_CASE("an append that failed is as if it had never been tried") {
    memory_store real;
    failing_store kept(real);
    auto d = desk_over(kept);
    REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());

    kept.next_append = fault::before;
    auto const failed = d.handle(agent, note_on("41", "k1", "called"));

    REQUIRE(failed.has_error());
    CHECK(failed.error() == error{errc::store_failed, "the disk is gone"});
    CHECK(d.file("41")->version == 1);
    CHECK(std::get<accepted>(*d.handle(agent, note_on("41", "k1", "called"))).version == 2);
    CHECK(*real.size() == 2);
    check_sound(real);
}

TEST_CASE("an append that was kept but answered with an error is found by a retry") {
    memory_store real;
    failing_store kept(real);
    auto d = desk_over(kept);
    REQUIRE(d.handle(customer, report_of("41", "k0")).has_value());

    kept.next_append = fault::after;
    REQUIRE(d.handle(agent, note_on("41", "k1", "called")).has_error());

    CHECK(d.file("41")->version == 2);
    CHECK(std::get<accepted>(*d.handle(agent, note_on("41", "k1", "called"))).version == 2);
    CHECK(d.handle(agent, note_on("41", "k1", "wrote")).error().code == errc::command_id_reused);
    CHECK(*real.size() == 2);
    check_sound(real);
}

TEST_CASE("a batch that failed answers each of its commands with the error") {
    memory_store real;
    failing_store kept(real);
    auto d = desk_over(kept);
    auto const when = GENERATE(fault::before, fault::after);
    auto const batch = [] {
        std::vector<submission> all;
        for (int i = 0; i < 8; ++i) {
            auto const on = std::to_string(i % 4);
            auto const id = "k" + std::to_string(i);
            all.push_back(i < 4 ? submission{&customer, report_of(on, id), {}}
                                : submission{&agent, note_on(on, id, "called"), {}});
        }
        return all;
    };

    kept.next_append = when;
    auto first = batch();
    for (auto const& answer : d.handle(first)) {
        REQUIRE(answer.has_error());
        CHECK(answer.error().code == errc::store_failed);
    }
    CHECK(*real.size() == (when == fault::after ? 8 : 0));

    auto second = batch();
    auto const answers = d.handle(second);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        INFO((answers[i] ? std::string() : answers[i].error().message));
        REQUIRE(answers[i].has_value());
        CHECK(std::get<accepted>(*answers[i]).version == (i < 4 ? 1u : 2u));
    }
    CHECK(*real.size() == 8);
    check_sound(real);
}

TEST_CASE("a case that cannot be read is an error and not an unknown case") {
    memory_store real;
    failing_store kept(real);
    REQUIRE(desk_over(kept).handle(customer, report_of("41", "k0")).has_value());
    auto d = desk_over(kept);

    kept.reads_fail = true;
    CHECK(d.file("41").error().code == errc::store_failed);
    CHECK(d.handle(agent, note_on("41", "k1", "called")).error().code == errc::store_failed);

    kept.reads_fail = false;
    CHECK(d.file("41")->version == 1);
    CHECK(d.handle(agent, note_on("41", "k1", "called")).has_value());
    check_sound(real);
}

TEST_CASE("a store that fails now and then loses and doubles nothing") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    memory_store real;
    failing_store kept(real);
    auto d = desk_over(kept, {.cached_cases = 8});
    std::size_t handled = 0;
    for (int i = 0; i < 2000; ++i) {
        auto const on = std::to_string(random() % 20);
        auto const id = "k" + std::to_string(i);
        for (bool answered = false; !answered;) {
            kept.next_append = static_cast<fault>(random() % 3);
            auto const seen = *real.seen(*command_id::parse(id));
            auto const is_first = seen ? seen->second == 1 : !*real.head(*case_id::parse(on));
            auto const answer = is_first ? d.handle(customer, report_of(on, id))
                                         : d.handle(agent, note_on(on, id, "called"));
            answered = answer.has_value();
            if (!answered) REQUIRE(answer.error().code == errc::store_failed);
        }
        ++handled;
    }
    CHECK(*real.size() == handled);
    check_sound(real);
}
