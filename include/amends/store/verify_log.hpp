// SPDX-License-Identifier: BSL-1.0
// Verifying a store: every entry, every case's end, the tree over them, and checkpoints of it.
#pragma once

#include <amends/audit/verify.hpp>
#include <amends/store/key_store.hpp>
#include <amends/store/notary.hpp>

namespace amends {

/// What a log is held against, beyond itself.
struct verify_options {
    /// Whose signatures the kept checkpoints must have. Without any, signatures are not looked at.
    std::vector<verifying_key> keys{};
    /// Checkpoints that were kept elsewhere, opened: what shows that a whole store was put back.
    std::vector<checkpoint> elsewhere{};
    /// What is sealed beside the entries is opened with these, and held against what they commit to.
    /// Without, it must be there, and is not opened. Requires: they outlive the call.
    key_store* sealed_under = nullptr;
    entry_progress progress{};
};

/// What was found.
struct verified_log {
    std::optional<damage> first{}; ///< nothing when everything holds
    std::uint64_t entries = 0;
    std::uint64_t cases = 0;
    std::uint64_t bytes = 0;
    std::uint64_t sealed = 0; ///< entries whose texts are sealed, and are what they commit to
    std::uint64_t erased = 0; ///< entries whose texts were erased
    /// Those of them whose own case does not say so: the customer was erased before the case was
    /// carried over, or in the log that goes on from this frozen one.
    std::uint64_t erased_elsewhere = 0;
    std::uint64_t closed = 0; ///< entries whose texts are sealed and were not opened, without keys
    tree_head head{};         ///< of the entries that were read
    std::uint64_t checkpoints = 0;    ///< kept ones that hold
    std::optional<checkpoint> last{}; ///< the largest that holds, kept or from elsewhere
};

/// Reads a whole log and names the first damage: of an entry, of a case's end, of the tree kept
/// beside the log, or where it does not continue a checkpoint. Entries that are appended meanwhile
/// are read too.
/// A key that was destroyed is damage where no erasure in the log says so, unless the log is frozen and
/// takes no fact; and where it is not one of the case's customer, or an erasure of the case took it away
/// before. What closed it must be a checkpoint of this log and of all of it, signed as the others.
/// Errors: those of the store; `proof_failed` when the checkpoints are of different logs.
/// Memory: 100 to 200 bytes a case, about as much a checkpoint, and again for a case that was erased. Cost:
/// close to the hashes themselves; with `sealed_under` also of decoding and opening what is sealed.
result<verified_log> verify_log(store& of, verify_options const& against = {});

/// Checks one case alone: its entries, where it ends, and that each stands in the tree of the newest
/// checkpoint, or of the largest one from elsewhere, which has the tree's root, as every other one from
/// elsewhere has that of its size. `entries` are those of
/// the case; `last` is the checkpoint, if there is one.
/// Errors: the same; `unknown_case`. Cost: few tiles an entry; one scan of what is in no tile yet, or
/// of the log where a key was destroyed and the case does not say so.
result<verified_log> verify_case(store& of, case_id const& on, verify_options const& against = {});

} // namespace amends
