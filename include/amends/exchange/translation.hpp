// SPDX-License-Identifier: BSL-1.0
// Rows become commands: who gives them, when, with which content, and what in it is assumed.
#pragma once

#include <amends/desk/desk.hpp>
#include <amends/exchange/understanding.hpp>

namespace amends {

/// Translates the rows of one log into commands for the desk.
///
/// Every command carries the row's moment and the provenance `imported`. Its id follows from the
/// mapping's name, the case, the moment and the line, so that replaying a log twice into one store
/// changes nothing the second time. Where a row's commands hold assumed values that do not say so
/// themselves, or are assumed altogether, a last command notes which.
class translation {
  public:
    /// `file` names the log in messages. Lifetime: `by` must outlive this.
    translation(mapping const& by, std::string file) : by_(by), rows_(by, std::move(file)) {}

    /// One command of a row.
    struct given {
        session from;
        command what;
        instant at{};
    };

    /// The commands of a row, in order; some rows have none. Lifetime: until the next call.
    /// Errors: those of `understanding` and of `fill`, as `file:line: expected ..., found ...`;
    /// such a row has no effect on later ones.
    result<std::span<given>> translate(log_row const& row);

    /// The same error with file and line in front.
    error at(std::uint64_t line, error const& why) const { return rows_.at(line, why); }

  private:
    struct progress; // of one row
    result<void> add(mapped_step const& step, understood_row const& row, progress& so_far);
    actor who_gives(speaker by, understood_row const& row, progress const& so_far) const;
    void note_assumed(understood_row const& row, progress const& so_far);
    command_id next_id(understood_row const& row) const;

    mapping const& by_;
    understanding rows_;
    std::vector<given> given_;
};

} // namespace amends
