// SPDX-License-Identifier: BSL-1.0
// Promise 2: a change and its entry are one step, and what was answered is never lost or doubled.
#include "simulation/promises.hpp"

#include <algorithm>

namespace amends::simulation {
namespace {

std::uint64_t version_of(outcome const& o) {
    return std::visit([](auto const& one) { return one.version; }, o);
}

/// An answer without what may have changed since it was first given.
outcome lasting(outcome o) {
    if (auto* no = std::get_if<refused>(&o)) no->possible_now.clear();
    return o;
}

bool same_giver(actor const& a, actor const& b) {
    return a.id == b.id && a.on_behalf_of == b.on_behalf_of;
}

class nothing_lost_checker final : public promise {
  public:
    nothing_lost_checker() : promise(2, "one atomic step, never lost") {}

  private:
    void check(view const& at) override {
        check_kept(at);
        for (auto const& e : at.fresh()) check_once(at, e);
        for (auto const& e : at.fresh()) check_whole(at, e);
        for (auto const& e : at.fresh()) check_said(at, e);
        for (auto const& h : at.now.handed)
            if (h.answer) check_answer(at, h);
        for (auto const& asked : at.now.erasures)
            if (asked.answer && *asked.answer) check_erasure(at, asked, **asked.answer);
        for (auto const& asked : at.now.moves)
            if (asked.answer && *asked.answer && !asked.only_looked)
                for (auto const& move : **asked.answer) check_move(at, asked, move);
    }

    /// The end of its case is known, and no other entry is of the same command.
    void check_once(view const& at, kept_entry const& e) {
        auto const head = at.kept.head(e.on);
        auto const& last = at.log.entries()[at.log.cases().at(e.on).places.back()];
        hold(head && *head && (*head)->last_sequence == last.sequence &&
                 (*head)->last_hash == last.hash,
             [&] { return e.on.str() + ": expected its head to be its last entry"; });
        auto const* first = e.command.empty() ? nullptr : at.log.find(e.command);
        hold(first == nullptr || first->log_index == e.log_index, [&] {
            return "command " + e.command.str() + ": expected one entry, found entries " +
                   std::to_string(first->log_index) + " and " + std::to_string(e.log_index) +
                   " of the log";
        });
    }

    /// Everything that was ever seen in the store is there, as it was.
    void check_kept(view const& at) {
        auto const& entries = at.log.entries();
        std::size_t next = 0;
        auto const scanned = at.kept.scan(0, [&](stored_entry const& e) {
            auto const as_it_was =
                e.log_index == next && next < entries.size() && at.log.is_as_it_was(e);
            hold(as_it_was, [&] {
                return "entry " + std::to_string(next) +
                       " of the log: expected it as it was, found " +
                       (e.log_index != next ? "entry " + std::to_string(e.log_index)
                                            : "other bytes of " + e.on.str());
            });
            ++next;
            return as_it_was;
        });
        hold(scanned.has_value(),
             [&] { return "the log: expected it to be read, found " + scanned.error().message; });
        hold(next >= entries.size(), [&] {
            return "the log: expected " + std::to_string(entries.size()) + " entries, found " +
                   std::to_string(next);
        });
    }

    /// A desk may try again with fewer, such as when one command of a batch is an error: of one of its
    /// appends with this entry, everything is there.
    void check_whole(view const& at, kept_entry const& fresh) {
        auto const kept_it = [&](attempt const& tried) {
            return tried.has(fresh.hash) && at.log.is_whole(tried);
        };
        hold(std::ranges::any_of(at.now.attempts, kept_it), [&] {
            return "entry " + std::to_string(fresh.sequence) + " of " + fresh.on.str() +
                   ": expected all entries of its append or none, found it without some";
        });
    }

    /// Who is told of an error is told that nothing was kept: unless the world itself saw to it that
    /// nobody could know better.
    void check_said(view const& at, kept_entry const& e) {
        auto const* asked = at.origin_of(e);
        if (asked == nullptr || at.now.power_lost) return;
        auto const wrong =
            std::visit([&](auto origin) { return error_of(at, origin); }, at.origin(e).asked);
        hold(at.origin(e).by->unheard || !wrong, [&] {
            return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + " (" +
                   std::string(name_of(e.says.what)) +
                   "): expected an answer, since it was kept, found an error: " + wrong->message;
        });
    }
    template <class Answer>
    static std::optional<error> error_in(std::optional<result<Answer>> const& answer) {
        if (!answer || *answer) return std::nullopt;
        return answer->error();
    }
    static std::optional<error> error_of(view const&, std::monostate) { return std::nullopt; }
    static std::optional<error> error_of(view const&, handed_in const* h) {
        return error_in(h->answer);
    }
    /// Facts stand already where what comes behind them could not be done.
    static std::optional<error> error_of(view const& at, erasure_asked const* asked) {
        auto const& failed = at.now.out_of_reach;
        if (std::ranges::find(failed, asked->desk) != failed.end()) return std::nullopt;
        return error_in(asked->answer);
    }
    /// What was moved stays moved, whatever becomes of the cases behind it.
    static std::optional<error> error_of(view const&, move_asked const* asked) {
        return asked->on.empty() ? std::nullopt : error_in(asked->answer);
    }

    void check_erasure(view const& at, erasure_asked const& asked, customer_erasure const& said) {
        for (auto const& [on, answer] : said.cases) {
            auto const* e = at.log.find(on, version_of(answer));
            hold(e != nullptr && lasting(answer) == answer_in(e->says), [&] {
                return "the erasure of " + asked.what.customer.str() + ", answered for " +
                       on.str() + " with " + to_text(answer) +
                       ": expected an entry that says so, found " +
                       (e == nullptr ? "none" : to_text(answer_in(e->says)));
            });
        }
    }

    void check_move(view const& at, move_asked const& asked, case_move const& said) {
        if (said.why_not) return; // which is held as any refusal is
        auto const& places = at.log.cases().at(said.on).places;
        auto const says_so = [&](std::uint64_t place) {
            auto const& e = at.log.entries()[place].says;
            auto const* moved = std::get_if<lifecycle_changed>(&e.what);
            return moved != nullptr && moved->before == said.pinned &&
                   moved->now == asked.lifecycle && same_giver(e.who, asked.from.who);
        };
        hold(std::ranges::any_of(places, says_so), [&] {
            return said.on.str() + ": expected the entry that it moved from lifecycle " +
                   to_text(said.pinned) + ", as was answered, found none";
        });
    }

    void check_answer(view const& at, handed_in const& h) {
        auto const* before = h.what.id.empty() ? nullptr : at.log.find(h.what.id);
        if (before != nullptr && before->log_index >= at.now.first_fresh) before = nullptr;
        if (before == nullptr) {
            if (*h.answer) check_acknowledged(at, h, **h.answer);
            return;
        }
        // The id is taken: the first answer again, or an error that says so.
        auto const& first = before->says;
        auto const is_erased = before->sequence <= at.log.erased_through(first.on);
        auto const same = at.log.is_of(*before, h.content) && first.on == h.what.on &&
                          same_giver(first.who, h.from.who);
        if (!*h.answer) {
            auto const code = h.answer->error().code;
            return hold(code == errc::store_failed || code == errc::store_busy ||
                            (!same && code == errc::command_id_reused) ||
                            (is_erased && code == errc::personal_data_erased),
                        [&] {
                            return "command " + h.what.id.str() + ": expected " +
                                   (same ? "its first answer" : "command_id_reused") + ", found " +
                                   h.answer->error().message;
                        });
        }
        hold(!was_erased_before(at, *before), [&] {
            return "command " + h.what.id.str() +
                   ": expected no answer, since its content was erased, found " +
                   to_text(**h.answer);
        });
        hold(same, [&] {
            return "command " + h.what.id.str() +
                   ": expected command_id_reused for another content or actor, found " +
                   to_text(**h.answer);
        });
        if (same)
            hold(lasting(**h.answer) == answer_in(first), [&] {
                return "command " + h.what.id.str() + ": expected the answer it got before, " +
                       to_text(answer_in(first)) + ", found " + to_text(**h.answer);
            });
    }

    /// Whether an entry's texts were erased before this step.
    static bool was_erased_before(view const& at, kept_entry const& e) {
        auto const* by = at.log.find(e.on, at.log.erased_through(e.on));
        return by != nullptr && e.sequence <= by->sequence && by->log_index < at.now.first_fresh;
    }

    /// What an entry says that the desk answered.
    static outcome answer_in(entry const& e) {
        std::vector<role> competent;
        role can_change_that;
        for (auto const& v : e.verdicts) {
            competent.assign(v.competent.begin(), v.competent.end());
            can_change_that = v.can_change_that();
        }
        if (auto const* no = std::get_if<command_refused>(&e.what)) {
            refused said{e.how.sequence, no->reason.str(), no->expected, no->found, {}, {}, {}};
            said.who_could = competent;
            said.can_change_that = can_change_that;
            return said;
        }
        if (auto const* w = std::get_if<approval_requested>(&e.what))
            return awaiting_approval{e.how.sequence, e.how.to, w->terms_hash, w->approvers_needed,
                                     competent};
        return accepted{e.how.sequence, rule_name::trusted(name_of(e.what)), e.how.to};
    }

    void check_acknowledged(view const& at, handed_in const& h, outcome const& said) {
        auto const version = version_of(said);
        // A contact that was never put on record has no trail to keep a refusal in.
        if (version == 0 && std::holds_alternative<refused>(said)) return;
        auto const* e = at.log.find(h.what.on, version);
        hold(e != nullptr && e->command == h.what.id, [&] {
            return "command " + h.what.id.str() + ", answered with " + to_text(said) +
                   ": expected its entry in " + h.what.on.str() + ", found " +
                   (e == nullptr ? "none" : "one of command " + e->command.str());
        });
        if (e == nullptr || e->command != h.what.id) return;
        hold(lasting(said) == answer_in(e->says), [&] {
            return "command " + h.what.id.str() + ": expected an answer as its entry has it, " +
                   to_text(answer_in(e->says)) + ", found " + to_text(said);
        });
        auto const seen = at.kept.seen(h.what.id);
        hold(seen && *seen && (*seen)->first == h.what.on && (*seen)->second == version, [&] {
            return "command " + h.what.id.str() + ": expected the store to know where it led";
        });
    }
};

} // namespace

std::unique_ptr<promise> nothing_lost() { return std::make_unique<nothing_lost_checker>(); }

} // namespace amends::simulation
