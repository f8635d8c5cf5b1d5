// SPDX-License-Identifier: BSL-1.0
// Checkpoints gathered, the smallest first, and what does not agree said with both sides.
#include "store/verifying.hpp"

#include "store/kept_checkpoint.hpp"

#include <amends/store/frozen.hpp>

#include <algorithm>
#include <utility>

namespace amends::detail {
namespace {

std::string named(checkpoint const& c) {
    return "checkpoint of " + c.origin + " at " + std::to_string(c.head.size) + " entries";
}

result<void> check_same_log(std::vector<milestone> const& all) {
    for (auto const& one : all)
        if (one.says.origin != all.front().says.origin)
            return mismatch(errc::proof_failed, "a checkpoint of " + all.front().says.origin,
                            "one of " + one.says.origin);
    return {};
}

/// Adds the one that is kept as the newest, where it is not among the others.
result<void> gather_newest(store& of, verify_options const& against, milestones& found) {
    auto const unsound = [&](std::uint64_t at, std::string message) {
        if (!found.unsound)
            found.unsound = damage_at(damage_kind::signature, at, std::move(message));
        return result<void>{};
    };
    auto const held = hold_newest(of);
    if (!held)
        return held.error().code == errc::store_damaged ? unsound(0, held.error().message)
                                                        : result<void>(held.error());
    if (held->ahead > 1)
        unsound(held->newest ? held->newest->says.head.size : 0,
                both_sides("the newest checkpoint, of " +
                               std::to_string(held->last->says.head.size) + " entries",
                           held->newest ? "one of " + std::to_string(held->newest->says.head.size)
                                        : "none") +
                    " (checkpoint)");
    if (!held->newest) return {};
    auto const& newest = *held->newest;
    if (!held->is_by_size) found.all.push_back({newest.says, true});
    if (against.keys.empty()) return {};
    if (auto opened = open_checkpoint(newest.note, against.keys); !opened)
        return unsound(newest.says.head.size,
                       opened.error().message + " (" + named(newest.says) + ", the newest)");
    return {};
}

} // namespace

damage damage_at(damage_kind kind, std::uint64_t log_index, std::string message) {
    return {kind, log_index, {}, 0, std::move(message)};
}
std::string both_sides(std::string_view expected, std::string_view found) {
    return "expected " + std::string(expected) + ", found " + std::string(found);
}
damage ends_before(checkpoint const& c, std::uint64_t size) {
    return damage_at(damage_kind::count, size,
                     both_sides(std::to_string(c.head.size) + " entries", std::to_string(size)) +
                         " (" + named(c) + ")");
}
damage other_root(checkpoint const& c, digest const& found, std::uint64_t agreed) {
    return damage_at(damage_kind::root, agreed,
                     both_sides("root " + to_text(c.head.root), to_text(found)) + " (" + named(c) +
                         "; the first " + std::to_string(agreed) +
                         " entries are those of an earlier one)");
}

result<milestones> gather(store& of, verify_options const& against) {
    milestones found;
    auto const read = checkpoints(of, [&](kept_checkpoint const& one) {
        if (!against.keys.empty())
            if (auto opened = open_checkpoint(one.note, against.keys); !opened) {
                found.unsound = damage_at(damage_kind::signature, one.says.head.size,
                                          opened.error().message + " (" + named(one.says) + ")");
                return false;
            }
        found.all.push_back({one.says, true});
        return true;
    });
    if (!read) {
        if (read.error().code != errc::store_damaged) return read.error();
        found.unsound = damage_at(damage_kind::signature, 0, read.error().message);
    }
    if (auto newest = gather_newest(of, against, found); !newest) return newest.error();
    for (auto const& one : against.elsewhere) found.all.push_back({one, false});
    if (auto same = check_same_log(found.all); !same) return same.error();
    std::stable_sort(found.all.begin(), found.all.end(), [](auto const& a, auto const& b) {
        return a.says.head.size < b.says.head.size;
    });
    return found;
}

void count_texts(text_verifier const& texts, verified_log& found) {
    found.sealed = texts.opened();
    found.erased = texts.erased();
    found.erased_elsewhere = texts.erased_elsewhere();
    found.closed = texts.sealed();
}

result<closing> closing_of(store& log, verify_options const& against,
                           std::span<milestone const> known,
                           std::function<result<std::uint64_t>()> const& size) {
    closing found;
    auto const last = frozen_at(log);
    if (!last && last.error().code != errc::store_damaged) return last.error();
    if (last && !*last) return found;
    auto const entries = size();
    if (!entries) return entries.error();
    if (!last) {
        found.unsound = damage_at(damage_kind::signature, *entries, last.error().message);
        return found;
    }
    auto const& says = (*last)->says;
    found.says = says;
    auto const unsound = [&](damage_kind kind, std::string message) {
        found.unsound = damage_at(kind, says.head.size, std::move(message));
        return found;
    };
    if (!known.empty() && says.origin != known.front().says.origin)
        return unsound(
            damage_kind::signature,
            both_sides("a checkpoint of " + known.front().says.origin, "one of " + says.origin) +
                " (the log was frozen with it)");
    // Whoever can write beside the log could close it without a key, and hide behind that.
    if (!against.keys.empty())
        if (auto opened = open_checkpoint((*last)->note, against.keys); !opened)
            return unsound(damage_kind::signature, opened.error().message + " (" + named(says) +
                                                       ", the log was frozen with it)");
    if (says.head.size != *entries)
        return unsound(damage_kind::count,
                       both_sides("nothing after " + std::to_string(says.head.size) + " entries",
                                  std::to_string(*entries)) +
                           " (the log was frozen)");
    return found;
}

} // namespace amends::detail
