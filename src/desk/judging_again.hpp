// SPDX-License-Identifier: BSL-1.0
// Judging a log again, entry by entry: every decision as it was asked, by another policy.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/desk/trial.hpp>
#include <amends/store/opening.hpp>

#include "desk/reading_ahead.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace amends {

/// Folds the cases of a log as far as judges see them, and counts what another policy would have
/// said.
class judging_again {
  public:
    /// What stays in memory; the rest is read again where it is asked for.
    struct in_memory {
        std::size_t cases = 16'384;     ///< about 1 KB each
        std::size_t accounts = 262'144; ///< of customers and actors, where the candidate looks back
    };

    judging_again(store& kept, any_policy const& candidate, lifecycle const& table,
                  trial_options const& how, in_memory at_most);

    /// Asks the candidate how far it looks back. Errors: `policy_failed`.
    result<void> begin();
    /// Errors: those of `try_out`.
    result<void> take(block const& b);
    trial_summary finish();

  private:
    /// A case as far as judges see it, and who passed it on for lack of authority.
    struct light_case {
        case_file file;
        std::optional<actor> passed_on_by;
    };
    using line_key = std::tuple<rule_name, role, int, decision, decision>;

    bool content_counts(std::uint8_t fact_number) const;
    result<void> read_entry(block const& b, block::item const& item);
    result<void> open_texts(entry& e, byte_view sealed);
    result<void> take_entry();
    result<light_case*> case_of(case_id const& on, std::uint64_t sequence);
    void make_room();
    void fold_into(light_case& c, entry&& e) const;
    void fold(light_case& c, entry&& e);
    void note(std::uint64_t about, account_line const& line);
    result<void> judge_entry(light_case& c);
    result<question> question_of(light_case const& c, actor const& who, std::string_view command,
                                 terms const* t, digest const& hash);
    result<verdict> judged(question const& q) const;
    result<role> role_in(question const& q) const;
    result<void> look_back(question& q);
    result<account const*> read_again(std::uint64_t about, account& known);
    void count(question const& q, role const& in_role, decision was, decision would_be);

    store& kept_;
    any_policy const& candidate_;
    trial_options const& how_;
    in_memory at_most_;
    text_opener opens_;
    looking_back needed_;
    std::array<bool, 256> is_end_{};
    position initial_;
    digest lifecycle_;
    boost::unordered_flat_map<case_id, std::unique_ptr<light_case>> known_;
    boost::unordered_flat_map<std::uint64_t, account> accounts_;
    bool all_accounts_ = true; ///< none was dropped: who has none there was given nothing
    std::vector<grant> gathered_;
    std::map<line_key, trial_line> lines_;
    trial_summary summary_;
    entry read_;
};

} // namespace amends
