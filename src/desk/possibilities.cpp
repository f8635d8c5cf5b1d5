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

/// What the judges say of a command that they judge by the case alone; the terms of a proposal are
/// its content.
std::optional<workflow::explanation>
desk::working::ruled_out_by_judges(workflow::command_info const& info, case_file const& file,
                                   actor const& who, instant at) {
    if (info.number == propose::number) return std::nullopt;
    auto const* terms = file.proposed ? &file.proposed->terms : nullptr;
    auto const terms_hash = file.proposed ? file.proposed->terms_hash : digest{};
    auto q = ask(who, info.name, file, terms, terms_hash, at);
    if (auto const looked = look_back(q); !looked)
        return failed(looked.error(), "how far to look back");
    auto const floor = lawful_floor(file, info.name);
    if (!floor) return failed(floor.error(), "a lawful floor");
    q.lawful_floor = *floor;
    auto const said = judge(q);
    if (!said) return failed(said.error(), "a verdict");
    auto const& judged = *said;
    if (!judges_rule_out(*options.table, file.at, info.number, judged)) return std::nullopt;
    return not_granted(judged);
}

std::vector<possibility> desk::working::possibilities(case_file const& file, actor const& who,
                                                      instant at) {
    auto const& table = *options.table;
    auto const standing = standing_of(who, file);
    workflow::surroundings given;
    given.must_be_informed = options.must_be_informed;
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
        if (!why) why = ruled_out_by_judges(info, file, who, at);
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
