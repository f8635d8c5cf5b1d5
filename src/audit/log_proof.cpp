// SPDX-License-Identifier: BSL-1.0
// FORMAT: C2SP tlog-proof v1, and the request of C2SP tlog-witness.
#include <amends/audit/log_proof.hpp>

#include "audit/lines.hpp"
#include "vocabulary/base64.hpp"

namespace amends {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
/// No proof of a log with 2^64 entries has more.
constexpr std::size_t hashes_max = 65;

std::string lines_of(std::vector<digest> const& hashes) {
    std::string text;
    for (auto const& hash : hashes) text += detail::to_base64(hash.bytes) + '\n';
    return text;
}

/// What follows a word and a space. Errors: `malformed`.
result<std::string_view> after(std::string_view word, std::string_view line) {
    if (line.starts_with(word) && line.substr(word.size()).starts_with(' '))
        return line.substr(word.size() + 1);
    return mismatch(errc::malformed, "a line that begins with \"" + std::string(word) + " \"",
                    detail::quoted(line));
}

result<std::uint64_t> number_after(std::string_view word, std::string_view line) {
    auto const digits = after(word, line);
    if (!digits) return digits.error();
    return detail::number_from(*digits, "a number after \"" + std::string(word) + "\"");
}

/// Hashes, an empty line, a checkpoint.
template <class Proof>
result<Proof> read_rest(detail::line_reader& in, Proof read) {
    for (;;) {
        auto const line = in.next();
        if (!line) return line.error();
        if (line->empty()) break;
        if (read.hashes.size() == hashes_max)
            return mismatch(errc::too_long, "at most 65 hashes", "more");
        auto const hash = detail::digest_from_base64(*line);
        if (!hash) return hash.error();
        read.hashes.push_back(*hash);
    }
    auto note = parse_note(in.left());
    if (!note) return note.error();
    read.checkpoint = std::move(*note);
    return read;
}

} // namespace

std::string to_text(inclusion_proof const& proof) {
    std::string text(first_line);
    text += '\n';
    if (!proof.extra.empty()) text += "extra " + detail::to_base64(proof.extra) + '\n';
    return text + "index " + std::to_string(proof.index) + '\n' + lines_of(proof.hashes) + '\n' +
           to_text(proof.checkpoint);
}

std::string to_text(consistency_proof const& proof) {
    return "old " + std::to_string(proof.older_size) + '\n' + lines_of(proof.hashes) + '\n' +
           to_text(proof.checkpoint);
}

result<inclusion_proof> parse_inclusion_proof(std::string_view text) {
    if (text.size() > note_size_max)
        return mismatch(errc::too_long, "a proof of at most 1048576 bytes",
                        std::to_string(text.size()));
    detail::line_reader in(text);
    auto line = in.next();
    if (!line) return line.error();
    if (*line != first_line)
        return mismatch(errc::malformed, first_line, detail::quoted(*line), "line 1");
    line = in.next();
    if (!line) return line.error();
    inclusion_proof read;
    if (line->starts_with("extra ")) {
        auto extra = detail::from_base64(line->substr(6));
        if (!extra) return extra.error();
        if (extra->empty()) return mismatch(errc::malformed, "base64 after \"extra\"", "nothing");
        read.extra = std::move(*extra);
        line = in.next();
        if (!line) return line.error();
    }
    auto const index = number_after("index", *line);
    if (!index) return index.error();
    read.index = *index;
    return read_rest(in, std::move(read));
}

result<consistency_proof> parse_consistency_proof(std::string_view text) {
    if (text.size() > note_size_max)
        return mismatch(errc::too_long, "a proof of at most 1048576 bytes",
                        std::to_string(text.size()));
    detail::line_reader in(text);
    auto const line = in.next();
    if (!line) return line.error();
    auto const older = number_after("old", *line);
    if (!older) return older.error();
    return read_rest(in, consistency_proof{.older_size = *older});
}

result<checkpoint> check(inclusion_proof const& proof, digest const& entry_hash,
                         std::span<verifying_key const> known) {
    auto const signed_by_log = open_checkpoint(proof.checkpoint, known);
    if (!signed_by_log) return signed_by_log;
    auto const stands =
        check_inclusion({proof.index, entry_hash}, proof.hashes, signed_by_log->head);
    if (!stands) return stands.error();
    return signed_by_log;
}

result<checkpoint> check(consistency_proof const& proof, checkpoint const& older,
                         std::span<verifying_key const> known) {
    auto const newer = open_checkpoint(proof.checkpoint, known);
    if (!newer) return newer;
    if (newer->origin != older.origin)
        return mismatch(errc::proof_failed, "a proof of " + older.origin, newer->origin);
    if (proof.older_size != older.head.size)
        return mismatch(errc::proof_failed,
                        "a proof from " + std::to_string(older.head.size) + " entries",
                        std::to_string(proof.older_size));
    auto const grown = check_consistency(older.head, proof.hashes, newer->head);
    if (!grown) return grown.error();
    return newer;
}

} // namespace amends
