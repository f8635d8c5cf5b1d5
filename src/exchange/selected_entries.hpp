// SPDX-License-Identifier: BSL-1.0
// The entries that an export is about, one after the other, none missing and each as its hash says.
#pragma once

#include "exchange/loose_ends.hpp"

#include <amends/audit/entry.hpp>
#include <amends/exchange/export.hpp>
#include <amends/store/opening.hpp>

namespace amends::detail {

class selected_entries {
  public:
    // Errors: those of the store; `unknown_case`.
    static result<selected_entries> of(store& from, export_options const& which);

    // Called for each entry; false ends the visit.
    using visitor = std::function<bool(entry const&)>;

    // In the order of the log. Errors: those of the store; `damaged_trail`, also where entries are
    // missing: of a case those up to its head, of a log those up to its end. Of a whole log, that its
    // cases hang together up to their heads is known at the end, and only where nothing was appended
    // while their heads were read.
    result<void> visit(visitor const& each);
    // Case by case, each in its own order; cases come in the order in which the store has them.
    result<void> visit_by_case(visitor const& each);

    // What is kept beside the present entry, during a visit.
    byte_view sealed() const noexcept { return sealed_; }

  private:
    selected_entries(store& from, export_options const& which)
        : from_(from),
          which_(which),
          // What is left out anyway need not be opened, and its key may be elsewhere.
          opens_(which.without_personal_data ? nullptr : which.keys) {}

    result<void> visit_log(visitor const& each);
    using case_reader = std::function<result<void>(entry_visitor const&)>;
    result<void> visit_case(case_reader const& read_case, case_head const& head,
                            visitor const& each);
    result<void> visit_only(case_head const& head, visitor const& each);
    // Whether the entry, decoded into `present_`, is what the store says.
    bool is_sound(stored_entry const& stored);
    // Whether to go on after the present entry.
    bool pass_on(visitor const& each);
    // Both answer false, so that a visit ends.
    bool damaged(stored_entry const& at, std::string_view expected, std::string_view found);
    bool stop();
    result<void> outcome_of(result<void> const& read) const;
    error of_another_length(std::uint64_t found) const;
    error of_other_ends();

    store& from_;
    export_options const& which_;
    std::uint64_t end_ = 0;      // of the log when the export began
    std::uint64_t in_cases_ = 0; // entries that the cases had before that, by their heads
    loose_ends heads_;           // what those heads come to
    bool at_rest_ = false;       // nothing was appended meanwhile: they are those at the log's end
    std::optional<case_head> one_; // the case that is asked for
    std::uint64_t read_ = 0;
    entry present_;
    byte_view sealed_;
    text_opener opens_;
    sha256 hasher_;
    bool stopped_ = false; // by the visitor, or by damage
    std::optional<error> wrong_;
};

} // namespace amends::detail
