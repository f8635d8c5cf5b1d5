// SPDX-License-Identifier: BSL-1.0
// Who signs what a log is: checkpoints on demand and per interval, kept beside it, shown to a witness.
#pragma once

#include <amends/audit/checkpoint.hpp>
#include <amends/store/log_tree.hpp>

namespace amends {

/// A checkpoint as it is kept beside its log. Nobody checked its signatures yet.
struct kept_checkpoint {
    signed_note note{};
    checkpoint says{};

    friend bool operator==(kept_checkpoint const&, kept_checkpoint const&) = default;
};

/// The newest checkpoint kept beside a log, or nothing. Errors: those of the store;
/// `store_damaged` when it is no checkpoint.
result<std::optional<kept_checkpoint>> last_checkpoint(store& of);

/// Visits every checkpoint kept beside a log, the smallest log first. Errors: as above.
result<void> checkpoints(store& of, std::function<bool(kept_checkpoint const&)> const& visit);

/// Takes a checkpoint to where the log is not: another machine, a newspaper, a C2SP witness. Answers
/// signature lines to keep with it, or none. What it throws is an error.
using witness = std::function<result<std::vector<note_signature>>(signed_note const&)>;

/// When the next checkpoint is due. Zero leaves a condition out.
struct checkpoint_interval {
    std::uint64_t entries = 0; ///< so many entries came since the last one
    /// The oldest entry since the last one is so old, or its clock was ahead.
    std::chrono::milliseconds age{0};
};

/// Signs checkpoints of one log with one key, which has the log's name. What is signed was read back
/// from the store, so it is as durable as the store; and it continues the last checkpoint kept there.
///
/// Errors of both: those of `log_tree::grow`; `log_rewritten` when the log does not continue its last
/// checkpoint; `signature_failed` when that one has another log's name; `not_witnessed` when the
/// checkpoint is kept but the witness did not take it: signing again hands it over again.
/// Threads: one at a time.
class notary {
  public:
    /// A notary of this log, which reads and signs nothing yet. The key's name is the log's for ever.
    /// Without a witness nobody is shown anything. Tiles of the tree are kept beside the log.
    /// Lifetime: the store must outlive it; the key is its own, and so is the witness, which is called
    /// on the thread that signs.
    notary(store& over, signing_key by, witness to = {})
        : store_(&over), tree_(over), key_(std::move(by)), witness_(std::move(to)) {}

    /// A checkpoint of the whole log as it is now. A log that did not grow keeps the one it has.
    result<kept_checkpoint> sign(entry_progress const& progress = {});

    /// The same, but nothing before it is due.
    result<std::optional<kept_checkpoint>> sign_when_due(checkpoint_interval const& every,
                                                         instant now);

    /// The tree that is signed, for proofs. Threads: as the notary. Lifetime: that of the notary.
    log_tree& tree() noexcept { return tree_; }
    /// The public half of its key, which checks what it signs.
    verifying_key const& verifier() const noexcept { return key_.verifier(); }

  private:
    result<void> check_continues(checkpoint const& last, tree_head const& now);
    result<bool> is_due(checkpoint_interval const& every, instant now);
    result<void> show_to_witness(kept_checkpoint& kept);

    store* store_;
    log_tree tree_;
    signing_key key_;
    witness witness_;
};

} // namespace amends
