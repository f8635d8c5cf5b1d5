// SPDX-License-Identifier: BSL-1.0
// Lines of an account folded as they are read: in few passes, and in memory for what still matters.
#pragma once

#include <amends/authority/account.hpp>

#include <algorithm>

namespace amends {

/// Folds the lines of one account, for a question that looks back so far. Lines wait until they are as
/// many as the grants that stand, so that reading an account costs little more than looking at each
/// line once; what lies long before the question is dropped on the way.
class account_reader {
  public:
    account_reader(account& into, instant at, std::optional<std::chrono::days> within)
        : into_(into), at_(at), within_(within) {}

    void take(account_line&& line) {
        constexpr std::size_t few = 64; // not worth a pass
        waiting_.push_back(std::move(line));
        if (waiting_.size() >= std::max(few, into_.grants().size())) fold();
    }
    /// After the last line: before it, the account is not what its lines say.
    void finish() {
        fold();
        waiting_ = {};
    }

  private:
    void fold() {
        if (!waiting_.empty()) into_.apply(waiting_);
        waiting_.clear();
        if (within_) into_.forget_long_past(at_, *within_);
    }

    account& into_;
    instant at_;
    std::optional<std::chrono::days> within_;
    std::vector<account_line> waiting_;
};

} // namespace amends
