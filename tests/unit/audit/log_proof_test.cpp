// SPDX-License-Identifier: BSL-1.0
// Proofs as files: each bit of them counts, and none proves more than it says.
#include <amends/audit/log_proof.hpp>

#include "support/some_keys.hpp"
#include "support/tree_oracle.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

struct proved_log {
    signing_key key;
    std::vector<digest> leaf = some_leaves(20);

    explicit proved_log(std::string_view name = "example.org/log") : key(key_of(name)) {}

    signed_note checkpoint_of(std::size_t size) const {
        return sign_checkpoint({size, mth(leaves(leaf).first(size))}, key).value();
    }
    checkpoint opened(std::size_t size) const {
        return open_checkpoint(checkpoint_of(size), known()).value();
    }
    std::array<verifying_key, 1> known() const { return {key.verifier()}; }
    inclusion_proof of(std::size_t index, std::size_t size) const {
        return {
            index, prove_inclusion(index, size, source_of(leaf)).value(), checkpoint_of(size), {}};
    }
    consistency_proof since(std::size_t older, std::size_t size) const {
        return {older, prove_consistency(older, size, source_of(leaf)).value(),
                checkpoint_of(size)};
    }
};

std::string changed_at(std::string text, std::size_t bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    return text;
}

} // namespace

TEST_CASE("an inclusion proof is written as C2SP has it and reads back") {
    proved_log const log;
    auto const proof = log.of(5, 7);
    auto const text = to_text(proof);
    auto const note = to_text(log.checkpoint_of(7));
    CHECK_THAT(text, Catch::Matchers::StartsWith("c2sp.org/tlog-proof@v1\nindex 5\n"));
    CHECK_THAT(text, Catch::Matchers::EndsWith("=\n\n" + note));
    CHECK(parse_inclusion_proof(text).value() == proof);

    auto with_extra = proof;
    with_extra.extra.assign(5, std::byte{'x'});
    CHECK(parse_inclusion_proof(to_text(with_extra)).value() == with_extra);
    CHECK_THAT(to_text(with_extra), ContainsSubstring("@v1\nextra eHh4eHg=\nindex 5\n"));

    auto const alone = log.of(0, 1);
    CHECK(alone.hashes.empty());
    CHECK(parse_inclusion_proof(to_text(alone)).value() == alone);
}

TEST_CASE("a consistency proof is written as a witness wants it and reads back") {
    proved_log const log;
    auto const proof = log.since(5, 7);
    CHECK_THAT(to_text(proof), Catch::Matchers::StartsWith("old 5\n"));
    CHECK(parse_consistency_proof(to_text(proof)).value() == proof);
    auto const none = log.since(0, 7);
    CHECK(to_text(none) == "old 0\n\n" + to_text(log.checkpoint_of(7)));
    CHECK(parse_consistency_proof(to_text(none)).value() == none);
}

TEST_CASE("a proof shows its entry in the signed log, and no other entry") {
    proved_log const log;
    for (std::size_t i = 0; i < 20; ++i) {
        auto const proof = log.of(i, 20);
        for (std::size_t other = 0; other < 20; ++other) {
            auto const checked = check(proof, log.leaf[other], log.known());
            REQUIRE(checked.has_value() == (other == i));
            if (checked) REQUIRE(*checked == log.opened(20));
            else REQUIRE(checked.error().code == errc::proof_failed);
        }
    }
}

TEST_CASE("a log is shown to have grown from each older checkpoint of it") {
    proved_log const log;
    for (std::size_t size = 0; size <= 20; ++size)
        for (std::size_t older = 0; older <= size; ++older)
            REQUIRE(check(log.since(older, size), log.opened(older), log.known()).value() ==
                    log.opened(size));
}

TEST_CASE("every changed bit of a proof's file is refused") {
    proved_log const log;
    auto const inclusion = to_text(log.of(5, 7)), consistency = to_text(log.since(5, 7));
    for (std::size_t bit = 0; bit < 8 * inclusion.size(); ++bit) {
        INFO("byte " << bit / 8 << ", bit " << bit % 8);
        auto const read = parse_inclusion_proof(changed_at(inclusion, bit));
        if (read) REQUIRE(check(*read, log.leaf[5], log.known()).has_error());
    }
    for (std::size_t bit = 0; bit < 8 * consistency.size(); ++bit) {
        INFO("byte " << bit / 8 << ", bit " << bit % 8);
        auto const read = parse_consistency_proof(changed_at(consistency, bit));
        if (read) REQUIRE(check(*read, log.opened(5), log.known()).has_error());
    }
}

TEST_CASE("a proof under another log's name or key is refused") {
    proved_log const log, other("example.org/other");
    CHECK(check(other.of(5, 7), log.leaf[5], log.known()).error().code == errc::signature_failed);
    auto const grown = check(other.since(5, 7), log.opened(5), other.known());
    REQUIRE(grown.has_error());
    CHECK(grown.error().message == "expected a proof of example.org/log, found example.org/other");
    CHECK(check(log.since(5, 7), log.opened(4), log.known()).error().message ==
          "expected a proof from 4 entries, found 5");
    CHECK(check(log.since(0, 7), log.opened(0), log.known()).has_value());
}

TEST_CASE("what is no proof is refused, and why is said") {
    proved_log const log;
    auto const note = to_text(log.checkpoint_of(7));
    auto const hash = std::string("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
    auto const first = std::string("c2sp.org/tlog-proof@v1\n");
    auto many = std::string();
    for (auto i = 0; i < 66; ++i) many += hash;
    struct no_proof {
        std::string text, said;
    };
    for (auto const& [text, said] : {
             no_proof{"", "found the end"},
             no_proof{"c2sp.org/tlog-proof@v2\nindex 5\n\n" + note,
                      "expected c2sp.org/tlog-proof@v1, found \"c2sp.org/tlog-proof@v2\" (line 1)"},
             no_proof{first, "found the end"},
             no_proof{first + "indes 5\n\n" + note, "expected a line that begins with \"index \""},
             no_proof{first + "index\n\n" + note, "expected a line that begins with \"index \""},
             no_proof{first + "index 05\n\n" + note,
                      "expected a number after \"index\", found \"05\""},
             no_proof{first + "index -1\n\n" + note, "expected a number after \"index\""},
             no_proof{first + "extra \nindex 5\n\n" + note, "expected base64 after \"extra\""},
             no_proof{first + "extra ###\nindex 5\n\n" + note, "expected base64, found \"###\""},
             no_proof{first + "extra eHh4\nextra eHh4\nindex 5\n\n" + note,
                      "expected a line that begins with \"index \""},
             no_proof{first + "index 5\n" + hash + note, "expected 32 bytes in base64"},
             no_proof{first + "index 5\n" + hash.substr(4) + "\n" + note,
                      "expected 32 bytes in base64"},
             no_proof{first + "index 5\n" + hash, "found the end"},
             no_proof{first + "index 5\n" + hash + "\n", "expected a text, an empty line and"},
             no_proof{first + "index 5\n" + many + "\n" + note, "expected at most 65 hashes"},
             no_proof{first + "index 5\n\n" + note + "more", "expected a line that ends"},
         }) {
        INFO(text);
        auto const read = parse_inclusion_proof(text);
        REQUIRE(read.has_error());
        CHECK_THAT(read.error().message, ContainsSubstring(said));
    }
    CHECK_THAT(parse_consistency_proof("new 5\n\n" + note).error().message,
               ContainsSubstring("expected a line that begins with \"old \", found \"new 5\""));
    CHECK(parse_consistency_proof("old 5\n" + many + "\n" + note).error().code == errc::too_long);
    CHECK(parse_inclusion_proof(std::string(note_size_max + 1, 'x')).error().code ==
          errc::too_long);
    CHECK(parse_consistency_proof(std::string(note_size_max + 1, 'x')).error().code ==
          errc::too_long);
}
