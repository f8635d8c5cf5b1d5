// SPDX-License-Identifier: BSL-1.0
// FORMAT: the first entry of a log that continues another is a note, with the checkpoint as its text.
#include <amends/desk/continuation.hpp>

#include "desk/accounts.hpp"
#include "desk/batch_marks.hpp"
#include "desk/customers.hpp"

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

} // namespace

result<std::uint64_t> carry_over(store& frozen, store& fresh, case_id const& on) {
    auto const ended = frozen.head(on);
    if (!ended) return ended.error();
    if (!*ended) return mismatch(errc::unknown_case, "a case of the frozen log", on.view());
    auto const there = fresh.head(on);
    if (!there) return there.error();

    carried_case carried;
    batch_marks marks;
    accounts known(fresh, marks);
    known.begin_batch();
    trail_verifier trail(false);
    case_file file;
    file.id = on;
    result<void> fine;
    auto const read = frozen.read(on, 1, (*ended)->last_sequence, [&](stored_entry const& e) {
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
        known.note(decoded->what, decoded->how, file, carried.drafts.size() - 1);
        if (std::holds_alternative<case_merged>(decoded->what))
            marks.add(merges_of(on), carried.drafts.size() - 1, {});
        mark_customer(marks, carried.drafts.size() - 1, on, decoded->what);
        evolve_in_place(file, std::move(decoded->what), decoded->how);
        return true;
    });
    if (!read) return read.error();
    if (!fine) return fine.error();
    if (auto const wrong = trail.check_head(on, (*ended)->last_sequence, (*ended)->last_hash))
        return error{errc::damaged_trail, wrong->message + " (case " + on.str() + ')'};

    if (*there) {
        // One that was carried over before has the same entry where the older log ends.
        auto same = false;
        auto const looked = fresh.read(on, (*ended)->last_sequence, (*ended)->last_sequence,
                                       [&](stored_entry const& e) {
                                           same = e.hash == (*ended)->last_hash;
                                           return false;
                                       });
        if (!looked) return looked.error();
        if (same) return std::uint64_t{0};
    }
    if (auto keys = carry_keys(frozen, fresh, carried, file.contact.customer); !keys)
        return keys.error();
    marks.give(carried.drafts);
    auto const kept = fresh.append(carried.drafts);
    if (!kept) return kept.error();
    return std::uint64_t{carried.drafts.size()};
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

result<std::size_t> erase_in_frozen(store& frozen, store& fresh, customer_id const& whose) {
    auto* const there = frozen.keys();
    auto* const here = fresh.keys();
    if (there == nullptr || here == nullptr)
        return mismatch(errc::not_sealed, "two stores that keep keys", "one that keeps none",
                        "customer " + whose.str());
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
