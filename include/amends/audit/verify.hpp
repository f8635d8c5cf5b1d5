// SPDX-License-Identifier: BSL-1.0
// Verifying a log: the first damaged entry, where it is, and what is wrong with it.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/audit/stored_entry.hpp>

#include <boost/describe/enum.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <map>
#include <optional>
#include <vector>

namespace amends {

/// What can be wrong with an entry.
enum class damage_kind : std::uint8_t {
    unreadable, ///< the bytes are no entry
    label,      ///< the store's columns say something else than the bytes
    hash,       ///< the bytes do not have the hash that is kept
    gap,        ///< an entry before it is missing, in the log or in its case
    order,      ///< it stands where another belongs
    chain,      ///< it does not name the entry before it
    time,       ///< it is older than the entry before it
    head,       ///< the case ends elsewhere than the store says
    count,      ///< the log ends before a checkpoint or a kept tile of it
    root,       ///< the log is not the one that a checkpoint was made of
    tile,       ///< a kept hash of the tree is not that of its entries
    signature,  ///< a kept checkpoint is none, or no known key signed it
    texts,      ///< what is sealed beside it is not what it commits to
    lifecycle,  ///< it left the lifecycle of its case, and no fact says so
};
BOOST_DESCRIBE_ENUM(damage_kind, unreadable, label, hash, gap, order, chain, time, head, count,
                    root, tile, signature, texts, lifecycle)

/// The first damage found. `message` says what was expected and what was found.
struct damage {
    damage_kind kind{};
    std::uint64_t log_index = 0;
    case_id on{};
    std::uint64_t sequence = 0;
    std::string message{};

    friend bool operator==(damage const&, damage const&) = default;
};
BOOST_DESCRIBE_STRUCT(damage, (), (kind, log_index, on, sequence, message))

/// Checks a log entry by entry, in commit order. Feed it every entry from index 0, or every entry
/// of one case from sequence 1. Memory: 100 to 200 bytes a case. Cost: close to the hash itself.
class trail_verifier {
  public:
    /// `whole_log`: log indexes must be gapless from 0; otherwise only cases are followed.
    explicit trail_verifier(bool whole_log = true) : whole_log_(whole_log) {}

    /// Checks the next entry. The damage, or nothing when it is sound.
    std::optional<damage> check(stored_entry const& next);

    /// The same for the bytes alone, as they stand in a bundle or a file; answers their hash.
    std::optional<damage> check(std::uint64_t log_index, byte_view entry, digest& hash);

    /// Checks that a case ends where the store says it does; for dropped last entries.
    std::optional<damage> check_head(case_id const& on, std::uint64_t last_sequence,
                                     digest const& last_hash) const;

    /// The last sequence of a case that was checked; 0 for a case that was not met.
    std::uint64_t reached(case_id const& on) const;

    /// What was checked so far: entries, their bytes, the cases that they are of.
    std::uint64_t entries() const noexcept { return entries_; }
    std::uint64_t bytes() const noexcept { return bytes_; }
    std::size_t cases() const noexcept { return heads_.size(); }

  private:
    /// Where a case stands, in few bytes: there may be millions of cases, and of lifecycles at most
    /// 65,536, which is held here.
    struct head {
        std::uint64_t sequence : 48 = 0;
        std::uint64_t lifecycle : 16 = 0; ///< its place in `lifecycles_`
        digest hash;
        instant at{};
    };
    static_assert(sizeof(head) == 48);

    std::optional<damage> follow(std::uint64_t log_index, entry_place const& place,
                                 digest const& hash, byte_view entry);
    std::optional<std::uint16_t> number_of(digest const& lifecycle);

    bool whole_log_;
    std::uint64_t entries_ = 0;
    std::uint64_t bytes_ = 0;
    boost::unordered_flat_map<case_id, head> heads_;
    std::vector<digest> lifecycles_; ///< in the order in which they were met
    std::map<digest, std::uint16_t> numbers_of_lifecycles_;
    sha256 hasher_;
};

} // namespace amends
