// SPDX-License-Identifier: BSL-1.0
// The contract of every store: append all or nothing, read, scan, seen, what stands beside the log.
#pragma once

#include <amends/audit/stored_entry.hpp>
#include <amends/vocabulary/bytes.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace amends {

class key_store;

/// Something under which an entry is found again, with what is to be known of it then. An index beside
/// the log: it follows from the entries and proves nothing. Lifetime: `content` as the entry's bytes.
struct mark {
    std::uint64_t about = 0; ///< a hash; subjects may share one
    byte_view content{};
};

/// What must still hold when entries are kept: nobody marked anything about this from that log index
/// on. Whoever decides by what they read makes sure of it so.
struct unmarked {
    std::uint64_t about = 0;
    std::uint64_t since_log_index = 0;
};

/// An entry about to be kept. Lifetime: `bytes`, `marks` and `sealed` for the length of the call.
struct new_entry {
    case_id on{};
    std::uint64_t sequence = 0; ///< the case's last sequence + 1, counting entries before it here
    command_id command{};       ///< may be empty: no protection against doubling
    digest hash{};
    byte_view bytes{};
    std::span<mark const> marks{};
    byte_view sealed{}; ///< kept with the entry; no hash of the entry is over it
};

/// Where a case ends.
struct case_head {
    case_id on{};
    std::uint64_t last_sequence = 0;
    digest last_hash{};

    friend bool operator==(case_head const&, case_head const&) = default;
};

/// A case file as it was after some entry, to spare folding. Never trusted: dropped when lifecycle,
/// head or checksum do not match.
struct snapshot {
    case_id on{};
    std::uint64_t sequence = 0;
    digest lifecycle{};
    digest head{}; ///< hash of the entry with that sequence
    bytes content{};
    digest checksum{}; ///< SHA-256 of `content`

    friend bool operator==(snapshot const&, snapshot const&) = default;
};

/// The name beside the log under which it says that it was closed (frozen.hpp): while content is kept
/// there, nothing is appended.
inline constexpr std::string_view frozen_mark = "frozen";

/// Called for each entry; false ends the reading.
using entry_visitor = std::function<bool(stored_entry const&)>;
/// Called for each mark with the log index of its entry; false ends the reading.
using mark_visitor = std::function<bool(std::uint64_t log_index, byte_view content)>;
/// Told an entry's log index and its bytes; false ends the visit. Lifetime of a view: until the visitor
/// returns.
using content_visitor = std::function<bool(std::uint64_t log_index, byte_view content)>;
/// Called for each name with what is kept under it; false ends the reading.
using beside_visitor = std::function<bool(std::string_view name, byte_view content)>;
/// Called after a commit with the entries of that commit, in order; see `store::subscribe` for the
/// order of commits.
using entry_subscriber = std::function<void(std::span<stored_entry const>)>;
/// Ends the subscription when the last copy goes.
using subscription = std::shared_ptr<void>;

/// Where entries are kept. Errors of every function: `store_failed`, `store_busy`, `store_damaged`;
/// after an error nothing of the call is kept, unless it says `store_unsure`. A visitor may call the
/// store, also to append. Threads: as the implementation says.
class store {
  public:
    virtual ~store() = default;

    /// Keeps all of `entries` with their marks or none, in one commit, and answers the log index of
    /// the first. Errors: `version_conflict` when a sequence is not the case's next, or when one of
    /// `unless` does not hold; `command_id_reused` when a command id is kept already; `store_frozen`
    /// once the log was closed.
    virtual result<std::uint64_t> append(std::span<new_entry const> entries,
                                         std::span<unmarked const> unless = {}) = 0;

    /// Visits the marks about something from this log index on, in the order of the log.
    virtual result<void> marked(std::uint64_t about, std::uint64_t from_log_index,
                                mark_visitor const& visit) = 0;

    /// Visits the entries of a case with `from <= sequence <= to`, in order. An unknown case has
    /// none.
    virtual result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                              entry_visitor const& visit) = 0;

    /// Visits every entry from this log index on, in commit order, and never skips one that commits
    /// late. Answers the index to go on from.
    virtual result<std::uint64_t> scan(std::uint64_t from_log_index,
                                       entry_visitor const& visit) = 0;

    /// The same for whoever looks at nothing but the bytes of entries: a store may have them at less
    /// cost than what stands beside them.
    virtual result<std::uint64_t> scan_contents(std::uint64_t from_log_index,
                                                content_visitor const& visit);

    /// The case and sequence that a command id led to, or nothing.
    virtual result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) = 0;

    /// Where a case ends, or nothing.
    virtual result<std::optional<case_head>> head(case_id const& on) = 0;

    /// Visits every case's head, in no particular order.
    virtual result<void> heads(std::function<bool(case_head const&)> const& visit) = 0;

    /// Number of entries in the log.
    virtual result<std::uint64_t> size() = 0;

    /// Keeps a snapshot in place of an earlier one of the same case.
    virtual result<void> keep(snapshot const& s) = 0;
    /// The snapshot of a case, or nothing.
    virtual result<std::optional<snapshot>> recall(case_id const& on) = 0;

    /// Keeps content under a name beside the log, in place of what was there: checkpoints and tiles of
    /// its tree, how far a follower has read. One commit. Names are UTF-8 of at most 255 bytes and
    /// content is at most 16 MiB; longer is `too_long`.
    virtual result<void> keep_beside(std::string_view name, byte_view content) = 0;
    /// What is kept under a name, or nothing.
    virtual result<std::optional<bytes>> beside(std::string_view name) = 0;
    /// Visits what is kept under names that begin with `prefix`, in the order of their bytes.
    virtual result<void> beside(std::string_view prefix, beside_visitor const& visit) = 0;

    /// The keys that this store keeps itself, for `desk_options::keys`; none where it keeps none.
    virtual key_store* keys() noexcept { return nullptr; }

    /// Calls `subscriber` after each commit through this object, on the thread that committed. The
    /// entries are kept whatever it does: what it throws is dropped. Threads: any number. Calls are in
    /// commit order when one thread appends; when several do, they may overlap and overtake each
    /// other. Whoever needs the order then goes by `stored_entry::log_index`, or scans.
    subscription subscribe(entry_subscriber subscriber);

  protected:
    /// Whether a name and its content are within their bounds. Errors: `too_long`, `malformed`.
    static result<void> check_beside(std::string_view name, byte_view content);
    /// What an append to a closed log is answered.
    static error closed(case_id const& on);
    bool has_subscribers() const;
    void tell(std::span<stored_entry const> committed);

  private:
    mutable std::mutex subscribers_guard_;
    std::vector<std::weak_ptr<entry_subscriber>> subscribers_;
};

} // namespace amends
