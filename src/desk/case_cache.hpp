// SPDX-License-Identifier: BSL-1.0
// Case files in memory, at most so many; the one not used for longest goes first, about.
#pragma once

#include <amends/casefile/case_file.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <memory>
#include <vector>

namespace amends {

/// A case file with what the next entry needs to know of the last.
struct cached_case {
    case_file file;
    digest head;                   ///< hash of the last entry
    bool used = false;             ///< since the clock's hand passed
    std::uint32_t batch = 0;       ///< the batch that changed it last
    std::uint32_t drafted_in = 0;  ///< the batch that is about to keep an entry of it
    std::uint64_t snapshot_at = 0; ///< sequence of the last snapshot
};

/// Bounded cache with the clock algorithm: a hand passes over the slots and takes the first that was
/// not used since its last round. References stay valid until the case is evicted or forgotten.
class case_cache {
  public:
    explicit case_cache(std::size_t capacity) : capacity_(capacity < 1 ? 1 : capacity) {}

    cached_case* find(case_id const& on) {
        auto const known = places_.find(on);
        if (known == places_.end()) return nullptr;
        auto& c = *slots_[known->second];
        c.used = true;
        return &c;
    }

    /// A fresh slot for a case that is not cached. Never evicts a case of batch `in_use`. When memory
    /// ends, nothing was added.
    cached_case& add(case_id const& on, std::uint32_t in_use) {
        if (free_.empty()) free_a_slot(in_use);
        auto const place = free_.back();
        places_[on] = place;
        free_.pop_back();
        auto& c = *slots_[place];
        c = {};
        c.file.id = on;
        c.used = true;
        return c;
    }

    /// Never allocates.
    void forget(case_id const& on) noexcept {
        auto const known = places_.find(on);
        if (known == places_.end()) return;
        free_.push_back(known->second);
        places_.erase(known);
    }

    /// Forgets every case of these customers, and its texts with it. Cost: a look at each slot, however
    /// many customers they are.
    void forget_those_of(boost::unordered_flat_set<customer_id> const& these) {
        for (std::uint32_t place = 0; place < slots_.size(); ++place) {
            ++looked_at_;
            auto& c = *slots_[place];
            if (!these.contains(c.file.contact.customer)) continue;
            auto const known = places_.find(c.file.id);
            if (known == places_.end() || known->second != place) continue;
            free_.push_back(place);
            places_.erase(known);
            c = {};
        }
    }

    /// Drops what a batch larger than the capacity left behind. References end here.
    void release_surplus() {
        if (slots_.size() <= capacity_) return;
        for (auto place = capacity_; place < slots_.size(); ++place) {
            auto const known = places_.find(slots_[place]->file.id);
            if (known != places_.end() && known->second == place) places_.erase(known);
        }
        slots_.resize(capacity_);
        look_again_at_ = 0;
        std::erase_if(free_, [&](std::uint32_t place) { return place >= capacity_; });
        hand_ = 0;
    }

    std::size_t size() const noexcept { return slots_.size(); }
    /// Slots that were looked at so far to find those to free.
    std::uint64_t looked_at() const noexcept { return looked_at_; }

  private:
    /// By evicting a case, or by growing while there is room or every slot is part of this batch.
    void free_a_slot(std::uint32_t in_use) {
        if (slots_.size() < capacity_ || is_full_of(in_use) || !evict(in_use)) {
            // INVARIANT: there is room to give back every slot.
            if (free_.capacity() <= slots_.size()) free_.reserve(2 * slots_.size() + 1);
            slots_.push_back(std::make_unique<cached_case>());
            free_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
        }
    }
    /// Nothing was found to evict for this batch; looked for again once there are twice as many slots,
    /// some of which others may have.
    bool is_full_of(std::uint32_t in_use) const noexcept {
        return in_use == full_of_ && slots_.size() < look_again_at_;
    }
    bool evict(std::uint32_t in_use) noexcept {
        for (std::size_t tries = 0; tries < 2 * slots_.size(); ++tries) {
            ++looked_at_;
            hand_ = (hand_ + 1) % slots_.size();
            auto& c = *slots_[hand_];
            if (c.batch == in_use) continue; // holds changes that are not committed yet
            if (c.used) {
                c.used = false;
                continue;
            }
            places_.erase(c.file.id);
            free_.push_back(static_cast<std::uint32_t>(hand_));
            return true;
        }
        full_of_ = in_use;
        look_again_at_ = 2 * slots_.size();
        return false;
    }

    std::size_t capacity_;
    std::vector<std::unique_ptr<cached_case>> slots_;
    std::vector<std::uint32_t> free_; ///< places of slots that hold no case
    boost::unordered_flat_map<case_id, std::uint32_t> places_;
    std::size_t hand_ = 0;
    std::uint32_t full_of_ = 0; ///< the batch for which there was nothing to evict
    std::size_t look_again_at_ = 0;
    std::uint64_t looked_at_ = 0;
};

} // namespace amends
