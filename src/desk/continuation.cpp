// SPDX-License-Identifier: BSL-1.0
// FORMAT: the first entry of a log that continues another is a note, with the checkpoint as its text.
#include <amends/desk/continuation.hpp>

#include "desk/customers.hpp"
#include "desk/entry_marks.hpp"

#include <amends/audit/sealing.hpp>
#include <amends/audit/verify.hpp>
#include <amends/casefile/evolve.hpp>

#include <algorithm>

namespace amends {
namespace {

constexpr std::string_view continue_log = "continue_log";

} // namespace

result<kept_checkpoint> begin_after(store& frozen, store& fresh, actor const& who, instant now,
                                    lifecycle const& table) {
    auto const last = frozen_at(frozen);
    if (!last) return last.error();
    if (!*last) return mismatch(errc::out_of_range, "a log that was frozen", "one that goes on");
    auto const size = fresh.size();
    if (!size) return size.error();
    if (*size != 0)
        return mismatch(errc::version_conflict, "a new log without entries", std::to_string(*size));
    entry first;
    first.on = log_case;
    first.how.sequence = 1;
    first.how.at = now;
    first.how.by = who.id;
    first.how.on_behalf_of = who.on_behalf_of;
    first.how.from = first.how.to = table.initial();
    first.who = who;
    first.lifecycle = table.content_hash();
    first.command_name = rule_name::trusted(continue_log);
    first.what = note_added{{to_text((*last)->note)}};
    if (auto within = check_bounds(first); !within) return within.error();
    bytes content;
    encode(first, content);
    new_entry const made{
        .on = log_case, .sequence = 1, .hash = sha256().of_leaf(content), .bytes = content};
    if (auto kept = fresh.append({&made, 1}); !kept) return kept.error();
    return **last;
}

result<std::optional<kept_checkpoint>> continues(store& log) {
    std::optional<kept_checkpoint> from;
    auto const read = log.scan(0, [&](stored_entry const& e) {
        auto const first = decode_entry(e.bytes);
        if (!first || first->on != log_case ||
            first->command_name != rule_name::trusted(continue_log))
            return false;
        auto const* const said = std::get_if<note_added>(&first->what);
        if (said == nullptr) return false;
        auto note = parse_note(said->what.text);
        if (!note) return false;
        if (auto says = parse_checkpoint(note->text))
            from = kept_checkpoint{std::move(*note), std::move(*says)};
        return false;
    });
    if (!read) return read.error();
    return from;
}

namespace {

/// A case's trail on its way into another log.
struct carried_case {
    std::vector<bytes> contents;
    std::vector<bytes> sealed;
    std::vector<new_entry> drafts;
    std::vector<std::uint64_t> keys; ///< under which something of it is sealed
};

/// Notes under which key an entry's texts are sealed. Errors: those of `key_named_in`.
result<void> note_key(carried_case& carried, entry const& e, byte_view sealed) {
    if (!e.commitment) return {};
    auto const key = key_named_in(sealed);
    if (!key) return key.error();
    if (std::ranges::find(carried.keys, *key) == carried.keys.end()) carried.keys.push_back(*key);
    return {};
}

/// Keys that are kept elsewhere need not be carried.
result<void> carry_keys(store& frozen, store& fresh, carried_case const& carried,
                        customer_id const& whose) {
    auto* const there = frozen.keys();
    auto* const here = fresh.keys();
    if (there == nullptr || here == nullptr) return {};
    for (auto const id : carried.keys) {
        auto const key = there->find(id);
        if (!key) return key.error();
        if (auto taken = here->adopt(whose, *key); !taken) return taken;
    }
    return {};
}

/// Whether the new log has the entry with which a case ended in the older one.
result<bool> stands_in(store& fresh, case_head const& ended) {
    auto same = false;
    auto const looked =
        fresh.read(ended.on, ended.last_sequence, ended.last_sequence, [&](stored_entry const& e) {
            same = e.hash == ended.last_hash;
            return false;
        });
    if (!looked) return looked.error();
    return same;
}

result<std::uint64_t> carry_over_as_it_is(store& frozen, store& fresh, case_head const& ended) {
    auto const& on = ended.on;
    auto const since = fresh.size();
    if (!since) return since.error();

    carried_case carried;
    batch_marks marks;
    accounts known(fresh, marks);
    known.begin_batch();
    trail_verifier trail(false);
    case_file file;
    file.id = on;
    result<void> fine;
    auto const read = frozen.read(on, 1, ended.last_sequence, [&](stored_entry const& e) {
        if (auto const wrong = trail.check(e)) {
            fine = error{errc::damaged_trail, wrong->message + " (case " + on.str() +
                                                  ", sequence " + std::to_string(e.sequence) + ')'};
            return false;
        }
        auto decoded = decode_entry(e.bytes);
        if (!decoded) fine = decoded.error();
        if (fine) fine = note_key(carried, *decoded, e.sealed);
        if (!fine) return false;
        carried.contents.emplace_back(e.bytes.begin(), e.bytes.end());
        carried.sealed.emplace_back(e.sealed.begin(), e.sealed.end());
        carried.drafts.push_back({.on = on,
                                  .sequence = e.sequence,
                                  .command = e.command,
                                  .hash = e.hash,
                                  .bytes = carried.contents.back(),
                                  .sealed = carried.sealed.back()});
        mark_entry(known, marks, {carried.drafts.size() - 1, decoded->what, decoded->how, file});
        evolve_in_place(file, std::move(decoded->what), decoded->how);
        return true;
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    if (auto const wrong = trail.check_head(on, ended.last_sequence, ended.last_hash))
        return error{errc::damaged_trail, wrong->message + " (case " + on.str() + ')'};

    auto const same = stands_in(fresh, ended);
    if (!same) return same.error();
    if (*same) return std::uint64_t{0};
    if (auto keys = carry_keys(frozen, fresh, carried, file.contact.customer); !keys)
        return keys.error();
    marks.give(carried.drafts);
    // A key that was taken over must not be destroyed before the entries are there that it sealed.
    unmarked const nobody_erased[] = {no_erasure_since(*since)};
    auto const kept = fresh.append(carried.drafts, nobody_erased);
    if (!kept) return kept.error();
    return std::uint64_t{carried.drafts.size()};
}

/// How often somebody else may erase a customer while a case is carried over.
constexpr int tries_max = 8;

} // namespace

result<std::uint64_t> carry_over(store& frozen, store& fresh, case_id const& on) {
    auto const ended = frozen.head(on);
    if (!ended) return ended.error();
    if (!*ended) return mismatch(errc::unknown_case, "a case of the frozen log", on.view());
    for (int tries = 1;; ++tries) {
        auto const there = fresh.head(on);
        if (!there) return there.error();
        auto carried = carry_over_as_it_is(frozen, fresh, **ended);
        auto const again = carried.has_error() && carried.error().code == errc::version_conflict &&
                           !*there && tries < tries_max;
        if (!again) return carried;
    }
}

result<std::vector<store*>> in_order(store& fresh, std::span<store* const> older) {
    std::vector<store*> left(older.begin(), older.end()), ordered;
    auto const named = [](checkpoint const& c) {
        return c.origin + " at " + std::to_string(c.head.size) + " entries";
    };
    for (auto* newer = &fresh; !left.empty(); newer = ordered.back()) {
        auto const from = continues(*newer);
        if (!from) return from.error();
        if (!*from)
            return mismatch(errc::out_of_range, "a log that goes on from another",
                            "one that begins by itself");
        std::string found;
        auto next = left.end();
        for (auto one = left.begin(); one != left.end() && next == left.end(); ++one) {
            auto const last = frozen_at(**one);
            if (!last) return last.error();
            if (!*last)
                return mismatch(errc::out_of_range, "a log that was frozen", "one that goes on");
            if ((*last)->says.origin == (*from)->says.origin &&
                (*last)->says.head == (*from)->says.head)
                next = one;
            found += (found.empty() ? "" : ", ") + named((*last)->says);
        }
        if (next == left.end())
            return mismatch(errc::out_of_range,
                            "the log that is continued, " + named((*from)->says), found);
        ordered.push_back(*next);
        left.erase(next);
    }
    return ordered;
}

result<std::uint64_t> carry_over_customer(store& frozen, store& fresh, customer_id const& whose) {
    auto const found = cases_of(frozen, whose);
    if (!found) return found.error();
    std::uint64_t entries = 0;
    for (auto const& on : found->cases) {
        auto const carried = carry_over(frozen, fresh, on);
        if (!carried) return carried;
        entries += *carried;
    }
    return entries;
}

namespace {

/// Whether a case was carried over whole, and a fact from where it ended on says that it was erased.
/// Errors: `out_of_range` when it does not stand there so.
result<void> was_erased(store& frozen, store& fresh, case_id const& on) {
    auto const where = "case " + on.str();
    auto const ended = frozen.head(on);
    if (!ended) return ended.error();
    if (!*ended) return mismatch(errc::damaged_trail, "a case of the frozen log", "none", where);
    auto const there = stands_in(fresh, **ended);
    if (!there) return there.error();
    if (!*there)
        return mismatch(errc::out_of_range, "a case that was carried over, and erased",
                        "none in the log that goes on", where);
    auto said = false;
    std::optional<error> wrong;
    auto const read =
        fresh.read(on, (*ended)->last_sequence, ~std::uint64_t{0}, [&](stored_entry const& stored) {
            auto const e = decode_entry(stored.bytes);
            if (!e) wrong = e.error();
            else said = std::holds_alternative<personal_data_erased>(e->what);
            return !wrong && !said;
        });
    if (!read) return read.error();
    if (wrong) return *wrong;
    if (!said)
        return mismatch(errc::out_of_range, "a case that was erased",
                        "one that was not, in the log that goes on", where);
    return {};
}

} // namespace

result<std::size_t> erase_in_frozen(store& frozen, store& fresh, customer_id const& whose) {
    auto* const there = frozen.keys();
    auto* const here = fresh.keys();
    if (there == nullptr || here == nullptr)
        return mismatch(errc::not_sealed, "two stores that keep keys", "one that keeps none",
                        "customer " + whose.str());
    auto const cases = cases_of(frozen, whose);
    if (!cases) return cases.error();
    for (auto const& on : cases->cases)
        if (auto asked = was_erased(frozen, fresh, on); !asked) return asked.error();
    auto const known = there->keys_of(whose);
    if (!known) return known.error();
    std::vector<std::uint64_t> erased;
    for (auto const& [state, key] : *known) {
        if (state == key_state::destroyed) continue;
        auto const now = here->find(key.id);
        if (!now) return now.error();
        if (now->state == key_state::destroyed) erased.push_back(key.id);
    }
    if (auto done = there->destroy(erased); !done) return done.error();
    return erased.size();
}

} // namespace amends
