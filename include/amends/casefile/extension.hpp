// SPDX-License-Identifier: BSL-1.0
// An integrator's own commands and facts, typed on both sides and canonical bytes in between.
#pragma once

#include <amends/casefile/case_file.hpp>
#include <amends/vocabulary/print.hpp>
#include <amends/vocabulary/reader.hpp>

namespace amends {

namespace detail {
template <class T>
constexpr std::string_view name_in_trail() noexcept {
    static_assert(type_name<T>().size() <= rule_name::max_size, "at most 39 letters in a name");
    return type_name<T>();
}
} // namespace detail

/// Wraps an integrator's command for the desk.
template <extension_command T>
extended_command extended(T const& own) {
    return {T::number, *rule_name::parse(detail::name_in_trail<T>()), canonical::encode(own)};
}

/// Wraps an integrator's fact; actions record it.
template <extension_fact T>
    requires(!extension_command<T>)
extended_fact extended(T const& own) {
    return {T::number, *rule_name::parse(detail::name_in_trail<T>()), canonical::encode(own)};
}

/// The last fact of this type in the case, or nothing. Errors: none; damaged content reads as none.
template <extension_fact T>
std::optional<T> latest(case_file const& file) {
    for (auto const& seen : file.extended)
        if (seen.last.number == T::number)
            if (auto own = canonical::decode<T>(seen.last.content)) return *own;
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
