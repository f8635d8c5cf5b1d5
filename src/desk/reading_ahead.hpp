// SPDX-License-Identifier: BSL-1.0
// A log read ahead by a thread of its own: what bears on decisions, in blocks.
#pragma once

#include <amends/store/store.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace amends {

/// Entries copied out of the store, one after the other.
struct block {
    struct item {
        std::uint64_t log_index = 0;
        std::size_t begins = 0, ends = 0; ///< in `content`
        std::size_t sealed_ends = 0;      ///< what is sealed beside it begins where it ends
        std::uint8_t fact_number = 0;
    };
    std::vector<item> items;
    bytes content;
    std::uint64_t entries = 0; ///< read since the block before, those without bearing too

    /// Empty again, with the memory that it has.
    void clear() noexcept {
        items.clear();
        content.clear();
        entries = 0;
    }
};

/// Reads the whole log, a few blocks ahead of whoever takes them. Its thread ends before it does,
/// however it ends. Memory: six blocks, each of 4 MiB and an entry at most.
class reading_ahead {
  public:
    /// `with_sealed`: what is sealed beside entries comes along.
    explicit reading_ahead(store& kept, bool with_sealed = false)
        : kept_(kept), with_sealed_(with_sealed) {}
    ~reading_ahead();
    reading_ahead(reading_ahead const&) = delete;

    /// Errors: `store_failed` when there is no thread to be had.
    result<void> start();
    /// The next block, in place of one that is done with; false after the last. Errors: those of the
    /// store, `damaged_trail`. What the store threw passes through.
    result<bool> next(block& into);

  private:
    void read();
    bool put(block& b);

    store& kept_;
    bool with_sealed_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<block> blocks_;
    std::vector<block> spare_; ///< done with; their memory is used again
    bool ended_ = false;       ///< nothing comes any more
    bool closed_ = false;      ///< nobody takes any more
    std::optional<error> wrong_;
    std::exception_ptr thrown_;
    std::thread reader_;
};

/// An error with the place in the log where it was found.
error damaged(std::uint64_t log_index, error const& why);

} // namespace amends
