// SPDX-License-Identifier: BSL-1.0
// What verifying a log and verifying a case of it share: checkpoints to hold it against, and damage.
#pragma once

#include <amends/store/verify_log.hpp>
#include <amends/store/verify_texts.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace amends::detail {

damage damage_at(damage_kind kind, std::uint64_t log_index, std::string message);
std::string both_sides(std::string_view expected, std::string_view found);
damage ends_before(checkpoint const& c, std::uint64_t size);
/// `agreed`: the size at which an earlier checkpoint still held.
damage other_root(checkpoint const& c, digest const& found, std::uint64_t agreed);

/// A checkpoint that the log passes as it grows.
struct milestone {
    checkpoint says;
    bool kept = false;
};

struct milestones {
    std::vector<milestone> all; ///< the smallest first
    std::optional<damage> unsound;
};

/// Every checkpoint that is kept beside the log or comes from elsewhere.
/// Errors: those of the store; `proof_failed` when they are of different logs.
result<milestones> gather(store& of, verify_options const& against);

void count_texts(text_verifier const& texts, verified_log& found);
/// What a log was closed with.
struct closing {
    /// Of a log that is frozen, and so takes no fact, not even that texts were erased; nothing of one
    /// that goes on.
    std::optional<checkpoint> says;
    std::optional<damage> unsound;
};
/// What closed the log, held against the keys and the name of the log where they are known. Its root is
/// left to those who have the tree. `size` is asked once it is known what closed the log.
/// Errors: those of the store.
result<closing> closing_of(store& log, verify_options const& against,
                           std::span<milestone const> known,
                           std::function<result<std::uint64_t>()> const& size);

} // namespace amends::detail
