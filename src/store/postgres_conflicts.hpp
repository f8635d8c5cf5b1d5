// SPDX-License-Identifier: BSL-1.0
// Why the server refused an append: asked of it afterwards, one append at a time.
#pragma once

#include "store/postgres_connection.hpp"
#include "store/postgres_queue.hpp"

namespace amends::postgres {

/// What became of appends of which a constraint refused one. One thread at a time.
class conflicts {
  public:
    /// What a connection must have prepared.
    static std::span<statement const> statements() noexcept;

    /// Answers those that cannot be kept, and, where a commit may have taken place of which the answer
    /// was lost, those that were. The others are left without an answer.
    result<void> answer(connection& c, std::span<request* const> left, bool may_have_kept);

  private:
    result<void> find_again(connection& c, request& one);
    result<void> explain(connection& c, request& one);
    result<void> ask_about_log(connection& c, request& one);
    result<void> ask_about_marks(connection& c, request& one);
    result<void> ask_about_cases(connection& c, request& one);

    arguments with_; ///< reused
};

} // namespace amends::postgres
