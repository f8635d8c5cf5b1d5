// SPDX-License-Identifier: BSL-1.0
// A moment as a reason names it.
#pragma once

#include <amends/authority/verdict.hpp>

#include "vocabulary/moment_text.hpp"

#include <string_view>

namespace amends {

/// `before 2026-03-01T09:30:00Z`: what stands before the moment, at most as many bytes as a reason has
/// room for, and the moment. Never allocates.
inline measure moment_in_words(std::string_view before, instant at) noexcept {
    detail::moment_text room{};
    auto const moment = detail::text_of(at, room);
    std::array<char, rule_name::max_size> words{};
    auto const first = before.copy(words.data(), words.size());
    auto const rest = moment.copy(words.data() + first, words.size() - first);
    return measure::of_words(rule_name::trusted({words.data(), first + rest}));
}

} // namespace amends
