// SPDX-License-Identifier: BSL-1.0
// Proofs as files: each holds hashes and a signed checkpoint, and is checked without the log.
#pragma once

#include <amends/audit/checkpoint.hpp>
#include <amends/audit/tree_proof.hpp>

namespace amends {

/// That an entry stands in a log. Source: C2SP tlog-proof v1; files end in `.tlog-proof`.
struct inclusion_proof {
    std::uint64_t index = 0;
    std::vector<digest> hashes{};
    signed_note checkpoint{};
    bytes extra{}; ///< nobody signed it; we write none

    friend bool operator==(inclusion_proof const&, inclusion_proof const&) = default;
};

/// That a log only grew since it had `older_size` entries. Source: what C2SP tlog-witness has a log
/// send to a witness.
struct consistency_proof {
    std::uint64_t older_size = 0;
    std::vector<digest> hashes{};
    signed_note checkpoint{};

    friend bool operator==(consistency_proof const&, consistency_proof const&) = default;
};

/// A proof as the text of a file; `parse_inclusion_proof` and `parse_consistency_proof` read it back.
std::string to_text(inclusion_proof const& proof);
std::string to_text(consistency_proof const& proof);

/// Read a proof; `to_text` of it is the same text again. Nothing of it is checked yet.
/// Errors: `malformed`; `too_long` for more than 65 hashes, or as of a note.
result<inclusion_proof> parse_inclusion_proof(std::string_view text);
result<consistency_proof> parse_consistency_proof(std::string_view text);

/// Checks the checkpoint's signature and that the entry with this hash stands where the proof says;
/// answers what the checkpoint says. Errors: `signature_failed`, `malformed`, `out_of_range`,
/// `proof_failed`.
result<checkpoint> check(inclusion_proof const& proof, digest const& entry_hash,
                         std::span<verifying_key const> known);

/// Checks the checkpoint's signature and that its log begins with all that `older`, which was opened
/// before, has; answers what the newer checkpoint says. Errors: the same; `proof_failed` also for
/// checkpoints of two logs, or a proof from another size.
result<checkpoint> check(consistency_proof const& proof, checkpoint const& older,
                         std::span<verifying_key const> known);

} // namespace amends
