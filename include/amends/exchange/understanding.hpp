// SPDX-License-Identifier: BSL-1.0
// Rows understood: which case, which activity, when, and which rules of the mapping apply.
#pragma once

#include <amends/exchange/log.hpp>
#include <amends/exchange/mapping.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends {

/// What is kept of a case between its rows.
struct case_memory {
    std::string activity; ///< of its last row; empty before the first
    actor_id owner;
    customer_id customer;
    digest terms_hash; ///< of the terms proposed last
    instant at{};      ///< of its last row
    std::uint64_t line = 0;
};

/// A person as a row names them.
template <class Id>
struct named_person {
    Id id;
    bool stood_in = false; ///< the row does not name anybody: a fallback of the mapping
};

/// A row in the words of the mapping. Lifetime: until the next row is read or understood.
struct understood_row {
    std::uint64_t line = 0;
    case_id on;
    std::string_view activity;
    instant at{};
    std::span<std::string_view const> values; ///< as in `log_row`; missing ones are empty
    case_memory* memory = nullptr;            ///< as the case's row before left it
    bool first = false;                       ///< nothing is known of the case yet
    named_person<actor_id> owner;             ///< who has the case with this row
    named_person<customer_id> customer;
    std::span<mapping_rule const* const> rules; ///< those that apply, in their order
};

/// Understands the rows of one log. Keeps one `case_memory` where the mapping says that the rows of
/// a case stand together, otherwise one for each case (some 250 bytes).
class understanding {
  public:
    /// `file` names the log in messages. Lifetime: `by` must outlive this.
    understanding(mapping const& by, std::string file);

    /// Errors, as `file:line: expected ..., found ...`: those of the row itself; no case or one
    /// that is no id; a moment that is none, or before the case's last; an activity that the
    /// mapping does not know; nobody as owner or customer.
    result<understood_row> understand(log_row const& row);

    /// Makes the row the last of its case. Rows that are not remembered leave no trace.
    void remember(understood_row const& row);

    /// The same error with file and line in front.
    error at(std::uint64_t line, error const& why) const;

  private:
    result<void> read_case(understood_row& row) const;
    result<void> read_activity(understood_row& row) const;
    result<void> read_moment(understood_row& row) const;
    result<void> recall_case(understood_row& row);
    result<void> read_owner(understood_row& row) const;
    result<void> read_customer(understood_row& row) const;
    std::string column(std::size_t i) const;
    case_memory& memory_of(case_id const& id);

    mapping const& by_;
    std::string file_;
    case_id present_;
    case_memory alone_;
    boost::unordered_flat_map<case_id, case_memory> each_;
    std::vector<std::string_view> values_;
    std::vector<mapping_rule const*> rules_;
};

} // namespace amends
