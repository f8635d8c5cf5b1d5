// SPDX-License-Identifier: BSL-1.0
// What somebody could do next, and why not the rest.
#include "desk/answer_of.hpp"
#include "desk/explaining.hpp"
#include "desk/working.hpp"

namespace amends {
namespace {

workflow::explanation failed(error const& e, std::string_view expected) {
    return {"policy_failed", std::string(expected), e.message};
}

} // namespace

/// Why a command is refused once the judges were asked about the case alone. The terms of a proposal
/// are its content, of which nobody knows yet. Errors: those of the store.
result<std::optional<workflow::explanation>>
desk::working::ruled_out_by_judges(workflow::command_info const& info, workflow::step const& s) {
    using ruled_out = std::optional<workflow::explanation>;
    if (info.number == propose::number) return ruled_out();
    auto const& file = s.file;
    auto const* terms = file.proposed ? &file.proposed->terms : nullptr;
    auto const terms_hash = file.proposed ? file.proposed->terms_hash : digest{};
    auto q = ask(s.who, info.name, file, terms, terms_hash, s.at);
    auto const said = ask_judges(q, file, looking::to_tell);
    if (!said && said.error().code == errc::policy_failed)
        return ruled_out(failed(said.error(), a_verdict));
    if (!said) return said.error();
    auto given = s.given;
    given.lawful_floor = q.lawful_floor;
    workflow::step const judged{s.file, s.who, s.standing, *said, s.at, given, {}, s.recorded};
    auto why = answer_of(guards_that_answer, info.name, [&] {
        return options.table->ruled_out_as_judged(file.at, info.number, judged);
    });
    if (!why) return ruled_out(failed(why.error(), guards_that_answer));
    if (!*why && is_overruled(*options.table, file.at, info.number, *said))
        return ruled_out(not_granted(*said));
    return std::move(*why);
}

/// Errors: those of the store; what a judge throws rules a command out.
result<std::vector<possibility>> desk::working::possibilities(case_file const& file,
                                                              actor const& who, instant at) {
    auto const& table = *options.table;
    auto const standing = standing_of(who, file);
    workflow::surroundings given;
    given.must_be_informed = options.must_be_informed;
    given.open_in = open_state_of(file);
    verdict const silent;
    fact unused;
    workflow::step const s{file, who, standing, silent, at, given, {}, unused};
    std::vector<possibility> all;
    for (auto const& info : table.commands()) {
        possibility p;
        p.command = info.name;
        auto why = not_entitled(info.who, standing, who);
        if (!why && !table.possible_here(file.at, info.number))
            why = not_possible_here(table, info, file);
        if (!why) {
            auto ruled_out = answer_of(guards_that_answer, info.name,
                                       [&] { return table.ruled_out(file.at, info.number, s); });
            why = ruled_out ? std::move(*ruled_out) : failed(ruled_out.error(), guards_that_answer);
        }
        if (!why) {
            auto judged = ruled_out_by_judges(info, s);
            if (!judged) return judged.error();
            why = std::move(*judged);
        }
        p.possible = !why;
        if (why) {
            p.reason = std::move(why->reason);
            p.expected = std::move(why->expected);
            p.found = std::move(why->found);
        }
        all.push_back(std::move(p));
    }
    return all;
}

} // namespace amends
