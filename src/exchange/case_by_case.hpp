// SPDX-License-Identifier: BSL-1.0
// Cases one after the other out of one scan: a reading for each would wait for each.
#pragma once

#include <amends/store/store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends::detail {

// Reads the log on as far as the next case needs it, and keeps what it meets of others for when they
// are asked for. Best where cases are asked for in the order of their first entries; whoever stays open
// longer than memory allows is read by itself. Nothing is checked.
class case_by_case {
  public:
    explicit case_by_case(store& from) : from_(from) {}

    // The entries of a case up to its head, in order; each case once. Errors: those of the store.
    // Cost: for all cases a scan, and a reading for each that is not met whole. Memory: some 30 MiB, and one case.
    result<void> read(case_head const& head, entry_visitor const& visit);

  private:
    struct copied_entry {
        stored_entry columns;
        bytes content;
        bytes sealed;
    };

    result<void> read_on();
    bool has_all(case_head const& head) const;

    store& from_;
    std::uint64_t next_ = 0;
    bool is_over_ = false;
    std::size_t size_ = 0; // of what waits, in bytes
    boost::unordered_flat_map<case_id, std::vector<copied_entry>> waiting_;
};

} // namespace amends::detail
