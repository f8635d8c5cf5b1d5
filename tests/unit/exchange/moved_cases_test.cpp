// SPDX-License-Identifier: BSL-1.0
// A case that moved to another lifecycle, in every export, and back in a store.
#include "support/changed_lifecycle.hpp"
#include "support/exported.hpp"
#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"
#include "unit/exchange/written_file.hpp"

#include <amends/authority/migrators.hpp>
#include <amends/exchange/json.hpp>
#include <amends/exchange/restore.hpp>

#include <boost/json.hpp>

using namespace amends;
using namespace amends::cases;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr state_id in_review{128};

desk_options under(lifecycle const& table, front_desk& of) {
    desk_options how;
    how.table = &table;
    how.clock = [&of] { return of.now; };
    return how;
}

/// In review, then in a state of the same number and another name, then under the standard lifecycle.
struct moved_twice : front_desk {
    changed_lifecycle renamed{own::table()};

    moved_twice() : front_desk(house_rules(), {.table = &own::table()}) {
        until_explained();
        record(ann, extended(own::review{11, "please look"}));
        for (auto& state : renamed.known)
            if (state.id == in_review) state.name = "checked";
        move(renamed, in_review);
        move(standard_lifecycle(), state_id{4});
    }
    void move(lifecycle const& to, state_id into) {
        migration how;
        how.states = {{in_review, into}};
        auto const rules = all_of(house_rules(), migrators({"manager"}));
        auto const moved = desk(kept, rules, under(to, *this)).migrate(mia, "41", how);
        REQUIRE(moved.has_value());
        REQUIRE_FALSE(moved->why_not.has_value());
    }
};

} // namespace

TEST_CASE("an export of a case that moved brings it back as it was, and where it moved to") {
    moved_twice d;
    for (auto const as : {export_format::jsonl, export_format::archive}) {
        written_file const file("moved", exported(d.kept, as));
        auto source = open_entries(file.path());
        REQUIRE(source.has_value());
        memory_store to;
        auto const done = restore(**source, to);
        REQUIRE(done.has_value());
        CHECK(done->same_places);
        CHECK((entries_in(to) == entries_in(d.kept)));
        CHECK(desk(to, house_rules(), {}).file("41")->at.resolution == state_id{4});
    }
}

TEST_CASE("the line of a move names both lifecycles and both states") {
    moved_twice d;
    auto const lines = exported(d.kept, export_format::jsonl);
    auto const last = lines.rfind('\n', lines.size() - 2);
    auto const line = boost::json::parse(lines.substr(last + 1)).as_object();
    CHECK(line.at("fact") == "lifecycle_changed");
    CHECK(line.at("command") == "migrate");
    CHECK(line.at("content").at("before").as_string() == to_text(d.renamed.hash));
    CHECK(line.at("content").at("now").as_string() == to_text(standard_lifecycle().content_hash()));
    CHECK(line.at("lifecycle").as_string() == to_text(standard_lifecycle().content_hash()));
    CHECK_THAT(boost::json::serialize(line), ContainsSubstring("\"checked\""));
    CHECK_THAT(boost::json::serialize(line), ContainsSubstring("\"options_explained\""));
}

TEST_CASE("every export tells of a move") {
    moved_twice d;
    for (auto const as : {export_format::csv, export_format::xes, export_format::ocel})
        CHECK_THAT(exported(d.kept, as), ContainsSubstring("lifecycle_changed"));
}
