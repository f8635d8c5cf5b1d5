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

class checker final : public promise {
  public:
    checker() : promise(2, "one atomic step, never lost") {}

  private:
    void check(view const& at) override {
        check_kept(at);
        for (auto const& e : at.fresh()) check_whole(at, e);
        for (auto const& h : at.now.handed)
            if (h.answer) check_answer(at, h);
        for (auto const& e : at.fresh()) {
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
        auto const is_there = [&](attempt::one const& one) {
            auto const* e = at.log.find(one.on, one.sequence);
            return e != nullptr && e->hash == one.hash;
        };
        auto const kept_it = [&](attempt const& tried) {
            return std::ranges::any_of(
                       tried.entries,
                       [&](attempt::one const& one) { return one.hash == fresh.hash; }) &&
                   std::ranges::all_of(tried.entries, is_there);
        };
        hold(std::ranges::any_of(at.now.attempts, kept_it), [&] {
            return "entry " + std::to_string(fresh.sequence) + " of " + fresh.on.str() +
                   ": expected all entries of its append or none, found it without some";
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
        auto const same = first.command_digest == h.content && first.on == h.what.on &&
                          same_giver(first.who, h.from.who);
        if (!*h.answer) {
            auto const code = h.answer->error().code;
            return hold(code == errc::store_failed || code == errc::store_busy ||
                            (!same && code == errc::command_id_reused),
                        [&] {
                            return "command " + h.what.id.str() + ": expected " +
                                   (same ? "its first answer" : "command_id_reused") + ", found " +
                                   h.answer->error().message;
                        });
        }
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

std::unique_ptr<promise> nothing_lost() { return std::make_unique<checker>(); }

} // namespace amends::simulation
