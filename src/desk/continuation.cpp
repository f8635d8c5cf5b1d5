// SPDX-License-Identifier: BSL-1.0
// FORMAT: the first entry of a log that continues another is a note, with the checkpoint as its text.
#include <amends/desk/continuation.hpp>

#include "desk/accounts.hpp"
#include "desk/batch_marks.hpp"

#include <amends/audit/verify.hpp>
#include <amends/casefile/evolve.hpp>

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
};

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
    marks.give(carried.drafts);
    auto const kept = fresh.append(carried.drafts);
    if (!kept) return kept.error();
    return std::uint64_t{carried.drafts.size()};
}

} // namespace amends
