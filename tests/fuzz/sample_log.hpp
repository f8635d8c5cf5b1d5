// SPDX-License-Identifier: BSL-1.0
// A small log that is the same on every run: two cases with a history, for what stands beside entries.
#pragma once

#include "support/cases.hpp"
#include "support/house_rules.hpp"

#include <amends/desk/desk.hpp>
#include <amends/store/memory.hpp>

#include <cstdlib>
#include <vector>

namespace amends::fuzz {

/// An entry as a store keeps it, with bytes of its own.
struct sample_entry {
    case_id on{};
    std::uint64_t sequence = 0;
    command_id command{};
    digest hash{};
    bytes content{};
};

inline constexpr instant sample_noon = instant(std::chrono::milliseconds(1'772'452'800'000));

/// Case 41 is offered a refund, case 42 was reported: eight entries in turn.
inline std::vector<sample_entry> const& sample_log() {
    static auto const made = [] {
        memory_store kept;
        auto now = sample_noon;
        desk at(kept, cases::house_rules(), {.clock = [&] { return now; }});
        session const customer{{"c1", side::customer, {}, {}, {}}, provenance::live};
        auto const ann = cases::staff("ann", {"agent"});
        auto commands = 0;
        auto const give = [&](session const& from, case_id const& on, command_content what) {
            now += std::chrono::minutes(1);
            auto const id = command_id::trusted("command " + std::to_string(++commands));
            if (!at.handle(from, {on, id, {}, std::move(what)})) std::abort();
        };
        give(customer, "41", cases::a_problem());
        give(customer, "42", cases::a_query());
        give(ann, "41", cases::a_take());
        give(ann, "41", cases::a_confirmation());
        give(ann, "41", cases::two_options());
        give(ann, "41", cases::a_proposal());
        give(ann, "42", cases::a_take());
        give(ann, "42", cases::a_note());
        std::vector<sample_entry> all;
        (void)kept.scan(0, [&](stored_entry const& e) {
            all.push_back({e.on, e.sequence, e.command, e.hash, {e.bytes.begin(), e.bytes.end()}});
            return true;
        });
        return all;
    }();
    return made;
}

/// The same as entries to be kept; the first of them with these marks.
inline std::vector<new_entry> sample_entries(std::span<mark const> marks = {}) {
    std::vector<new_entry> all;
    for (auto const& e : sample_log())
        all.push_back({.on = e.on,
                       .sequence = e.sequence,
                       .command = e.command,
                       .hash = e.hash,
                       .bytes = e.content});
    all.front().marks = marks;
    return all;
}

inline void append_sample(store& to, std::span<mark const> marks = {}) {
    if (!to.append(sample_entries(marks))) std::abort();
}

} // namespace amends::fuzz
