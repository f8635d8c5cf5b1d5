// SPDX-License-Identifier: BSL-1.0
// Texts with columns of a log in them: `{category}, {subcategory|none}`.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amends {

/// A list of words that stands for another: `[words.severity]` in a mapping.
struct word_list {
    std::string name;
    std::vector<std::pair<std::string, std::string>> words; ///< the log's word, and amends'

    friend bool operator==(word_list const&, word_list const&) = default;
};

/// A text with holes. `{column}` is the column's text, empty where it is missing; `{column|text}`
/// is `text` where it is missing; `{column>list}` is the word that the list has for it; `{{` is a
/// brace.
struct text_template {
    struct piece {
        std::string literal;               ///< the text, or what stands in for a missing column
        std::optional<std::size_t> column; ///< among the columns of the mapping
        std::optional<std::size_t> list;   ///< among the word lists of the mapping
    };
    std::vector<piece> pieces;

    bool is_literal() const noexcept;
};

/// A template filled in. `stood_in` where a text stood in for a missing column.
struct rendered_text {
    std::string text;
    bool stood_in = false;
};

/// What a template's names refer to: each lookup gives the place of a name.
struct template_names {
    std::function<std::size_t(std::string_view)> column;
    std::function<std::optional<std::size_t>(std::string_view)> list;
};

/// Errors: `malformed` on an open brace, an empty name or an unknown list.
result<text_template> parse_template(std::string_view text, template_names const& names);

/// Fills in a row's values; an empty value is a missing one. Errors: `malformed` on a word that a
/// list does not have.
result<rendered_text> render(text_template const& what, std::span<std::string_view const> values,
                             std::span<word_list const> lists);

} // namespace amends
