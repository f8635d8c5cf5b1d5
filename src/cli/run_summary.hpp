// SPDX-License-Identifier: BSL-1.0
// What became of a file of commands: every line counted once.
#pragma once

#include <amends/desk/outcome.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <map>

namespace amends::cli {

// `read == handled + refused + bad`.
struct run_summary {
    std::uint64_t read = 0;
    std::uint64_t handled = 0; // accepted, or awaiting approval
    std::uint64_t accepted = 0;
    std::uint64_t awaiting_approval = 0;
    std::uint64_t refused = 0;
    std::uint64_t bad = 0;         // lines that could not be read, or that the desk could not judge
    std::uint64_t seen_before = 0; // answered as they were the first time
    std::map<std::string, std::uint64_t> refused_by_reason;
    double seconds = 0;

    void count(case_id const& on, outcome const& said);

    std::uint64_t answered() const { return handled + refused; }
    std::uint64_t cases() const { return cases_.size(); }
    std::uint64_t reopened() const;
    std::map<std::string, std::uint64_t> cases_by_state(lifecycle const& table) const;

    std::string in_words(lifecycle const& table) const;
    std::string in_json(lifecycle const& table) const;

  private:
    struct left {
        state_id state{};
        bool reopened = false;
    };
    boost::unordered_flat_map<case_id, left> cases_;
};

} // namespace amends::cli
