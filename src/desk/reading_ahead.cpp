// SPDX-License-Identifier: BSL-1.0
// One thread fills blocks and waits where nobody takes them.
#include "desk/reading_ahead.hpp"

#include "audit/fact_number.hpp"
#include "desk/bearing.hpp"

#include <system_error>
#include <utility>

namespace amends {
namespace {

// A block is handed on when it has either; entries of usual length come to a megabyte.
constexpr std::size_t items_max = 4096;
constexpr std::size_t bytes_max = std::size_t{4} << 20;
constexpr std::size_t blocks_ahead = 4;

} // namespace

error damaged(std::uint64_t log_index, error const& why) {
    return error{errc::damaged_trail,
                 why.message + " (log index " + std::to_string(log_index) + ")"};
}

result<void> reading_ahead::start() {
    try {
        reader_ = std::thread([this] {
            std::exception_ptr thrown;
            try {
                read();
            } catch (...) {
                thrown = std::current_exception();
            }
            std::scoped_lock lock(guard_);
            thrown_ = thrown;
            ended_ = true;
            changed_.notify_all();
        });
        return {};
    } catch (std::system_error const& e) {
        return mismatch(errc::store_failed, "a thread that reads ahead", e.what());
    }
}

reading_ahead::~reading_ahead() {
    if (!reader_.joinable()) return;
    {
        std::scoped_lock lock(guard_);
        closed_ = true;
        changed_.notify_all();
    }
    reader_.join();
}

result<bool> reading_ahead::next(block& into) {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [&] { return !blocks_.empty() || ended_; });
    if (!blocks_.empty()) {
        spare_.push_back(std::exchange(into, std::move(blocks_.front())));
        blocks_.erase(blocks_.begin());
        changed_.notify_all();
        return true;
    }
    if (thrown_) std::rethrow_exception(thrown_);
    if (wrong_) return *wrong_;
    return false;
}

/// Hands the block on and gives an empty one instead. False when nobody takes any more.
bool reading_ahead::put(block& b) {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [&] { return blocks_.size() < blocks_ahead || closed_; });
    if (closed_) return false;
    blocks_.push_back(std::move(b));
    if (spare_.empty()) b = {};
    else {
        b = std::move(spare_.back());
        spare_.pop_back();
        b.clear();
    }
    changed_.notify_all();
    return true;
}

void reading_ahead::read() {
    std::optional<error> wrong;
    block filling;
    auto const take = [&](std::uint64_t log_index, byte_view content, byte_view sealed) {
        auto const number = fact_number_in(content);
        if (!number) {
            wrong = damaged(log_index, number.error());
            return false;
        }
        ++filling.entries;
        if (bearings[*number] == bearing::none) return true;
        auto const begins = filling.content.size();
        filling.content.insert(filling.content.end(), content.begin(), content.end());
        filling.content.insert(filling.content.end(), sealed.begin(), sealed.end());
        filling.items.push_back(
            {log_index, begins, begins + content.size(), filling.content.size(), *number});
        if (filling.items.size() < items_max && filling.content.size() < bytes_max) return true;
        return put(filling);
    };
    auto const read =
        with_sealed_
            ? kept_.scan(
                  0, [&](stored_entry const& e) { return take(e.log_index, e.bytes, e.sealed); })
            : kept_.scan_contents(0, [&](std::uint64_t log_index, byte_view content) {
                  return take(log_index, content, {});
              });
    if (!read) wrong = read.error();
    if (!wrong) put(filling);
    std::scoped_lock lock(guard_);
    wrong_ = std::move(wrong);
}

} // namespace amends
