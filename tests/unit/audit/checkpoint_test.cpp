// SPDX-License-Identifier: BSL-1.0
// Checkpoints: written and read by the letter of C2SP, and believed for the log's own key alone.
#include <amends/audit/checkpoint.hpp>

#include "support/some_keys.hpp"

#include "catch.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

// From C2SP tlog-checkpoint.
constexpr auto published =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

} // namespace

TEST_CASE("the checkpoint that C2SP published is read and written") {
    auto const read = parse_checkpoint(published);
    REQUIRE(read.has_value());
    CHECK(read->origin == "example.com/behind-the-sofa");
    CHECK(read->head.size == 20852163);
    CHECK(to_text(read->head.root) ==
          "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
    CHECK(read->extensions.empty());
    CHECK(to_text(*read) == published);
}

TEST_CASE("lines of extensions are kept and covered by the signature") {
    auto const log = key_of("example.org/log", 1);
    checkpoint const c{"example.org/log", {0, empty_root()}, {"one", "two words"}};
    auto const text = to_text(c);
    CHECK(parse_checkpoint(text).value() == c);
    signed_note const note{text, {log.sign(text).value()}};
    CHECK(open_checkpoint(note, std::array{log.verifier()}).value() == c);
}

TEST_CASE("what is no checkpoint is refused, and why is said") {
    auto const root = std::string("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    struct no_checkpoint {
        std::string text, said;
    };
    for (auto const& [text, said] : {
             no_checkpoint{"", "expected a line that ends in a line feed, found the end"},
             no_checkpoint{"log\n", "expected a line that ends in a line feed, found the end"},
             no_checkpoint{"log\n5\n", "expected a line that ends in a line feed, found the end"},
             no_checkpoint{"log\n5\n" + root, "expected a line that ends in a line feed, found"},
             no_checkpoint{"\n5\n" + root + "\n",
                           "expected the origin of a log, found an empty line"},
             no_checkpoint{"log\n\n" + root + "\n",
                           "expected the size of a log, found an empty line"},
             no_checkpoint{"log\n05\n" + root + "\n", "expected the size of a log, found \"05\""},
             no_checkpoint{"log\n-5\n" + root + "\n", "expected the size of a log, found \"-5\""},
             no_checkpoint{"log\n+5\n" + root + "\n", "expected the size of a log, found \"+5\""},
             no_checkpoint{"log\n5 \n" + root + "\n", "expected the size of a log, found \"5 \""},
             no_checkpoint{"log\n18446744073709551616\n" + root + "\n",
                           "expected the size of a log"},
             no_checkpoint{"log\n5\n\n", "expected the root of a log, found an empty line"},
             no_checkpoint{"log\n5\n" + root.substr(4) + "\n",
                           "expected 32 bytes in base64, found"},
             no_checkpoint{"log\n5\n" + root + "AAAA\n", "expected 32 bytes in base64, found"},
             no_checkpoint{"log\n5\n" + root.substr(0, 42) + "J=\n", "expected 32 bytes in base64"},
             no_checkpoint{"log\n5\n" + root + "\n\n", "expected a line of an extension"},
             no_checkpoint{"log\n5\n" + root + "\nmore",
                           "expected a line that ends in a line feed"},
         }) {
        INFO(text);
        auto const read = parse_checkpoint(text);
        REQUIRE(read.has_error());
        CHECK(read.error().code == errc::malformed);
        CHECK_THAT(read.error().message, ContainsSubstring(said));
    }
    CHECK(parse_checkpoint("log\n18446744073709551615\n" + root + "\n")->head.size ==
          ~std::uint64_t{0});
}

TEST_CASE("a log signs its own name, size and root") {
    auto const log = key_of("example.org/log", 1);
    auto const head = tree_head{812, sha256_of("some root")};
    auto const note = sign_checkpoint(head, log).value();
    auto const opened = open_checkpoint(to_text(note), std::array{log.verifier()});
    REQUIRE(opened.has_value());
    CHECK(*opened == checkpoint{"example.org/log", head, {}});
}

TEST_CASE("every changed bit of a signed checkpoint is refused") {
    auto const log = key_of("example.org/log", 1);
    auto const sound = to_text(sign_checkpoint({812, sha256_of("some root")}, log).value());
    for (std::size_t bit = 0; bit < 8 * sound.size(); ++bit) {
        auto damaged = sound;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        INFO("byte " << bit / 8 << ", bit " << bit % 8);
        REQUIRE(open_checkpoint(damaged, std::array{log.verifier()}).has_error());
    }
}

TEST_CASE("a checkpoint of another log or by a witness alone is not the log's") {
    auto const log = key_of("example.org/log", 1), other = key_of("example.org/other", 2);
    auto const same_name = key_of("example.org/log", 3);
    auto const note = sign_checkpoint({812, sha256_of("some root")}, log).value();

    auto const by_stranger = open_checkpoint(note, std::array{same_name.verifier()});
    REQUIRE(by_stranger.has_error());
    CHECK(by_stranger.error().code == errc::signature_failed);

    signed_note const others{note.text, {other.sign(note.text).value()}};
    auto const by_other = open_checkpoint(others, std::array{other.verifier()});
    REQUIRE(by_other.has_error());
    CHECK(by_other.error().message ==
          "expected a signature of example.org/log itself, found one of example.org/other");

    auto as_witness = log.verifier();
    as_witness.kind = signature_kind::cosignature;
    auto line = log.sign("cosignature/v1\ntime 0\n" + note.text).value();
    line.key_hash = as_witness.hash();
    line.signature.insert(line.signature.begin(), 8, std::byte{0});
    signed_note const witnessed{note.text, {line}};
    REQUIRE(signers_of(witnessed, std::array{as_witness}).has_value());
    CHECK(open_checkpoint(witnessed, std::array{as_witness}).error().code ==
          errc::signature_failed);
    // With the log's own signature beside it, both are checked.
    signed_note const both{note.text, {note.signatures[0], line}};
    CHECK(open_checkpoint(both, std::array{log.verifier(), as_witness}).has_value());
}

TEST_CASE("a signed text that is no checkpoint is refused") {
    auto const log = key_of("example.org/log", 1);
    signed_note const note{"example.org/log\nnone\n",
                           {log.sign("example.org/log\nnone\n").value()}};
    CHECK(open_checkpoint(note, std::array{log.verifier()}).error().code == errc::malformed);
}
