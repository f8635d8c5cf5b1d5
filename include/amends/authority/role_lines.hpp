// SPDX-License-Identifier: BSL-1.0
// Lines of a document that are about one role each, grouped when they are loaded.
#pragma once

#include <amends/authority/role_places.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace amends {

/// Lines by the role that each names in its member `role`. Lines of one role stay in their order. Cost
/// of a look-up: one of `role_places`.
template <class Line>
class role_lines {
  public:
    role_lines() = default;
    explicit role_lines(std::vector<Line> lines) : lines_(std::move(lines)) {
        std::vector<std::size_t> count;
        for (auto const& one : lines_) {
            auto const place = roles_.add(one.role);
            count.resize(std::max(count.size(), place + 1));
            ++count[place];
        }
        std::ranges::stable_sort(lines_, {},
                                 [&](Line const& one) { return roles_.find(one.role); });
        begins_.assign(1, 0);
        for (auto const n : count) begins_.push_back(begins_.back() + n);
    }

    /// Those of a role; none when no line names it.
    std::span<Line const> of(role const& r) const noexcept {
        auto const place = roles_.find(r);
        if (place == role_places::nowhere) return {};
        return std::span(lines_).subspan(begins_[place], begins_[place + 1] - begins_[place]);
    }
    std::span<Line const> all() const noexcept { return lines_; }

  private:
    role_places roles_;
    std::vector<Line> lines_;           ///< role by role, in the order of their places
    std::vector<std::size_t> begins_{}; ///< by place, and where the last one ends
};

} // namespace amends
