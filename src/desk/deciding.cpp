// SPDX-License-Identifier: BSL-1.0
// Deciding one command: checks, judges, the step, and the entry that says so.
#include "desk/answer_of.hpp"
#include "desk/entry_marks.hpp"
#include "desk/explaining.hpp"
#include "desk/working.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>

namespace amends {
namespace {

/// The terms that a command is about: its own, or those on the table.
terms const* terms_of(command_content const& what, case_file const& file) {
    if (auto const* p = std::get_if<propose>(&what)) return &p->terms;
    return file.proposed ? &file.proposed->terms : nullptr;
}

} // namespace

result<outcome> desk::working::decide(session const& from, command& what, std::optional<instant> at,
                                      digest const& content_hash) {
    auto const& table = *options.table;
    auto const number = number_of(what.what);
    handed_over = false;
    if (what.on.empty() || from.who.id.empty())
        return mismatch(errc::malformed, "a case and an actor with names",
                        what.on.empty() ? "a case without" : "an actor without",
                        "case " + what.on.str());
    auto loaded = load(what.on);
    if (!loaded) return loaded.error();
    auto& c = **loaded;

    if (c.file.version == 0 &&
        (!table.possible_here(table.initial(), number) ||
         table.command_by_number(number)->in != workflow::region::resolution))
        return no_such_case(what.on);
    if (what.expected && *what.expected != c.file.version)
        return mismatch(errc::version_conflict, "version " + std::to_string(*what.expected),
                        std::to_string(c.file.version), "case " + what.on.str());
    auto const* info = table.command_by_number(number);
    if (info == nullptr || info->name != name_of(what.what))
        return mismatch(errc::unknown_command,
                        "a command of lifecycle " + std::string(table.name()), name_of(what.what),
                        "case " + what.on.str());
    if (auto const sound = canonical::check_bounds(what.what); !sound) return sound.error();
    auto const given = time_of(from, what, at);
    if (!given) return given.error();
    auto when = *given;
    if (c.file.version != 0 && when < c.file.last_entry_at) {
        if (from.origin == provenance::imported)
            return mismatch(errc::time_goes_back,
                            "a time not before " + to_text(c.file.last_entry_at), to_text(when),
                            "case " + what.on.str());
        when = c.file.last_entry_at; // clocks of several machines differ; a trail does not go back
    }
    c.batch = batch;
    touched.push_back(what.on);

    auto const standing = standing_of(from.who, c.file);
    static verdict const silent;
    if (auto why = not_entitled(info->who, standing, from.who))
        return refuse(c, from, what, when, content_hash, std::move(*why), silent);
    if (!table.possible_here(c.file.at, number)) {
        return refuse(c, from, what, when, content_hash, not_possible_here(table, *info, c.file),
                      silent);
    }

    auto const* terms = terms_of(what.what, c.file);
    auto const* proposed = std::get_if<propose>(&what.what);
    auto const terms_hash = proposed != nullptr ? hash_of(proposed->terms)
                            : c.file.proposed   ? c.file.proposed->terms_hash
                                                : digest{};
    auto const failed = [&](error const& e, std::string_view expected, verdict const& said) {
        if (e.code == errc::policy_failed)
            (void)refuse(c, from, what, when, content_hash,
                         {"policy_failed", std::string(expected), e.message}, said);
        return e;
    };
    auto q = ask(from.who, info->name, c.file, terms, terms_hash, when);
    auto const said = ask_judges(q, c.file, looking::to_decide);
    if (!said) return failed(said.error(), a_verdict, silent);
    auto const& judged = *said;

    workflow::surroundings asked;
    asked.must_be_informed = options.must_be_informed;
    asked.lawful_floor = q.lawful_floor;
    if (number == erase_personal_data::number) {
        asked.whole_customer = whole_customer;
        asked.open_in = open_state_of(c.file);
    }
    position to = c.file.at;
    std::optional<workflow::explanation> why, unsound;
    if (auto const* joined = std::get_if<merge>(&what.what)) {
        auto looked = unsound_merge(what.on, joined->into);
        if (!looked) return looked.error();
        unsound = std::move(*looked);
    }
    auto const taken = answer_of(guards_that_answer, info->name, [&] {
        // No row records a refusal: what is still one afterwards was not written by the row.
        draft.what.emplace<command_refused>();
        workflow::step s{c.file, from.who, standing, judged, when, asked, terms_hash, draft.what};
        auto const overruled = is_overruled(table, c.file.at, number, judged);
        handed_over = !overruled && !unsound;
        if (handed_over && table.take(to, what.what, s) == workflow::reply::taken) return true;
        why = table.why_refused(c.file.at, what.what, s);
        if (!why && overruled) why = not_granted(judged);
        if (!why) why = std::move(unsound);
        return false;
    });
    if (!taken) return failed(taken.error(), guards_that_answer, judged);
    if (!*taken && !why)
        return mismatch(errc::malformed, "content of " + std::string(info->name),
                        "bytes that do not read as one", "case " + what.on.str());
    if (why) return refuse(c, from, what, when, content_hash, std::move(*why), judged);
    if (std::holds_alternative<command_refused>(draft.what))
        return mismatch(errc::lifecycle_mismatch, "a row that records a fact",
                        "one that records none, for " + std::string(info->name),
                        "case " + what.on.str());
    return record(c, from, what, when, content_hash, to, judged);
}

/// Why a case cannot be merged into another: nobody reported that, or it leads back to this one.
result<std::optional<workflow::explanation>> desk::working::unsound_merge(case_id const& on,
                                                                          case_id into) {
    std::optional<workflow::explanation> why;
    std::string path;
    auto const since = kept.size();
    if (!since) return since.error();
    // A circle that does not come back here cannot be made; the bound is for damaged trails.
    for (int steps = 0; steps < 64 && !into.empty() && into != on; ++steps) {
        // What this batch changed is not in the store yet, and newer.
        if (auto* const cached = cache.find(into); cached == nullptr || cached->batch != batch) {
            auto const stale = is_stale(into);
            if (!stale) return stale.error();
            if (*stale) cache.forget(into);
        }
        auto const other = load(into);
        if (!other) return other.error();
        if ((*other)->file.version == 0) {
            cache.forget(into);
            if (path.empty())
                why = workflow::explanation{"other_case_is_known", "a case that was reported",
                                            "none with the name " + into.str()};
            return why;
        }
        // Another desk may merge it meanwhile, perhaps into this one.
        marks.must_be_unmarked(merges_of(into), *since);
        path += (path.empty() ? "case " : ", merged into ") + into.str();
        into = (*other)->file.merged_into;
    }
    if (into == on && !path.empty())
        why = workflow::explanation{"merges_make_no_circle",
                                    "a case that does not lead back to " + on.str(),
                                    path + ", merged into " + on.str()};
    return why;
}

/// When a command happens: a live one now, an imported one when it says.
result<instant> desk::working::time_of(session const& from, command const& what,
                                       std::optional<instant> at) const {
    if (from.origin == provenance::imported && !at)
        return mismatch(errc::malformed, "a time in an imported command", "none",
                        "case " + what.on.str());
    if (from.origin == provenance::live && at && !options.times_are_given)
        return mismatch(errc::malformed, "a time in imported commands only",
                        to_text(*at) + " in a live one", "case " + what.on.str());
    return at ? result<instant>(*at) : now();
}

/// The case's state in region *resolution*, by name, while that is no end.
std::string_view desk::working::open_state_of(case_file const& file) const {
    auto const* state = options.table->state_by_id(file.at.resolution);
    return state == nullptr || state->is_end ? std::string_view{} : state->name;
}

/// Turns the fact in `draft.what` into an entry of this batch and folds it into the case.
/// Errors: those of `check_bounds`; then nothing happened.
result<outcome> desk::working::record(cached_case& c, session const& from, command const& what,
                                      instant at, digest const& content_hash, position to,
                                      verdict const& judged) {
    auto const& table = *options.table;
    auto const* reopened = std::get_if<case_reopened>(&draft.what);
    draft.on = what.on;
    draft.how.sequence = c.file.version + 1;
    draft.how.occasion = std::max(1u, c.file.occasion) + (reopened != nullptr ? 1 : 0);
    draft.how.at = at;
    draft.how.by = from.who.id;
    draft.how.on_behalf_of = from.who.on_behalf_of;
    draft.how.from = c.file.at;
    draft.how.to = to;
    draft.who = from.who;
    draft.origin = from.origin;
    draft.command = what.id;
    draft.command_number = number_of(what.what);
    draft.command_name = rule_name::trusted(name_of(what.what));
    draft.command_digest = content_hash;
    draft.verdicts.clear();
    if (!judged.silent()) draft.verdicts.push_back(judged);
    draft.own_states.clear();
    for (auto state :
         {draft.how.from.resolution, draft.how.from.handling, to.resolution, to.handling})
        if (static_cast<std::uint8_t>(state) >= 128)
            draft.own_states.push_back({state, rule_name::trusted(table.name_of_state(state))});
    draft.lifecycle = table.content_hash();
    draft.previous = c.head;
    draft.commitment.reset();
    if (auto const sound = check_bounds(draft); !sound) return sound.error();
    if (texts.on()) {
        auto const* reported = std::get_if<contact_reported>(&draft.what);
        auto const& whose = reported ? reported->what.customer : c.file.contact.customer;
        if (auto const sealed = texts.seal(draft, whose); !sealed) return sealed.error();
    }

    auto const begins = entry_bytes.size();
    encode(draft, entry_bytes);
    auto const hash = hasher.of_leaf(byte_view(entry_bytes).subspan(begins));
    drafts.push_back({what.on, draft.how.sequence, what.id, hash, {}});
    draft_ends.push_back(entry_bytes.size());
    c.drafted_in = batch;

    outcome said = accepted{draft.how.sequence, rule_name::trusted(name_of(draft.what)), to};
    if (auto const* waiting = std::get_if<approval_requested>(&draft.what))
        said = awaiting_approval{draft.how.sequence,
                                 to,
                                 waiting->terms_hash,
                                 waiting->approvers_needed,
                                 {judged.competent.begin(), judged.competent.end()}};
    mark_entry(accounts, marks, {drafts.size() - 1, draft.what, draft.how, c.file});
    evolve_in_place(c.file, std::move(draft.what), draft.how);
    c.head = hash;
    return said;
}

result<outcome> desk::working::refuse(cached_case& c, session const& from, command const& what,
                                      instant at, digest const& content_hash,
                                      workflow::explanation why, verdict const& judged) {
    refused answer;
    answer.reason = std::move(why.reason);
    answer.expected = shortened(std::move(why.expected));
    answer.found = shortened(std::move(why.found));
    answer.who_could.assign(judged.competent.begin(), judged.competent.end());
    answer.can_change_that = judged.can_change_that();
    if (c.file.version != 0) {
        auto const now = possibilities(c.file, from.who, at);
        if (!now) return now.error();
        for (auto const& p : *now)
            if (p.possible) answer.possible_now.emplace_back(p.command);
    }
    // A contact that was never put on record has no trail to keep a refusal in.
    if (c.file.version == 0) return outcome(std::move(answer));
    draft.what = command_refused{rule_name::trusted(name_of(what.what)),
                                 rule_name::trusted(answer.reason), answer.expected, answer.found};
    if (auto const kept_too = record(c, from, what, at, content_hash, c.file.at, judged); !kept_too)
        return kept_too.error();
    answer.version = c.file.version;
    return outcome(std::move(answer));
}

} // namespace amends
