// SPDX-License-Identifier: BSL-1.0
// A desk's way to the store, on which things go wrong: calls fail, processes die, others are quicker.
#pragma once

#include "simulation/dice.hpp"
#include "simulation/happening.hpp"
#include "support/passing_on.hpp"

#include <array>
#include <functional>

namespace amends::simulation {

/// Thrown through the desk whose process ends. No store throws: what is left of the desk afterwards
/// is only good to be dropped, as after any end of a process.
struct process_died {};

enum class mishap : std::uint8_t {
    append_failed,      ///< an error, and nothing is kept
    answer_lost,        ///< an error, although all was kept
    store_was_busy,     ///< an error that says so
    died_before_append, ///< the process ends, and nothing is kept
    died_after_append,  ///< the process ends, and all is kept
    overtaken,          ///< another desk goes on with the case first
    reading_failed,
    died_while_reading,
    snapshot_altered, ///< by a bit
    snapshot_unkept,
    keys_failed,            ///< an error, and no key was touched
    destroyed_unheard,      ///< an error, although the keys were destroyed
    died_before_destroying, ///< the process ends; what was erased can still be opened
    died_after_destroying,
};
inline constexpr std::size_t mishaps_count = 14;
BOOST_DESCRIBE_ENUM(mishap, append_failed, answer_lost, store_was_busy, died_before_append,
                    died_after_append, overtaken, reading_failed, died_while_reading,
                    snapshot_altered, snapshot_unkept, keys_failed, destroyed_unheard,
                    died_before_destroying, died_after_destroying)

/// How often things go wrong, once in so many calls; 0: never.
struct weather {
    std::size_t appends = 0;
    std::size_t overtaking = 0;
    std::size_t reads = 0;
    std::size_t snapshots = 0;
    std::size_t erasing = 0; ///< calls about keys that only an erasure makes
};

/// What the ways of all desks of a world share.
struct conditions {
    dice chance{0};
    weather how{};
    bool calm = false; ///< nothing goes wrong while it is true
    std::array<std::uint64_t, mishaps_count> happened{};
    std::vector<attempt>* attempts = nullptr;
    std::vector<std::size_t>* out_of_reach = nullptr; ///< desks that found store or keys so

    /// Something that this desk asked for failed.
    void failed(mishap m, std::size_t desk) {
        count(m);
        if (out_of_reach != nullptr) out_of_reach->push_back(desk);
    }
    void count(mishap m) { ++happened[static_cast<std::size_t>(m)]; }
};

class faulty_store final : public testing::passing_on {
  public:
    /// The way of this desk. `overtake` lets another go on with a case before the entries are kept.
    faulty_store(store& to, std::size_t desk, conditions& shared,
                 std::function<void(case_id const&)> overtake)
        : passing_on(to), desk_(desk), shared_(shared), overtake_(std::move(overtake)) {}

    bool died() const noexcept { return died_; }

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless = {}) override;
    result<void> marked(std::uint64_t about, std::uint64_t from,
                        mark_visitor const& visit) override;
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override;
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) override;
    result<std::optional<case_head>> head(case_id const& on) override;
    result<void> keep(snapshot const& s) override;
    result<std::optional<snapshot>> recall(case_id const& on) override;

  private:
    std::optional<error> reading_goes_wrong();
    [[noreturn]] void die(mishap how);

    std::size_t desk_;
    conditions& shared_;
    std::function<void(case_id const&)> overtake_;
    bool died_ = false;
};

} // namespace amends::simulation
