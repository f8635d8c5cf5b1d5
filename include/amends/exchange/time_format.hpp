// SPDX-License-Identifier: BSL-1.0
// How a foreign log writes its moments.
#pragma once

#include <amends/vocabulary/time.hpp>

#include <vector>

namespace amends {

/// A notation such as `d/m/yyyy HH:MM`. Days and months are `d` and `m` (one or two digits) or `dd`
/// and `mm` (two), years `yyyy`, hours `H` or `HH`, minutes `MM`, seconds `SS`, milliseconds `fff`;
/// every other character stands for itself. `iso` is ISO 8601: with an offset of its own or `Z`, or
/// without, by the log's clock.
class time_format {
  public:
    /// Errors: `malformed` where a part is missing (a year, a month, a day), unknown or double.
    static result<time_format> parse(std::string_view notation);

    /// The moment that `text` says, in UTC, where the log's clock is `ahead` of UTC.
    /// Errors: `malformed` as "expected a moment such as d/m/yyyy HH:MM, found ...", and for one that could
    /// not be read again as "expected a moment of the years 0 to 9999 in UTC, found ...".
    result<instant> read(std::string_view text, std::chrono::minutes ahead = {}) const;

    std::string const& notation() const noexcept { return notation_; }

  private:
    struct part {
        char kind = 0; ///< one of `d m y H M S f`, or 0 for a character that stands for itself
        int digits_min = 0;
        int digits_max = 0;
        char literal = 0;
    };
    std::string notation_;
    std::vector<part> parts_; ///< empty for `iso`
};

} // namespace amends
