// SPDX-License-Identifier: BSL-1.0
// A log that is frozen takes nothing more, and says for good what it was.
#include <amends/store/frozen.hpp>
#include <amends/store/memory.hpp>
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "contract/scratch.hpp"
#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a desk over a frozen log is told so, and cases can still be looked at") {
    cases::front_desk d;
    d.until_agreed();
    notary signs(d.kept, key_of("example.org/log"));
    CHECK_FALSE(frozen_at(d.kept)->has_value());
    auto const last = freeze(d.kept, signs);
    REQUIRE(last.has_value());
    CHECK(last->says.head.size == d.kept.size().value());
    CHECK(frozen_at(d.kept)->value() == *last);

    auto const said = d.answer_to(d.ann, cases::a_note());
    REQUIRE(said.has_error());
    CHECK(said.error().code == errc::store_frozen);
    CHECK(d.state() == "agreed");
    CHECK_FALSE(verify_log(d.kept)->first.has_value());
    // Frozen is frozen: the same checkpoint again.
    CHECK(freeze(d.kept, signs).value() == *last);
}

TEST_CASE("a frozen SQLite file is frozen for whoever has it open, and after a restart") {
    scratch const folder;
    {
        auto const one = *sqlite_store::open({.path = folder / "kept.db"});
        auto const other = *sqlite_store::open({.path = folder / "kept.db"});
        append_raw(*one, 300);
        notary signs(*other, key_of("example.org/log"));
        REQUIRE(freeze(*other, signs).has_value());
        new_entry const more{.on = "42", .sequence = 1};
        CHECK(one->append({&more, 1}).error().code == errc::store_frozen);
    }
    auto const again = *sqlite_store::open({.path = folder / "kept.db"});
    new_entry const more{.on = "42", .sequence = 1};
    CHECK(again->append({&more, 1}).error().code == errc::store_frozen);
    CHECK(frozen_at(*again)->value().says.head.size == 300);
}

TEST_CASE("freezing that was interrupted anywhere is finished by freezing again") {
    for (auto written = 0; written < 6; ++written) {
        memory_store real;
        append_raw(real, 300);
        lying_store kept(real);
        kept.keeps = written;
        notary signs(kept, key_of("example.org/log"));
        INFO("after " << written << " writes");
        auto const first = freeze(kept, signs);
        auto const is_whole = first.has_value();
        CHECK(is_whole == (written == 5));
        if (!is_whole) CHECK(first.error().code == errc::store_failed);
        kept.keeps.reset();
        auto const again = freeze(kept, signs);
        REQUIRE(again.has_value());
        CHECK(again->says.head.size == 300);
        CHECK(frozen_at(real)->value() == *again);
    }
}

TEST_CASE("a log that is closed without a checkpoint says that freezing was interrupted") {
    memory_store real;
    append_raw(real, 300);
    lying_store kept(real);
    kept.keeps = 4; // a tile, two names of the checkpoint, and the mark
    notary signs(kept, key_of("example.org/log"));
    REQUIRE(freeze(kept, signs).has_error());
    auto const at = frozen_at(kept);
    REQUIRE(at.has_error());
    CHECK(at.error().message ==
          "expected the last checkpoint of a frozen log, found none: freezing it was interrupted");
    new_entry const more{.on = "42", .sequence = 1};
    CHECK(kept.append({&more, 1}).error().code == errc::store_frozen);
}

TEST_CASE("a wrong key closes no log") {
    memory_store kept;
    append_raw(kept, 3);
    REQUIRE(notary(kept, key_of("example.org/log")).sign().has_value());
    notary other(kept, key_of("example.org/other"));
    CHECK(freeze(kept, other).error().code == errc::signature_failed);
    append_raw(kept, 1);
    CHECK_FALSE(frozen_at(kept)->has_value());
}

TEST_CASE("a log is frozen although its witness does not answer") {
    memory_store kept;
    append_raw(kept, 3);
    notary signs(kept, key_of("example.org/log"),
                 [](auto const&) -> result<std::vector<note_signature>> {
                     return mismatch(errc::io_failed, "an answer", "silence");
                 });
    CHECK(freeze(kept, signs).error().code == errc::not_witnessed);
    CHECK(frozen_at(kept)->value().says.head.size == 3);
}

TEST_CASE("a log is frozen with the checkpoint of all of it though the newest name is set back") {
    memory_store kept;
    append_raw(kept, 2);
    auto const older = notary(kept, key_of("example.org/log")).sign().value();
    append_raw(kept, 1);
    notary signs(kept, key_of("example.org/log"),
                 [&](auto const&) -> result<std::vector<note_signature>> {
                     keep_text(kept, "checkpoint", to_text(older.note));
                     return std::vector<note_signature>{};
                 });
    auto const last = freeze(kept, signs).value();
    CHECK(last.says.head.size == 3);
    CHECK(frozen_at(kept)->value() == last);
}

TEST_CASE("what was added to a frozen log past its store is found") {
    cases::front_desk d;
    d.until_agreed();
    notary signs(d.kept, key_of("example.org/log"));
    auto const last = freeze(d.kept, signs).value();
    keep_text(d.kept, frozen_mark, "");
    d.record(d.ann, cases::a_note());
    CHECK_FALSE(verify_log(d.kept)->first.has_value());
    keep_text(d.kept, frozen_mark, to_text(last.note));
    auto const found = verify_log(d.kept).value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::count);
    CHECK(found.first->message == "expected nothing after " + std::to_string(last.says.head.size) +
                                      " entries, found " + std::to_string(last.says.head.size + 1) +
                                      " (the log was frozen)");
    keep_text(d.kept, frozen_mark, "rubbish");
    CHECK(verify_log(d.kept)->first->kind == damage_kind::signature);
}
