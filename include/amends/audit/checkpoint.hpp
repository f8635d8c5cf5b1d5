// SPDX-License-Identifier: BSL-1.0
// A checkpoint: what a log was at some size, signed, to be kept where the log is not.
#pragma once

#include <amends/audit/signing_key.hpp>
#include <amends/audit/tree.hpp>

namespace amends {

/// What a checkpoint says. Source: C2SP tlog-checkpoint v1.0.0.
struct checkpoint {
    std::string origin{}; ///< the log's name: that of the key that signs for it
    tree_head head{};
    std::vector<std::string> extensions{}; ///< lines of other programs; we write none

    friend bool operator==(checkpoint const&, checkpoint const&) = default;
};

/// The text that is signed: origin, size and root, a line each.
std::string to_text(checkpoint const& c);

/// Reads that text; `to_text` of it is the same again. Errors: `malformed`.
result<checkpoint> parse_checkpoint(std::string_view text);

/// A checkpoint of the log that the key is named after, with its signature.
/// Errors: `signature_failed`.
result<signed_note> sign_checkpoint(tree_head const& head, signing_key const& by);

/// What a signed checkpoint says, once its signature was checked: a known key named like its origin
/// signed it, and no known key's signature fails. Witnesses' signatures alone do not do.
/// Errors: `malformed`, `too_long`, `signature_failed`.
result<checkpoint> open_checkpoint(signed_note const& note, std::span<verifying_key const> known);
/// The same from its text.
result<checkpoint> open_checkpoint(std::string_view text, std::span<verifying_key const> known);

} // namespace amends
