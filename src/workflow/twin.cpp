// SPDX-License-Identifier: BSL-1.0
// How the twin table is read: rows from top to bottom, the first whose guard holds.
#include <amends/workflow/twin.hpp>

namespace amends::workflow {
namespace {

constexpr std::uint8_t unknown = 255;

} // namespace

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
        if (!row->functions->holds(what, s)) continue;
        row->functions->act(what, s);
        at = row->target;
        return reply::taken;
    }
    return reply::refused;
}

bool twin::possible_here(state_id at, std::uint8_t command) const noexcept {
    return find(at, command) != nullptr;
}

std::optional<explanation> twin::ruled_out(state_id at, std::uint8_t command, step const& s) const {
    std::optional<explanation> why;
    for (auto const* row = find(at, command); row != nullptr; row = after(*row)) {
        auto own = row->functions->ruled_out(s);
        if (!own) return std::nullopt;
        if (!why) why = std::move(own);
    }
    return why;
}

std::optional<explanation> twin::why_refused(state_id at, std::uint8_t command, void const* what,
                                             step const& s) const {
    if (auto why = ruled_out(at, command, s)) return why;
    std::optional<explanation> why;
    for (auto const* row = find(at, command); row != nullptr; row = after(*row)) {
        if (row->functions->ruled_out(s)) continue;
        auto own = row->functions->refuses(what, s);
        if (!own) return std::nullopt;
        if (!why) why = std::move(own);
    }
    return why;
}

} // namespace amends::workflow
