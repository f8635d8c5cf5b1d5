// SPDX-License-Identifier: BSL-1.0
// Characters of a TOML document that stand where only ASCII may: looked for before it is parsed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
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
            else if (is_taken_for_an_hour(at_)) ++at_;
            else if (c == '#') pass_comment();
            else if ((c == '"' || c == '\'') && something_may_begin()) pass_any_string(c);
            else {
                if (c != ' ' && c != '\t' && c != '\r') pass(c);
                ++at_;
            }
        }
        return found_;
    }

  private:
    static constexpr auto npos = std::string_view::npos;
    static constexpr char in_the_midst = 'x';

    bool is_beyond(std::size_t at) const {
        return at < text_.size() && static_cast<unsigned char>(text_[at]) >= 0x80;
    }
    bool next_are(std::string_view some) const { return text_.substr(at_).starts_with(some); }

    bool is_digit(std::size_t at) const {
        return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
    }
    // After ten characters that may be a date, a space and a digit toml++ takes what comes next for the
    // time's, also what begins a comment or ends the line.
    bool is_taken_for_an_hour(std::size_t at) const {
        return in_value_ && last_ == in_the_midst && at >= value_at_ + 12 && is_digit(at - 1) &&
               text_[at - 2] == ' ';
    }

    bool something_may_begin() const {
        return std::string_view(in_value_ ? "\n=[," : "\n[{,.").find(last_) != npos;
    }

    // Goes along with what is in order: toml++ ends at the first thing that is not. In the midst of a
    // value every character is like others to it, but for those that end one.
    void pass(char c) {
        auto const begins = in_value_ && something_may_begin();
        auto const in_array = !open_.empty() && open_.back() == '[';
        last_ = c;
        switch (c) {
        case '\n': in_value_ = !open_.empty(); return;
        case ',': in_value_ = in_array; return;
        case ']':
        case '}':
            if (open_.empty()) return; // of a table's header
            open_.pop_back();
            in_value_ = true;
            return;
        case '[':
        case '{':
            if (!begins) break;
            open_ += c;
            in_value_ = c == '[';
            return;
        case '=':
            if (in_value_) break;
            in_value_ = true;
            return;
        default: break;
        }
        if (begins) value_at_ = at_;
        if (in_value_) last_ = in_the_midst;
    }

    void pass_comment() {
        at_ = std::min(text_.find('\n', at_), text_.size());
        if (at_ == text_.size()) return;
        pass('\n');
        ++at_;
    }

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
    std::size_t value_at_ = 0; // where the last value began that is no string, array or table
    char last_ = '\n';         // that is no space
    bool in_value_ = false;    // not in a key
    std::string open_{};       // arrays and inline tables that did not end yet
    std::optional<std::size_t> found_{};
};

} // namespace amends::detail
