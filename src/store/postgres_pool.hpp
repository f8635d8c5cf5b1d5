// SPDX-License-Identifier: BSL-1.0
// Connections that calls share: taken for the length of a call, made again where one was lost.
#pragma once

#include "store/longest_wait.hpp"
#include "store/postgres_connection.hpp"

#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

namespace amends::postgres {

/// Time to go on trying, from a setback on, with longer and longer pauses.
class patience {
  public:
    explicit patience(std::chrono::milliseconds total) : total_(detail::at_most_ten_years(total)) {}

    /// Waits a little; false when the time is over.
    bool wait();
    /// After progress: the next setback has all the time.
    void renew() noexcept {
        until_.reset();
        pause_ = first_pause;
    }

  private:
    static constexpr std::chrono::milliseconds first_pause{1};

    std::chrono::milliseconds total_;
    std::chrono::milliseconds pause_ = first_pause;
    std::optional<std::chrono::steady_clock::time_point> until_;
};

/// Connects and prepares; the tables must be there.
result<void> connect(connection& c, postgres_options const& how,
                     std::span<statement const> prepared);

class pool {
  public:
    pool(postgres_options const& how, std::span<statement const> prepared)
        : how_(how), prepared_(prepared) {}

    /// A connection for the length of a call. One that was lost is not given back, nor are those that
    /// lie idle: they were most likely lost with it.
    class lease {
      public:
        explicit lease(pool& from) : from_(&from) {}
        lease(lease&& other) noexcept
            : from_(std::exchange(other.from_, nullptr)), taken_(std::move(other.taken_)) {}
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (from_ != nullptr) from_->give_back(taken_);
        }
        connection& operator*() { return taken_.front(); }

      private:
        friend class pool;
        pool* from_;
        std::list<connection> taken_; ///< one, once it is there
    };

    /// Adds the one connection of a list.
    void add(std::list<connection>& ready);

    /// Errors: `store_busy` when none comes free in time; those of connecting.
    result<lease> take();

    /// Makes a call that only reads, or that may be made twice: again, when the connection is lost.
    /// A call that visits many rows may last longer than many a loss: each has the time anew that
    /// comes after rows.
    template <class Call>
    auto with(Call&& call) -> decltype(call(std::declval<connection&>())) {
        for (patience left(how_.reconnect_for);;) {
            auto taken = take();
            if (!taken) {
                if (taken.error().code == errc::store_failed && left.wait()) continue;
                return taken.error();
            }
            auto& c = **taken;
            auto const before = c.rows();
            auto answer = call(c);
            if (c.rows() != before) left.renew();
            if (answer.has_value() || !c.is_worth_repeating() || !left.wait()) return answer;
        }
    }

  private:
    void give_back(std::list<connection>& taken) noexcept;

    postgres_options how_;
    std::span<statement const> prepared_;
    std::mutex guard_;
    std::condition_variable freed_;
    std::list<connection> idle_; ///< handed on without memory of its own
    unsigned taken_ = 0;
};

} // namespace amends::postgres
