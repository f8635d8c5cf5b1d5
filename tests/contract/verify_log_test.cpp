// SPDX-License-Identifier: BSL-1.0
// Verifying a store: what is found in it, and what only a checkpoint kept elsewhere can show.
#include <amends/store/memory.hpp>
#include <amends/store/verify_log.hpp>

#include "support/front_desk.hpp"
#include "support/raw_log.hpp"
#include "support/some_keys.hpp"

#include <utility>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

struct copied_entry {
    stored_entry columns;
    bytes content;
};
using copied_log = std::vector<copied_entry>;

copied_log copy_of(store& log) {
    copied_log all;
    REQUIRE(log.scan(0,
                     [&](stored_entry const& e) {
                         all.push_back({e, bytes(e.bytes.begin(), e.bytes.end())});
                         return true;
                     })
                .has_value());
    return all;
}
void append_copied(store& to, copied_entry const& e) {
    new_entry const one{.on = e.columns.on,
                        .sequence = e.columns.sequence,
                        .command = e.columns.command,
                        .hash = e.columns.hash,
                        .bytes = e.content};
    REQUIRE(to.append({&one, 1}).has_value());
}
void keep_what_stands_beside(store& from, store& to) {
    REQUIRE(from.beside("",
                        [&](std::string_view name, byte_view content) {
                            REQUIRE(to.keep_beside(name, content).has_value());
                            return true;
                        })
                .has_value());
}
/// Changes who did it from some entry on, and makes every hash after it right again.
void rewrite(copied_log& log, std::size_t from) {
    std::map<std::string, digest> ends;
    sha256 hasher;
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto e = decode_entry(log[i].content).value();
        if (i == from) e.who.id = "somebody else";
        if (i > from) e.previous = ends[e.on.str()];
        log[i].content.clear();
        encode(e, log[i].content);
        log[i].columns.hash = ends[e.on.str()] = hasher.of_leaf(log[i].content);
    }
}

/// Some cases, worked on in turn, with a checkpoint at `signed_at` entries and more after it.
struct signed_log {
    cases::front_desk d;
    notary signs{d.kept, key_of("example.org/log")};
    std::vector<kept_checkpoint> signed_at;

    explicit signed_log(int cases_in_all = 6) {
        for (auto i = 0; i < cases_in_all; ++i) {
            d.until_agreed(cases::terms_of(100), case_id::trusted("case " + std::to_string(i)));
            signed_at.push_back(signs.sign().value());
        }
        d.record(d.ann, cases::a_note(), "case 0");
    }
    std::vector<verifying_key> keys() const { return {signs.verifier()}; }
    checkpoint last() const { return signed_at.back().says; }
};

verified_log found_in(store& of, verify_options const& against = {}) {
    auto found = verify_log(of, against);
    INFO((found ? std::string() : found.error().message));
    REQUIRE(found.has_value());
    return *found;
}

} // namespace

TEST_CASE("a sound store is found sound, with its checkpoints and its tree") {
    signed_log log;
    auto const found = found_in(log.d.kept, {.keys = log.keys(), .elsewhere = {log.last()}});
    CHECK_FALSE(found.first.has_value());
    CHECK(found.entries == log.d.kept.size().value());
    CHECK(found.cases == 6);
    CHECK(found.checkpoints == 6);
    CHECK(found.last == log.last());
    CHECK(found.head == log.signs.tree().head(found.entries).value());

    memory_store empty;
    auto const nothing = found_in(empty);
    CHECK_FALSE(nothing.first.has_value());
    CHECK(nothing.head == tree_head{0, empty_root()});
    CHECK_FALSE(nothing.last.has_value());
}

TEST_CASE("a rewritten history shows at the first checkpoint after it, and where it still agreed") {
    signed_log log;
    auto const all = copy_of(log.d.kept);
    for (std::size_t from = 0; from < log.last().head.size; ++from) {
        auto copied = all;
        rewrite(copied, from);
        memory_store forged;
        for (auto const& e : copied) append_copied(forged, e);
        // Alone it looks sound: every hash, chain and end is right again.
        REQUIRE_FALSE(found_in(forged).first.has_value());

        for (auto const& at : log.signed_at) {
            auto const found = found_in(forged, {.elsewhere = {at.says}});
            INFO("rewritten from " << from << ", checkpoint at " << at.says.head.size);
            REQUIRE(found.first.has_value() == (from < at.says.head.size));
            if (!found.first) continue;
            CHECK(found.first->kind == damage_kind::root);
            CHECK_THAT(found.first->message,
                       ContainsSubstring("expected root " + to_text(at.says.head.root)));
            CHECK_THAT(found.first->message, ContainsSubstring("checkpoint of example.org/log at " +
                                                               std::to_string(at.says.head.size)));
        }
        keep_what_stands_beside(log.d.kept, forged);
        auto const found = found_in(forged);
        REQUIRE(found.first.has_value());
        CHECK(found.first->kind == damage_kind::root);
        auto agreed = std::uint64_t{0};
        for (auto const& at : log.signed_at)
            if (at.says.head.size <= from) agreed = at.says.head.size;
        CHECK(found.first->log_index == agreed);
        CHECK(found.last.has_value() == (agreed != 0));
    }
}

TEST_CASE("a log that lost its end shows against a checkpoint of it") {
    signed_log log;
    auto const all = copy_of(log.d.kept);
    memory_store cut;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const found = found_in(cut, {.elsewhere = {log.last()}});
        INFO("cut to " << i);
        REQUIRE(found.first.has_value() == (i < log.last().head.size));
        if (found.first) {
            CHECK(found.first->kind == damage_kind::count);
            CHECK(found.first->log_index == i);
            CHECK(found.first->message == "expected " + std::to_string(log.last().head.size) +
                                              " entries, found " + std::to_string(i) +
                                              " (checkpoint of example.org/log at " +
                                              std::to_string(log.last().head.size) + " entries)");
        }
        // Without one there is nothing to tell it by.
        REQUIRE_FALSE(found_in(cut).first.has_value());
        append_copied(cut, all[i]);
    }
}

TEST_CASE("two entries of different cases that changed places show in the tree alone") {
    signed_log log;
    auto copied = copy_of(log.d.kept);
    auto const second = log.signed_at[0].says.head.size; // where the second case begins
    std::swap(copied[second - 1], copied[second]);
    memory_store swapped;
    for (auto const& e : copied) append_copied(swapped, e);
    CHECK_FALSE(found_in(swapped).first.has_value());
    CHECK(found_in(swapped, {.elsewhere = {log.last()}}).first->kind == damage_kind::root);
}

TEST_CASE("a checkpoint nobody known signed is found in the store") {
    signed_log log;
    auto const forged = sign_checkpoint(log.last().head, key_of("example.org/log", 9)).value();
    auto const name = [](std::uint64_t size) {
        auto const digits = std::to_string(size);
        return "checkpoint/" + std::string(20 - digits.size(), '0') + digits;
    };
    keep_text(log.d.kept, name(log.last().head.size), to_text(forged));
    CHECK_FALSE(found_in(log.d.kept).first.has_value());
    auto const found = found_in(log.d.kept, {.keys = log.keys()});
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::signature);
    CHECK(found.first->log_index == log.last().head.size);
    CHECK_THAT(found.first->message, ContainsSubstring("expected a signature by example.org/log+"));

    keep_text(log.d.kept, name(log.last().head.size), "rubbish");
    auto const none = found_in(log.d.kept);
    REQUIRE(none.first.has_value());
    CHECK(none.first->kind == damage_kind::signature);
    CHECK_THAT(none.first->message, ContainsSubstring(name(log.last().head.size)));
}

TEST_CASE("a newest checkpoint that is garbled, set back or gone is found without a key") {
    signed_log log;
    auto const newest = to_text(log.signed_at.back().note);
    struct {
        std::string kept, message;
    } const changed[] = {
        {"rubbish", "checkpoint: "},
        {to_text(log.signed_at.front().note),
         "expected the newest checkpoint, of " + std::to_string(log.last().head.size) +
             " entries, found one of " + std::to_string(log.signed_at.front().says.head.size) +
             " (checkpoint)"},
        {to_text(
             sign_checkpoint({log.last().head.size, sha256_of("other")}, key_of("example.org/log"))
                 .value()),
         "expected root " + to_text(log.last().head.root) + ", found "},
    };
    for (auto const& one : changed) {
        keep_text(log.d.kept, "checkpoint", one.kept);
        auto const found = found_in(log.d.kept);
        REQUIRE(found.first.has_value());
        CHECK(found.first->kind == damage_kind::signature);
        CHECK_THAT(found.first->message, ContainsSubstring(one.message));
    }
    keep_text(log.d.kept, "checkpoint", newest);
    CHECK_FALSE(found_in(log.d.kept).first.has_value());
    // A notary that is stopped between two names leaves the newest one behind.
    keep_text(log.d.kept, "checkpoint", to_text(log.signed_at[log.signed_at.size() - 2].note));
    CHECK_FALSE(found_in(log.d.kept).first.has_value());

    memory_store without;
    for (auto const& e : copy_of(log.d.kept)) append_copied(without, e);
    REQUIRE(log.d.kept
                .beside("checkpoint/",
                        [&](std::string_view name, byte_view content) {
                            return without.keep_beside(name, content).has_value();
                        })
                .has_value());
    auto const gone = found_in(without);
    REQUIRE(gone.first.has_value());
    CHECK_THAT(gone.first->message, ContainsSubstring("found none (checkpoint)"));
}

TEST_CASE("a checkpoint of another log is no evidence about this one") {
    signed_log log;
    auto other = log.last();
    other.origin = "example.org/other";
    auto const found = verify_log(log.d.kept, {.elsewhere = {other}});
    REQUIRE(found.has_error());
    CHECK(found.error().code == errc::proof_failed);
    CHECK(found.error().message ==
          "expected a checkpoint of example.org/log, found one of example.org/other");
}

TEST_CASE("an end that the store does not have, or does not know, is found") {
    class forgetful : public passing_on {
      public:
        using passing_on::passing_on;
        std::optional<case_head> instead;
        bool drops = false;
        result<void> heads(std::function<bool(case_head const&)> const& visit) override {
            return real.heads([&](case_head const& h) {
                if (h.on == "case 1" && drops) return true;
                return visit(h.on == "case 1" && instead ? *instead : h);
            });
        }
    };
    signed_log log;
    forgetful kept(log.d.kept);
    auto const head = *log.d.kept.head("case 1").value();
    for (auto const sequence : {head.last_sequence - 1, head.last_sequence + 1}) {
        kept.instead = {"case 1", sequence, head.last_hash};
        auto const found = found_in(kept);
        REQUIRE(found.first.has_value());
        CHECK(found.first->kind == damage_kind::head);
        CHECK(found.first->on == "case 1");
    }
    kept.instead = {"case 1", head.last_sequence, sha256_of("another")};
    CHECK(found_in(kept).first->kind == damage_kind::head);
    kept.instead = {"case 9", 1, head.last_hash};
    CHECK(found_in(kept).first->kind == damage_kind::head);
    kept.instead.reset();
    kept.drops = true;
    CHECK(found_in(kept).first->message == "expected the ends of 6 cases, found 5");
}

TEST_CASE("a case that left its lifecycle unsaid is found in its log, and alone") {
    signed_log log(2);
    auto copied = copy_of(log.d.kept);
    auto& last = copied.back();
    auto e = decode_entry(last.content).value();
    auto const before = std::exchange(e.lifecycle, sha256_of("another"));
    last.content.clear();
    encode(e, last.content);
    last.columns.hash = sha256().of_leaf(last.content);
    memory_store kept;
    for (auto const& one : copied) append_copied(kept, one);

    for (auto const& found : {found_in(kept), verify_case(kept, e.on).value()}) {
        REQUIRE(found.first.has_value());
        CHECK(*found.first ==
              damage{damage_kind::lifecycle, last.columns.log_index, e.on, e.how.sequence,
                     "expected lifecycle " + to_text(before) + ", found " +
                         to_text(sha256_of("another")) + " without the fact that says so"});
    }
}

TEST_CASE("entries that are appended while a log is verified are no damage") {
    class busy : public passing_on {
      public:
        explicit busy(cases::front_desk& d) : passing_on(d.kept), desk(d) {}
        cases::front_desk& desk;
        result<void> heads(std::function<bool(case_head const&)> const& visit) override {
            desk.record(desk.ann, cases::a_note(), "case 1");
            desk.record(desk.customer, cases::a_problem(), "a new one");
            return real.heads(visit);
        }
    };
    signed_log log;
    busy kept(log.d);
    auto const before = log.d.kept.size().value();
    auto const found = found_in(kept);
    CHECK_FALSE(found.first.has_value());
    CHECK(found.entries == before + 2);
    CHECK(found.cases == 7);
}

TEST_CASE("a changed hash of the kept tree is found and located") {
    signed_log log(140);
    auto const size = log.d.kept.size().value();
    REQUIRE(size > 3 * 256);
    auto const tile = *log.d.kept.beside("tile/1/000").value();
    REQUIRE(tile.size() == 32 * (size / 256));
    CHECK_FALSE(found_in(log.d.kept).first.has_value());
    for (std::size_t i = 0; i < tile.size(); ++i) {
        auto changed = tile;
        changed[i] ^= std::byte{1};
        REQUIRE(log.d.kept.keep_beside("tile/1/000", changed).has_value());
        auto const found = found_in(log.d.kept);
        REQUIRE(found.first.has_value());
        REQUIRE(found.first->kind == damage_kind::tile);
        REQUIRE(found.first->log_index == i / 32 * 256);
        // And no checkpoint is signed with it.
        log.d.record(log.d.ann, cases::a_note(), "case 1");
        notary fresh(log.d.kept, key_of("example.org/log"));
        REQUIRE(fresh.sign().error().code == errc::log_rewritten);
    }
    for (std::size_t cut : {1u, 31u, 33u}) {
        REQUIRE(log.d.kept.keep_beside("tile/1/000", byte_view(tile).first(cut)).has_value());
        CHECK(found_in(log.d.kept).first->kind == damage_kind::tile);
    }
    REQUIRE(log.d.kept.keep_beside("tile/1/000", byte_view(tile).first(32)).has_value());
    CHECK_FALSE(found_in(log.d.kept).first.has_value()); // a tree that was not carried on yet
    auto longer = tile;
    longer.resize(tile.size() + 32);
    REQUIRE(log.d.kept.keep_beside("tile/1/000", longer).has_value());
    CHECK(found_in(log.d.kept).first->kind == damage_kind::count);
    REQUIRE(log.d.kept.keep_beside("tile/1/000", tile).has_value());
    REQUIRE(log.d.kept.keep_beside("tile/1/001", tile).has_value());
    CHECK(found_in(log.d.kept).first->kind == damage_kind::count);
}

TEST_CASE("a rewritten history is located by the tile that is left of it") {
    signed_log log(140);
    auto copied = copy_of(log.d.kept);
    rewrite(copied, 600);
    memory_store forged;
    for (auto const& e : copied) append_copied(forged, e);
    auto const tile = *log.d.kept.beside("tile/1/000").value();
    REQUIRE(forged.keep_beside("tile/1/000", tile).has_value());
    auto const found = found_in(forged, {.elsewhere = {log.last()}});
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::root);
    CHECK(found.first->log_index == 512);
    CHECK(found_in(forged).first->kind == damage_kind::tile);
    CHECK(found_in(forged).first->log_index == 512);
}

TEST_CASE("one case is verified by itself, within the newest checkpoint") {
    signed_log log;
    auto const found = verify_case(log.d.kept, "case 0", {.keys = log.keys()}).value();
    CHECK_FALSE(found.first.has_value());
    CHECK(found.entries == 7); // the note came after the checkpoint
    CHECK(found.cases == 1);
    CHECK(found.last == log.last());

    auto const unknown = verify_case(log.d.kept, "nobody's");
    REQUIRE(unknown.has_error());
    CHECK(unknown.error().code == errc::unknown_case);
    CHECK(unknown.error().message == "expected a case of the store, found nobody's");

    cases::front_desk without;
    without.until_reported();
    auto const alone = verify_case(without.kept, "41").value();
    CHECK_FALSE(alone.first.has_value());
    CHECK_FALSE(alone.last.has_value());
    CHECK(alone.entries == 2);
}

TEST_CASE("a case whose end says less than it has is damaged, by itself too") {
    class ends_early : public passing_on {
      public:
        using passing_on::passing_on;
        result<std::optional<case_head>> head(case_id const& on) override {
            std::optional<case_head> third;
            REQUIRE(real.read(on, 3, 3,
                              [&](stored_entry const& e) {
                                  third = {on, e.sequence, e.hash};
                                  return true;
                              })
                        .has_value());
            return third;
        }
    };
    signed_log log;
    ends_early kept(log.d.kept);
    auto const found = verify_case(kept, "case 0").value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::head);
    CHECK(found.first->message == "expected the last entry to be 3, found 7");
}

TEST_CASE("entries that a case gets while it is verified are read too") {
    class goes_on : public passing_on {
      public:
        explicit goes_on(cases::front_desk& d) : passing_on(d.kept), desk(d) {}
        cases::front_desk& desk;
        int notes = 4;
        result<std::optional<case_head>> head(case_id const& on) override {
            if (notes-- > 0) desk.record(desk.ann, cases::a_note(), on);
            return real.head(on);
        }
    };
    signed_log log;
    goes_on kept(log.d);
    auto const found = verify_case(kept, "case 0", {.keys = log.keys()}).value();
    INFO((found.first ? found.first->message : "sound"));
    CHECK_FALSE(found.first.has_value());
    CHECK(found.entries == 11);
}

TEST_CASE("a rewritten case is found by itself") {
    signed_log log;
    auto copied = copy_of(log.d.kept);
    auto const at = log.signed_at[2].says.head.size; // where "case 3" begins
    rewrite(copied, at + 1);
    memory_store forged;
    for (auto const& e : copied) append_copied(forged, e);
    CHECK_FALSE(verify_case(forged, "case 3")->first.has_value());
    auto const found = verify_case(forged, "case 3", {.elsewhere = {log.last()}}).value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::root);
    // Before the rewriting nothing changed.
    CHECK_FALSE(
        verify_case(forged, "case 1", {.elsewhere = {log.signed_at[2].says}})->first.has_value());
    CHECK(verify_case(forged, "case 3", {.elsewhere = {{"example.org/log", {900, {}}, {}}}})
              ->first->kind == damage_kind::count);
}

TEST_CASE("an older copy that grew and was signed again is found by a case of it, too") {
    signed_log log;
    signed_log older(2); // the same first cases, as a backup has them
    auto const shared = older.last();
    REQUIRE(shared == log.signed_at[1].says);
    for (auto i = 0; i < 5; ++i)
        older.d.until_agreed(cases::terms_of(200), case_id::trusted("other " + std::to_string(i)));
    auto const grown = older.signs.sign().value().says;
    auto const elsewhere = log.signed_at[3].says;
    REQUIRE(grown.head.size > elsewhere.head.size);

    // By itself, and by what was kept before they parted, it is sound.
    verify_options against{.keys = log.keys(), .elsewhere = {shared}};
    CHECK_FALSE(verify_case(older.d.kept, "case 0", against)->first.has_value());
    against.elsewhere.push_back(elsewhere);
    auto const found = verify_case(older.d.kept, "case 0", against).value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::root);
    CHECK(found.first->log_index == shared.head.size);
    CHECK_THAT(found.first->message,
               ContainsSubstring("expected root " + to_text(elsewhere.head.root)));
    CHECK(found.first == verify_log(older.d.kept, against)->first);
}

TEST_CASE("a damaged entry or end of a case is found when it is verified by itself") {
    signed_log log;
    lying_store kept(log.d.kept);
    class other_bytes : public lying_store {
      public:
        using lying_store::lying_store;
        std::uint64_t changed = 0;
        result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                          entry_visitor const& visit) override {
            bytes content;
            return real.read(on, from, to, [&](stored_entry e) {
                content.assign(e.bytes.begin(), e.bytes.end());
                if (e.sequence == changed) content.back() ^= std::byte{1};
                e.bytes = content;
                return visit(e);
            });
        }
    } damaged(log.d.kept);
    damaged.changed = 3;
    auto const found = verify_case(damaged, "case 2").value();
    REQUIRE(found.first.has_value());
    CHECK(found.first->kind == damage_kind::hash);
    CHECK(found.first->sequence == 3);
}
