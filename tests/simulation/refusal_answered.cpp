// SPDX-License-Identifier: BSL-1.0
// Promise 5: a refusal is an answer, and it is recorded.
#include "simulation/promises.hpp"

#include <algorithm>

namespace amends::simulation {
namespace {

class refusal_answered_checker final : public promise {
  public:
    refusal_answered_checker() : promise(5, "a refusal is an answer, and recorded") {}

  private:
    void check(view const& at) override {
        for (auto const& h : at.now.handed) {
            auto const* no = h.answer && *h.answer ? std::get_if<refused>(&**h.answer) : nullptr;
            if (no != nullptr) check_refusal(at, h, *no);
        }
        for (auto const& asked : at.now.erasures) {
            if (!asked.answer || !*asked.answer) continue;
            for (auto const& [on, said] : (**asked.answer).cases)
                if (auto const* no = std::get_if<refused>(&said))
                    check_kept(at, on, "erase_personal_data", *no);
        }
        for (auto const& asked : at.now.moves) {
            if (!asked.answer || !*asked.answer || asked.only_looked) continue;
            for (auto const& move : **asked.answer)
                if (move.why_not) check_kept(at, move.on, "migrate", *move.why_not);
        }
    }

    /// A refusal that is no answer to a command of its own.
    void check_kept(view const& at, case_id const& on, std::string_view command,
                    refused const& no) {
        auto const where = [&] {
            return "the refusal of " + std::string(command) + " for " + on.str() + ": ";
        };
        says_both_sides(no, where);
        is_an_entry(at, on, command, no, where);
    }
    template <class Where>
    void says_both_sides(refused const& no, Where where) {
        hold(!no.reason.empty() && !no.expected.empty() && !no.found.empty(), [&] {
            return where() + "expected a reason and both sides, found \"" + to_text(no) + '"';
        });
    }
    template <class Where>
    void is_an_entry(view const& at, case_id const& on, std::string_view command, refused const& no,
                     Where where) {
        auto const* e = at.log.find(on, no.version);
        auto const* kept = e == nullptr ? nullptr : std::get_if<command_refused>(&e->says.what);
        hold(kept != nullptr && kept->reason.view() == no.reason && kept->expected == no.expected &&
                 kept->found == no.found && kept->command.view() == command,
             [&] {
                 return where() + "expected an entry with its reason and both sides, found " +
                        (kept == nullptr ? "none" : "\"" + kept->reason.str() + '"');
             });
    }

    void check_refusal(view const& at, handed_in const& h, refused const& no) {
        auto const where = [&] { return "the refusal of " + h.what.id.str() + ": "; };
        says_both_sides(no, where);
        auto const* file = at.log.file(h.what.on);
        auto const* e = at.log.find(h.what.on, no.version);
        // A contact that is not yet on record has no trail to keep it in.
        auto const* first = at.log.find(h.what.on, 1);
        if (no.version == 0 && (first == nullptr || first->log_index >= at.now.first_fresh)) return;
        is_an_entry(at, h.what.on, name_of(h.what.what), no, where);
        // What was possible is so still, when nobody came in between and no batch did more.
        auto const is_last = e != nullptr && file != nullptr && file->version == no.version &&
                             e->log_index + 1 == at.log.entries().size() &&
                             e->log_index >= at.now.first_fresh;
        auto const is_all = at.now.handed.size() == 1 && at.now.erasures.empty() &&
                            at.now.moves.empty() && !at.now.power_lost;
        if (!is_last || !h.alone || h.at || !is_all || !at.chance.once_in(3)) return;
        auto const possible = at.desks[h.desk]->possible(h.what.on, h.from.who);
        std::vector<std::string> now;
        if (possible)
            for (auto const& p : *possible)
                if (p.possible) now.emplace_back(p.command);
        hold(possible.has_value() && now == no.possible_now, [&] {
            return where() + "expected what is possible to be as `possible` says, found " +
                   std::to_string(no.possible_now.size()) + " commands, not " +
                   std::to_string(now.size());
        });
        if (possible && no.reason == "not_possible_here")
            hold(std::ranges::find(now, name_of(h.what.what)) == now.end(),
                 [&] { return where() + "expected it not to be possible, found it so"; });
    }
};

} // namespace

std::unique_ptr<promise> refusal_answered() { return std::make_unique<refusal_answered_checker>(); }

} // namespace amends::simulation
