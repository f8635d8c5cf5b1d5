// SPDX-License-Identifier: BSL-1.0
// Look-ups in a lifecycle's tables.
#include <amends/workflow/lifecycle.hpp>

#include <bitset>

namespace amends {

workflow::command_info const* lifecycle::command_by_number(std::uint8_t number) const noexcept {
    for (auto const& c : commands())
        if (c.number == number) return &c;
    return nullptr;
}

workflow::command_info const* lifecycle::command_by_name(std::string_view wanted) const noexcept {
    for (auto const& c : commands())
        if (c.name == wanted) return &c;
    return nullptr;
}

workflow::state_info const* lifecycle::state_by_id(state_id id) const noexcept {
    for (auto const& s : states())
        if (s.id == id) return &s;
    return nullptr;
}

std::string_view lifecycle::name_of_state(state_id id) const noexcept {
    auto const* s = state_by_id(id);
    return s == nullptr ? std::string_view("?") : s->name;
}

namespace {

using states_reached = std::bitset<256>;

std::size_t place(state_id id) noexcept { return static_cast<std::uint8_t>(id); }

/// Where rows lead from `begin`, past `avoided`.
states_reached reached_without(std::span<workflow::row_info const> rows, position begin,
                               state_id avoided) {
    states_reached all;
    all.set(place(begin.resolution)).set(place(begin.handling));
    for (auto before = states_reached(); before != all;) {
        before = all;
        for (auto const& row : rows)
            if (all[place(row.source)] && row.source != avoided && row.target != avoided)
                all.set(place(row.target));
    }
    return all;
}

} // namespace

std::vector<state_id> lifecycle::on_every_way_to(state_id to) const {
    std::vector<state_id> all;
    for (auto const& s : states())
        if (s.id != to && !s.is_initial && !reached_without(rows(), initial(), s.id)[place(to)])
            all.push_back(s.id);
    return all;
}

} // namespace amends
