// SPDX-License-Identifier: BSL-1.0
// The accounts of one desk: what policies look back on, and the marks that a batch's entries leave.
#pragma once

#include "desk/batch_marks.hpp"

#include <amends/authority/policy.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <vector>

namespace amends {

/// Why an account is looked at. What is only told binds nothing; what a decision stands on must
/// still stand when the decision is kept.
enum class looking : std::uint8_t { to_decide, to_tell };

/// Accounts are read from the store's marks as far as they are not known yet, and once a batch: what
/// was looked at to decide must still stand when the batch is kept. Where policies look back no
/// further than some days, what was settled long before is dropped from memory, and read again for
/// whoever asks about then.
class accounts {
  public:
    accounts(store& kept, batch_marks& marks) : kept_(kept), marks_(marks) {}

    /// Forgets what an earlier batch looked at and was about to mark.
    void begin_batch();

    /// What a policy that looks back so far must know of this question: what stands on the
    /// customer's account, and on those of the actor and of whom they act for, each grant once; with
    /// what this batch adds. Lifetime: until the next call. Errors: those of the store; `damaged_trail`.
    result<std::span<grant const>> given(looking_back const& needed, question const& q,
                                         looking why);

    /// Takes down what an entry about to be kept means to the accounts.
    void note(fact const& what, circumstances const& how, case_file const& before,
              std::size_t draft);

  private:
    struct known_account {
        account stands{};                 ///< as the store has it
        std::uint64_t next_log_index = 0; ///< marks from here on are not in it yet
        std::uint32_t batch = 0;          ///< the batch that looked at it last
        std::uint32_t bound_in = 0;       ///< the batch whose `unless` has it
    };
    struct noted {
        std::size_t line = 0; ///< in `lines_`
        std::size_t next = 0; ///< of the same account, in `noted_`; 0: none
    };
    struct first_and_last {
        std::size_t first = 0, last = 0; ///< in `noted_`
    };

    result<known_account*> look_at(std::uint64_t about, looking_back const& needed, instant at);
    void forget_unused();
    void take_down(std::uint64_t about, account_line const& line, std::size_t draft);
    account const& with_this_batch(std::uint64_t about, known_account const& known);

    store& kept_;
    batch_marks& marks_;
    boost::unordered_flat_map<std::uint64_t, known_account> known_;
    boost::unordered_flat_map<std::uint64_t, account> ahead_; ///< with this batch's lines
    std::vector<account_line> lines_;                         ///< of this batch
    std::vector<noted> noted_;
    boost::unordered_flat_map<std::uint64_t, first_and_last> noted_of_; ///< by account
    bytes content_;                                                     ///< of one line
    std::vector<grant> gathered_;
    std::uint32_t batch_ = 0;
};

} // namespace amends
