// SPDX-License-Identifier: BSL-1.0
// A log goes on in a new one: what the new one says of the old, and cases that cross the cut.
#include <amends/desk/continuation.hpp>
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/scratch.hpp"
#include "contract/two_years.hpp"
#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"

using namespace amends;
using namespace amends::testing;

namespace {

std::vector<std::pair<digest, bytes>> trail_of(store& in, case_id const& on) {
    std::vector<std::pair<digest, bytes>> all;
    REQUIRE(in.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
                  all.emplace_back(e.hash, bytes(e.bytes.begin(), e.bytes.end()));
                  return true;
              }).has_value());
    return all;
}

/// A year of work, frozen.
struct frozen_year {
    cases::front_desk d;
    notary signs{d.kept, key_of("example.org/2026")};
    kept_checkpoint last;

    frozen_year() {
        d.until_closed("closed");
        d.until_agreed(cases::terms_of(3000), "open");
        d.until_reported(cases::a_problem(), "new");
        last = freeze(d.kept, signs).value();
    }
};

} // namespace

TEST_CASE("a new log begins with the last checkpoint of the frozen one") {
    frozen_year old;
    memory_store fresh;
    CHECK_FALSE(continues(fresh)->has_value());
    CHECK(begin_after(old.d.kept, fresh, the_keeper, old.d.now).value() == old.last);
    auto const said = continues(fresh).value();
    REQUIRE(said.has_value());
    CHECK(*said == old.last);
    CHECK(open_checkpoint(said->note, std::array{old.signs.verifier()}).has_value());
    CHECK_FALSE(verify_log(fresh)->first.has_value());

    // It is an entry like any other: the tree of the new log covers it.
    notary signs(fresh, key_of("example.org/2027"));
    CHECK(signs.sign()->says.head.size == 1);
    auto const first = decode_entry(trail_of(fresh, log_case).front().second).value();
    CHECK(first.who.id == "kim");
    CHECK(first.command_name == "continue_log");
    CHECK(first.how.at == old.d.now);
    CHECK(begin_after(old.d.kept, fresh, the_keeper, old.d.now).has_error());
    // A desk can look at it as at any case.
    cases::front_desk reader;
    REQUIRE(begin_after(old.d.kept, reader.kept, the_keeper, old.d.now).has_value());
    CHECK(reader.file(log_case).kind == contact_kind::unknown);
    CHECK(reader.trail(log_case).size() == 1);
    // But nobody has to take it in hand.
    CHECK(reader.at.orphans()->empty());
    reader.record(reader.customer, cases::a_problem(), "41");
    CHECK(*reader.at.orphans() == std::vector<case_id>{"41"});
}

TEST_CASE("a log begins once, empty, and after a frozen one") {
    frozen_year old;
    memory_store fresh;
    REQUIRE(begin_after(old.d.kept, fresh, the_keeper, old.d.now).has_value());
    auto const twice = begin_after(old.d.kept, fresh, the_keeper, old.d.now);
    REQUIRE(twice.has_error());
    CHECK(twice.error().code == errc::version_conflict);
    CHECK(twice.error().message == "expected a new log without entries, found 1");

    cases::front_desk going_on;
    going_on.until_reported();
    memory_store other;
    auto const after = begin_after(going_on.kept, other, the_keeper, old.d.now);
    REQUIRE(after.has_error());
    CHECK(after.error().message == "expected a log that was frozen, found one that goes on");
    CHECK_FALSE(continues(going_on.kept)->has_value());
    CHECK(other.size().value() == 0);
}

TEST_CASE("a case goes on in the new log with the same bytes, hashes and chain") {
    frozen_year old;
    cases::front_desk next;
    next.now = old.d.now;
    next.commands = old.d.commands;
    REQUIRE(begin_after(old.d.kept, next.kept, the_keeper, next.now).has_value());
    auto const before = trail_of(old.d.kept, "open");
    CHECK(carry_over(old.d.kept, next.kept, "open").value() == before.size());
    CHECK(trail_of(next.kept, "open") == before);

    CHECK(next.state("open") == "agreed");
    CHECK(next.record(next.ann, cases::action_done(), "open") == "actions_carried_out");
    CHECK(decode_entry(trail_of(next.kept, "open").back().second)->previous == before.back().first);
    CHECK_FALSE(verify_log(next.kept)->first.has_value());
    CHECK_FALSE(verify_case(next.kept, "open")->first.has_value());
    // A command that was answered in the old log is known in the new one.
    auto const first = decode_entry(before.front().second).value();
    CHECK(next.kept.seen(first.command).value() == std::pair{case_id("open"), std::uint64_t{1}});

    CHECK(carry_over(old.d.kept, next.kept, "open").value() == 0); // it is there, and further
    CHECK(next.state("open") == "actioned");
}

TEST_CASE("a customer who comes back brings the case along") {
    frozen_year old;
    cases::front_desk next;
    next.now = old.d.now;
    next.commands = old.d.commands;
    REQUIRE(begin_after(old.d.kept, next.kept, the_keeper, next.now).has_value());
    CHECK(next.answer_to(next.customer, cases::a_return(), "closed").error().code ==
          errc::unknown_case);
    REQUIRE(carry_over(old.d.kept, next.kept, "closed").has_value());
    CHECK(next.record(next.customer, cases::a_return(), "closed") == "case_reopened");
    CHECK(next.file("closed").occasion == 2);
}

TEST_CASE("accounts know what carried cases were given") {
    auto const marks_of = [](store& in) {
        std::vector<std::string> all;
        REQUIRE(in.marked(account_of(customer_id("c1")), 0, [&](std::uint64_t, byte_view content) {
                      all.emplace_back(reinterpret_cast<char const*>(content.data()),
                                       content.size());
                      return true;
                  }).has_value());
        return all;
    };
    frozen_year old;
    memory_store fresh;
    auto const before = marks_of(old.d.kept);
    REQUIRE(before.size() >= 2); // of the closed case and of the open one
    REQUIRE(carry_over(old.d.kept, fresh, "closed").has_value());
    REQUIRE(carry_over(old.d.kept, fresh, "open").has_value());
    CHECK(marks_of(fresh) == before);
}

TEST_CASE("what is damaged, unknown or another case is not carried over") {
    frozen_year old;
    memory_store fresh;
    auto const unknown = carry_over(old.d.kept, fresh, "nobody's");
    REQUIRE(unknown.has_error());
    CHECK(unknown.error().code == errc::unknown_case);

    class other_bytes : public passing_on {
      public:
        using passing_on::passing_on;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            bytes content;
            return real.read(on, from, to, [&](stored_entry e) {
                content.assign(e.bytes.begin(), e.bytes.end());
                if (e.sequence == 2) content.back() ^= std::byte{1};
                e.bytes = content;
                return visit(e);
            });
        }
    } damaged(old.d.kept);
    auto const refused = carry_over(damaged, fresh, "open");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::damaged_trail);
    CHECK_THAT(refused.error().message,
               Catch::Matchers::ContainsSubstring("(case open, sequence 2)"));

    cases::front_desk other;
    other.until_reported(cases::a_query(), "open");
    auto const conflict = carry_over(old.d.kept, other.kept, "open");
    REQUIRE(conflict.has_error());
    CHECK(conflict.error().code == errc::version_conflict);
    CHECK(fresh.size().value() == 0);
}

TEST_CASE("logs follow one another from file to file") {
    scratch const folder;
    frozen_year old;
    auto const next = *sqlite_store::open({.path = folder / "2027.db"});
    REQUIRE(begin_after(old.d.kept, *next, the_keeper, old.d.now).has_value());
    REQUIRE(carry_over(old.d.kept, *next, "open").has_value());
    notary signs(*next, key_of("example.org/2027"));
    auto const last = freeze(*next, signs).value();
    auto const third = *sqlite_store::open({.path = folder / "2028.db"});
    REQUIRE(begin_after(*next, *third, the_keeper, old.d.now).has_value());
    CHECK(continues(*third)->value().says == last.says);
    CHECK(continues(*next)->value().says == old.last.says);
    REQUIRE(carry_over(*next, *third, "open").has_value());
    CHECK(trail_of(*third, "open") == trail_of(old.d.kept, "open"));
}
