// SPDX-License-Identifier: BSL-1.0
// What every store has alike: subscriptions, and the bounds of what stands beside the log.
#include <amends/store/store.hpp>

#include "store/not_kept.hpp"

#include <algorithm>

namespace amends {

subscription store::subscribe(entry_subscriber subscriber) {
    auto kept = std::make_shared<entry_subscriber>(std::move(subscriber));
    std::scoped_lock lock(subscribers_guard_);
    // In the place of one that is gone, so that nobody's place changes while others are told.
    auto const gone = std::ranges::find_if(subscribers_, &std::weak_ptr<entry_subscriber>::expired);
    if (gone == subscribers_.end()) subscribers_.push_back(kept);
    else *gone = kept;
    return kept;
}

result<std::uint64_t> store::scan_contents(std::uint64_t from_log_index,
                                           content_visitor const& visit) {
    return scan(from_log_index, [&](stored_entry const& e) { return visit(e.log_index, e.bytes); });
}

result<void> store::check_beside(std::string_view name, byte_view content) {
    constexpr std::size_t name_size_max = 255, content_size_max = std::size_t{16} << 20;
    if (name.empty() || name.find('\0') != name.npos)
        return mismatch(errc::malformed, "a name without a zero byte",
                        name.substr(0, name_size_max));
    if (name.size() > name_size_max)
        return mismatch(errc::too_long, "a name of at most 255 bytes",
                        std::to_string(name.size()) + " bytes", name.substr(0, 24));
    if (content.size() > content_size_max)
        return mismatch(errc::too_long, "content of at most 16777216 bytes",
                        std::to_string(content.size()), name);
    return {};
}

error store::closed(case_id const& on) { return detail::log_is_closed(on); }

bool store::has_subscribers() const {
    std::scoped_lock lock(subscribers_guard_);
    return !std::ranges::all_of(subscribers_, &std::weak_ptr<entry_subscriber>::expired);
}

/// Needs no memory: the entries are kept, and whoever appended them must hear so.
void store::tell(std::span<stored_entry const> committed) {
    if (committed.empty()) return;
    std::unique_lock lock(subscribers_guard_);
    auto const count = subscribers_.size(); // a subscriber may subscribe
    for (std::size_t i = 0; i < count; ++i) {
        auto const calling = subscribers_[i].lock();
        if (!calling) continue;
        lock.unlock();
        try {
            (*calling)(committed);
        } catch (...) {
            // For the same reason.
        }
        lock.lock();
    }
}

} // namespace amends
