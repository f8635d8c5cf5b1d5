// SPDX-License-Identifier: BSL-1.0
// FORMAT: C2SP tlog-checkpoint v1.0.0.
#include <amends/audit/checkpoint.hpp>

#include "audit/lines.hpp"
#include "vocabulary/base64.hpp"

#include <algorithm>

namespace amends {

std::string to_text(checkpoint const& c) {
    auto text = c.origin + '\n' + std::to_string(c.head.size) + '\n' +
                detail::to_base64(c.head.root.bytes) + '\n';
    for (auto const& line : c.extensions) text += line + '\n';
    return text;
}

result<checkpoint> parse_checkpoint(std::string_view text) {
    detail::line_reader in(text);
    auto const line = [&](char const* expected) -> result<std::string_view> {
        auto const next = in.next();
        if (!next) return next.error();
        if (next->empty()) return mismatch(errc::malformed, expected, "an empty line");
        return next;
    };
    checkpoint read;
    auto const origin = line("the origin of a log");
    if (!origin) return origin.error();
    read.origin = *origin;
    auto const size = line("the size of a log");
    if (!size) return size.error();
    auto const number = detail::number_from(*size, "the size of a log");
    if (!number) return number.error();
    read.head.size = *number;
    auto const root = line("the root of a log");
    if (!root) return root.error();
    auto const hash = detail::digest_from_base64(*root);
    if (!hash) return hash.error();
    read.head.root = *hash;
    while (!in.at_end()) {
        auto const more = line("a line of an extension");
        if (!more) return more.error();
        read.extensions.emplace_back(*more);
    }
    return read;
}

result<signed_note> sign_checkpoint(tree_head const& head, signing_key const& by) {
    signed_note note{.text = to_text(checkpoint{.origin = by.verifier().name, .head = head})};
    auto signature = by.sign(note.text);
    if (!signature) return signature.error();
    note.signatures.push_back(std::move(*signature));
    return note;
}

result<checkpoint> open_checkpoint(signed_note const& note, std::span<verifying_key const> known) {
    auto const signers = signers_of(note, known);
    if (!signers) return signers.error();
    auto read = parse_checkpoint(note.text);
    if (!read) return read;
    auto const is_the_log = [&](verifying_key const& k) {
        return k.kind == signature_kind::text && k.name == read->origin;
    };
    if (std::none_of(signers->begin(), signers->end(), is_the_log))
        return mismatch(errc::signature_failed, "a signature of " + read->origin + " itself",
                        "one of " + signers->front().name);
    return read;
}

result<checkpoint> open_checkpoint(std::string_view text, std::span<verifying_key const> known) {
    auto const note = parse_note(text);
    if (!note) return note.error();
    return open_checkpoint(*note, known);
}

} // namespace amends
