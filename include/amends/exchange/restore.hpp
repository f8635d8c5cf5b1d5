// SPDX-License-Identifier: BSL-1.0
// Exported trails back into a store: the very same entries, checked and not decided again.
#pragma once

#include <amends/exchange/entry_source.hpp>
#include <amends/store/key_store.hpp>
#include <amends/store/store.hpp>

#include <functional>

namespace amends {

/// What was restored.
struct restored {
    std::uint64_t entries = 0;
    std::uint64_t cases = 0;
    /// Whether every entry stands in the log where it stood: an export of a whole log has the same
    /// tree again, that of a case or of some has a tree of its own.
    bool same_places = true;
    std::uint64_t sealed = 0; ///< entries whose texts are sealed

    friend bool operator==(restored const&, restored const&) = default;
};

/// How entries are restored.
struct restore_options {
    lifecycle const* table = &standard_lifecycle(); ///< where a case stands before its first entry
    std::size_t batch_size = 512;                   ///< entries a commit
    /// Has the keys of texts that are sealed beside entries; they are taken over by the store's own.
    /// Without it those texts stay sealed.
    key_store* keys = nullptr;
    /// Told now and then, after a commit.
    std::function<void(std::uint64_t entries, std::uint64_t bytes)> progress{};
};

/// Appends the entries of `from` to a store that has none, in their order, with the marks that a desk
/// would have left. This is no way into a log that is worked with: what was decided is kept, nothing
/// is decided, and `to` must be empty.
///
/// Guarantees: each entry's canonical bytes have the hash that stands in the file; each names its
/// case's entry before it, without gaps from the first, and is not older. That shows damage, not
/// forgery: whoever can write the file can make a chain that holds. Only a checkpoint kept elsewhere
/// tells (`trail_verifier`, `amends verify`).
/// Errors: `version_conflict` when `to` has entries, or others write to it meanwhile; those of `from`;
/// `damaged_trail`, as `file:line: expected ..., found ...`, also for an entry whose sealed texts the
/// file does not have, as archives do not; `not_sealed` when there are keys and `to` keeps none;
/// `key_missing`, in the same words, when they have not the one that an entry names; those of the
/// stores. Batches before an error are kept, and so is the mark that says so (`restoring_mark`):
/// then, or when the process ended meanwhile, drop the store. Desks handle nothing in it, and restoring
/// into it is `store_damaged`; who reads it asks `check_restored`.
/// Cost: memory of one batch and of 16,384 case files.
result<restored> restore(entry_source& from, store& to, restore_options const& how = {});

} // namespace amends
