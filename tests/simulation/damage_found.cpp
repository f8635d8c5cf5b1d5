// SPDX-License-Identifier: BSL-1.0
// Promise 8: the log is sound, and damage done to a copy of it is found and located.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

class damage_found_checker final : public promise {
  public:
    explicit damage_found_checker(watcher_maker make)
        : promise(8, "damage is found and located"), make_(std::move(make)), follows_(make_()) {}

  private:
    struct damaged_log {
        std::vector<stored_entry> entries;
        bytes changed; ///< what a changed entry holds now
        std::string how;
        std::uint64_t first = 0; ///< log index at which it must be found
        bool by_head = false;    ///< the entries look sound: a case ends too early
    };

    void check(view const& at) override {
        for (auto const& e : at.fresh()) {
            try_damage_to_the_next(at, e);
            auto const found = follows_->check(e.as_stored());
            hold(!found, [&] {
                return "entry " + std::to_string(e.log_index) +
                       " of the log: expected a sound one, found " + found->message;
            });
            auto const head = follows_->check_head(e.on, e.sequence, e.hash);
            hold(!head, [&] {
                return "the head of " + e.on.str() + ": expected it where its case ends, found " +
                       head->message;
            });
        }
        if (at.log.entries().empty() || !at.chance.once_in(8)) return;
        try_damage(at);
    }

    /// Somebody changes a bit of an entry, or what the store says beside it; what they did.
    static std::string spoil(stored_entry& one, bytes& changed, dice& chance) {
        auto const bit = static_cast<std::byte>(1u << chance.below(8));
        switch (chance.below(5)) {
        case 0:
            changed.assign(one.bytes.begin(), one.bytes.end());
            changed[chance.below(changed.size())] ^= bit;
            one.bytes = changed;
            return "one bit of its bytes changed";
        case 1: one.hash.bytes[chance.below(32)] ^= bit; return "one bit of its hash changed";
        case 2: one.sequence += 1 + chance.below(3); return "another sequence beside it";
        case 3: one.on = case_id::trusted(one.on.str() + "0"); return "another case beside it";
        default:
            one.command = command_id::trusted(one.command.str() + "0");
            return "another command id beside it";
        }
    }

    /// The entry is shown damaged before it is shown as it is: whoever follows the log from there sees
    /// it at once, and nothing else changes for them.
    void try_damage_to_the_next(view const& at, kept_entry const& sound) {
        auto one = sound.as_stored();
        bytes changed;
        std::string how = "with the one before it removed";
        auto const kind = at.chance.below(7);
        if (kind == 0) return miss_the_next(sound);
        if (kind == 1) one.log_index += 1;
        else how = spoil(one, changed, at.chance);
        auto const found = follows_->check(one);
        hold(found && found->log_index == one.log_index, [&] {
            return "entry " + std::to_string(sound.log_index) + " of the log, " + how +
                   ": expected damage at entry " + std::to_string(one.log_index) + ", found " +
                   (found ? "it at entry " + std::to_string(found->log_index) : "none");
        });
    }
    void miss_the_next(kept_entry const& e) {
        hold(follows_->check_head(e.on, e.sequence, e.hash).has_value(), [&] {
            return "the log cut off before entry " + std::to_string(e.log_index) +
                   ": expected damage by the head of " + e.on.str() + ", found none";
        });
    }

    void try_damage(view const& at) {
        auto const copy = damaged(at);
        auto const watch = make_();
        std::optional<damage> found;
        for (auto const& e : copy.entries)
            if ((found = watch->check(e))) break;
        if (found)
            return hold(!copy.by_head && found->log_index == copy.first, [&] {
                return copy.how + ": expected damage at entry " + std::to_string(copy.first) +
                       (copy.by_head ? " by its head" : "") + ", found it at entry " +
                       std::to_string(found->log_index) + ": " + found->message;
            });
        bool ends_elsewhere = false;
        for (auto const& [on, c] : at.log.cases()) {
            auto const& last = at.log.entries()[c.places.back()];
            ends_elsewhere = ends_elsewhere || watch->check_head(on, last.sequence, last.hash);
        }
        hold(copy.by_head && ends_elsewhere, [&] {
            return copy.how + ": expected damage at entry " + std::to_string(copy.first) +
                   (copy.by_head ? " by its head" : "") + ", found none";
        });
    }

    damaged_log damaged(view const& at) {
        auto const& sound = at.log.entries();
        damaged_log copy;
        for (auto const& e : sound) copy.entries.push_back(e.as_stored());
        auto const i = at.chance.below(sound.size());
        auto& one = copy.entries[i];
        auto const name = "entry " + std::to_string(i) + " of the log, ";
        copy.first = i;
        auto const is_last = i + 1 == sound.size();
        switch (at.chance.below(10)) {
        case 5:
            copy.how = name + "removed";
            copy.entries.erase(copy.entries.begin() + static_cast<std::ptrdiff_t>(i));
            copy.by_head = is_last;
            copy.first = i + 1;
            break;
        case 6:
            copy.how = name + "changed places with the one behind it";
            if (is_last) return damaged(at, i);
            std::swap(one, copy.entries[i + 1]);
            copy.first = i + 1;
            break;
        case 7:
            copy.how = name + "there twice";
            copy.entries.insert(copy.entries.begin() + static_cast<std::ptrdiff_t>(i), one);
            break;
        case 8:
            copy.how = "the log cut off before entry " + std::to_string(i);
            copy.entries.resize(i);
            copy.by_head = true;
            break;
        case 9: return rewritten(at, i);
        default: copy.how = name + spoil(one, copy.changed, at.chance);
        }
        return copy;
    }
    damaged_log damaged(view const& at, std::size_t i) { return rewritten(at, i); }

    /// Somebody who can compute a hash changes who it was, and the hash beside it.
    damaged_log rewritten(view const& at, std::size_t i) {
        auto const& sound = at.log.entries();
        damaged_log copy;
        for (auto const& e : sound) copy.entries.push_back(e.as_stored());
        copy.how = "entry " + std::to_string(i) + " of the log, rewritten with its hash";
        auto other = sound[i].says;
        other.who.id = "somebody else";
        encode(other, copy.changed);
        copy.entries[i].bytes = copy.changed;
        copy.entries[i].hash = sha256().of_leaf(copy.changed);
        copy.by_head = true;
        copy.first = i;
        for (auto k = i + 1; k < sound.size(); ++k)
            if (sound[k].on == sound[i].on) {
                copy.by_head = false;
                copy.first = k;
                break;
            }
        return copy;
    }

    watcher_maker make_;
    std::unique_ptr<watcher> follows_;
};

} // namespace

std::unique_ptr<promise> damage_found(watcher_maker make) {
    return std::make_unique<damage_found_checker>(std::move(make));
}

} // namespace amends::simulation
