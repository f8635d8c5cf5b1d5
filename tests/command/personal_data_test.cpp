// SPDX-License-Identifier: BSL-1.0
// amends erase, access, hold and release, with the other verbs around them.
#include "command/two_customers.hpp"

using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a customer is erased from the command line, and the store verifies before and after") {
    desk_of_two const here;
    CHECK_THAT(here.read("cases.db"), !ContainsSubstring("Mill Lane"));
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("none came to Mill Lane"));
    CHECK(here.amends("verify").status == 0);

    auto const done = here.as_manager(erase_c1);
    CHECK(done.status == 0);
    CHECK(done.err == "");
    CHECK(done.out == "customer c1: erased\n"
                      "  case 41: accepted personal_data_erased (version 3)\n");

    CHECK(here.amends("verify").status == 0);
    auto const shown = here.amends("show 41").out;
    CHECK_THAT(shown, !ContainsSubstring("Mill Lane"));
    CHECK_THAT(shown, ContainsSubstring("erased"));
    CHECK_THAT(shown, ContainsSubstring("delivery"));
    CHECK_THAT(here.amends("show 43").out, ContainsSubstring("a parcel for Bob"));

    CHECK(here.as_manager(erase_c1).out == "customer c1: erased\n  nothing was left to erase\n");
    auto const again = object_of(here.as_manager(erase_c1 + " --json"));
    CHECK(again.at("customer") == "c1");
    CHECK(again.at("erased") == true);
    CHECK(again.at("cases").as_array().empty());
}

TEST_CASE("whoever may not erase is refused with both sides, and a hold keeps everything") {
    desk_of_two const here;
    auto const no = here.amends(erase_c1 + " --as ann --role agent");
    CHECK(no.status == 0);
    CHECK_THAT(no.out, ContainsSubstring("customer c1: not erased\n  case 41: refused may_decide: "
                                         "expected manager, found agent; could be decided by: "
                                         "manager"));

    auto const held = here.as_manager("hold 41 --matter 'claim 17' --reason 'a lawyer wrote'");
    CHECK(held.status == 0);
    CHECK(held.out == "case 41: accepted personal_data_held (version 4)\n");
    auto const kept = object_of(here.as_manager(erase_c1 + " --json"));
    CHECK(kept.at("erased") == false);
    auto const& why = kept.at("cases").at(0).at("outcome").at("refused").as_object();
    CHECK(why.at("reason") == "no_hold_stands");
    CHECK(why.at("expected") == "no hold on what is known");
    CHECK(why.at("found") == "held for claim 17");
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("claim 17"));

    auto const other = here.as_manager("release 41 --matter 'claim 18' --reason over --json");
    CHECK(object_of(other).at("refused").at("reason") == "a_held_matter_is_named");
    CHECK(here.as_manager("release 41 --matter 'claim 17' --reason settled").out ==
          "case 41: accepted personal_data_released (version 7)\n");
    CHECK_THAT(here.as_manager(erase_c1).out, ContainsSubstring("customer c1: erased"));
}

TEST_CASE("everything about a customer is one document, and nothing about another") {
    desk_of_two const here;
    auto const record = object_of(here.amends("access c1 --json"));
    CHECK(record.at("customer") == "c1");
    REQUIRE(record.at("cases").as_array().size() == 1);
    auto const& one = record.at("cases").at(0);
    CHECK(one.at("case").at("contact").at("experienced") == "none came to Mill Lane");
    REQUIRE(one.at("trail").as_array().size() == 2);
    CHECK(one.at("trail").at(1).at("content").at("what").at("reason") == "Ada found it");
    CHECK(one.at("trail").at(0).at("texts") == "opened");
    CHECK(one.at("trail").at(0).at("who").at("id") == "c1");

    auto const readable = here.amends("access c1");
    CHECK(boost::json::parse(readable.out) == boost::json::value(record));
    CHECK_THAT(readable.out, ContainsSubstring("\n  \"cases\": [\n"));
    CHECK_THAT(readable.out, !ContainsSubstring("Bob"));

    CHECK(here.amends("access c1 --out c1.json", "umask 000").out == "");
    CHECK(here.read("c1.json") == readable.out);
    using std::filesystem::perms;
    CHECK(std::filesystem::status(here.folder() / "c1.json").permissions() ==
          (perms::owner_read | perms::owner_write));

    here.as_manager(erase_c1);
    auto const after = object_of(here.amends("access c1 --json")).at("cases").at(0);
    CHECK(after.at("case").at("contact").at("experienced") == "");
    CHECK(after.at("case").at("erased").at("ground") == "asked for");
    CHECK(after.at("trail").at(0).at("texts") == "erased");
}

TEST_CASE("a customer of a frozen store is erased there and in the store that goes on") {
    desk_of_two const here;
    auto const key = here.amends("key example.org/log --out log.key");
    REQUIRE(key.status == 0);
    here.write("log.pub", key.out);
    REQUIRE(here.amends("freeze --key log.key --out last").status == 0);
    // A frozen store takes no fact, and so erases nothing by itself.
    CHECK_THAT(here.as_manager(erase_c1).err, ContainsSubstring("found one that was frozen"));
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("Mill Lane"));
    REQUIRE(here.amends("continue --from cases.db --store next.db --as kim").status == 0);

    auto const done = here.as_manager(erase_c1 + " --store next.db --from cases.db");
    CHECK(done.status == 0);
    CHECK(done.err == "");
    CHECK(done.out == "customer c1: erased\n"
                      "  case 41: accepted personal_data_erased (version 3)\n");
    for (auto const* name : {"cases.db", "next.db"}) {
        INFO(name);
        auto const shown = here.amends("show 41 --store " + std::string(name)).out;
        CHECK_THAT(shown, !ContainsSubstring("Mill Lane"));
        CHECK_THAT(shown, ContainsSubstring("delivery"));
        CHECK_THAT(here.amends("show 43 --store " + std::string(name)).out,
                   ContainsSubstring("a parcel for Bob"));
        auto const found = object_of(here.amends("verify --json " + std::string(name)));
        CHECK(found.at("sound") == true);
        CHECK(found.at("erased").to_number<int>() >= 2);
        CHECK(found.at("sealed") == 1);
    }
    CHECK(here.amends("verify --key log.pub --checkpoint last").status == 0);

    auto const not_frozen = here.as_manager(erase_c1 + " --store cases.db --from next.db");
    CHECK(not_frozen.status == 2);
    CHECK(not_frozen.err ==
          "amends: expected a log that was frozen, found one that goes on (next.db)\n");
}

TEST_CASE("what cannot be erased or shown is said with both sides and ends with 2") {
    desk_of_two const here;
    auto const nobody = here.as_manager("erase c9 --ground 'asked for'");
    CHECK(nobody.status == 2);
    CHECK(nobody.err == "amends: expected a customer with a case, found none (customer c9)\n");
    CHECK(here.amends("access c9").err == nobody.err);
    CHECK(here.amends("access c9").status == 2);
    CHECK(here.as_manager("hold 99 --matter m --reason r").status == 2);

    auto const no_store = here.as_manager(erase_c1 + " --store none.db");
    CHECK(no_store.status == 2);
    CHECK_THAT(no_store.err, ContainsSubstring("none.db"));
    CHECK_FALSE(here.has("none.db"));
    CHECK(here.as_manager(erase_c1 + " --store memory:").status == 2);
    CHECK(here.as_manager("erase c1").status == 2); // without a ground
    for (auto const* verb : {"erase", "access", "hold", "release"}) {
        auto const help = here.amends(std::string(verb) + " --help");
        CHECK(help.status == 0);
        CHECK_THAT(help.out, ContainsSubstring(std::string("Example:\n  amends ") + verb));
    }
}

TEST_CASE("an erasure given to one case in a file of commands is refused") {
    desk_of_two const here;
    here.write("more.jsonl", R"({"case":"41","id":"k-9","by":{"id":"mia","roles":["manager"]},)"
                             R"("erase_personal_data":{"customer":"c1","ground":"asked for"}})"
                             "\n");
    auto const total = object_of(here.amends("run more.jsonl --json"));
    CHECK(total.at("refused") == 1);
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("Mill Lane"));
}

namespace {

/// The log of `desk_of_two` frozen, and a new one begun in next.db.
struct two_stores : desk_of_two {
    two_stores() {
        freeze("cases.db", "2026");
        REQUIRE(amends("continue --from cases.db --store next.db --as kim").status == 0);
    }
    void freeze(std::string const& name, std::string const& log) const {
        REQUIRE(amends("key example.org/" + log + " --out " + log + ".key").status == 0);
        REQUIRE(amends("freeze --store " + name + " --key " + log + ".key --out " + log + ".last")
                    .status == 0);
    }
    std::string entries_in(std::string const& name) const {
        return std::to_string(
            object_of(amends("verify --json " + name)).at("entries").to_number<int>());
    }
};

} // namespace

TEST_CASE("an erasure that is refused leaves the frozen store as readable as it was") {
    two_stores const here;
    // Case 44 of the same customer is carried over and erased; 41, which was not, is held then.
    here.write("more.jsonl", R"({"case":"44","id":"k-9","by":{"id":"c1","side":"customer"},)"
                             R"("report":{"kind":"problem","origin":"customer","customer":"c1",)"
                             R"("category":"delivery","expected":"a letter","experienced":"none",)"
                             R"("impact":"none"}})"
                             "\n"
                             R"({"case":"44","id":"k-10","by":{"id":"c1","side":"customer"},)"
                             R"("withdraw":{"reason":"found"}})"
                             "\n");
    REQUIRE(here.amends("run more.jsonl --store next.db").status == 0);
    REQUIRE(here.amends("continue --from cases.db --store next.db --as kim --case 41").status == 0);
    REQUIRE(here.as_manager("hold 41 --matter 'claim 17' --reason 'a lawyer wrote' --store next.db")
                .status == 0);
    auto const done = here.as_manager(erase_c1 + " --store next.db --from cases.db");
    CHECK(done.status == 0);
    CHECK_THAT(done.out, ContainsSubstring("customer c1: not erased\n  case 41: refused "
                                           "no_hold_stands"));
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("Mill Lane"));
    CHECK(here.amends("verify").status == 0);
}

TEST_CASE("whoever may not erase a customer carries nothing of them over either") {
    two_stores const here;
    auto const before = here.entries_in("next.db");
    auto const done =
        here.amends(erase_c1 + " --store next.db --from cases.db --as ann --role agent");
    CHECK(done.status == 2);
    CHECK_THAT(done.err, ContainsSubstring("expected somebody who may erase case 41, found "));
    CHECK_THAT(done.err, ContainsSubstring("(cases.db; nothing was carried over)"));
    CHECK(here.entries_in("next.db") == before);
    CHECK_THAT(here.amends("show 41").out, ContainsSubstring("Mill Lane"));
}

TEST_CASE("frozen stores are taken in the order of the logs, and one that is missing is named") {
    two_stores const here;
    here.freeze("next.db", "2027");
    REQUIRE(here.amends("continue --from next.db --store third.db --as kim").status == 0);
    auto const before = here.entries_in("third.db");
    auto const gap = here.as_manager(erase_c1 + " --store third.db --from cases.db");
    CHECK(gap.status == 2);
    CHECK_THAT(gap.err,
               ContainsSubstring("expected the log that is continued, example.org/2027 at "));
    CHECK(here.entries_in("third.db") == before);

    auto const done =
        here.as_manager(erase_c1 + " --store third.db --from cases.db --from next.db");
    CHECK(done.err == "");
    CHECK_THAT(done.out, ContainsSubstring("customer c1: erased"));
    CHECK_THAT(here.amends("show 41").out, !ContainsSubstring("Mill Lane"));
}

TEST_CASE("verifying without keys says how much was left closed, and needs a store") {
    desk_of_two const here;
    auto const closed = object_of(here.amends("verify --json --without-keys"));
    CHECK(closed.at("sound") == true);
    CHECK(closed.at("sealed") == 0);
    CHECK(closed.at("closed") == 3);
    CHECK_THAT(here.amends("verify --without-keys").out,
               ContainsSubstring("  closed                  3   not opened, without keys\n"));
    auto const together = here.amends("verify --tiles t --key k --without-keys");
    CHECK(together.status == 2);
    CHECK_THAT(together.err, ContainsSubstring("expected a store with --without-keys, found --"));
}
