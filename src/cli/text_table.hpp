// SPDX-License-Identifier: BSL-1.0
// Columns of text, aligned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amends::cli {

// A text that a terminal can show: control characters, which could move its cursor or worse, become
// dots, and what is longer than `width_max` characters is cut.
std::string shown(std::string_view text, std::size_t width_max = 200);

class text_table {
  public:
    explicit text_table(std::vector<std::string> header);
    void add(std::vector<std::string> row);
    // Every row with its line's end; two spaces between columns, none after the last.
    std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

} // namespace amends::cli
