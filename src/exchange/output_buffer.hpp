// SPDX-License-Identifier: BSL-1.0
// What an export has written and not yet handed on.
#pragma once

#include <amends/exchange/export.hpp>

#include <string>

namespace amends::detail {

class output_buffer {
  public:
    explicit output_buffer(text_sink const& to) : to_(to) {}

    // Where the next piece is appended.
    std::string& text() noexcept { return text_; }

    // To be called after each piece: false when nothing more is taken.
    bool pass_on() { return text_.size() < enough || hand_over(); }

    bool takes_more() const noexcept { return takes_more_; }

    // Hands over what is left. Errors: `io_failed` when something was not taken, now or before.
    result<void> finish() {
        hand_over();
        if (takes_more_) return {};
        return mismatch(errc::io_failed, "an output that takes everything", "one that is full");
    }

  private:
    static constexpr std::size_t enough = 64 * 1024;

    bool hand_over() {
        if (takes_more_ && !text_.empty()) takes_more_ = to_(text_);
        text_.clear();
        return takes_more_;
    }

    text_sink const& to_;
    std::string text_;
    bool takes_more_ = true;
};

} // namespace amends::detail
