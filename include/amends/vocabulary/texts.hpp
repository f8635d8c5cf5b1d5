// SPDX-License-Identifier: BSL-1.0
// The texts of a value: what may tell of a person, and so is lifted out of an entry and sealed.
#pragma once

#include <amends/vocabulary/reader.hpp>
#include <amends/vocabulary/variant_of.hpp>

#include <variant>

namespace amends {

namespace detail {
template <class T>
struct texts_of : std::false_type {};
template <>
struct texts_of<std::string> : std::true_type {};
template <class T>
struct texts_of<std::optional<T>> : texts_of<T> {};
template <class T>
struct texts_of<std::vector<T>> : texts_of<T> {};
template <class... T>
struct texts_of<std::variant<T...>> : std::disjunction<texts_of<T>...> {};
template <variant_class T>
struct texts_of<T> : texts_of<typename T::variant> {};
template <class T, class Member>
using type_of_member = texts_of<std::remove_cvref_t<decltype(std::declval<T&>().*Member::pointer)>>;
template <described_value T>
struct texts_of<T>
    : boost::mp11::mp_apply<std::disjunction, boost::mp11::mp_transform_q<
                                                  boost::mp11::mp_bind_front<type_of_member, T>,
                                                  canonical::members_of<T>>> {};
} // namespace detail

/// Whether values of this type have texts. A `std::string` is one; labels, ids, bytes and digests are
/// none.
template <class T>
inline constexpr bool has_texts = detail::texts_of<std::remove_const_t<T>>::value;

/// Visits each text of a value, in the order in which they are stored.
template <class T, class Visit>
void each_text(T& value, Visit const& visit) {
    using plain = std::remove_const_t<T>;
    if constexpr (!has_texts<T>) return;
    else if constexpr (std::same_as<plain, std::string>) visit(value);
    else if constexpr (described_value<plain>)
        boost::mp11::mp_for_each<canonical::members_of<plain>>(
            [&](auto m) { each_text(value.*m.pointer, visit); });
    else if constexpr (requires { value.has_value(); }) {
        if (value) each_text(*value, visit);
    } else if constexpr (requires { value.size(); }) {
        for (auto& one : value) each_text(one, visit);
    } else {
        std::visit([&](auto& one) { each_text(one, visit); }, value);
    }
}

/// Empties each text.
template <class T>
void clear_texts(T& value) {
    each_text(value, [](std::string& text) { text.clear(); });
}

namespace canonical {

/// How much shorter a value is with its texts left empty.
template <class T>
std::size_t size_of_texts(T const& value) noexcept {
    std::size_t total = 0;
    each_text(value, [&](std::string const& text) { total += text.size(); });
    return total;
}

/// As `put`, with every text left empty: takes size(value) - size_of_texts(value) bytes.
template <class T>
std::byte* put_without_texts(std::byte* to, T const& value) noexcept {
    if constexpr (!has_texts<T>) return put(to, value);
    else if constexpr (std::same_as<T, std::string>) return put(to, std::uint32_t{0});
    else if constexpr (described_value<T>) {
        boost::mp11::mp_for_each<members_of<T>>(
            [&](auto m) { to = put_without_texts(to, value.*m.pointer); });
        return to;
    } else if constexpr (requires { value.has_value(); }) {
        to = put(to, value.has_value());
        return value ? put_without_texts(to, *value) : to;
    } else {
        to = put(to, static_cast<std::uint32_t>(value.size()));
        for (auto const& one : value) to = put_without_texts(to, one);
        return to;
    }
}

// FORMAT: the texts of a value, one after the other, each as any text is written.

/// Appends the texts alone.
template <class T>
void append_texts(bytes& to, T const& value) {
    std::size_t total = 0;
    each_text(value, [&](std::string const& text) { total += size(text); });
    auto const before = to.size();
    to.resize(before + total);
    auto* at = to.data() + before;
    each_text(value, [&](std::string const& text) { at = put(at, text); });
}

/// Puts texts back where they were taken from; reads as many as the value has.
template <class T>
void get_texts(reader& from, T& value) {
    each_text(value, [&](std::string& text) { from.get(text); });
}

} // namespace canonical
} // namespace amends
