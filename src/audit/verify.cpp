// SPDX-License-Identifier: BSL-1.0
// The checks of a verifier, in the order in which a damage is named.
#include <amends/audit/verify.hpp>

#include "audit/said_change.hpp"

namespace amends {

namespace {

damage damage_of(damage_kind kind, std::uint64_t log_index, case_id const& on,
                 std::uint64_t sequence, std::string expected, std::string found) {
    return {kind, log_index, on, sequence,
            "expected " + std::move(expected) + ", found " + std::move(found)};
}

/// More than any product has releases; a case keeps which of them is its own in two bytes.
constexpr std::size_t lifecycles_max = std::size_t{1} << 16;
/// What a head has room for. Nobody comes that far: a log of so many entries takes years to read.
constexpr auto sequence_max = (std::uint64_t{1} << 48) - 1;

} // namespace

std::optional<damage> trail_verifier::check(stored_entry const& next) {
    auto const found = [&](damage_kind kind, std::string expected, std::string instead) {
        return damage_of(kind, next.log_index, next.on, next.sequence, std::move(expected),
                         std::move(instead));
    };
    if (whole_log_ && next.log_index != entries_)
        return found(damage_kind::gap, "log index " + std::to_string(entries_),
                     std::to_string(next.log_index));
    auto const actual = hasher_.of_leaf(next.bytes);
    if (actual != next.hash)
        return found(damage_kind::hash, "hash " + to_text(next.hash), to_text(actual));
    entry_place place;
    if (auto read = decode_place(next.bytes, place); !read)
        return damage{damage_kind::unreadable, next.log_index, next.on, next.sequence,
                      read.error().message};
    if (place.on != next.on)
        return found(damage_kind::label, "case " + place.on.str(), next.on.str());
    if (place.sequence != next.sequence)
        return found(damage_kind::label, "sequence " + std::to_string(place.sequence),
                     std::to_string(next.sequence));
    if (place.command != next.command)
        return found(damage_kind::label, "command id " + place.command.str(), next.command.str());
    bytes_ += next.bytes.size();
    return follow(next.log_index, place, actual, next.bytes);
}

std::optional<damage> trail_verifier::check(std::uint64_t log_index, byte_view entry,
                                            digest& hash) {
    if (whole_log_ && log_index != entries_)
        return damage_of(damage_kind::gap, log_index, {}, 0,
                         "log index " + std::to_string(entries_), std::to_string(log_index));
    hash = hasher_.of_leaf(entry);
    entry_place place;
    if (auto read = decode_place(entry, place); !read)
        return damage{damage_kind::unreadable, log_index, {}, 0, read.error().message};
    bytes_ += entry.size();
    return follow(log_index, place, hash, entry);
}

/// The entry as the next one of its case.
std::optional<damage> trail_verifier::follow(std::uint64_t log_index, entry_place const& place,
                                             digest const& hash, byte_view entry) {
    auto const found = [&](damage_kind kind, std::string expected, std::string instead) {
        return damage_of(kind, log_index, place.on, place.sequence, std::move(expected),
                         std::move(instead));
    };
    ++entries_;
    auto& last = heads_[place.on];
    auto const wanted = last.sequence + 1;
    if (place.sequence != wanted)
        return found(place.sequence > wanted ? damage_kind::gap : damage_kind::order,
                     "sequence " + std::to_string(wanted), std::to_string(place.sequence));
    if (place.previous != last.hash)
        return found(damage_kind::chain, "previous hash " + to_text(last.hash),
                     to_text(place.previous));
    if (last.sequence != 0 && place.at < last.at)
        return found(damage_kind::time, "a time not before " + to_text(last.at), to_text(place.at));
    if (last.sequence == 0 || place.lifecycle != lifecycles_[last.lifecycle]) {
        // The first of its case, or one that names another lifecycle: only such a one is decoded.
        if (last.sequence != 0) {
            auto const& pinned = lifecycles_[last.lifecycle];
            auto const whole = decode_entry(entry);
            if (!whole)
                return damage{damage_kind::unreadable, log_index, place.on, place.sequence,
                              whole.error().message};
            if (auto instead = unsaid_change(*whole, pinned))
                return found(damage_kind::lifecycle, "lifecycle " + to_text(pinned),
                             std::move(*instead));
        }
        auto const number = number_of(place.lifecycle);
        if (!number)
            return found(damage_kind::lifecycle,
                         "at most " + std::to_string(lifecycles_max) + " lifecycles in a log",
                         "another, " + to_text(place.lifecycle));
        last.lifecycle = *number;
    }
    last.sequence = place.sequence & sequence_max;
    last.hash = hash;
    last.at = place.at;
    return std::nullopt;
}

/// The place of a lifecycle among those that were met; nothing when there are too many.
std::optional<std::uint16_t> trail_verifier::number_of(digest const& lifecycle) {
    if (auto const known = numbers_of_lifecycles_.find(lifecycle);
        known != numbers_of_lifecycles_.end())
        return known->second;
    if (lifecycles_.size() == lifecycles_max) return std::nullopt;
    auto const next = static_cast<std::uint16_t>(lifecycles_.size());
    lifecycles_.push_back(lifecycle);
    numbers_of_lifecycles_.emplace(lifecycle, next);
    return next;
}

std::uint64_t trail_verifier::reached(case_id const& on) const {
    auto const known = heads_.find(on);
    return known == heads_.end() ? 0 : known->second.sequence;
}

std::optional<damage> trail_verifier::check_head(case_id const& on, std::uint64_t last_sequence,
                                                 digest const& last_hash) const {
    auto const known = heads_.find(on);
    auto const last = reached(on);
    if (last != last_sequence)
        return damage{damage_kind::head, 0, on, last,
                      "expected the last entry to be " + std::to_string(last_sequence) +
                          ", found " + std::to_string(last)};
    if (known != heads_.end() && known->second.hash != last_hash)
        return damage{damage_kind::head, 0, on, last,
                      "expected last hash " + to_text(last_hash) + ", found " +
                          to_text(known->second.hash)};
    return std::nullopt;
}

} // namespace amends
