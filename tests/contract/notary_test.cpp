// SPDX-License-Identifier: BSL-1.0
// Checkpoints of a store: signed when they are due, continued, kept, shown to a witness.
#include <amends/store/memory.hpp>
#include <amends/store/notary.hpp>
#include <amends/store/sqlite.hpp>
#include <amends/store/verify_log.hpp>

#include "store/kept_checkpoint.hpp"

#include "contract/scratch.hpp"
#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"
#include "support/tree_oracle.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

std::vector<std::uint64_t> sizes_kept(store& of) {
    std::vector<std::uint64_t> sizes;
    REQUIRE(checkpoints(of, [&](kept_checkpoint const& one) {
                sizes.push_back(one.says.head.size);
                return true;
            }).has_value());
    return sizes;
}

void notary_contract(store& of) {
    auto const all = some_leaves(700);
    notary signs(of, key_of("example.org/log"));
    CHECK_FALSE(last_checkpoint(of)->has_value());
    CHECK(signs.sign()->says.head == tree_head{0, empty_root()});

    for (auto const step : {5u, 300u, 0u, 395u}) {
        append_raw(of, step);
        auto const size = of.size().value();
        auto const made = signs.sign();
        REQUIRE(made.has_value());
        CHECK(made->says ==
              checkpoint{"example.org/log", {size, mth(leaves(all).first(size))}, {}});
        CHECK(open_checkpoint(made->note, std::array{signs.verifier()}).value() == made->says);
        CHECK(last_checkpoint(of)->value() == *made);
    }
    CHECK(sizes_kept(of) == std::vector<std::uint64_t>{0, 5, 305, 700});
    // Another notary of the same log goes on where this one ended.
    CHECK(notary(of, key_of("example.org/log")).sign().value() == last_checkpoint(of)->value());
}

} // namespace

TEST_CASE("a store in memory keeps the checkpoints of its log") {
    memory_store kept;
    notary_contract(kept);
}

TEST_CASE("a SQLite file keeps the checkpoints of its log") {
    scratch const folder;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        notary_contract(*kept);
    }
    auto const again = *sqlite_store::open({.path = folder / "kept.db"});
    CHECK(last_checkpoint(*again)->value().says.head.size == 700);
}

TEST_CASE("a checkpoint is due after so many entries") {
    memory_store kept;
    notary signs(kept, key_of("example.org/log"));
    checkpoint_interval const every{.entries = 10};
    append_raw(kept, 9);
    CHECK_FALSE(signs.sign_when_due(every, {})->has_value());
    append_raw(kept, 1);
    CHECK(signs.sign_when_due(every, {})->value().says.head.size == 10);
    CHECK_FALSE(signs.sign_when_due(every, {})->has_value());
    append_raw(kept, 25);
    CHECK(signs.sign_when_due(every, {})->value().says.head.size == 35);
    CHECK_FALSE(signs.sign_when_due({}, {})->has_value());
}

TEST_CASE("a checkpoint is due when the oldest entry without one is so old") {
    cases::front_desk d;
    notary signs(d.kept, key_of("example.org/log"));
    checkpoint_interval const every{.age = std::chrono::minutes(10)};
    CHECK_FALSE(signs.sign_when_due(every, d.now + std::chrono::hours(9))->has_value());

    d.record(d.customer, cases::a_problem());
    auto const first = d.now;
    d.record(d.ann, cases::a_take());
    CHECK_FALSE(
        signs.sign_when_due(every, first + std::chrono::minutes(10) - std::chrono::milliseconds(1))
            ->has_value());
    CHECK(signs.sign_when_due(every, first + std::chrono::minutes(10))->value().says.head.size ==
          2);
    CHECK_FALSE(signs.sign_when_due(every, first + std::chrono::hours(9))->has_value());
    d.record(d.ann, cases::a_confirmation());
    CHECK(signs.sign_when_due(every, d.now + std::chrono::minutes(10))->value().says.head.size ==
          3);
}

TEST_CASE("a checkpoint is due when the oldest entry without one is of a clock that was ahead") {
    cases::front_desk d;
    notary signs(d.kept, key_of("example.org/log"));
    checkpoint_interval const every{.age = std::chrono::minutes(15)};
    auto const now = d.now;
    d.now += std::chrono::hours(24);
    d.record(d.customer, cases::a_problem());
    CHECK(signs.sign_when_due(every, now)->has_value());
    CHECK_FALSE(signs.sign_when_due(every, now)->has_value());
    // However far they lie apart.
    d.record(d.ann, cases::a_take());
    CHECK(signs.sign_when_due(every, instant::min())->has_value());
    d.record(d.ann, cases::a_confirmation());
    CHECK(signs.sign_when_due(every, instant::max())->has_value());
}

TEST_CASE("a witness sees each checkpoint, and what it signs is kept with it") {
    memory_store kept;
    append_raw(kept, 3);
    auto const w = key_of("witness.example/w1", 2);
    std::vector<std::string> seen;
    notary signs(kept, key_of("example.org/log"),
                 [&](signed_note const& note) -> result<std::vector<note_signature>> {
                     seen.push_back(to_text(note));
                     return std::vector{w.sign(note.text).value()};
                 });
    auto const first = signs.sign().value();
    CHECK(first.note.signatures.size() == 2);
    CHECK(last_checkpoint(kept)->value() == first);
    CHECK(signers_of(first.note, std::array{w.verifier(), signs.verifier()})->size() == 2);

    CHECK(signs.sign().value() == first); // the same again: nothing new to keep
    append_raw(kept, 1);
    CHECK(signs.sign()->note.signatures.size() == 2);
    REQUIRE(seen.size() == 3);
    CHECK(seen[1] == to_text(first.note));
}

TEST_CASE("a witness that is slow does not set back what others signed meanwhile") {
    cases::front_desk d;
    d.until_agreed();
    auto const w = key_of("witness.example/w1", 2);
    notary other(d.kept, key_of("example.org/log"));
    notary slow(d.kept, key_of("example.org/log"),
                [&](signed_note const& note) -> result<std::vector<note_signature>> {
                    for (auto i = 0; i < 2; ++i) {
                        d.record(d.ann, cases::a_note());
                        REQUIRE(other.sign().has_value());
                    }
                    return std::vector{w.sign(note.text).value()};
                });
    auto const made = slow.sign().value();

    CHECK(last_checkpoint(d.kept)->value().says.head.size == made.says.head.size + 2);
    auto const found = verify_log(d.kept, {.keys = {other.verifier()}}).value();
    INFO((found.first ? found.first->message : "sound"));
    CHECK_FALSE(found.first.has_value());
    // What the witness signed is kept all the same, by its size.
    std::vector<kept_checkpoint> all;
    REQUIRE(checkpoints(d.kept, [&](kept_checkpoint const& one) {
                all.push_back(one);
                return true;
            }).has_value());
    REQUIRE(all.size() == 3);
    CHECK(all.front() == made);
    CHECK(made.note.signatures.size() == 2);
}

TEST_CASE("a witness that fails leaves the checkpoint kept and says so") {
    memory_store kept;
    append_raw(kept, 3);
    witness const refuses = [](signed_note const&) -> result<std::vector<note_signature>> {
        return mismatch(errc::io_failed, "an answer", "silence");
    };
    witness const throws = [](signed_note const&) -> result<std::vector<note_signature>> {
        throw std::runtime_error("no route");
    };
    witness const throws_a_number = [](signed_note const&) -> result<std::vector<note_signature>> {
        throw 7;
    };
    witness const floods = [](signed_note const& note) -> result<std::vector<note_signature>> {
        std::vector<note_signature> many;
        for (std::uint32_t i = 0; i < 100; ++i)
            many.push_back({"w", i, note.signatures[0].signature});
        return many;
    };
    witness const breaks_lines = [](signed_note const&) -> result<std::vector<note_signature>> {
        return std::vector<note_signature>{{"w\nexample.org/log", 1, bytes(64)}};
    };
    struct failing {
        witness to;
        std::string said;
    };
    for (auto const& [to, said] :
         {failing{refuses, "found expected an answer, found silence"},
          failing{throws, "found no route"}, failing{throws_a_number, "found something thrown"},
          failing{floods, "found expected at most 100 signatures"},
          failing{breaks_lines, "found expected a signature line"}}) {
        auto const made = notary(kept, key_of("example.org/log"), to).sign();
        REQUIRE(made.has_error());
        CHECK(made.error().code == errc::not_witnessed);
        CHECK_THAT(made.error().message,
                   ContainsSubstring("expected a witness to take it, " + said));
        CHECK_THAT(made.error().message, ContainsSubstring("the checkpoint of 3 entries is kept"));
        auto const last = last_checkpoint(kept).value();
        REQUIRE(last.has_value());
        CHECK(last->says.head.size == 3);
        CHECK(last->note.signatures.size() == 1);
    }
}

TEST_CASE("no checkpoint is signed that its log does not continue") {
    memory_store real;
    append_raw(real, 300);
    auto const last = notary(real, key_of("example.org/log")).sign().value();

    // Put back as it was with fewer entries, and grown otherwise.
    memory_store other;
    append_raw(other, 100);
    keep_text(other, "checkpoint", to_text(last.note));
    notary signs(other, key_of("example.org/log"));
    auto const shorter = signs.sign();
    REQUIRE(shorter.has_error());
    CHECK(shorter.error().code == errc::log_rewritten);
    CHECK(shorter.error().message == "expected at least 300 entries, found 100 (checkpoint of "
                                     "example.org/log at 300 entries)");
    append_raw(other, 250, "another");
    // "entry 100" and so on stand there again, in another case: their hashes are the same.
    CHECK(signs.sign()->says.head.size == 350);
}

TEST_CASE("a log that another notary signs while it is read was not rewritten") {
    class signed_elsewhere : public passing_on {
      public:
        using passing_on::beside;
        using passing_on::passing_on;
        int times = 0; ///< so often from now on, somebody appends and signs before the look
        result<std::optional<bytes>> beside(std::string_view name) override {
            if (name == "checkpoint" && times > 0) {
                --times;
                append_raw(real, 1);
                REQUIRE(notary(real, key_of("example.org/log")).sign().has_value());
            }
            return real.beside(name);
        }
    };
    memory_store real;
    append_raw(real, 300);
    for (auto const times : {1, 2, 5}) {
        signed_elsewhere kept(real);
        kept.times = times;
        auto const size = real.size().value() + static_cast<std::uint64_t>(times);
        auto const made = notary(kept, key_of("example.org/log")).sign();
        INFO("signed " << times << " times: " << (made ? "sound" : made.error().message));
        REQUIRE(made.has_value());
        CHECK(made->says.head.size == size);
        CHECK(last_checkpoint(real)->value() == *made);
    }
}

TEST_CASE("a log shorter than its checkpoint is found beside somebody who goes on with it") {
    class never_still : public passing_on {
      public:
        using passing_on::passing_on;
        using passing_on::scan;
        int scans = 0;
        result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
            REQUIRE(++scans < 10);
            append_raw(real, 1);
            return real.scan(from, visit);
        }
    };
    memory_store real;
    append_raw(real, 300);
    auto const forged = sign_checkpoint({400, sha256_of("no history")}, key_of("example.org/log"));
    keep_text(real, "checkpoint", to_text(*forged));
    never_still kept(real);
    auto const made = notary(kept, key_of("example.org/log")).sign();
    REQUIRE(made.has_error());
    CHECK(made.error().code == errc::log_rewritten);
    CHECK_THAT(made.error().message, ContainsSubstring("expected at least 400 entries"));
}

TEST_CASE("no checkpoint is signed over a history other than the one signed before") {
    memory_store kept;
    append_raw(kept, 300);
    auto const forged =
        sign_checkpoint({200, sha256_of("another history")}, key_of("example.org/log"));
    keep_text(kept, "checkpoint", to_text(*forged));
    auto const made = notary(kept, key_of("example.org/log")).sign();
    REQUIRE(made.has_error());
    CHECK(made.error().code == errc::log_rewritten);
    CHECK(made.error().message == "expected root " + to_text(sha256_of("another history")) +
                                      ", found " + to_text(mth(leaves(some_leaves(200)))) +
                                      " (checkpoint of example.org/log at 200 entries)");
}

TEST_CASE("a checkpoint is continued though its newest name was taken away or set back") {
    auto const newest_is_set_back = GENERATE(false, true);
    memory_store kept;
    append_raw(kept, 300);
    if (newest_is_set_back) {
        notary signs(kept, key_of("example.org/log"));
        REQUIRE(signs.sign().has_value());
        append_raw(kept, 50);
    }
    auto const forged =
        sign_checkpoint({320, sha256_of("another history")}, key_of("example.org/log"));
    append_raw(kept, 50);
    keep_text(kept, "checkpoint/00000000000000000320", to_text(*forged));
    auto const made = notary(kept, key_of("example.org/log")).sign();
    REQUIRE(made.has_error());
    CHECK(made.error().code == errc::log_rewritten);
    CHECK_THAT(made.error().message, ContainsSubstring("example.org/log at 320 entries"));
}

TEST_CASE("no checkpoint is signed beside two of one size that say different things") {
    memory_store kept;
    append_raw(kept, 5);
    auto const real = notary(kept, key_of("example.org/log")).sign().value();
    auto const forged = sign_checkpoint({5, sha256_of("other")}, key_of("example.org/log"));
    keep_text(kept, "checkpoint/00000000000000000005", to_text(*forged));
    auto const made = notary(kept, key_of("example.org/log")).sign();
    REQUIRE(made.has_error());
    CHECK(made.error().code == errc::store_damaged);
    CHECK(made.error().message == "expected root " + to_text(sha256_of("other")) + ", found " +
                                      to_text(real.says.head.root) +
                                      " (checkpoint, beside checkpoint/00000000000000000005)");
}

TEST_CASE("a notary that was stopped between two names puts the newest right") {
    memory_store real;
    append_raw(real, 3);
    lying_store kept(real);
    kept.keeps = 1;
    CHECK(notary(kept, key_of("example.org/log")).sign().error().code == errc::store_failed);
    CHECK_FALSE(last_checkpoint(real)->has_value());
    kept.keeps.reset();
    auto const made = notary(real, key_of("example.org/log")).sign().value();
    CHECK(last_checkpoint(real)->value() == made);
}

TEST_CASE("a notary that was stopped between two names again and again leaves a sound store") {
    cases::front_desk d;
    d.until_agreed(cases::terms_of(100), "case 0");
    REQUIRE(notary(d.kept, key_of("example.org/log")).sign().has_value());
    lying_store kept(d.kept);
    for (auto const room : {1, 1, 1, 2, 1}) {
        d.record(d.ann, cases::a_note(), "case 0");
        kept.keeps = room;
        REQUIRE(notary(kept, key_of("example.org/log")).sign().error().code == errc::store_failed);
        auto const found = verify_log(d.kept).value();
        INFO((found.first ? found.first->message : "sound"));
        REQUIRE_FALSE(found.first.has_value());
    }
    auto const made = notary(d.kept, key_of("example.org/log")).sign().value();
    CHECK(last_checkpoint(d.kept)->value() == made);
    CHECK(made.says.head.size == d.kept.size().value());
    CHECK_FALSE(verify_log(d.kept)->first.has_value());
}

TEST_CASE("signing reads no checkpoint that is older than the newest") {
    class visited : public passing_on {
      public:
        using passing_on::passing_on;
        std::size_t names = 0;
        result<std::optional<bytes>> beside(std::string_view name) override {
            ++names;
            return real.beside(name);
        }
        result<void> beside(std::string_view prefix, beside_visitor const& visit) override {
            return real.beside(prefix, [&](std::string_view name, byte_view content) {
                ++names;
                return visit(name, content);
            });
        }
    };
    memory_store real;
    visited kept(real);
    notary signs(kept, key_of("example.org/log"));
    std::size_t early = 0;
    for (int signings = 1; signings <= 120; ++signings) {
        append_raw(real, 1);
        kept.names = 0;
        REQUIRE(signs.sign().has_value());
        if (signings == 2) early = kept.names;
        if (signings > 2) REQUIRE(kept.names == early);
    }
    CHECK(sizes_kept(real).size() == 120);
}

TEST_CASE("every checkpoint of more entries than the newest is seen, whatever its digits") {
    auto const key = key_of("example.org/log");
    auto const all = std::vector<std::uint64_t>{
        0,   1,   9,   10,   11,   19,   20,     99,      100,       109,  199,
        200, 899, 900, 1999, 2000, 9999, 525600, 1000000, ~0ull - 1, ~0ull};
    for (std::size_t newest = 0; newest < all.size(); ++newest)
        for (auto const is_by_size : {true, false}) {
            INFO("newest of " << all[newest]);
            memory_store kept;
            for (auto const size : all) {
                auto const note = to_text(*sign_checkpoint({size, sha256_of("a root")}, key));
                auto digits = std::to_string(size);
                digits.insert(0, 20 - digits.size(), '0');
                if (size == all[newest]) keep_text(kept, "checkpoint", note);
                if (size != all[newest] || is_by_size)
                    keep_text(kept, "checkpoint/" + digits, note);
            }
            auto const held = detail::hold_newest(kept).value();
            CHECK(held.newest->says.head.size == all[newest]);
            CHECK(held.last->says.head.size == all.back());
            CHECK(held.ahead == all.size() - 1 - newest);
            CHECK(held.is_by_size == is_by_size);
        }
}

TEST_CASE("a log keeps one name") {
    memory_store kept;
    append_raw(kept, 3);
    REQUIRE(notary(kept, key_of("example.org/log")).sign().has_value());
    auto const other = notary(kept, key_of("example.org/other")).sign();
    REQUIRE(other.has_error());
    CHECK(other.error().code == errc::signature_failed);
    CHECK(other.error().message == "expected a key named example.org/log, found example.org/other "
                                   "(the log has a checkpoint of that name)");
}

TEST_CASE("a new key of the same name signs beside the old one") {
    memory_store kept;
    append_raw(kept, 3);
    auto const old_key = key_of("example.org/log", 1), new_key = key_of("example.org/log", 2);
    auto const before = notary(kept, key_of("example.org/log", 1)).sign().value();
    auto const after = notary(kept, key_of("example.org/log", 2)).sign().value();
    CHECK(after.says == before.says);
    CHECK(signers_of(after.note, std::array{old_key.verifier(), new_key.verifier()})->size() == 2);
    append_raw(kept, 1);
    CHECK(notary(kept, key_of("example.org/log", 2)).sign()->note.signatures.size() == 1);
}

TEST_CASE("a signature of the log's key that does not hold is made anew") {
    auto const is_of_another_text = GENERATE(false, true);
    memory_store kept;
    append_raw(kept, 3);
    auto const key = key_of("example.org/log");
    auto const real = notary(kept, key_of("example.org/log")).sign().value();
    auto damaged = real.note;
    if (is_of_another_text) damaged.signatures = {key.sign("another text\n").value()};
    else damaged.signatures.front().signature.back() ^= std::byte{1};
    damaged.signatures.push_back(key_of("witness").sign(damaged.text).value());
    for (auto const* name : {"checkpoint", "checkpoint/00000000000000000003"})
        keep_text(kept, name, to_text(damaged));
    REQUIRE(open_checkpoint(damaged, std::array{key.verifier()}).has_error());

    auto const again = notary(kept, key_of("example.org/log")).sign().value();
    CHECK(again.says == real.says);
    CHECK(again.note.signatures ==
          std::vector{damaged.signatures.back(), real.note.signatures.front()});
    CHECK(last_checkpoint(kept)->value() == again);
    CHECK(open_checkpoint(again.note, std::array{key.verifier()}).value() == real.says);
}

TEST_CASE("a line of the log's key that does not hold is dropped from what is kept") {
    memory_store kept;
    append_raw(kept, 3);
    auto const key = key_of("example.org/log");
    auto const real = notary(kept, key_of("example.org/log")).sign().value();
    auto with_false = real.note;
    with_false.signatures.insert(with_false.signatures.begin(), key.sign("another text\n").value());
    for (auto const* name : {"checkpoint", "checkpoint/00000000000000000003"})
        keep_text(kept, name, to_text(with_false));

    CHECK(notary(kept, key_of("example.org/log")).sign().value() == real);
    CHECK(last_checkpoint(kept)->value() == real);
    CHECK(sizes_kept(kept) == std::vector<std::uint64_t>{3});
}

TEST_CASE("no signature is added that a note has no room for") {
    memory_store kept;
    append_raw(kept, 3);
    auto full = notary(kept, key_of("example.org/log", 1)).sign().value().note;
    full.signatures.resize(100, key_of("witness").sign(full.text).value());
    keep_text(kept, "checkpoint", to_text(full));
    auto const made = notary(kept, key_of("example.org/log", 2)).sign();
    REQUIRE(made.has_error());
    CHECK(made.error().code == errc::too_long);
    CHECK(made.error().message == "expected at most 100 signatures, found more");
    CHECK(last_checkpoint(kept)->value().note == full);
}

TEST_CASE("a kept checkpoint that is none is an error of the store") {
    memory_store kept;
    keep_text(kept, "checkpoint", "rubbish");
    CHECK(last_checkpoint(kept).error().code == errc::store_damaged);
    CHECK(notary(kept, key_of("example.org/log")).sign().error().code == errc::store_damaged);

    auto const note = sign_checkpoint({4, empty_root()}, key_of("example.org/log")).value();
    keep_text(kept, "checkpoint/00000000000000000005", to_text(note));
    auto const read = checkpoints(kept, [](auto const&) { return true; });
    REQUIRE(read.has_error());
    CHECK(read.error().message == "expected checkpoint/00000000000000000004, found "
                                  "checkpoint/00000000000000000005");
}

TEST_CASE("nothing is kept of a checkpoint when the disk is full") {
    memory_store real;
    append_raw(real, 3);
    lying_store kept(real);
    kept.keeps = 0;
    CHECK(notary(kept, key_of("example.org/log")).sign().error().code == errc::store_failed);
    CHECK_FALSE(last_checkpoint(real)->has_value());
    kept.keeps = 1; // the checkpoint of that size, but not the newest
    CHECK(notary(kept, key_of("example.org/log")).sign().error().code == errc::store_failed);
    kept.keeps.reset();
    CHECK(notary(kept, key_of("example.org/log")).sign()->says.head.size == 3);
    CHECK(sizes_kept(real) == std::vector<std::uint64_t>{3});
}
