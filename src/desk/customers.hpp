// SPDX-License-Identifier: BSL-1.0
// Which cases are a customer's, and whose data was erased: both found by marks of the store.
#pragma once

#include "desk/batch_marks.hpp"

#include <amends/casefile/fact.hpp>

namespace amends {

/// The cases of a customer, and what must still hold when somebody acts on there being no others.
struct cases_found {
    std::vector<case_id> cases; ///< in the order in which they were reported
    unmarked no_others;
};

/// Errors: those of the store. Cost: one look at the marks of this customer.
result<cases_found> cases_of(store& kept, customer_id const& whose);

/// Customers whose data was erased from this log index on, and where the next look goes on.
struct erasures_found {
    std::vector<customer_id> customers;
    unmarked no_others;
};
result<erasures_found> erasures_since(store& kept, std::uint64_t log_index);
/// Nobody's data was erased from this log index on.
unmarked no_erasure_since(std::uint64_t log_index) noexcept;

/// Marks a draft with what its fact means to both.
void mark_customer(batch_marks& marks, std::size_t draft, case_id const& on, fact const& what);

} // namespace amends
