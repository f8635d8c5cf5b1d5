// SPDX-License-Identifier: BSL-1.0
// Taking connections and giving them back.
#include "store/postgres_pool.hpp"

#include <algorithm>
#include <thread>

namespace amends::postgres {
namespace {

/// Connections that this thread holds: it is a visitor that calls a store. It gets one more whatever
/// the bound, since waiting for itself it would wait in vain.
thread_local unsigned held_here = 0;

} // namespace

bool patience::wait() {
    auto const now = std::chrono::steady_clock::now();
    if (!until_) until_ = now + total_;
    if (now >= *until_) return false;
    std::this_thread::sleep_for(
        std::min<std::chrono::steady_clock::duration>(pause_, *until_ - now));
    pause_ = std::min(pause_ * 2, std::chrono::milliseconds(200));
    return true;
}

result<void> connect(connection& c, postgres_options const& how,
                     std::span<statement const> prepared) {
    if (auto opened = c.open(how); !opened) return opened;
    return c.prepare(prepared);
}

result<pool::lease> pool::take() {
    std::unique_lock lock(guard_);
    if (held_here == 0 && !freed_.wait_for(lock, detail::at_most_ten_years(how_.busy_timeout),
                                           [&] { return taken_ < how_.connections_max; }))
        return mismatch(errc::store_busy,
                        "one of " + std::to_string(how_.connections_max) + " connections free",
                        "all in use for " + std::to_string(how_.busy_timeout.count()) + " ms");
    ++taken_;
    ++held_here;
    lease mine(*this);
    if (!idle_.empty()) {
        mine.taken_.splice(mine.taken_.begin(), idle_, idle_.begin());
        return mine;
    }
    lock.unlock();
    auto connected = connect(mine.taken_.emplace_back(), how_, prepared_);
    if (connected) return mine;
    mine.taken_.clear(); // those that lie idle may be sound
    return connected.error();
}

void pool::add(std::list<connection>& ready) {
    std::scoped_lock lock(guard_);
    idle_.splice(idle_.begin(), ready);
}

void pool::give_back(std::list<connection>& taken) noexcept {
    --held_here;
    std::list<connection> lost; // closed without the lock
    std::scoped_lock lock(guard_);
    --taken_;
    if (!taken.empty() && taken.front().is_lost()) {
        lost.swap(idle_);
        lost.splice(lost.begin(), taken);
    } else {
        idle_.splice(idle_.begin(), taken);
    }
    freed_.notify_one();
}

} // namespace amends::postgres
