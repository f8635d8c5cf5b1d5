// SPDX-License-Identifier: BSL-1.0
// The desk at work: what it keeps from command to command, and the steps of a command's path.
#pragma once

#include <amends/desk/desk.hpp>

#include "desk/accounts.hpp"
#include "desk/at_rest.hpp"
#include "desk/batch_marks.hpp"
#include "desk/case_cache.hpp"
#include "desk/customers.hpp"
#include "desk/sealed_texts.hpp"

#include <vector>

namespace amends {

struct desk::working {
    working(store& where, any_policy judge, desk_options how);

    store& kept;
    any_policy policy;
    desk_options options;
    case_cache cache;
    batch_marks marks;
    amends::accounts accounts;
    sealed_texts texts;
    sha256 hasher;

    // Reused from command to command, so that a warm desk does not allocate.
    bytes content_bytes; ///< canonical bytes of the commands of this batch
    bytes entry_bytes;   ///< canonical bytes of the entries of this batch
    entry draft;
    std::vector<new_entry> drafts;
    std::vector<std::size_t> draft_ends; ///< where each draft's bytes end
    std::vector<std::size_t> content_ends;
    std::vector<digest> content_hashes;
    std::vector<std::optional<result<outcome>>> answers;
    std::vector<bool> settled; ///< answered from what is kept already
    std::vector<bool> drafted; ///< answered by an entry that this batch is about to keep
    std::vector<bool> moved;   ///< content was handed to the machine, which moves it into the fact
    bool handed_over = false;  ///< the same, of the command that is being decided
    boost::unordered_flat_map<command_id, std::size_t> ids; ///< of the entries of this batch
    std::vector<case_id> touched;
    bool whole_customer = false; ///< this batch is an erasure of every case of a customer
    bool is_whole = false;       ///< the store was found not to be in the midst of a restoring
    std::uint32_t batch = 1;     ///< no slot's between batches; slots that never had one have 0

    result<instant> now() const;
    result<cached_case*> load(case_id const& on);
    result<cached_case*> load_current(case_id const& on);
    result<cached_case*> reported(case_id const& on);
    result<bool> is_stale(case_id const& on);
    /// Where a case's chain ends so far.
    struct chain_end {
        case_id const& on;
        std::uint64_t sequence = 0;
        digest const& head;
    };
    std::optional<error> read_sound(stored_entry const& e, chain_end const& after, entry& into);
    std::optional<std::uint64_t> restore(cached_case& c);
    void snapshot_if_due(cached_case& c);
    bool write_file(case_file const& file, bytes& to);
    std::optional<case_file> file_in(snapshot const& s);

    result<digest> pinned_in(case_head const& h);
    result<case_at_rest> at_rest(case_id const& on);
    result<case_move> decide_move(session const& by, case_at_rest const& c, migration const& how,
                                  instant at, looking why, verdict& judged);
    result<void> keep_move(session const& by, case_at_rest const& c, case_move const& move,
                           instant at, verdict const& judged);
    result<case_move> move_case(session const& by, case_id const& on, migration const& how,
                                looking why);
    result<void> each_elsewhere(migration const& how,
                                std::function<result<bool>(case_id const&)> const& visit);
    result<void> move_each(session const& by, migration const& how, looking why,
                           move_visitor const& visit);

    result<outcome> decide(session const& from, command& what, std::optional<instant> at,
                           digest const& content_hash);
    result<looking_back> looks_back(std::string_view command) const;
    result<verdict> ask_judges(question& q, case_file const& file, looking why);
    result<std::optional<money>> lawful_floor(case_file const& file, std::string_view command,
                                              instant at) const;
    result<outcome> record(cached_case& c, session const& from, command const& what, instant at,
                           digest const& content_hash, position to, verdict const& judged);
    result<outcome> refuse(cached_case& c, session const& from, command const& what, instant at,
                           digest const& content_hash, workflow::explanation why,
                           verdict const& judged);
    result<instant> time_of(session const& from, command const& what,
                            std::optional<instant> at) const;
    result<std::vector<possibility>> possibilities(case_file const& file, actor const& who,
                                                   instant at);
    result<std::optional<workflow::explanation>>
    ruled_out_by_judges(workflow::command_info const& info, workflow::step const& s);
    result<std::optional<workflow::explanation>> unsound_merge(case_id const& on, case_id into);
    result<std::optional<outcome>> seen_before(session const& from, command const& what,
                                               digest const& content_hash);
    result<outcome> answer_again(session const& from, command const& what,
                                 digest const& content_hash, stored_entry const& stored);
    result<bool> was_erased(entry const& e);
    result<outcome> outcome_of(entry const& e) const;

    std::string_view open_state_of(case_file const& file) const;
    result<void> read_with_texts(entry& e, stored_entry const& from);
    result<void> catch_up();
    result<std::vector<entry>> trail(case_id const& on);

    /// What the entries of a customer's cases say of their texts.
    struct survey {
        bool something_to_erase = false;
        std::vector<std::uint64_t> erased_keys; ///< sealed nothing that is not erased
    };
    result<survey> look_through(std::vector<case_id> const& cases);
    result<customer_erasure> erase(session const& from, erase_personal_data const& what);
    result<customer_erasure> erase_together(session const& from, erase_personal_data const& what);
    result<customer_erasure> try_to_erase(session const& from, erase_personal_data const& what);
    result<void> finish_erasure(customer_id const& whose,
                                std::vector<std::uint64_t> const& covered);
    result<void> ask_together(std::span<submission> asked);
    customer_erasure said_together(customer_id const& whose, std::span<submission const> asked);
    result<customer_erasure> keep_refusals(customer_id const& whose, std::vector<submission> asked);
    result<customer_erasure> keep_erasure(customer_id const& whose,
                                          std::span<submission const> asked,
                                          unmarked const& no_others);
    result<std::vector<std::uint64_t>> retired_keys(customer_id const& whose);
    result<void> destroy(std::vector<std::uint64_t> const& keys);

    void run(std::span<submission> submissions);
    void prepare(std::span<submission> submissions);
    result<void> check_whole();
    void decide_and_keep(std::span<submission> submissions);
    void decide_all(std::span<submission> submissions);
    bool settle_seen(std::span<submission> submissions);
    void restore_contents(std::span<submission> submissions);
    result<void> commit();
    void end_batch();
    void forget_changes() noexcept;
};

inline error no_such_customer(customer_id const& whose) {
    return mismatch(errc::unknown_customer, "a customer with a case", "none",
                    "customer " + whose.str());
}

/// An entry under another lifecycle than the one before it, without the fact that says so.
std::optional<error> left_unsaid(entry const& e, digest const& pinned);

inline error no_such_case(case_id const& on) {
    return mismatch(errc::unknown_case, "a case that was reported", "none", "case " + on.str());
}

} // namespace amends
