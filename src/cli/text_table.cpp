// SPDX-License-Identifier: BSL-1.0
// Alignment by characters, not bytes.
#include "cli/text_table.hpp"

#include <algorithm>

namespace amends::cli {

namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

} // namespace

std::string shown(std::string_view text, std::size_t width_max) {
    std::string out;
    std::size_t width = 0;
    for (char c : text) {
        if (begins_character(c) && ++width > width_max) return out + "...";
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '.' : c;
    }
    return out;
}

text_table::text_table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

void text_table::add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

std::string text_table::text() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (auto const& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    std::string out;
    for (auto const& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            line.append(widths[i] - width_of(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

} // namespace amends::cli
