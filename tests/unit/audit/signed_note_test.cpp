// SPDX-License-Identifier: BSL-1.0
// Signed notes and their keys: published ones verify, and whatever is no note is refused.
#include <amends/audit/signing_key.hpp>

#include "support/some_keys.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

// From the documentation of Go's golang.org/x/mod/sumdb/note (BSD-3-Clause).
constexpr auto neumann_secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr auto neumann_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr auto neumann_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n";
// From C2SP signed-note.
constexpr auto example_key =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr auto example_note =
    "This is an example message.\n"
    "\n"
    "\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOB"
    "H3mFXmRKuwHjG1Yu72IneyaQM=\n";

std::array<std::byte, 32> seed_of(int number) {
    std::array<std::byte, 32> seed{};
    seed[0] = static_cast<std::byte>(number);
    return seed;
}
std::vector<verifying_key> keys(std::initializer_list<char const*> texts) {
    std::vector<verifying_key> all;
    for (auto const* text : texts) all.push_back(parse_verifying_key(text).value());
    return all;
}
signed_note note_by(std::initializer_list<signing_key const*> signers,
                    std::string text = "the refund was 40.00 EUR\n") {
    signed_note note{std::move(text), {}};
    for (auto const* one : signers) note.signatures.push_back(one->sign(note.text).value());
    return note;
}
std::string line_of(signed_note const& note, std::size_t i = 0) {
    return to_text(note.signatures[i]) + '\n';
}

} // namespace

TEST_CASE("the note that C2SP published verifies") {
    auto const note = parse_note(example_note);
    REQUIRE(note.has_value());
    CHECK(note->text == "This is an example message.\n");
    auto const signers = signers_of(*note, keys({example_key}));
    REQUIRE(signers.has_value());
    CHECK(signers->size() == 1);
    CHECK(signers->front().name == "example.com/foo");
}

TEST_CASE("the note that Go publishes verifies, and its key signs the same note again") {
    auto const note = parse_note(neumann_note).value();
    CHECK(signers_of(note, keys({neumann_key})).has_value());

    auto const key = signing_key::parse(neumann_secret).value();
    CHECK(to_text(key.verifier()) == neumann_key);
    CHECK(key.secret_text() == neumann_secret);
    CHECK(to_text(signed_note{note.text, {key.sign(note.text).value()}}) == neumann_note);
}

TEST_CASE("a note reads back as it was written") {
    auto const ann = key_of("example.org/ann", 1), bob = key_of("example.org/b\xc3\xb6"
                                                                "b",
                                                                2);
    auto const text =
        GENERATE(as<std::string>{}, "one line\n", "two\nlines\n", "a gap\n\ninside\n", "\n",
                 "gr\xc3\xbc\xc3\x9f"
                 "e\n");
    auto const note = note_by({&ann, &bob}, text);
    auto const written = to_text(note);
    auto const read = parse_note(written);
    REQUIRE(read.has_value());
    CHECK(*read == note);
    CHECK(to_text(*read) == written);
    CHECK(signers_of(*read, std::array{bob.verifier(), ann.verifier()})->size() == 2);
}

TEST_CASE("every changed bit of a note is refused") {
    auto const ann = key_of("example.org/ann", 1);
    auto const sound = to_text(note_by({&ann}));
    std::array const known{ann.verifier()};
    for (std::size_t bit = 0; bit < 8 * sound.size(); ++bit) {
        auto damaged = sound;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        INFO("byte " << bit / 8 << ", bit " << bit % 8);
        auto const note = parse_note(damaged);
        if (note) REQUIRE(signers_of(*note, known).has_error());
        else REQUIRE(note.error().code == errc::malformed);
    }
}

TEST_CASE("every note that is cut short or followed by something is refused") {
    auto const ann = key_of("example.org/ann", 1);
    auto const sound = to_text(note_by({&ann}));
    for (std::size_t size = 0; size < sound.size(); ++size) {
        INFO("cut after " << size);
        REQUIRE(parse_note(sound.substr(0, size)).has_error());
    }
    for (auto const* more : {"\n", " ", "x", "more\n", "\n\n", "\xe2\x80\x94 x y\n"}) {
        INFO("followed by " << more);
        REQUIRE(parse_note(sound + more).has_error());
    }
}

TEST_CASE("what is no note is refused, and why is said") {
    auto const ann = key_of("example.org/ann", 1);
    auto const line = line_of(note_by({&ann}, "text\n"));
    auto const signature = line.substr(line.rfind(' ') + 1);
    struct malformed_note {
        std::string text, said;
    };
    for (auto const& [text, said] : {
             malformed_note{"", "expected a text, an empty line and signatures, found \"\""},
             malformed_note{"text\n" + line, "expected a text, an empty line and signatures"},
             malformed_note{"text\n\n", "expected a signature after the empty line, found the end"},
             malformed_note{"te\txt\n\n" + line,
                            "expected a note without control characters, found one at byte 2"},
             malformed_note{"te\rxt\n\n" + line, "found one at byte 2"},
             malformed_note{std::string("te\0xt\n\n", 7) + line, "found one at byte 2"},
             malformed_note{"t\xff"
                            "xt\n\n" +
                                line,
                            "expected UTF-8, found another byte at 1"},
             malformed_note{"t\xed\xa0\x80t\n\n" + line, "expected UTF-8, found another byte at 1"},
             malformed_note{"text\n\n- example.org/ann " + signature, "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94"
                            "example.org/ann " +
                                signature,
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94  " + signature, "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann\n", "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann  " + signature,
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/a+n " + signature,
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org\xc2\xa0/ann " + signature,
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann AAAA\n",
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann AAAAAA==\n",
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann AAAAAAA\n",
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann AAAAAAB=\n",
                            "expected a signature line"},
             malformed_note{"text\n\n\xe2\x80\x94 example.org/ann A_AAAAA=\n",
                            "expected a signature line"},
             malformed_note{"text\n\n" + line + "more\n",
                            "expected a signature line, found \"more\""},
             malformed_note{"text\n\n" + line.substr(0, line.size() - 1),
                            "expected a line that ends in a line feed"},
         }) {
        INFO(text);
        auto const note = parse_note(text);
        REQUIRE(note.has_error());
        CHECK(note.error().code == errc::malformed);
        CHECK_THAT(note.error().message, ContainsSubstring(said));
    }
}

TEST_CASE("a note beyond its bounds is refused") {
    auto const ann = key_of("example.org/ann", 1);
    auto note = note_by({&ann});
    note.signatures.resize(100, note.signatures.front());
    CHECK(parse_note(to_text(note)).has_value());
    note.signatures.push_back(note.signatures.front());
    CHECK(parse_note(to_text(note)).error().message ==
          "expected at most 100 signatures, found more");

    auto const line = line_of(note);
    auto const room = note_size_max - line.size() - 2;
    CHECK(parse_note(std::string(room, 'x') + "\n\n" + line).has_value());
    CHECK(parse_note(std::string(room + 1, 'x') + "\n\n" + line).error().code == errc::too_long);
}

TEST_CASE("a note is believed for a known key alone") {
    auto const ann = key_of("example.org/ann", 1), bob = key_of("example.org/bob", 2);
    auto const also_ann = key_of("example.org/ann", 3);
    auto const note = note_by({&ann});

    auto const by_others = signers_of(note, std::array{bob.verifier(), also_ann.verifier()});
    REQUIRE(by_others.has_error());
    CHECK(by_others.error().code == errc::signature_failed);
    CHECK_THAT(by_others.error().message,
               ContainsSubstring("expected a signature by example.org/bob+"));
    CHECK_THAT(by_others.error().message, ContainsSubstring("found example.org/ann+"));
    CHECK(signers_of(note, {}).error().code == errc::signature_failed);
    CHECK(signers_of({note.text, {}}, std::array{ann.verifier()}).error().code ==
          errc::signature_failed);
}

TEST_CASE("unknown signatures are passed over and kept") {
    auto const ann = key_of("example.org/ann", 1), bob = key_of("example.org/bob", 2);
    auto note = note_by({&bob, &ann, &ann});
    note.signatures[0].signature.assign(3, std::byte{7}); // of a kind that nobody knows yet
    auto const read = parse_note(to_text(note)).value();
    CHECK(read == note);
    auto const signers = signers_of(read, std::array{ann.verifier()});
    REQUIRE(signers.has_value());
    CHECK(*signers == std::vector{ann.verifier()});
}

TEST_CASE("a known key whose signature fails spoils the note, whoever else signed it") {
    auto const ann = key_of("example.org/ann", 1), bob = key_of("example.org/bob", 2);
    auto const other = note_by({&bob}, "the refund was 4.00 EUR\n");
    auto note = note_by({&ann});
    note.signatures.push_back(other.signatures.front());
    CHECK(signers_of(note, std::array{ann.verifier()}).has_value());
    auto const both = signers_of(note, std::array{ann.verifier(), bob.verifier()});
    REQUIRE(both.has_error());
    CHECK_THAT(both.error().message,
               ContainsSubstring("expected a signature of this text by example.org/bob+"));
}

TEST_CASE("a witness signs a time together with the text") {
    auto const w = key_of("witness.example/w1", 5);
    auto public_half = w.verifier();
    public_half.kind = signature_kind::cosignature;
    auto const text =
        std::string("example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    auto const cosigned = [&](std::uint64_t stated, std::uint64_t in_message) {
        auto line =
            w.sign("cosignature/v1\ntime " + std::to_string(in_message) + "\n" + text).value();
        line.key_hash = public_half.hash();
        bytes with_time;
        for (auto shift = 56; shift >= 0; shift -= 8)
            with_time.push_back(static_cast<std::byte>(stated >> shift));
        line.signature.insert(line.signature.begin(), with_time.begin(), with_time.end());
        return signed_note{text, {line}};
    };
    CHECK(signers_of(cosigned(1679315147, 1679315147), std::array{public_half}).has_value());
    CHECK(signers_of(cosigned(1679315147, 1679315148), std::array{public_half}).has_error());
    auto cut = cosigned(1, 1);
    cut.signatures[0].signature.resize(7);
    CHECK(signers_of(cut, std::array{public_half}).has_error());
    // The same point for texts is another key, by its hash.
    CHECK(public_half.hash() != w.verifier().hash());
    CHECK(signers_of(cosigned(1, 1), std::array{w.verifier()}).has_error());
    CHECK(parse_verifying_key(to_text(public_half)).value() == public_half);
}

TEST_CASE("a key is made of its bytes and reads back from its text") {
    auto const key = key_of("example.org/log", 9);
    CHECK(key_of("example.org/log", 9).secret_text() == key.secret_text());
    CHECK(key_of("example.org/log", 10).secret_text() != key.secret_text());
    CHECK(parse_verifying_key(to_text(key.verifier())).value() == key.verifier());
    CHECK(signing_key::parse(key.secret_text())->verifier() == key.verifier());
}

TEST_CASE("every changed character of a key is refused") {
    auto const key = key_of("example.org/log", 9);
    auto const change = [](std::string text, std::size_t at) {
        text[at] = text[at] == 'A' ? 'B' : 'A';
        return text;
    };
    auto const text = to_text(key.verifier()), secret = key.secret_text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        INFO(change(text, i));
        REQUIRE(parse_verifying_key(change(text, i)).has_error());
    }
    for (std::size_t i = 0; i < secret.size(); ++i) {
        INFO(change(secret, i));
        auto const read = signing_key::parse(change(secret, i));
        REQUIRE(read.has_error());
        // A secret must not get into a log by way of a message.
        REQUIRE_THAT(read.error().message, !ContainsSubstring(secret.substr(secret.size() - 44)));
    }
}

TEST_CASE("what is no key is refused, and why is said") {
    struct bad_key {
        std::string text;
        errc code;
        std::string said;
    };
    for (auto const& [text, code, said] : {
             bad_key{"", errc::malformed, "found no plus sign"},
             bad_key{"example.org/log", errc::malformed, "found no plus sign"},
             bad_key{"example.org/log+530d903a", errc::malformed, "found one plus sign"},
             bad_key{"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", errc::malformed,
                     "found a name that cannot name a key"},
             bad_key{"a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", errc::malformed,
                     "found a name that cannot name a key"},
             bad_key{"example.com/foo+530d903a+", errc::malformed, "found nothing after"},
             bad_key{"example.com/foo+530d903a+AQ==", errc::malformed,
                     "found a key of another length"},
             bad_key{"example.com/foo+530d903a+!", errc::malformed,
                     "found something else than base64"},
             bad_key{"example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                     errc::unsupported_version, "expected a key of kind 1 or 4, found 5"},
             bad_key{"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                     errc::malformed, "expected key hash 530d903a, found \"530d903b\""},
             bad_key{"example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                     errc::malformed, "expected key hash 530d903a"},
             bad_key{neumann_secret, errc::malformed,
                     "found a signing key, which is to be kept secret"},
         }) {
        INFO(text);
        auto const read = parse_verifying_key(text);
        REQUIRE(read.has_error());
        CHECK(read.error().code == code);
        CHECK_THAT(read.error().message, ContainsSubstring(said));
    }
    CHECK(signing_key::parse(neumann_key).error().message ==
          "expected a signing key, PRIVATE+KEY+name+hash+base64, found another text");
    CHECK(signing_key::make("two words", seed_of(1)).error().code == errc::malformed);
    CHECK(signing_key::make("a+b", seed_of(1)).error().code == errc::malformed);
    CHECK(signing_key::make(std::string(256, 'n'), seed_of(1)).error().code == errc::malformed);
    CHECK(signing_key::make(std::string(255, 'n'), seed_of(1)).has_value());
}
