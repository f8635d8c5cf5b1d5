// SPDX-License-Identifier: BSL-1.0
// Asking the judges, with what they look back on and the least that the law gives.
#include "desk/answer_of.hpp"
#include "desk/working.hpp"

#include <amends/authority/authority.hpp>
#include <amends/lifecycle/states.hpp>

namespace amends {
namespace {

/// The state in which nobody has anything to decide: the case is over, or the terms on its table were
/// within authority. Of an integrator's state nobody knows.
std::string_view settled_in(case_file const& file, lifecycle const& table, bool about_others) {
    if (file.at.handling == resolution::merged::id) return table.name_of_state(file.at.handling);
    auto const at = file.at.resolution;
    auto const* const state = table.state_by_id(at);
    auto const stands =
        file.proposed && !about_others && !is_own(at) && at != resolution::awaiting_approval::id;
    return state != nullptr && (state->is_end || stands) ? state->name : std::string_view{};
}

} // namespace

/// The least that the law gives, where the embedding product knows.
result<std::optional<money>>
desk::working::lawful_floor(case_file const& file, std::string_view command, instant at) const {
    if (!options.lawful_floor) return std::optional<money>();
    return answer_of("a lawful floor", command, [&] { return options.lawful_floor(file, at); });
}

result<looking_back> desk::working::looks_back(std::string_view command) const {
    if (!is_about_terms(command)) return looking_back{};
    return answer_of("how far to look back", command, [&] { return policy.looks_back(); });
}

/// What the judges say, and in `q` what they were told. A judge that throws grants nothing.
/// Errors: `policy_failed`; those of the store.
result<verdict> desk::working::ask_judges(question& q, case_file const& file, looking why) {
    auto const floor = lawful_floor(file, q.command, q.at);
    if (!floor) return floor.error();
    q.lawful_floor = *floor;
    auto needed = looks_back(q.command);
    for (int times = 1; needed; ++times) {
        auto const known = *needed;
        if (known.at_all()) {
            auto const given = accounts.given(known, q, why);
            if (!given) return given.error();
            q.given = *given;
        }
        auto said = answer_of(a_verdict, q.command, [&] { return policy.judge(q); });
        if (!said) return said;
        // The rules may be others than those that were asked how far they look back.
        needed = looks_back(q.command);
        if (!needed || known.covers(*needed)) return needed ? said : needed.error();
        // What changes every time is given everything.
        needed = times == 1 ? known | *needed : looking_back{true, true, {}};
    }
    return needed.error();
}

result<who_decides> desk::who_may_decide(case_id const& on, authority const& rules,
                                         std::optional<terms> instead, std::optional<instant> at) {
    auto& w = *working_;
    auto const c = w.reported(on);
    if (!c) return c.error();
    auto file = (*c)->file;
    if (auto const state = settled_in(file, *w.options.table, instead.has_value());
        !state.empty()) {
        who_decides nobody;
        nobody.approvers_needed = 0;
        nobody.state = state;
        nobody.because =
            "case " + on.str() + " is " + nobody.state + ": nothing waits for a decision";
        return nobody;
    }
    if (!at) {
        auto const now = w.now();
        if (!now) return now.error();
        at = std::max(*now, file.last_entry_at);
    }
    if (instead) file.proposed.reset();
    else if (file.proposed) instead = file.proposed->terms;
    else
        return mismatch(errc::malformed, "a case with a proposal, or terms instead of it",
                        "a case without", "case " + on.str());
    w.marks.begin_batch();
    w.accounts.begin_batch();
    std::optional<error> wrong;
    auto const q = ask({}, "propose", file, &*instead, hash_of(*instead), *at);
    auto answer = rules.who_may_decide(q, [&](question const& asked) {
        auto of_one = asked;
        auto said = wrong ? *wrong : w.ask_judges(of_one, file, looking::to_tell);
        if (said) return std::move(*said);
        wrong = said.error();
        return verdict{};
    });
    if (wrong) return *wrong;
    answer.state = w.options.table->name_of_state(file.at.resolution);
    return answer;
}

} // namespace amends
