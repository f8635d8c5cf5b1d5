// SPDX-License-Identifier: BSL-1.0
// Judging a log again, entry by entry: every decision as it was asked, by another policy.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/desk/trial.hpp>

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
    judging_again(store& kept, any_policy const& candidate, lifecycle const& table,
                  trial_options const& how);

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
    using line_key = std::tuple<role, int, decision, decision>;

    result<void> read_entry(byte_view view, std::uint8_t number);
    result<void> take_entry();
    result<light_case*> case_of(case_id const& on, std::uint64_t sequence);
    void fold_into(light_case& c, entry&& e) const;
    void fold(light_case& c, entry&& e);
    result<void> judge_entry(light_case& c);
    result<verdict> asked(light_case const& c, actor const& who, std::string_view command,
                          terms const* t, digest const& hash);
    void look_back(question& q);
    void count(actor const& who, std::span<remedy const> remedies, decision was, decision would_be);

    store& kept_;
    any_policy const& candidate_;
    trial_options const& how_;
    looking_back needed_;
    std::array<bool, 256> is_end_{};
    position initial_;
    boost::unordered_flat_map<case_id, std::unique_ptr<light_case>> open_;
    boost::unordered_flat_map<std::uint64_t, account> accounts_;
    std::vector<grant> gathered_;
    std::map<line_key, trial_line> lines_;
    trial_summary summary_;
    entry read_;
};

} // namespace amends
