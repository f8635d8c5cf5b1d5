// SPDX-License-Identifier: BSL-1.0
// Random cases: what is said to be possible agrees with what is answered.
#include "support/random_cases.hpp"

#include <amends/lifecycle/conditions/solution.hpp>

#include "catch.hpp"
#include "support/repeat_with.hpp"

#include <algorithm>

using namespace amends;
using namespace amends::cases;

namespace {

verdict said_by_judges(actor const& who, std::string const& command, case_file const& file,
                       instant at) {
    auto const* on_the_table = file.proposed ? &file.proposed->terms : nullptr;
    auto const hash = file.proposed ? file.proposed->terms_hash : digest{};
    return house_rules().judge(
        ask(who, command, file, on_the_table, hash, std::max(at, file.last_entry_at)));
}
/// Whether a judge's no is what the reason says.
bool names(verdict const& v, std::string const& reason) {
    if (v.silent() && reason == resolution::within_authority::rule(v)) return true;
    return std::any_of(v.reasons.begin(), v.reasons.end(), [&](auto const& why) {
        return why.says != decision::granted && why.rule.view() == reason;
    });
}

} // namespace

TEST_CASE("what is not possible is refused with the reason that was given for it") {
    INFO(repeat_with());
    int impossible = 0, taken = 0, judged = 0;
    for (std::uint64_t n = 0; n < 800; ++n) {
        INFO("case " << n);
        memory_store kept;
        instant now{};
        desk_options how;
        how.clock = [&] { return now; };
        desk at(kept, house_rules(), at_given_times(std::move(how)));
        random_cases maker(seed() + n, 2);
        auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        };
        for (int k = 0; k < 40; ++k) {
            auto w = maker.next(file_of);
            w.what.id = {};
            w.what.expected.reset();
            now = w.at;
            auto const before = at.possible(w.what.on, w.from.who);
            auto const file = at.file(w.what.on);
            auto const name = std::string(name_of(w.what.what));
            auto const said = hand_in(at, w);
            if (!before || !said) continue;
            INFO(name << " by " << printing::text(w.from.who));
            auto const one = std::find_if(before->begin(), before->end(),
                                          [&](auto const& p) { return p.command == name; });
            REQUIRE(one != before->end());
            if (auto const* no = std::get_if<refused>(&*said)) {
                auto const same = no->reason == one->reason && no->expected == one->expected &&
                                  no->found == one->found;
                auto const verdict = said_by_judges(w.from.who, name, *file, now);
                INFO(no->reason << ": " << no->expected << ", " << no->found);
                if (one->possible) {
                    // Neither the place nor, but for terms that nobody knew, the judges.
                    REQUIRE(no->reason != "not_entitled");
                    REQUIRE(no->reason != "not_possible_here");
                    if (name != "propose") REQUIRE(verdict.decision == decision::granted);
                    if (name != "propose") REQUIRE_FALSE(names(verdict, no->reason));
                    continue;
                }
                ++impossible;
                judged += names(verdict, one->reason);
                // Content may be refused before the judges' no counts, and only then.
                if (!names(verdict, one->reason)) REQUIRE(same);
            } else {
                ++taken;
                REQUIRE(one->possible);
            }
        }
    }
    CHECK(impossible > 1000);
    CHECK(judged > 20);
    CHECK(taken > 5000);
}

TEST_CASE("a refusal lists what is possible as the desk does when it is asked") {
    INFO(repeat_with());
    for (std::uint64_t n = 0; n < 200; ++n) {
        memory_store kept;
        instant now{};
        desk_options how;
        how.clock = [&] { return now; };
        desk at(kept, house_rules(), at_given_times(std::move(how)));
        random_cases maker(seed() + n, 1);
        for (int k = 0; k < 30; ++k) {
            auto const w = maker.next([&](case_id const& on) -> std::optional<case_file> {
                if (auto file = at.file(on)) return *file;
                return std::nullopt;
            });
            now = w.at;
            auto const said = hand_in(at, w);
            auto const* no = said ? std::get_if<refused>(&*said) : nullptr;
            if (no == nullptr || no->version == 0 || no->possible_now.empty()) continue;
            if (no->version != at.file("case 0")->version) continue; // a retry
            std::vector<std::string> asked;
            for (auto const& p : at.possible("case 0", w.from.who).value())
                if (p.possible) asked.emplace_back(p.command);
            REQUIRE(no->possible_now == asked);
        }
    }
}
