// SPDX-License-Identifier: BSL-1.0
// Subscriptions, which every store has alike.
#include <amends/store/store.hpp>

#include <algorithm>

namespace amends {

subscription store::subscribe(entry_subscriber subscriber) {
    auto kept = std::make_shared<entry_subscriber>(std::move(subscriber));
    std::scoped_lock lock(subscribers_guard_);
    subscribers_.push_back(kept);
    return kept;
}

bool store::has_subscribers() const {
    std::scoped_lock lock(subscribers_guard_);
    return !subscribers_.empty();
}

void store::tell(std::span<stored_entry const> committed) {
    std::vector<std::shared_ptr<entry_subscriber>> calling; // a subscriber may subscribe
    {
        std::scoped_lock lock(subscribers_guard_);
        std::erase_if(subscribers_, [](auto const& one) { return one.expired(); });
        for (auto const& one : subscribers_)
            if (auto alive = one.lock()) calling.push_back(std::move(alive));
    }
    for (auto const& one : calling) {
        try {
            (*one)(committed);
        } catch (...) {
            // The entries are kept: whoever appended them must hear so.
        }
    }
}

} // namespace amends
