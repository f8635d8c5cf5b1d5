// SPDX-License-Identifier: BSL-1.0
// Characters of a TOML document that stand where only ASCII may: looked for before it is parsed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace amends::detail {

// Finds the first such character. toml++ 3 asks of each character outside of strings and comments
// whether it is a space, and also of the one that a string goes on with after a backslash at a line's
// end; for most letters of Europe its answer is undefined behaviour.
class toml_text {
  public:
    explicit toml_text(std::string_view text) : text_(text) {}

    std::optional<std::size_t> beyond_ascii() {
        if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
        while (at_ < text_.size() && !found_) {
            auto const c = text_[at_];
            if (is_beyond(at_)) found_ = at_;
            else if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size());
            else if ((c == '"' || c == '\'') && a_string_may_begin()) pass_any_string(c);
            else {
                if (c != ' ' && c != '\t' && c != '\r') last_ = c;
                ++at_;
            }
        }
        return found_;
    }

  private:
    static constexpr auto npos = std::string_view::npos;

    bool is_beyond(std::size_t at) const {
        return at < text_.size() && static_cast<unsigned char>(text_[at]) >= 0x80;
    }
    bool next_are(std::string_view some) const { return text_.substr(at_).starts_with(some); }

    // A quote anywhere else is a character like others to toml++, which goes on with what it reads.
    bool a_string_may_begin() const { return std::string_view("\n=[{,.").find(last_) != npos; }

    void pass_any_string(char quote) {
        last_ = quote;
        if (next_are(quote == '"' ? R"(""")" : "'''")) pass_long_string(quote);
        else pass_string(quote);
    }
    // One that does not end on its line is where the document ends: what follows is not looked at.
    void pass_string(char quote) {
        for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\n') at_ = text_.size();
            else if (text_[at_] == '\\' && quote == '"') ++at_;
        }
        ++at_;
    }
    // Up to two quotes may stand right before the three that end it.
    void pass_long_string(char quote) {
        std::string_view const end = quote == '"' ? R"(""")" : "'''";
        for (at_ += 3; at_ < text_.size() && !found_; ++at_) {
            if (next_are(end)) {
                at_ = std::min(text_.find_first_not_of(quote, at_), text_.size());
                return;
            }
            if (text_[at_] == '\\' && quote == '"') pass_backslash();
        }
    }
    void pass_backslash() {
        auto const next = text_.find_first_not_of(" \t\r\n", at_ + 1);
        if (next == npos) at_ = text_.size() - 1;
        else if (is_beyond(next)) found_ = next;
        else at_ = std::max(at_ + 1, next - 1);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    char last_ = '\n'; // that is no space
    std::optional<std::size_t> found_{};
};

} // namespace amends::detail
