// SPDX-License-Identifier: BSL-1.0
// Signed notes and what stands in them: any text, and any text that is signed, since a fuzzer signs
// nothing.
#include "fuzz/file_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"
#include "support/some_keys.hpp"

#include "cli/key_file.hpp"

#include <amends/audit/log_proof.hpp>

namespace amends::fuzz {
namespace {

signing_key const& key_of_log() {
    static auto const key = testing::key_of("log");
    return key;
}
std::span<verifying_key const> known() { return {&key_of_log().verifier(), 1}; }

signed_note signed_by_log(std::string_view text) {
    return {std::string(text), {key_of_log().sign(text).value()}};
}

template <class T>
void comes_back(std::string_view text, result<T> const& read) {
    if (!read) return must_say_both_sides(read.error());
    must(to_text(*read) == text, "what is read is written as the same text");
}

void must_be_refused(result<checkpoint> const& checked) {
    must(!checked.has_value(), "what no key of the log signed is not believed");
    must_say_both_sides(checked.error());
}

byte_view as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// A file of what an auditor was given: each part of the text, up to an empty line, signed.
void try_file_of_checkpoints(std::string_view text) {
    std::string notes;
    std::vector<checkpoint> expected;
    auto is_sound = true;
    for (auto left = text; !left.empty();) {
        auto const end = std::min(left.find("\n\n"), left.size());
        auto const part = left.substr(0, std::min(end + 1, left.size()));
        left.remove_prefix(std::min(end + 2, left.size()));
        notes += to_text(signed_by_log(part));
        auto read = parse_checkpoint(part);
        is_sound = is_sound && read.has_value() && read->origin == "log";
        if (is_sound) expected.push_back(std::move(*read));
    }
    auto const opened = cli::read_checkpoints({the_file().with(as_bytes_of(notes))}, known());
    if (!opened) return must_say_both_sides(opened.error());
    must(is_sound && *opened == expected, "a file has the checkpoints that were written into it");
}

} // namespace

void try_note(byte_view input) {
    auto const text = text_of(input);
    auto const read = parse_note(text);
    comes_back(text, read);
    if (read) must(!signers_of(*read, known()).has_value(), "the log's key did not sign it");

    auto const lines = parse_signatures(text);
    if (!lines) return must_say_both_sides(lines.error());
    std::string written;
    for (auto const& line : *lines) written += to_text(line) + '\n';
    must(written == text, "signatures that are read are written as the same lines");
    try_file_of_checkpoints(text);
}

void try_checkpoint(byte_view input) {
    auto const text = text_of(input);
    auto const read = parse_checkpoint(text);
    comes_back(text, read);
    must_be_refused(open_checkpoint(text, known()));

    auto const note = signed_by_log(text);
    auto const opened = open_checkpoint(note, known());
    must(opened.has_value() == (read.has_value() && read->origin == "log"),
         "a checkpoint is believed of its own log");
    if (opened) must(*opened == *read, "what is signed is what is read");
    else must_say_both_sides(opened.error());
    if (auto const sent = open_checkpoint(to_text(note), known()))
        must(opened.has_value() && *sent == *opened, "a note that was sent says the same");
}

void try_key(byte_view input) {
    auto const text = text_of(input);
    comes_back(text, parse_verifying_key(text));
    if (auto const keys = cli::read_verifying_keys({the_file().with(input)})) {
        for (auto const& one : *keys)
            must(text.find(to_text(one)) != text.npos, "a key of a file stands in it");
    } else {
        must_say_both_sides(keys.error());
    }

    if (auto const read = signing_key::parse(text)) {
        must(read->secret_text() == text, "a secret that is read is written as the same text");
    } else {
        must_say_both_sides(read.error());
        // No secret has a space; what the message says of any text has some, and a fuzzer finds it.
        auto const like_a_secret =
            text.starts_with("PRIVATE+KEY+") && text.size() >= 60 && text.find(' ') == text.npos;
        must(!like_a_secret || read.error().message.find(text) == std::string::npos,
             "an error does not repeat a secret");
    }

    std::array<std::byte, 32> seed{};
    std::copy_n(input.begin(), std::min(input.size(), seed.size()), seed.begin());
    auto const made = signing_key::make(text, seed);
    must(made.has_value() == is_key_name(text), "a key has a name that can name one");
    if (!made) return must_say_both_sides(made.error());
    signed_note const note{"signed\n", {made->sign("signed\n").value()}};
    must(signers_of(note, std::span(&made->verifier(), 1)).has_value(), "a signature holds");
    auto const again = signing_key::parse(made->secret_text());
    must(again.has_value() && again->verifier() == made->verifier(), "a key comes back");
}

void try_log_proof(byte_view input) {
    auto const text = text_of(input);
    auto inclusion = parse_inclusion_proof(text);
    comes_back(text, inclusion);
    if (inclusion) {
        must_be_refused(check(*inclusion, {}, known()));
        inclusion->checkpoint = signed_by_log(inclusion->checkpoint.text);
        auto const checked = check(*inclusion, {}, known());
        if (checked) must(inclusion->index < checked->head.size, "an entry stands in its log");
        else must_say_both_sides(checked.error());
    }

    auto consistency = parse_consistency_proof(text);
    comes_back(text, consistency);
    if (consistency) {
        checkpoint const older{"log", {consistency->older_size, {}}, {}};
        must_be_refused(check(*consistency, older, known()));
        consistency->checkpoint = signed_by_log(consistency->checkpoint.text);
        auto const checked = check(*consistency, older, known());
        if (checked) must(older.head.size <= checked->head.size, "a log only grows");
        else must_say_both_sides(checked.error());
    }
}

} // namespace amends::fuzz
