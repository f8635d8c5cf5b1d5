// SPDX-License-Identifier: BSL-1.0
// How the twin table is read: rows from top to bottom, the first whose guard holds.
#include <amends/workflow/twin.hpp>

namespace amends::workflow {
namespace {

constexpr std::uint8_t unknown = 255;

} // namespace

condition_functions const* row_functions::failing(void const* command, step const& s) const {
    for (auto const& c : conditions)
        if (!c.holds(command, s)) return &c;
    return nullptr;
}

condition_functions const* row_functions::ruled_out(step const& s) const {
    for (auto const& c : conditions)
        if (c.about_the_case && !c.holds(nullptr, s)) return &c;
    return nullptr;
}

condition_functions const* row_functions::ruled_out_by_judges(step const& s) const {
    for (auto const& c : conditions)
        if (c.about_the_judges && !c.holds(nullptr, s)) return &c;
    return nullptr;
}

twin_row const* twin::find(state_id at, std::uint8_t command) const noexcept {
    auto const s = state_place[static_cast<std::uint8_t>(at)];
    auto const c = command_place[command];
    if (s == unknown || c == unknown) return nullptr;
    auto const place = first[s * command_count + c];
    return place == unknown ? nullptr : &rows[place];
}

twin_row const* twin::after(twin_row const& row) const noexcept {
    return row.next == unknown ? nullptr : &rows[row.next];
}

reply twin::take(state_id& at, std::uint8_t command, void* what, step& s) const {
    auto const* row = find(at, command);
    if (row == nullptr) return reply::not_possible_here;
    for (; row != nullptr; row = after(*row)) {
        if (row->functions->failing(what, s) != nullptr) continue;
        if (row->functions->act != nullptr) row->functions->act(what, s);
        at = row->target;
        return reply::taken;
    }
    return reply::refused;
}

bool twin::possible_here(state_id at, std::uint8_t command) const noexcept {
    return find(at, command) != nullptr;
}

std::optional<explanation> twin::ruled_out(state_id at, std::uint8_t command, step const& s) const {
    condition_functions const* top = nullptr;
    for (auto const* row = find(at, command); row != nullptr; row = after(*row)) {
        auto const* failed = row->functions->ruled_out(s);
        if (failed == nullptr) return std::nullopt;
        if (top == nullptr) top = failed;
    }
    if (top == nullptr) return std::nullopt;
    return top->explain(nullptr, s);
}

std::optional<explanation> twin::ruled_out_as_judged(state_id at, std::uint8_t command,
                                                     step const& s) const {
    if (auto why = ruled_out(at, command, s)) return why;
    condition_functions const* top = nullptr;
    for (auto const* row = find(at, command); row != nullptr; row = after(*row)) {
        if (row->functions->ruled_out(s) != nullptr) continue;
        auto const* failed = row->functions->ruled_out_by_judges(s);
        if (failed == nullptr) return std::nullopt;
        if (top == nullptr) top = failed;
    }
    if (top == nullptr) return std::nullopt;
    return top->explain(nullptr, s);
}

std::optional<explanation> twin::why_refused(state_id at, std::uint8_t command, void const* what,
                                             step const& s) const {
    if (auto why = ruled_out(at, command, s)) return why;
    condition_functions const* top = nullptr;
    for (auto const* row = find(at, command); row != nullptr; row = after(*row)) {
        if (row->functions->ruled_out(s) != nullptr) continue;
        auto const* failed = row->functions->failing(what, s);
        if (failed == nullptr) return std::nullopt;
        if (top == nullptr) top = failed;
    }
    if (top == nullptr) return std::nullopt;
    return top->explain(what, s);
}

} // namespace amends::workflow
