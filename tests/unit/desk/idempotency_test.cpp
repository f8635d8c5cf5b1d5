// SPDX-License-Identifier: BSL-1.0
// A command handed in twice happens once and is answered twice.
#include "support/front_desk.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;

namespace {

/// Whether a retry got its first answer; a retried refusal does not say what was possible.
bool same(result<outcome> const& again, result<outcome> first) {
    if (!again || !first) return !again && !first && again.error() == first.error();
    if (auto* no = std::get_if<refused>(&*first)) no->possible_now.clear();
    return *again == *first;
}
command named(command_id const& id, command_content what, case_id const& on = "41") {
    return {on, id, {}, std::move(what)};
}

} // namespace

TEST_CASE("a retry gets its first answer and nothing is kept twice") {
    front_desk d;
    d.until_explained();
    auto const handle = [&](session const& from, command c) {
        return d.at.handle(from, std::move(c));
    };
    auto const before = *d.kept.size();

    auto const waiting = handle(d.ann, named("k1", a_proposal(7500)));
    auto const refusal = handle(d.bob, named("k2", approval_of(terms_of(7500))));
    auto const yes = handle(d.max, named("k3", approval_of(terms_of(7500))));
    REQUIRE(std::holds_alternative<awaiting_approval>(*waiting));
    REQUIRE(std::holds_alternative<refused>(*refusal));
    CHECK_FALSE(std::get<refused>(*refusal).possible_now.empty());
    REQUIRE(std::holds_alternative<accepted>(*yes));

    CHECK(same(handle(d.ann, named("k1", a_proposal(7500))), waiting));
    CHECK(same(handle(d.bob, named("k2", approval_of(terms_of(7500)))), refusal));
    CHECK(same(handle(d.max, named("k3", approval_of(terms_of(7500)))), yes));
    CHECK(*d.kept.size() == before + 3);
}

TEST_CASE("a retry is answered though the case has moved on and the version is old") {
    front_desk d;
    d.until_reported();
    auto first = named("k1", a_confirmation());
    first.expected = 2;
    auto const said = d.at.handle(d.ann, first);
    d.record(d.ann, two_options());
    CHECK(same(d.at.handle(d.ann, first), said));
    CHECK(d.file().version == 4);
}

TEST_CASE("an id with other content or another case is an error and nothing is kept") {
    front_desk d;
    d.until_reported();
    d.until_reported(a_problem(), "42");
    REQUIRE(d.at.handle(d.ann, named("k1", a_note())).has_value());
    auto const before = *d.kept.size();
    error const reused{errc::command_id_reused,
                       "expected the content that k1 had before, found other content (case 41)"};

    CHECK(d.at.handle(d.ann, named("k1", note{"another"})).error() == reused);
    CHECK(d.at.handle(d.ann, named("k1", a_note(), "42")).error() == reused);
    CHECK(d.at.handle(d.bob, named("k1", a_confirmation())).error() == reused);
    CHECK(d.at.handle(d.ann, named("k1", a_note(), "99")).error() == reused);
    CHECK(d.at.handle(d.customer, named("k1", report{}, "98")).error() == reused);
    CHECK(*d.kept.size() == before);
}

TEST_CASE("an id that another actor gave before is an error and counts for nobody else") {
    front_desk d(house_rules(2));
    d.until_proposed(terms_of(7500));
    auto const yes = named("k1", approval_of(terms_of(7500)));
    REQUIRE(d.at.handle(d.max, yes).has_value());

    CHECK(d.at.handle(d.mia, yes).error() ==
          error{errc::command_id_reused, "expected k1 from max as before, found mia (case 41)"});
    CHECK(d.at.handle(on_behalf_of(d.max, "mia"), yes).error() ==
          error{errc::command_id_reused,
                "expected k1 from max as before, found max on behalf of mia (case 41)"});
    CHECK(d.file().proposed->approvers == std::vector<actor_id>{"max"});
    CHECK(d.at.handle(d.mia, named("k2", approval_of(terms_of(7500)))).has_value());
    CHECK(d.state() == "offered");
}

TEST_CASE("within one batch an id belongs to the actor who gave it first") {
    front_desk d(house_rules(2));
    d.until_proposed(terms_of(7500));
    auto const yes = named("k1", approval_of(terms_of(7500)));
    std::vector<submission> batch{{&d.max, yes, {}}, {&d.mia, yes, {}}};
    auto const said = d.at.handle(batch);
    CHECK(said[0].has_value());
    CHECK(said[1].error().code == errc::command_id_reused);
    CHECK(d.file().proposed->approvers == std::vector<actor_id>{"max"});
}

TEST_CASE("a command that was not kept may be tried again under its id") {
    front_desk d;
    CHECK(d.at.handle(d.ann, named("k1", a_take())).error().code == errc::unknown_case);
    d.record(d.customer, a_problem());
    CHECK(std::holds_alternative<accepted>(*d.at.handle(d.ann, named("k1", a_take()))));
}

TEST_CASE("commands without an id are handled each time") {
    front_desk d;
    d.until_reported();
    for (int n = 0; n < 3; ++n) REQUIRE(d.at.handle(d.ann, named({}, a_note())).has_value());
    CHECK(d.file().version == 5);
}

TEST_CASE("a retry at another desk over the same store gets the first answer") {
    front_desk d;
    d.until_reported();
    desk other(d.kept, house_rules());
    REQUIRE(other.file("41").has_value());
    auto const said = d.at.handle(d.ann, named("k1", a_confirmation()));
    CHECK(same(other.handle(d.ann, named("k1", a_confirmation())), said));
    CHECK(other.handle(d.ann, named("k1", a_note())).error().code == errc::command_id_reused);
    CHECK(*d.kept.size() == 3);
}

TEST_CASE("within one batch a repeated command happens once") {
    front_desk d;
    d.until_reported();
    std::vector<submission> batch;
    for (auto const& what : {command_content(a_confirmation()), command_content(a_confirmation()),
                             command_content(a_note())})
        batch.push_back({&d.ann, named("k1", what), {}});
    auto const said = d.at.handle(batch);

    CHECK(same(said[1], said[0]));
    CHECK(std::get<accepted>(*said[0]).version == 3);
    CHECK(said[2].error().code == errc::command_id_reused);
    CHECK(*d.kept.size() == 3);
}

TEST_CASE("within one batch a retry of what was not kept is handled anew") {
    front_desk d;
    std::vector<submission> batch{{&d.ann, named("k1", a_take()), {}},
                                  {&d.customer, named("k2", a_problem()), {}},
                                  {&d.ann, named("k1", a_take()), {}}};
    auto const said = d.at.handle(batch);
    CHECK(said[0].error().code == errc::unknown_case);
    CHECK(std::get<accepted>(*said[1]).version == 1);
    CHECK(std::get<accepted>(*said[2]).version == 2);
}

TEST_CASE("a batch with commands that were kept before keeps the others") {
    front_desk d;
    d.until_reported();
    auto const first = d.at.handle(d.ann, named("k1", a_note()));
    std::vector<submission> batch{{&d.ann, named("k0", a_confirmation()), {}},
                                  {&d.ann, named("k1", a_note()), {}},
                                  {&d.ann, named("k2", two_options()), {}}};
    auto const said = d.at.handle(batch);

    CHECK(std::get<accepted>(*said[0]).version == 4);
    CHECK(same(said[1], first));
    CHECK(std::get<accepted>(*said[2]).version == 5);
    CHECK(d.trail().size() == 5);
    CHECK(std::get<options_explained>(d.trail().back().what).what == two_options());
}
