// SPDX-License-Identifier: BSL-1.0
// A sealed part exchanged for one under a key that an erasure destroyed: it was not erased itself.
#include "contract/two_years.hpp"
#include "support/sealed_desk.hpp"
#include "support/showing.hpp"

using namespace amends;
using namespace amends::testing;

namespace {

/// A log that has the sealed part of one entry beside another, too.
class exchanged_parts : public showing {
  public:
    exchanged_parts(store& log, std::uint64_t from, std::uint64_t to)
        : showing(log, [this, to](stored_entry& e, bytes&) {
              if (e.log_index == to) e.sealed = part_;
          }) {
        REQUIRE(log.scan(from,
                         [&](stored_entry const& e) {
                             part_.assign(e.sealed.begin(), e.sealed.end());
                             return false;
                         })
                    .has_value());
    }

  private:
    bytes part_;
};

/// What both verifiers say of it, which is the same.
std::optional<damage> damage_of(store& log, case_id const& on) {
    verify_options const against{.sealed_under = log.keys()};
    auto const whole = verify_log(log, against).value().first;
    auto const one = verify_case(log, on, against).value().first;
    CHECK(one == whole);
    return whole;
}
std::string key_beside(store& log, std::uint64_t log_index) {
    std::string named;
    REQUIRE(log.scan(log_index,
                     [&](stored_entry const& e) {
                         named = "key " + std::to_string(key_named_in(e.sealed).value());
                         return false;
                     })
                .has_value());
    return named;
}

} // namespace

TEST_CASE("a sealed part under another customer's destroyed key is damage, and no erasure") {
    memory_store log;
    house h(log);
    h.report_of("c1", "41"); // log index 0
    h.record("41", cases::a_withdrawal());
    h.report_of("c2", "43"); // 2
    h.record("43", note{"said of c2"});
    h.report_of("c3", "44"); // 4
    session const third{{"c3", side::customer, {}, {}, {}}, provenance::live};
    REQUIRE(h.at.handle(third, {"44", {}, {}, withdraw{}}).has_value());
    REQUIRE(h.erased("c1").erased);
    REQUIRE(h.erased("c3").erased);
    for (auto const& on : {"41", "43", "44"})
        CHECK_FALSE(damage_of(log, case_id::trusted(on)).has_value());

    struct exchange {
        std::uint64_t from, to;
        char const* on;
        std::uint64_t sequence;
        char const* whose;
    };
    // Beside a case that was not erased; and beside one that was, before the fact that says so.
    for (auto const& [from, to, on, sequence, whose] :
         {exchange{0, 2, "43", 1, "c2"}, exchange{1, 3, "43", 2, "c2"},
          exchange{4, 0, "41", 1, "c1"}, exchange{0, 5, "44", 2, "c3"}}) {
        INFO("the part of entry " << from << " beside entry " << to);
        exchanged_parts changed(log, from, to);
        auto const found = damage_of(changed, case_id::trusted(on));
        REQUIRE(found.has_value());
        CHECK(found->kind == damage_kind::texts);
        CHECK(found->log_index == to);
        CHECK(found->on.view() == on);
        CHECK(found->sequence == sequence);
        CHECK(found->message == "expected a key of customer " + std::string(whose) + ", found " +
                                    key_beside(log, from) + ", destroyed, of somebody else (case " +
                                    on + ", entry " + std::to_string(sequence) + ")");
    }
}

TEST_CASE("a sealed part from before the erasure of its case is damage beside a later entry") {
    memory_store log;
    house h(log);
    h.report_of("c1", "41");
    h.record("41", cases::a_withdrawal());
    h.report_of("c1", "42");
    h.record("42", cases::a_withdrawal());
    REQUIRE(h.erased("c1").erased); // 4 and 5
    h.record("41", note{"said afterwards"});
    auto const is_found = [&] {
        CHECK_FALSE(damage_of(log, "41").has_value());
        CHECK_FALSE(damage_of(log, "42").has_value());
        exchanged_parts changed(log, 1, 6);
        auto const found = damage_of(changed, "41");
        REQUIRE(found.has_value());
        CHECK(found->kind == damage_kind::texts);
        CHECK(found->log_index == 6);
        CHECK(found->sequence == 4);
        CHECK(found->message == "expected a key made after its case was erased, found " +
                                    key_beside(log, 1) + ", which went with it (case 41, entry 4)");
    };
    is_found();
    // A second erasure says nothing of what the first one took away.
    REQUIRE(h.erased("c1").erased);
    is_found();
}

TEST_CASE("a frozen log takes no destroyed key for an erasure that is another customer's") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_withdrawal());
    REQUIRE(carry_over_customer(frozen, fresh, "c1").has_value());
    REQUIRE(y.next.erased("c1").erased);
    REQUIRE(erase_in_frozen(frozen, fresh, "c1").value() == 1);
    for (auto const& on : {"ended", "open", "other"})
        CHECK_FALSE(damage_of(frozen, case_id::trusted(on)).has_value());

    exchanged_parts changed(frozen, 0, 3); // of c2
    auto const found = damage_of(changed, "other");
    REQUIRE(found.has_value());
    CHECK(found->kind == damage_kind::texts);
    CHECK(found->log_index == 3);
    CHECK(found->message.find("expected a key of customer c2, found key ") == 0);
}

TEST_CASE("a case carried over after its customer was erased is sound until it says so itself") {
    memory_store frozen, fresh;
    two_years y(frozen, fresh);
    y.next.record("open", cases::a_withdrawal());
    REQUIRE(y.next.erased("c1").erased);
    REQUIRE(carry_over_customer(frozen, fresh, "c1").value() == 2);
    CHECK_FALSE(damage_of(fresh, "ended").has_value());
    CHECK_FALSE(damage_of(fresh, "open").has_value());
    verify_options const against{.sealed_under = fresh.keys()};
    CHECK(verify_log(fresh, against).value().erased_elsewhere == 2);
    REQUIRE(y.next.erased("c1").erased);
    CHECK_FALSE(damage_of(fresh, "ended").has_value());
    CHECK(verify_log(fresh, against).value().erased_elsewhere == 0);
}
