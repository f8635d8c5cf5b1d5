// SPDX-License-Identifier: BSL-1.0
// The checks of a verifier, in the order in which a damage is named.
#include <amends/audit/verify.hpp>

namespace amends {

std::optional<damage> trail_verifier::check(stored_entry const& next) {
    auto const found = [&](damage_kind kind, std::string expected, std::string instead) {
        return damage{kind, next.log_index, next.on, next.sequence,
                      "expected " + std::move(expected) + ", found " + std::move(instead)};
    };
    if (whole_log_ && next.log_index != entries_)
        return found(damage_kind::gap, "log index " + std::to_string(entries_),
                     std::to_string(next.log_index));
    ++entries_;
    bytes_ += next.bytes.size();

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

    auto& last = heads_[next.on];
    auto const wanted = last.sequence + 1;
    if (next.sequence != wanted)
        return found(next.sequence > wanted ? damage_kind::gap : damage_kind::order,
                     "sequence " + std::to_string(wanted), std::to_string(next.sequence));
    if (place.previous != last.hash)
        return found(damage_kind::chain, "previous hash " + to_text(last.hash),
                     to_text(place.previous));
    if (last.sequence != 0 && place.at < last.at)
        return found(damage_kind::time, "a time not before " + to_text(last.at), to_text(place.at));
    last = {next.sequence, actual, place.at};
    return std::nullopt;
}

std::optional<damage> trail_verifier::check_head(case_id const& on, std::uint64_t last_sequence,
                                                 digest const& last_hash) const {
    auto const known = heads_.find(on);
    auto const reached = known == heads_.end() ? 0 : known->second.sequence;
    if (reached != last_sequence)
        return damage{damage_kind::head, 0, on, reached,
                      "expected the last entry to be " + std::to_string(last_sequence) +
                          ", found " + std::to_string(reached)};
    if (known != heads_.end() && known->second.hash != last_hash)
        return damage{damage_kind::head, 0, on, reached,
                      "expected last hash " + to_text(last_hash) + ", found " +
                          to_text(known->second.hash)};
    return std::nullopt;
}

} // namespace amends
