// SPDX-License-Identifier: BSL-1.0
// Subscriptions, which every store has alike.
#include <amends/store/store.hpp>

#include <algorithm>

namespace amends {

subscription store::subscribe(entry_subscriber subscriber) {
    auto kept = std::make_shared<entry_subscriber>(std::move(subscriber));
    subscribers_.push_back(kept);
    return kept;
}

void store::tell(std::span<stored_entry const> committed) {
    auto const calling = subscribers_; // a subscriber may subscribe
    for (auto const& one : calling)
        if (auto const alive = one.lock()) (*alive)(committed);
    std::erase_if(subscribers_, [](auto const& one) { return one.expired(); });
}

} // namespace amends
