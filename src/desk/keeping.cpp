// SPDX-License-Identifier: BSL-1.0
// Keeping a batch: one commit for all of it, again where another was faster, once for each command.
#include "desk/emptied.hpp"
#include "desk/working.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/store/restoring.hpp>
#include <amends/vocabulary/reader.hpp>

namespace amends {
namespace {

/// Whether two actors are one as far as an answer belongs to them; roles may have changed since.
bool same_giver(actor const& a, actor const& b) {
    return a.id == b.id && a.on_behalf_of == b.on_behalf_of;
}

error another_giver(command const& what, actor const& first, actor const& now) {
    return mismatch(errc::command_id_reused,
                    what.id.str() + " from " + to_text(first) + " as before", to_text(now),
                    "case " + what.on.str());
}

error other_content(command const& what, case_id const& first_on) {
    return mismatch(errc::command_id_reused, "the content that " + what.id.str() + " had before",
                    "other content", "case " + first_on.str());
}

} // namespace

/// Decides every submission that is not settled yet, in order, on the cached case files.
void desk::working::decide_all(std::span<submission> submissions) {
    ++batch;
    marks.begin_batch();
    accounts.begin_batch();
    texts.begin_batch();
    entry_bytes.clear();
    drafts.clear();
    draft_ends.clear();
    touched.clear();
    empty_out(ids);
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        drafted[i] = moved[i] = false;
        if (settled[i]) continue;
        auto& what = submissions[i].what;
        auto const& from = submissions[i].from;
        auto const& at = submissions[i].at;
        if (auto const known = ids.find(what.id); known != ids.end()) {
            auto const earlier = known->second;
            auto const& first = submissions[earlier];
            drafted[i] = true;
            if (content_hashes[earlier] != content_hashes[i] || first.what.on != what.on)
                answers[i] = other_content(what, what.on);
            else if (!same_giver(first.from->who, from->who))
                answers[i] = another_giver(what, first.from->who, from->who);
            else answers[i] = answers[earlier];
            continue;
        }
        auto const before = drafts.size();
        answers[i] = decide(*from, what, at, content_hashes[i]);
        moved[i] = handed_over;
        auto const changed_here = [&] {
            auto const* const c = cache.find(what.on);
            return c != nullptr && c->drafted_in == batch;
        };
        // What is kept shows a stale cache by a conflict; what is not must be looked at again.
        if (drafts.size() == before && !moved[i] && !changed_here()) {
            auto const stale = is_stale(what.on);
            if (!stale) {
                answers[i] = stale.error();
            } else if (*stale) {
                cache.forget(what.on);
                answers[i] = decide(*from, what, at, content_hashes[i]);
                moved[i] = handed_over;
            }
        }
        if (drafts.size() != before) {
            drafted[i] = true;
            if (submissions.size() > 1 && !what.id.empty()) ids.emplace(what.id, i);
            continue;
        }
        if (auto* const c = cache.find(what.on); c != nullptr && c->file.version == 0)
            cache.forget(what.on);
        // A retry must get its first answer, also where the case has moved on since.
        auto seen = seen_before(*from, what, content_hashes[i]);
        if (!seen) answers[i] = seen.error();
        else if (*seen) answers[i] = std::move(**seen);
    }
}

/// Answers those whose command id is in the store; whether there were any.
bool desk::working::settle_seen(std::span<submission> submissions) {
    bool any = false;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        if (settled[i]) continue;
        auto seen = seen_before(*submissions[i].from, submissions[i].what, content_hashes[i]);
        if (seen && !*seen) continue;
        if (seen) answers[i] = std::move(**seen);
        else answers[i] = seen.error();
        settled[i] = any = true;
    }
    return any;
}

/// Clears what the last batch left behind, and hashes the contents of this one.
void desk::working::prepare(std::span<submission> submissions) {
    content_bytes.clear();
    content_ends.clear();
    content_hashes.clear();
    answers.assign(submissions.size(), std::nullopt);
    settled.assign(submissions.size(), false);
    drafted.assign(submissions.size(), false);
    moved.assign(submissions.size(), false);
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        auto const& s = submissions[i];
        if (s.from == nullptr) {
            answers[i] = mismatch(errc::malformed, "a session that the command comes from", "none",
                                  "case " + s.what.on.str());
            settled[i] = true;
        }
        auto const begins = content_bytes.size();
        canonical::append(content_bytes, s.what.what);
        content_ends.push_back(content_bytes.size());
        content_hashes.push_back(hasher.of(byte_view(content_bytes).subspan(begins)));
    }
}

/// Decides and commits until the batch is kept or cannot be.
void desk::working::decide_and_keep(std::span<submission> submissions) {
    for (unsigned tries = 0;; ++tries) {
        decide_all(submissions);
        auto const committed = commit();
        end_batch();
        if (committed) return;
        auto const code = committed.error().code;
        auto const again = (code == errc::version_conflict && tries < options.conflict_retries) ||
                           (code == errc::command_id_reused && settle_seen(submissions));
        restore_contents(submissions);
        // Also where it is not tried again: an erasure elsewhere must not stand in the way of the next.
        auto const lost = code == errc::version_conflict;
        auto const caught_up = again || lost ? catch_up() : result<void>();
        if (again && caught_up) continue;
        auto const& why = again ? caught_up.error() : committed.error();
        for (std::size_t i = 0; i < submissions.size(); ++i)
            if (drafted[i]) answers[i] = why;
        return;
    }
}

/// Once, before the desk does anything that it keeps. Errors: `store_damaged` for a store whose
/// restoring did not end; those of the store.
result<void> desk::working::check_whole() {
    if (is_whole) return {};
    auto looked = check_restored(kept);
    is_whole = looked.has_value();
    return looked;
}

void desk::working::run(std::span<submission> submissions) {
    prepare(submissions);
    if (auto const whole = check_whole(); !whole) {
        for (auto& one : answers)
            if (!one) one = whole.error();
        return;
    }
    try {
        decide_and_keep(submissions);
    } catch (...) {
        // Cases in the cache went on with entries that may never have been kept.
        forget_changes();
        throw;
    }
}

/// Contents that were moved into facts that were not kept are read back from their bytes. The
/// others stay as they are: what is beyond its bounds would not come back as it was.
void desk::working::restore_contents(std::span<submission> submissions) {
    std::size_t begins = 0;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        auto const ends = content_ends[i];
        if (moved[i]) {
            canonical::reader r(byte_view(content_bytes).subspan(begins, ends - begins));
            canonical::get(r, submissions[i].what.what);
            if (auto const whole = r.finish(); !whole && !settled[i]) {
                answers[i] = whole.error();
                settled[i] = true;
            }
        }
        begins = ends;
    }
}

/// One append for the whole batch. After an error the store has nothing of it, and neither has the
/// cache.
result<void> desk::working::commit() {
    if (drafts.empty()) return {};
    std::size_t begins = 0;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        drafts[i].bytes = byte_view(entry_bytes).subspan(begins, draft_ends[i] - begins);
        begins = draft_ends[i];
    }
    marks.give(drafts);
    texts.give(drafts);
    texts.add_condition(marks);
    auto const appended = kept.append(drafts, marks.unless());
    if (!appended) {
        forget_changes();
        return appended.error();
    }
    if (options.snapshot_every != 0)
        for (auto const& on : touched)
            if (auto* c = cache.find(on)) snapshot_if_due(*c);
    return {};
}

/// What the cache has belongs to no batch any more: whoever reads a case may evict any.
void desk::working::end_batch() {
    cache.release_surplus();
    ++batch;
}

void desk::working::forget_changes() noexcept {
    for (auto const& on : touched) cache.forget(on);
}

/// What a command id was answered before, or nothing when it is new.
/// Errors: `command_id_reused` when the content or the actor was another.
result<std::optional<outcome>> desk::working::seen_before(session const& from, command const& what,
                                                          digest const& content_hash) {
    std::optional<outcome> none;
    if (what.id.empty()) return none;
    auto const known = kept.seen(what.id);
    if (!known) return known.error();
    if (!*known) return none;
    auto const on = (**known).first;
    auto const sequence = (**known).second;
    std::optional<result<outcome>> answer;
    auto const read = kept.read(on, sequence, sequence, [&](stored_entry const& stored) {
        answer = answer_again(from, what, content_hash, stored);
        return false;
    });
    if (!read) return read.error();
    if (!answer)
        return mismatch(errc::damaged_trail, "entry " + std::to_string(sequence), "none",
                        "case " + on.str());
    if (!*answer) return answer->error();
    return std::optional<outcome>(std::move(**answer));
}

/// Whether a later fact of its case says that the texts of an entry were erased: their key may be there
/// still, where an erasure was interrupted.
result<bool> desk::working::was_erased(entry const& e) {
    if (!e.commitment) return false;
    if (auto const* const cached = cache.find(e.on); cached != nullptr) {
        // What this batch changed is newer than the store.
        auto const stale = cached->batch == batch ? result<bool>(false) : is_stale(e.on);
        if (!stale) return stale.error();
        if (!*stale) return cached->file.erased && e.how.sequence <= cached->file.erased->through;
    }
    bool erased = false;
    std::optional<error> wrong;
    entry later;
    auto const read =
        kept.read(e.on, e.how.sequence, ~std::uint64_t{0}, [&](stored_entry const& stored) {
            if (auto const decoded = decode_entry(stored.bytes, later); !decoded)
                wrong = decoded.error();
            else erased = std::holds_alternative<personal_data_erased>(later.what);
            return !wrong && !erased;
        });
    if (!read) return read.error();
    if (wrong) return *wrong;
    return erased;
}

/// The answer that a command got when it was given first, if this is the same command.
result<outcome> desk::working::answer_again(session const& from, command const& what,
                                            digest const& content_hash,
                                            stored_entry const& stored) {
    auto e = decode_entry(stored.bytes);
    if (!e) return e.error();
    if (e->on != what.on) return other_content(what, e->on);
    if (auto begun = texts.begin_showing(); !begun) return begun.error();
    auto const erased = was_erased(*e);
    if (!erased) return erased.error();
    auto const nothing_left = [&] {
        return mismatch(errc::personal_data_erased,
                        "content to compare with what " + what.id.str() + " had before",
                        "none, since it was erased",
                        "case " + e->on.str() + ", entry " + std::to_string(e->how.sequence));
    };
    if (*erased) return nothing_left();
    auto const as_kept = texts.opens.as_kept(content_hash, *e, stored.sealed);
    if (!as_kept) return as_kept.error();
    if (!*as_kept) return nothing_left();
    if (e->command_digest != **as_kept) return other_content(what, e->on);
    if (!same_giver(e->who, from.who)) return another_giver(what, e->who, from.who);
    if (auto const read = read_with_texts(*e, stored); !read) return read.error();
    return outcome_of(*e);
}

result<outcome> desk::working::outcome_of(entry const& e) const {
    if (auto const* no = std::get_if<command_refused>(&e.what)) {
        if (no->reason.view() == "policy_failed") return error{errc::policy_failed, no->found};
        refused answer{e.how.sequence, no->reason.str(), no->expected, no->found, {}, {}, {}};
        for (auto const& v : e.verdicts) {
            answer.who_could.assign(v.competent.begin(), v.competent.end());
            answer.can_change_that = v.can_change_that();
        }
        return outcome(std::move(answer));
    }
    if (auto const* waiting = std::get_if<approval_requested>(&e.what)) {
        awaiting_approval answer{
            e.how.sequence, e.how.to, waiting->terms_hash, waiting->approvers_needed, {}};
        for (auto const& v : e.verdicts)
            answer.competent.assign(v.competent.begin(), v.competent.end());
        return outcome(std::move(answer));
    }
    return outcome(accepted{e.how.sequence, rule_name::trusted(name_of(e.what)), e.how.to});
}

} // namespace amends
