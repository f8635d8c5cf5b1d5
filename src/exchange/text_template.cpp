// SPDX-License-Identifier: BSL-1.0
// Templates: read once, filled in for every row.
#include <amends/exchange/text_template.hpp>

#include "text_file.hpp"

#include <algorithm>

namespace amends {

bool text_template::is_literal() const noexcept {
    return std::none_of(pieces.begin(), pieces.end(), [](auto const& p) { return p.column; });
}

result<text_template> parse_template(std::string_view text, template_names const& names) {
    text_template made;
    std::string literal;
    auto const flush = [&] {
        if (!literal.empty()) made.pieces.push_back({std::move(literal), {}, {}});
        literal.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{') {
            literal += text[i];
            continue;
        }
        if (text.substr(i).starts_with("{{")) {
            literal += '{';
            ++i;
            continue;
        }
        flush();
        auto const end = text.find('}', i);
        if (end == std::string_view::npos)
            return mismatch(errc::malformed, "a closing brace", detail::quoted(text.substr(i)));
        auto const hole = text.substr(i + 1, end - i - 1);
        auto const mark = hole.find_first_of("|>");
        auto const column = hole.substr(0, mark);
        if (column.empty())
            return mismatch(errc::malformed, "a column in braces", detail::quoted(text));
        text_template::piece p;
        p.column = names.column(column);
        if (mark != std::string_view::npos && hole[mark] == '|') p.literal = hole.substr(mark + 1);
        if (mark != std::string_view::npos && hole[mark] == '>') {
            auto const name = hole.substr(mark + 1);
            p.list = names.list(name);
            if (!p.list)
                return mismatch(errc::malformed,
                                "a list of words [words." + std::string(name) + "]", "none");
        }
        made.pieces.push_back(std::move(p));
        i = end;
    }
    flush();
    return made;
}

result<rendered_text> render(text_template const& what, std::span<std::string_view const> values,
                             std::span<word_list const> lists) {
    rendered_text out;
    for (auto const& p : what.pieces) {
        if (!p.column) {
            out.text += p.literal;
            continue;
        }
        auto const value = values[*p.column];
        if (value.empty()) {
            out.text += p.literal;
            out.stood_in = out.stood_in || !p.literal.empty();
        } else if (p.list) {
            auto const& list = lists[*p.list];
            auto const found = std::find_if(list.words.begin(), list.words.end(),
                                            [&](auto const& pair) { return pair.first == value; });
            if (found == list.words.end())
                return mismatch(errc::malformed, "one of the words of [words." + list.name + "]",
                                detail::quoted(value));
            out.text += found->second;
        } else out.text += value;
    }
    return out;
}

} // namespace amends
