// SPDX-License-Identifier: BSL-1.0
// Moving a case to the desk's lifecycle: whether it may go on there, the judges, and the fact.
#include "desk/answer_of.hpp"
#include "desk/explaining.hpp"
#include "desk/way_on.hpp"
#include "desk/working.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/vocabulary/reader.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr std::string_view name_of_command = "migrate";

result<void> check_changes(migration const& how) {
    for (auto at = how.states.begin(); at != how.states.end(); ++at) {
        auto const number = std::to_string(number_of(at->from));
        if (!is_own(at->from))
            return mismatch(errc::malformed, "a state from 128; those below keep their meaning",
                            number, "migration");
        for (auto other = how.states.begin(); other != at; ++other)
            if (other->from == at->from)
                return mismatch(errc::malformed, "each state once", number + " twice", "migration");
    }
    return {};
}

position changed(position from, migration const& how) {
    auto const becomes = [&](state_id id) {
        auto const named = std::ranges::find(how.states, id, &state_change::from);
        return named == how.states.end() ? id : named->to;
    };
    return {becomes(from.resolution), becomes(from.handling)};
}

std::vector<verdict> spoken(verdict const& judged) {
    if (judged.silent()) return {};
    return {judged};
}

refused refusal_of(workflow::explanation&& why, verdict const& judged) {
    refused answer;
    answer.reason = std::move(why.reason);
    answer.expected = shortened(std::move(why.expected));
    answer.found = shortened(std::move(why.found));
    answer.who_could.assign(judged.competent.begin(), judged.competent.end());
    answer.can_change_that = judged.can_change_that();
    return answer;
}

/// A case that goes nowhere. Where its last entry says so already, that is the answer.
case_move stays(session const& by, case_at_rest const& c, workflow::explanation why,
                verdict const& judged) {
    auto move = c.unmoved();
    move.why_not = refusal_of(std::move(why), judged);
    move.why_not->version = c.file.version + 1;
    if (auto const& before = c.just_stayed; before && before->giver == by.who) {
        auto repeated = move;
        repeated.why_not->version = c.file.version;
        if (before->said == repeated && before->verdicts == spoken(judged)) return repeated;
    }
    return move;
}

/// What the same actor was answered who moved the case before; nothing where that was another move.
std::optional<case_move> moved_before(session const& by, case_at_rest const& c,
                                      migration const& how) {
    auto const& before = c.moved;
    if (!before || before->giver.id != by.who.id ||
        before->giver.on_behalf_of != by.who.on_behalf_of ||
        (how.from && *how.from != before->said.pinned) ||
        changed(before->said.from, how) != before->said.to)
        return std::nullopt;
    return before->said;
}

} // namespace

/// What `migrate` decides about a case; its verdict in `judged`.
/// Errors: `lifecycle_mismatch`, `policy_failed`, those of the store.
result<case_move> desk::working::decide_move(session const& by, case_at_rest const& c,
                                             migration const& how, instant at, looking why,
                                             verdict& judged) {
    auto const& table = *options.table;
    auto const where = "case " + c.file.id.str();
    if (c.pinned == table.content_hash())
        return mismatch(errc::lifecycle_mismatch, "a case of another lifecycle",
                        "one of " + std::string(table.name()) + ", " + to_text(c.pinned), where);
    if (how.from && c.pinned != *how.from)
        return mismatch(errc::lifecycle_mismatch, "lifecycle " + to_text(*how.from),
                        to_text(c.pinned), where);
    auto const to = changed(c.file.at, how);
    auto no = not_entitled(party::colleague | party::monitor, standing_of(by.who, c.file), by.who);
    if (!no) no = why_closed(table, c, how, to);
    if (!no) {
        auto q = ask(by.who, name_of_command, c.file, nullptr, {}, at);
        auto said = ask_judges(q, c.file, why);
        if (!said) return said.error();
        judged = std::move(*said);
        // Nobody's word is no authority to move cases.
        if (judged.decision != decision::granted || judged.silent()) no = not_granted(judged);
    }
    if (no) return stays(by, c, std::move(*no), judged);
    auto move = c.unmoved();
    move.to = to;
    return move;
}

/// Appends what was decided: the fact, or the refusal under the lifecycle where the case stays.
result<void> desk::working::keep_move(session const& by, case_at_rest const& c,
                                      case_move const& move, instant at, verdict const& judged) {
    auto const& table = *options.table;
    lifecycle_changed const going_on{c.pinned, table.content_hash()};
    draft = {};
    draft.on = c.file.id;
    draft.how.sequence = c.file.version + 1;
    draft.how.occasion = std::max(1u, c.file.occasion);
    draft.how.at = at;
    draft.how.by = by.who.id;
    draft.how.on_behalf_of = by.who.on_behalf_of;
    draft.how.from = move.from;
    draft.how.to = move.to;
    draft.who = by.who;
    draft.command_number = lifecycle_changed::number;
    draft.command_name = rule_name::trusted(name_of_command);
    draft.command_digest = hasher.of(canonical::encode(going_on));
    draft.verdicts = spoken(judged);
    draft.own_states = move.own_states;
    draft.previous = c.head;
    if (auto const& no = move.why_not) {
        draft.what = command_refused{draft.command_name, rule_name::trusted(no->reason),
                                     no->expected, no->found};
        draft.lifecycle = c.pinned;
    } else {
        for (auto const id : {move.to.resolution, move.to.handling}) {
            named_state const named{id, rule_name::trusted(table.name_of_state(id))};
            if (is_own(id) && std::ranges::find(draft.own_states, named) == draft.own_states.end())
                draft.own_states.push_back(named);
        }
        draft.what = going_on;
        draft.lifecycle = going_on.now;
    }
    if (auto const sound = check_bounds(draft); !sound) return sound;
    if (texts.on())
        if (auto const sealed = texts.seal(draft, c.file.contact.customer); !sealed)
            return sealed.error();
    entry_bytes.clear();
    encode(draft, entry_bytes);
    new_entry made{.on = c.file.id,
                   .sequence = draft.how.sequence,
                   .hash = hasher.of_leaf(entry_bytes),
                   .bytes = entry_bytes};
    texts.give({&made, 1});
    texts.add_condition(marks);
    auto const appended = kept.append({&made, 1}, marks.unless());
    cache.forget(c.file.id);
    if (!appended) return appended.error();
    return {};
}

result<case_move> desk::working::move_case(session const& by, case_id const& on,
                                           migration const& how, looking why) {
    if (auto const sound = check_changes(how); !sound) return sound.error();
    if (by.who.id.empty() || by.origin != provenance::live)
        return mismatch(errc::malformed, "a live session of an actor with a name",
                        by.who.id.empty() ? "one without a name" : "an imported one",
                        "case " + on.str());
    if (auto const whole = check_whole(); !whole) return whole.error();
    for (unsigned tries = 0;; ++tries) {
        auto const c = at_rest(on);
        if (!c) return c.error();
        if (c->pinned == options.table->content_hash())
            if (auto said = moved_before(by, *c, how)) return std::move(*said);
        auto const clock = now();
        if (!clock) return clock.error();
        auto const at = std::max(*clock, c->file.last_entry_at);
        marks.begin_batch();
        accounts.begin_batch();
        texts.begin_batch();
        verdict judged;
        auto decided = decide_move(by, *c, how, at, why, judged);
        auto const unjudged = !decided && decided.error().code == errc::policy_failed;
        if (why == looking::to_tell || (!decided && !unjudged)) return decided;
        // A judge that throws grants nothing, and that is on record.
        auto const move = decided
                              ? *decided
                              : stays(by, *c,
                                      workflow::explanation{"policy_failed", std::string(a_verdict),
                                                            decided.error().message},
                                      judged);
        auto const is_kept_already = move.why_not && move.why_not->version == c->file.version;
        if (is_kept_already) return decided;
        auto const appended = keep_move(by, *c, move, at, judged);
        if (appended) return decided;
        if (appended.error().code != errc::version_conflict) return appended.error();
        // Also for what comes next: an erasure elsewhere must not stand in its way.
        auto const known = catch_up();
        if (tries == options.conflict_retries) return appended.error();
        if (!known) return known.error();
    }
}

/// Cases that are pinned to another lifecycle, and to the one that is named, as they are found.
/// Errors: those of the store; `damaged_trail`; what `visit` answers.
result<void>
desk::working::each_elsewhere(migration const& how,
                              std::function<result<bool>(case_id const&)> const& visit) {
    auto const& here = options.table->content_hash();
    std::optional<error> wrong;
    std::uint64_t looked_at = 0;
    auto const visited = kept.heads([&](case_head const& h) {
        if (how.progress) how.progress(looked_at++);
        if (h.on == log_case) return true; // the log's own note on where it began
        auto const pinned = pinned_in(h);
        if (!pinned) wrong = pinned.error();
        if (wrong) return false;
        if (*pinned == here || (how.from && *pinned != *how.from)) return true;
        auto const going_on = visit(h.on);
        if (!going_on) wrong = going_on.error();
        return going_on && *going_on;
    });
    if (wrong) return *wrong;
    if (how.progress) how.progress(looked_at);
    return visited;
}

result<void> desk::working::move_each(session const& by, migration const& how, looking why,
                                      move_visitor const& visit) {
    if (auto const sound = check_changes(how); !sound) return sound;
    if (auto const whole = check_whole(); !whole) return whole;
    return each_elsewhere(how, [&](case_id const& on) -> result<bool> {
        auto const move = move_case(by, on, how, why);
        if (move) return visit(*move);
        // Another desk may have moved it just now; then it is no longer among those to be moved.
        if (move.error().code != errc::lifecycle_mismatch) return move.error();
        auto const c = at_rest(on);
        if (!c) return c.error();
        auto const is_elsewhere =
            c->pinned != options.table->content_hash() && (!how.from || c->pinned == *how.from);
        return is_elsewhere ? result<bool>(move.error()) : result<bool>(true);
    });
}

result<case_move> desk::would_migrate(session const& by, case_id const& on, migration const& how) {
    return working_->move_case(by, on, how, looking::to_tell);
}

result<case_move> desk::migrate(session const& by, case_id const& on, migration const& how) {
    return working_->move_case(by, on, how, looking::to_decide);
}

result<void> desk::would_migrate(session const& by, migration const& how,
                                 move_visitor const& visit) {
    return working_->move_each(by, how, looking::to_tell, visit);
}

result<void> desk::migrate(session const& by, migration const& how, move_visitor const& visit) {
    return working_->move_each(by, how, looking::to_decide, visit);
}

} // namespace amends
