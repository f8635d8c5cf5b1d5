// SPDX-License-Identifier: BSL-1.0
// Cases that lie side by side in the log, read together: a reading for each would wait for each.
#pragma once

#include <amends/store/store.hpp>

namespace amends::detail {

class gathered_cases {
  public:
    // Cases that are read together at most.
    static constexpr std::size_t at_once = 512;

    // Gathers the entries of these cases with one scan, which begins with the first one's first entry
    // and ends when it has all, or too much, or has looked too long: cases come in the order of their
    // first entries where a store is kind, and what was not met is read by itself. Nothing is checked.
    // Errors: those of the store. Memory: some MiB.
    static result<gathered_cases> of(store& from, std::vector<case_head> cases);

    std::vector<case_head> const& cases() const noexcept { return cases_; }

    // The entries of a case up to its head, in order.
    result<void> read(std::size_t place, entry_visitor const& visit);

  private:
    struct copied_entry {
        stored_entry columns;
        bytes content;
        bytes sealed;
    };

    gathered_cases(store& from, std::vector<case_head> cases)
        : from_(&from), cases_(std::move(cases)), entries_(cases_.size()) {}
    result<void> gather();

    store* from_;
    std::vector<case_head> cases_;
    std::vector<std::vector<copied_entry>> entries_; // of each case, from its first on
};

} // namespace amends::detail
