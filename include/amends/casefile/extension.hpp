// SPDX-License-Identifier: BSL-1.0
// An integrator's own commands and facts, typed on both sides and canonical bytes in between.
#pragma once

#include <amends/casefile/case_file.hpp>
#include <amends/vocabulary/print.hpp>
#include <amends/vocabulary/texts.hpp>

namespace amends {

namespace detail {
template <class T>
constexpr std::string_view name_in_trail() noexcept {
    static_assert(type_name<T>().size() <= rule_name::max_size, "at most 39 letters in a name");
    return type_name<T>();
}
template <class Wrapped, class T>
Wrapped wrapped(T&& own) {
    Wrapped made{T::number, *rule_name::parse(name_in_trail<T>()), {}, {}};
    made.content.resize(canonical::size(own) - canonical::size_of_texts(own));
    canonical::put_without_texts(made.content.data(), own);
    each_text(own, [&](std::string& text) { made.texts.push_back(std::move(text)); });
    return made;
}
} // namespace detail

/// Wraps an integrator's command for the desk.
template <extension_command T>
extended_command extended(T own) {
    return detail::wrapped<extended_command>(std::move(own));
}

/// Wraps an integrator's fact; actions record it.
template <extension_fact T>
    requires(!extension_command<T>)
extended_fact extended(T own) { return detail::wrapped<extended_fact>(std::move(own)); }

/// The command or fact that was wrapped; nothing when it is no T.
template <class T, class Wrapped>
std::optional<T> unwrapped(Wrapped const& from) {
    std::optional<T> own(std::in_place);
    canonical::reader content(from.content);
    content.expect_no_texts();
    content.get(*own);
    std::size_t taken = 0;
    each_text(*own, [&](std::string& text) {
        if (taken < from.texts.size()) text = from.texts[taken];
        ++taken;
    });
    if (!content.finish() || taken != from.texts.size()) own.reset();
    return own;
}

/// The last fact of this type in the case, or nothing. Errors: none; damaged content reads as none.
template <extension_fact T>
std::optional<T> latest(case_file const& file) {
    for (auto const& seen : file.extended)
        if (seen.last.number == T::number) return unwrapped<T>(seen.last);
    return std::nullopt;
}

/// How many facts of this type the case has.
template <extension_fact T>
std::uint32_t count_of(case_file const& file) noexcept {
    for (auto const& seen : file.extended)
        if (seen.last.number == T::number) return seen.count;
    return 0;
}

} // namespace amends
