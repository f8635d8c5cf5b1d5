// SPDX-License-Identifier: BSL-1.0
// Reading a case whatever lifecycle it is pinned to, with where it has been.
#include "desk/at_rest.hpp"

#include "desk/working.hpp"

#include <amends/casefile/evolve.hpp>
#include <amends/lifecycle/states.hpp>

#include <algorithm>

namespace amends {
namespace {

/// The answer that an entry was to whoever migrated the case.
earlier_move answered_by(entry const& e, digest const& pinned) {
    earlier_move made{e.who, {e.on, pinned, e.how.from, e.how.to, {}, {}}, e.verdicts};
    if (auto const* no = std::get_if<command_refused>(&e.what)) {
        auto& why_not = made.said.why_not.emplace();
        why_not = {e.how.sequence, no->reason.str(), no->expected, no->found, {}, {}, {}};
        for (auto const& v : e.verdicts) {
            why_not.who_could.assign(v.competent.begin(), v.competent.end());
            why_not.can_change_that = v.can_change_that();
        }
    }
    return made;
}

} // namespace

bool stands_on_terms(state_id id) noexcept {
    return id >= resolution::awaiting_approval::id && id <= resolution::evaluated::id;
}

std::string_view case_at_rest::name_of(state_id id) const noexcept {
    for (auto named = own_states.rbegin(); named != own_states.rend(); ++named)
        if (named->id == id) return named->name.view();
    return "?";
}

case_move case_at_rest::unmoved() const {
    case_move move{file.id, pinned, file.at, file.at, {}, {}};
    name_states(move);
    return move;
}

void case_at_rest::name_states(case_move& move) const {
    for (auto const id : {move.from.resolution, move.from.handling})
        if (is_own(id)) move.own_states.push_back({id, rule_name::trusted(name_of(id))});
}

void case_at_rest::note_way(entry const& e) {
    auto const [resolution, handling] = e.how.to;
    if (std::holds_alternative<case_reopened>(e.what)) been.reset();
    auto const other_terms = std::holds_alternative<solution_offered>(e.what) ||
                             std::holds_alternative<approval_requested>(e.what);
    auto const before_terms = !is_own(resolution) && !stands_on_terms(resolution);
    if (other_terms || before_terms)
        for (unsigned id = 0; id < been.size(); ++id)
            if (stands_on_terms(state_id(id))) been.reset(id);
    been.set(number_of(resolution));
    handled.set(number_of(e.how.from.handling));
    handled.set(number_of(handling));

    // While it is in an integrator's state, the one before it waits as it was left.
    auto const number = amends::number_of(e.what);
    if (!is_own(resolution)) last.resolution = resolution, resolution_moved = false;
    else if (number < case_taken::number) resolution_moved = true;
    if (!is_own(handling)) last.handling = handling, handling_moved = false;
    else if (number >= case_taken::number && number <= case_unmerged::number) handling_moved = true;
}

void case_at_rest::note(entry const& e) {
    note_way(e);
    auto const* const no = std::get_if<command_refused>(&e.what);
    just_stayed.reset();
    if (no != nullptr && no->command == rule_name("migrate")) {
        just_stayed = answered_by(e, pinned);
        name_states(just_stayed->said);
    } else if (std::holds_alternative<lifecycle_changed>(e.what)) {
        moved = answered_by(e, pinned);
        name_states(moved->said); // as they were called before
    }
    for (auto const& named : e.own_states) {
        std::erase(own_states, named);
        own_states.push_back(named);
    }
    pinned = e.lifecycle;
}

/// The lifecycle to which a case is pinned that ends there. Errors: `damaged_trail`, those of the store.
result<digest> desk::working::pinned_in(case_head const& h) {
    auto const where = "case " + h.on.str() + ", entry " + std::to_string(h.last_sequence);
    result<digest> pinned = mismatch(errc::damaged_trail, "the last entry", "none", where);
    auto const read = kept.read(h.on, h.last_sequence, h.last_sequence, [&](stored_entry const& e) {
        if (auto const decoded = decode_entry(e.bytes, draft); decoded) pinned = draft.lifecycle;
        else
            pinned = mismatch(errc::damaged_trail, "a sound entry", decoded.error().message, where);
        return false;
    });
    if (!read) return read.error();
    return pinned;
}

/// Reads a case whatever lifecycle it is pinned to.
/// Errors: `unknown_case`, `damaged_trail`, `lifecycle_mismatch` for a change that no fact says,
/// `key_missing`, those of the store.
result<case_at_rest> desk::working::at_rest(case_id const& on) {
    // What a judge answers may show texts, also where nothing is kept of it.
    if (auto begun = texts.begin_showing(); !begun) return begun.error();
    case_at_rest c;
    c.file.id = on;
    std::optional<error> wrong;
    auto const read = kept.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
        wrong = read_sound(e, {on, c.file.version, c.head}, draft);
        if (!wrong) wrong = left_unsaid(draft, c.pinned);
        if (!wrong)
            if (auto const opened = read_with_texts(draft, e); !opened) wrong = opened.error();
        if (wrong) return false;
        c.note(draft);
        evolve_in_place(c.file, std::move(draft.what), draft.how);
        c.head = e.hash;
        return true;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    if (c.file.version == 0) return no_such_case(on);
    return c;
}

} // namespace amends
