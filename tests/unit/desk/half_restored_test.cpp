// SPDX-License-Identifier: BSL-1.0
// A store whose restoring did not end: nothing goes on there.
#include "support/changed_lifecycle.hpp"
#include "support/sealed_desk.hpp"

#include <amends/authority/migrators.hpp>
#include <amends/store/restoring.hpp>

#include "catch.hpp"

using namespace amends;
using namespace amends::cases;
using amends::testing::changed_lifecycle;

namespace {

void mark_as_restoring(store& log, std::string_view how) {
    REQUIRE(log.keep_beside(restoring_mark, std::as_bytes(std::span(how))).has_value());
}

} // namespace

TEST_CASE("nothing is moved or erased in a store whose restoring failed on the way") {
    sealed_desk here;
    here.until_closed("1");
    here.wait(std::chrono::days(31));
    mark_as_restoring(here.kept, "in progress\n");
    auto const before = *here.kept.size();
    error const unfinished{errc::store_damaged,
                           "expected a whole store, found one whose restoring did not end"};

    auto d = here.another(); // the other one found the store whole before
    CHECK((d.erase(here.pia, here.request()).error() == unfinished));
    changed_lifecycle const later(standard_lifecycle(), "a later release");
    desk_options how;
    how.table = &later;
    auto const manager = staff("moe", {"manager"});
    auto const to_later = [&] {
        return here.another(all_of(privacy_rules(), migrators({"manager"})), how);
    };
    CHECK((to_later().would_migrate(manager, "1", {}).error() == unfinished));
    CHECK((to_later().migrate(manager, "1", {}).error() == unfinished));
    auto visited = 0;
    auto const count = [&](case_move const&) { return ++visited != 0; };
    CHECK((to_later().would_migrate(manager, {}, count).error() == unfinished));
    CHECK((to_later().migrate(manager, {}, count).error() == unfinished));
    CHECK(visited == 0);
    CHECK(*here.kept.size() == before);

    // Whole again, both are done.
    mark_as_restoring(here.kept, "");
    CHECK(d.erase(here.pia, here.request())->erased);
    CHECK_FALSE(to_later().migrate(manager, "1", {})->why_not.has_value());
}
