// SPDX-License-Identifier: BSL-1.0
// A compiled lifecycle on its MSM machine: the three answers, exceptions, and content from outside.
#include "catch.hpp"
#include "parcel.hpp"

#include <amends/workflow/machine.hpp>

using namespace parcel;
using amends::command_content;
using amends::extended;
using amends::extended_command;
using amends::position;

namespace {

compiled<lifecycle> const& table() {
    static compiled<lifecycle> const made;
    return made;
}

reply take(position& at, command_content what, occasion& now) {
    auto s = now.step();
    return table().take(at, what, s);
}

position in(state_id s) { return {s, position{}.handling}; }

// Runs before main: MSM's own tables would not be filled yet.
struct before_main {
    reply said = reply::refused;
    position at = in(packed::id);
    before_main() {
        occasion now;
        said = take(at, extended(send{5}), now);
    }
} const early;

} // namespace

TEST_CASE("the machine works before main") {
    CHECK(early.said == reply::taken);
    CHECK(early.at == in(under_way::id));
}

TEST_CASE("the machine takes the first row whose guard holds") {
    occasion now;
    auto at = table().initial();
    CHECK(take(at, extended(send{11}), now) == reply::taken);
    CHECK(at == in(packed::id));
    CHECK(amends::canonical::decode<parcel_sent>(
              std::get<amends::extended_fact>(now.recorded).content)
              ->row == 1);
    CHECK(take(at, extended(send{10}), now) == reply::taken);
    CHECK(at == in(under_way::id));
    CHECK(amends::canonical::decode<parcel_sent>(
              std::get<amends::extended_fact>(now.recorded).content)
              ->row == 2);
}

TEST_CASE("the machine tells not possible here from refused and leaves both where they were") {
    occasion now;
    auto at = in(packed::id);
    CHECK(take(at, extended(deliver{}), now) == reply::not_possible_here);
    CHECK(take(at, extended(send{0}), now) == reply::refused);
    CHECK(at == in(packed::id));
    CHECK(now.recorded == amends::fact{});
    at = in(state_id{77});
    CHECK(take(at, extended(send{5}), now) == reply::not_possible_here);
    at = in(under_way::id);
    CHECK(take(at, extended(deliver{}), now) == reply::taken);
    CHECK(at == in(arrived::id));
}

TEST_CASE("an exception of a guard or an action passes through and the next step works") {
    occasion now;
    auto at = in(packed::id);
    CHECK_THROWS_WITH(take(at, extended(send{13}), now), "the scales broke");
    CHECK(at == in(packed::id));
    CHECK_THROWS_WITH(take(at, extended(send{66}), now), "the van broke down");
    CHECK(at == in(packed::id));
    CHECK(now.recorded == amends::fact{});
    CHECK(take(at, extended(send{5}), now) == reply::taken);
    CHECK(at == in(under_way::id));
}

TEST_CASE("an own command records a fact of its own or takes no step") {
    for (std::string const to : {"nobody", "amends"})
        for (bool const on_twin : {false, true}) {
            CAPTURE(to, on_twin);
            occasion now;
            auto at = in(packed::id);
            REQUIRE(take(at, extended(send{5}), now) == reply::taken);
            command_content what = extended(deliver{to});
            auto s = now.step();
            CHECK_THROWS_AS(on_twin ? table().take_on_twin(at, what, s) : table().take(at, what, s),
                            std::logic_error);
            CHECK(at == in(under_way::id));
        }
}

TEST_CASE("a command that is none of the lifecycle is not possible") {
    occasion now;
    auto at = in(packed::id);
    CHECK(take(at, amends::propose{}, now) == reply::not_possible_here);
    CHECK(take(at, extended_command{200, "send", {}}, now) == reply::not_possible_here);
    // Another product's command with the same number is not ours.
    CHECK(take(at, extended_command{send::number, "paint", extended(send{5}).content}, now) ==
          reply::not_possible_here);
}

TEST_CASE("bytes that are no content of an own command take no step and have no reason") {
    occasion now;
    auto at = in(packed::id);
    extended_command const damaged{send::number, "send", {std::byte{1}}};
    CHECK(take(at, damaged, now) == reply::not_possible_here);
    CHECK_FALSE(table().why_refused(at, damaged, now.step()));
    CHECK(at == in(packed::id));
}

TEST_CASE("an own command with a standard number is not taken for the standard's") {
    occasion now;
    auto at = in(packed::id);
    extended_command const disguised{amends::propose::number, "propose", {}};
    CHECK(take(at, disguised, now) == reply::not_possible_here);
    CHECK_FALSE(table().why_refused(at, disguised, now.step()));
}

TEST_CASE("a lifecycle of one region leaves the other where a case begins") {
    CHECK(table().initial() == in(packed::id));
    CHECK(table().name() == "parcel");
    CHECK(table().states().size() == 3);
    CHECK(table().commands().size() == 2);
    CHECK(table().rows().size() == 3);
}

TEST_CASE("looking something up that is not there answers nothing") {
    CHECK(table().command_by_name("send")->number == send::number);
    CHECK(table().command_by_number(129)->name == "deliver");
    CHECK(table().state_by_id(arrived::id)->is_end);
    CHECK(table().command_by_name("paint") == nullptr);
    CHECK(table().command_by_number(7) == nullptr);
    CHECK(table().state_by_id(state_id{7}) == nullptr);
    CHECK(table().name_of_state(state_id{7}) == "?");
}
