// SPDX-License-Identifier: BSL-1.0
// Look-ups in a lifecycle's tables.
#include <amends/workflow/lifecycle.hpp>

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

} // namespace amends
