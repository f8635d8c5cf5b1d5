// SPDX-License-Identifier: BSL-1.0
// The desk: the one door through which commands are handled.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/authority/policy.hpp>
#include <amends/casefile/command.hpp>
#include <amends/desk/migration.hpp>
#include <amends/desk/outcome.hpp>
#include <amends/desk/personal_data.hpp>
#include <amends/lifecycle/standard.hpp>
#include <amends/store/key_store.hpp>
#include <amends/store/store.hpp>

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace amends {

class authority;    // authority/authority.hpp
struct who_decides; // authority/people/ladder.hpp

/// Who is at the desk, as the embedding product knows it. Commands carry no actor of their own.
struct session {
    actor who{};
    provenance origin = provenance::live;
};

/// One command of a batch, from whom and, for an imported one, when.
struct submission {
    session const* from = nullptr;
    command what{};
    /// Imported commands need it. Live ones take the desk's clock and have none, unless the desk
    /// replays commands that were recorded: `desk_options::times_are_given`.
    std::optional<instant> at{};
};

/// What could happen next, for one actor.
struct possibility {
    std::string_view command{};
    /// The content of the command may still be refused and, of a proposal, the judges may have their
    /// say, since its terms are its content.
    bool possible = false;
    std::string reason{}; ///< why not, when not
    std::string expected{};
    std::string found{};
};

/// How a desk works. Everything has a default that is right for a first try.
struct desk_options {
    /// By which cases move. Lifetime: must outlive the desk.
    lifecycle const* table = &standard_lifecycle();
    std::function<instant()> clock{};     ///< the system's, when empty
    std::vector<role> must_be_informed{}; ///< beside a manager
    /// The least that the law gives in a case at that time, where a rule says so.
    std::function<std::optional<money>(case_file const&, instant)> lawful_floor{};
    std::size_t cached_cases = 16384; ///< case files kept in memory; 1 to 2 KB each
    unsigned conflict_retries = 8;    ///< for callers that expect no version
    std::uint64_t snapshot_every = 0; ///< entries of a case between snapshots; 0: none
    /// For drivers of recorded commands alone: live submissions may say when they happened. Whoever
    /// sets it lets them choose the time that limits and deadlines are judged by.
    bool times_are_given = false;
    /// By which texts are sealed, customer by customer, so that they can be erased; docs/personal_data.md
    /// says what that protects from. Without keys texts stand in the entries, in the clear and for
    /// ever. Lifetime: must outlive the desk.
    key_store* keys = nullptr;
};

/// Handles commands over a store with a policy. Cheap to make; belongs to one thread. Several desks
/// may share one store.
///
/// A command id that was seen before is answered first: with the first answer when case, content and
/// actor are the same, otherwise with `command_id_reused`. Then errors are checked in this order: case
/// and actor are named (`malformed`), `unknown_case`, `version_conflict`, `unknown_command`, content
/// within its bounds, the time (`malformed`, `clock_failed`, `time_goes_back`). Refusals come after
/// them: the actor's standing (`not_entitled`), whether the command is possible here
/// (`not_possible_here`), the guards in the order of the row, the judges' verdict, and for a merge
/// whether the other case is known and does not lead back (`other_case_is_known`,
/// `merges_make_no_circle`). What the judges forbid is refused, whatever the command. Last, what
/// could not be read back is not kept.
class desk {
  public:
    /// A desk over a store, which reads and writes nothing yet; the first command finds what is wrong.
    /// Requires: `how.table` is not null. Throws nothing but `bad_alloc`.
    /// Lifetime: the store, `how.table`, `how.keys` and whatever the clock, the lawful floor and the
    /// policy refer to must outlive the desk. One that was moved from may only be assigned to or
    /// destroyed.
    desk(store& where, any_policy judge, desk_options how = {});
    ~desk();
    desk(desk&&) noexcept;
    desk& operator=(desk&&) noexcept;

    /// Handles one command of a live session with one commit. Refusals are outcomes and are
    /// recorded. The same command id from the same actor with the same content gets the first answer
    /// again, from what is kept: `refused::possible_now` is empty then.
    /// Errors: `unknown_case`, `command_id_reused`, `version_conflict`, `time_goes_back`,
    /// `policy_failed`, `unknown_command`, `lifecycle_mismatch`, `clock_failed`, `malformed`,
    /// `too_long`, `out_of_range`, `damaged_trail`, `key_missing`, those of the store and the key store;
    /// `personal_data_erased` for a retry whose content was erased.
    /// Cost: one read of the case unless cached, one append; no allocation once warm beyond what
    /// texts longer than a few letters need, the marks of what is granted or taken back, and what a
    /// refusal says. Never throws, except `bad_alloc`.
    /// A store whose restoring did not end is `store_damaged` (restoring.hpp), here and for whatever
    /// else would keep something: `erase`, `migrate`, and `would_migrate`, which foretells it.
    result<outcome> handle(session const& from, command what);

    /// Handles commands in order with one commit for all. An answer for each; when the commit
    /// fails, every one that was to be kept answers with the store's error and nothing is kept, and
    /// the batch may be handed in again as it is. Otherwise contents of commands may have been moved
    /// into their facts. A submission without a session is `malformed`.
    std::vector<result<outcome>> handle(std::span<submission> batch);

    /// What `who` could do now with this case and, for each thing not possible, why. Agrees with
    /// `handle`: what is not possible here is refused with the same reason whatever its content; what
    /// the judges do not grant is refused whatever its content, with the content's reason where that
    /// comes first. Asks the judges once for every command that the case allows, but not of proposals.
    /// A judge that throws rules its command out, as `policy_failed`.
    /// Errors: `unknown_case`, `lifecycle_mismatch`, `clock_failed`, `damaged_trail`, `key_missing`,
    /// those of the store and the key store.
    result<std::vector<possibility>> possible(case_id const& on, actor const& who);

    /// Who could approve the terms on the table of a case, or `instead` of them others: asks this
    /// desk's policy of everybody whom `rules` knows, each with what they gave before. Of a case that
    /// is over, and of terms that were granted already, it says that nothing waits. `at`: now, unless
    /// said. Errors: `unknown_case`, `malformed` when there are no terms, `policy_failed`,
    /// those of the store. Cost: a verdict for each colleague and delegation.
    result<who_decides> who_may_decide(case_id const& on, authority const& rules,
                                       std::optional<terms> instead = {},
                                       std::optional<instant> at = {});

    /// Erases the texts of every case of a customer, and leaves a fact in each. A command like any
    /// other in every one of them: where a case is open, a hold stands or the judges object, that case
    /// refuses, with a fact, and nothing is erased in any; what a judge fails at is such a refusal, and
    /// the error `policy_failed`. An erasure that was interrupted is finished
    /// by asking again; what was erased before leaves no second fact.
    /// Errors: `unknown_customer`; `not_sealed` without keys, or where a text stands in the clear;
    /// those of `handle` and of the key store. After an error of the key store the facts may stand
    /// already: ask again.
    /// Cost: reads every case of the customer.
    result<customer_erasure> erase(session const& from, erase_personal_data const& what);

    /// Everything that is held about a customer, whatever lifecycle a case is pinned to: an integrator's
    /// states mean what its trail calls them. Errors: `unknown_customer`, those of `trail`,
    /// `lifecycle_mismatch` for a case that left its lifecycle without a fact that says so.
    /// Cost: reads every case of the customer.
    result<personal_record> access(customer_id const& whose);

    /// A case's present. Errors: `unknown_case`, `lifecycle_mismatch`, `damaged_trail`, `key_missing`,
    /// those of the store and the key store. Cost: reads the case unless cached; copies it. With keys, one
    /// look whether the log was frozen, and then the case is read each time.
    result<case_file> file(case_id const& on);

    /// A case's trail, decoded and opened. Errors: `unknown_case`, `damaged_trail`, `key_missing`,
    /// those of the store and the key store.
    result<std::vector<entry>> trail(case_id const& on);

    /// Open cases that nobody has in hand, of those pinned to this desk's lifecycle: a desk of another
    /// one answers for the others. Cost: reads every case; what the desk remembers stays.
    result<std::vector<case_id>> orphans();
    /// The same, one by one and in no particular order, however many there are; false ends it.
    result<void> orphans(std::function<bool(case_id const&)> const& visit);

    /// Moves a case that is pinned to another lifecycle to this desk's, at rest: between two commands,
    /// to be found there by the next. Leaves the fact `lifecycle_changed`, or where the case stays a
    /// refusal under the lifecycle that it is pinned to: `not_entitled`, for all but colleagues and
    /// services; `state_is_known`; `way_was_gone` and `terms_stand`, since what amends promises must
    /// hold of it still: it comes back to a state of amends where it was since it was reopened, to one of
    /// terms or handling as it left it last, to one's own if it was wherever its way leads; last, what
    /// the judges say of `migrate`, which needs their word: where they are silent, it is not granted.
    /// The same again, by the same actor, gets the first answer and leaves nothing. So does a refusal
    /// that would repeat the case's last entry.
    /// Errors: `lifecycle_mismatch` for a case of this lifecycle that was not moved so, or one that is
    /// not pinned to `migration::from`; `malformed` for a change of a state below 128, or two of one;
    /// `unknown_case`, `policy_failed`, `damaged_trail`, `key_missing`, those of the store.
    /// Cost: reads the whole case, one append.
    result<case_move> migrate(session const& by, case_id const& on, migration const& how);
    /// The same for every case that is pinned to another lifecycle (and to `migration::from`, where that
    /// is named), one commit each, however many there are; false ends it. Cases on which other desks
    /// work are decided anew as they left them. What was moved stays moved when an error ends it, and is
    /// not visited again. Memory: one case. Cost: reads the last entry of every case.
    result<void> migrate(session const& by, migration const& how, move_visitor const& visit);
    /// What `migrate` would answer now. Nothing is kept.
    result<case_move> would_migrate(session const& by, case_id const& on, migration const& how);
    /// The same for every case.
    result<void> would_migrate(session const& by, migration const& how, move_visitor const& visit);

    /// The lifecycle by which this desk handles: `desk_options::table`.
    lifecycle const& table() const noexcept;

  private:
    struct working;
    std::unique_ptr<working> working_;
};

} // namespace amends
