// SPDX-License-Identifier: BSL-1.0
// Connections that calls share: taken for the length of a call, and kept for whoever calls next.
#pragma once

#include "store/sqlite_store_connection.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace amends::sqlite {

/// The connections of one store to its file. Threads: any number.
class pool {
  public:
    /// How connections are opened from now on, and the first of them.
    void start(sqlite_options how, std::unique_ptr<store_connection> first) {
        how_ = std::move(how);
        how_.create = false;
        idle_.reserve(idle_max);
        idle_.push_back(std::move(first));
    }

    /// A connection for the length of a call: the one used last, since its pages are in memory.
    class lease {
      public:
        lease(pool& from, std::unique_ptr<store_connection> taken)
            : from_(&from), taken_(std::move(taken)) {}
        lease(lease&&) noexcept = default;
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (taken_) from_->give_back(std::move(taken_));
        }
        store_connection* operator->() const { return taken_.get(); }
        store_connection& operator*() const { return *taken_; }

      private:
        pool* from_;
        std::unique_ptr<store_connection> taken_;
    };

    /// Errors: those of opening a connection.
    result<lease> take() {
        while (auto taken = take_idle())
            if (!taken->is_outdated()) return lease(*this, std::move(taken));
        auto fresh = std::make_unique<store_connection>();
        if (auto connected = fresh->open(how_); !connected) return connected.error();
        return lease(*this, std::move(fresh));
    }

    std::filesystem::path const& file() const noexcept { return how_.path; }

  private:
    /// Connections that are kept, at most: each keeps pages in memory.
    static constexpr std::size_t idle_max = 8;

    std::unique_ptr<store_connection> take_idle() {
        std::scoped_lock lock(guard_);
        if (idle_.empty()) return nullptr;
        auto taken = std::move(idle_.back());
        idle_.pop_back();
        return taken;
    }
    void give_back(std::unique_ptr<store_connection> one) noexcept {
        std::scoped_lock lock(guard_);
        if (idle_.size() < idle_max) idle_.push_back(std::move(one));
    }

    sqlite_options how_;
    std::mutex guard_;
    /// INVARIANT: has room for as many as are kept: giving one back must not need memory.
    std::vector<std::unique_ptr<store_connection>> idle_;
};

} // namespace amends::sqlite
