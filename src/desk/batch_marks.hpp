// SPDX-License-Identifier: BSL-1.0
// The marks that a batch leaves beside the log, and what nobody else may have marked meanwhile.
#pragma once

#include <amends/store/store.hpp>
#include <amends/vocabulary/reader.hpp>

#include <vector>

namespace amends {

/// Collected while a batch is decided, handed to the store with it. Memory is reused.
class batch_marks {
  public:
    void begin_batch() noexcept {
        noted_.clear();
        content_.clear();
        unless_.clear();
    }
    /// Marks a draft. Requires: drafts in their order.
    void add(std::uint64_t about, std::size_t draft, byte_view content) {
        auto const begins = content_.size();
        content_.insert(content_.end(), content.begin(), content.end());
        noted_.push_back({about, draft, begins, content_.size()});
    }
    /// The same with a value's canonical bytes.
    template <class T>
    void add_value(std::uint64_t about, std::size_t draft, T const& value) {
        auto const begins = content_.size();
        canonical::append(content_, value);
        noted_.push_back({about, draft, begins, content_.size()});
    }
    /// What was decided holds as long as nobody marks this from that log index on.
    void must_be_unmarked(std::uint64_t about, std::uint64_t since_log_index) {
        unless_.push_back({about, since_log_index});
    }

    /// Gives each draft its marks. Lifetime: until the next batch.
    void give(std::span<new_entry> drafts);
    std::span<unmarked const> unless() const noexcept { return unless_; }

  private:
    struct noted {
        std::uint64_t about = 0;
        std::size_t draft = 0;
        std::size_t begins = 0, ends = 0; ///< in `content_`
    };
    std::vector<noted> noted_;
    bytes content_;
    std::vector<mark> marks_;
    std::vector<unmarked> unless_;
};

/// What a merge of this case is marked with.
std::uint64_t merges_of(case_id const& on) noexcept;

} // namespace amends
