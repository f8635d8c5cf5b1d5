// SPDX-License-Identifier: BSL-1.0
// What could not be read back from the trail, or was never recorded, is not kept.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Gives more reasons than an entry has room for.
struct talkative {
    verdict judge(question const& q) const {
        verdict v;
        v.add({"talkative", "granted_always", decision::granted, {}, {}});
        if (q.command == "note") v.reasons.resize(list_size_max + 1, v.reasons.front());
        return v;
    }
};
struct with_a_strange_rule {
    verdict judge(question const& q) const {
        verdict v;
        if (q.command == "note")
            v.add({"house", rule_name::trusted("a\nb"), decision::forbidden, {}, {}});
        return v;
    }
};

/// The standard lifecycle with a row that takes a step and records nothing.
struct forgetful final : lifecycle {
    lifecycle const& whole = standard_lifecycle();
    std::string_view name() const noexcept override { return whole.name(); }
    digest const& content_hash() const noexcept override { return whole.content_hash(); }
    std::span<workflow::row_info const> rows() const noexcept override { return whole.rows(); }
    std::span<workflow::state_info const> states() const noexcept override {
        return whole.states();
    }
    std::span<workflow::command_info const> commands() const noexcept override {
        return whole.commands();
    }
    position initial() const noexcept override { return whole.initial(); }
    workflow::reply take(position& at, command_content& what, workflow::step& s) const override {
        if (std::holds_alternative<note>(what)) return workflow::reply::taken;
        return whole.take(at, what, s);
    }
    workflow::reply take_on_twin(position& at, command_content& what,
                                 workflow::step& s) const override {
        return take(at, what, s);
    }
    bool possible_here(position at, std::uint8_t command) const noexcept override {
        return whole.possible_here(at, command);
    }
    std::optional<workflow::explanation> ruled_out(position at, std::uint8_t command,
                                                   workflow::step const& s) const override {
        return whole.ruled_out(at, command, s);
    }
    std::optional<workflow::explanation>
    ruled_out_as_judged(position at, std::uint8_t command, workflow::step const& s) const override {
        return whole.ruled_out_as_judged(at, command, s);
    }
    std::optional<workflow::explanation> why_refused(position at, command_content const& what,
                                                     workflow::step const& s) const override {
        return whole.why_refused(at, what, s);
    }
};

} // namespace

TEST_CASE("actors whose ids cannot be read back leave no entry") {
    front_desk d;
    d.until_reported();
    auto const strange = actor_id::trusted("an\tn");
    CHECK(d.answer_to(staff(strange, {"agent"}), a_note()).error().code == errc::malformed);
    CHECK(d.answer_to(on_behalf_of(d.ann, strange), a_note()).error().code == errc::malformed);
    CHECK(d.answer_to(staff("ann", {role::trusted("a\x01")}), a_note()).error().code ==
          errc::malformed);
    // A refusal is an entry, too.
    CHECK(d.answer_to(staff(strange, {"agent"}), a_confirmation()).error().code == errc::malformed);
    CHECK(d.at.handle(d.ann, {"41", command_id::trusted("k\n"), {}, a_note()}).error().code ==
          errc::malformed);
    CHECK(d.answer_to(d.customer, a_problem(), case_id::trusted("4\n2")).error().code ==
          errc::malformed);
    CHECK(*d.kept.size() == 2);

    desk another(d.kept, house_rules());
    CHECK(another.file("41").has_value());
    CHECK(d.record(d.ann, a_note()) == "note_added");
}

TEST_CASE("a verdict that cannot be read back grants nothing") {
    front_desk d(talkative{});
    d.until_reported();
    CHECK(d.answer_to(d.ann, a_note()).error() ==
          error{errc::too_long, "expected a verdict of at most 4096 reasons, found 4097"});
    CHECK(*d.kept.size() == 2);
    CHECK(d.record(d.ann, a_confirmation()) == "problem_confirmed");
    desk another(d.kept, talkative{});
    CHECK(another.file("41")->version == 3);

    front_desk strange(with_a_strange_rule{});
    strange.until_reported();
    CHECK(strange.answer_to(strange.ann, a_note()).error().code == errc::malformed);
    CHECK(*strange.kept.size() == 2);
}

TEST_CASE("a row that records nothing is an error and repeats no earlier fact") {
    forgetful const table;
    desk_options how;
    how.table = &table;
    front_desk d(house_rules(), std::move(how));
    d.until_reported();
    CHECK(d.answer_to(d.ann, a_note()).error() ==
          error{errc::lifecycle_mismatch, "expected a row that records a fact, found one that "
                                          "records none, for note (case 41)"});
    CHECK(*d.kept.size() == 2);
    CHECK(d.file().version == 2);
    CHECK(d.record(d.ann, a_confirmation()) == "problem_confirmed");
}

TEST_CASE("a command from no session is malformed and the others of its batch are handled") {
    front_desk d;
    d.until_reported();
    std::vector<submission> batch{{nullptr, {"41", "k1", {}, a_note()}, {}},
                                  {&d.ann, {"41", "k2", {}, a_note()}, {}},
                                  {nullptr, {"41", "k2", {}, a_note()}, {}}};
    auto const said = d.at.handle(batch);
    CHECK(said[0].error() ==
          error{errc::malformed,
                "expected a session that the command comes from, found none (case 41)"});
    CHECK(said[1].has_value());
    CHECK(said[2].error().code == errc::malformed);
    CHECK(d.file().version == 3);
}
