// SPDX-License-Identifier: BSL-1.0
// Canonical bytes: how every stored value is written, field by field; reader.hpp reads them.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/id.hpp>
#include <amends/vocabulary/label.hpp>
#include <amends/vocabulary/money.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <bit>
#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

// FORMAT: docs/format.md. Little-endian, fixed order, no padding; texts and lists are
// length-prefixed (u32), ids by one byte; optionals, bools and enumerations take one byte.
static_assert(std::endian::native == std::endian::little,
              "big-endian hosts need byte swaps in put() and get()");

namespace amends {

using bytes = std::vector<std::byte>;

/// Bounds of what is read back; longer is refused before anything is allocated.
inline constexpr std::size_t text_size_max = std::size_t{1} << 20;
inline constexpr std::size_t list_size_max = 4096;

/// A struct whose members are listed with Boost.Describe: the list is the stored order.
template <class T>
concept described_value = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept described_choice = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// Whether an enumeration has this value.
template <described_choice E>
constexpr bool is_known(E value) noexcept {
    bool known = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto e) { known = known || e.value == value; });
    return known;
}

namespace canonical {

template <class T>
concept plain_number = std::integral<T> && !std::same_as<T, bool>;

template <described_value T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;

// --- size -----------------------------------------------------------------------------------

template <plain_number T>
constexpr std::size_t size(T const&) noexcept {
    return sizeof(T);
}
constexpr std::size_t size(bool const&) noexcept { return 1; }
template <class T>
    requires(std::is_enum_v<T>)
constexpr std::size_t size(T const&) noexcept {
    static_assert(sizeof(T) == 1, "stored enumerations take one byte");
    return 1;
}
template <class Tag>
constexpr std::size_t size(id<Tag> const& i) noexcept {
    return 1 + i.view().size();
}
inline std::size_t size(std::string const& s) noexcept { return 4 + s.size(); }
inline std::size_t size(label const& s) noexcept { return 4 + s.size(); } // not std::size
inline std::size_t size(bytes const& b) noexcept { return 4 + b.size(); }
constexpr std::size_t size(digest const&) noexcept { return 32; }
constexpr std::size_t size(money const&) noexcept { return 11; }
constexpr std::size_t size(currency const&) noexcept { return 3; }
constexpr std::size_t size(instant const&) noexcept { return 8; }
std::size_t size(role_set const& roles) noexcept;
template <class T>
std::size_t size(std::optional<T> const& o) noexcept;
template <class T>
std::size_t size(std::vector<T> const& list) noexcept;
template <described_value T>
std::size_t size(T const& value) noexcept;

template <class T>
std::size_t size(std::optional<T> const& o) noexcept {
    return 1 + (o ? size(*o) : 0);
}
template <class T>
std::size_t size(std::vector<T> const& list) noexcept {
    std::size_t total = 4;
    for (auto const& one : list) total += size(one);
    return total;
}
template <described_value T>
std::size_t size(T const& value) noexcept {
    std::size_t total = 0;
    boost::mp11::mp_for_each<members_of<T>>([&](auto m) { total += size(value.*m.pointer); });
    return total;
}
inline std::size_t size(role_set const& roles) noexcept {
    std::size_t total = 1;
    for (auto const& r : roles.all()) total += size(r);
    return total;
}

// --- writing: the caller has made room for size(value) bytes ------------------------------------

inline std::byte* put_raw(std::byte* to, void const* from, std::size_t n) noexcept {
    if (n != 0) std::memcpy(to, from, n);
    return to + n;
}
template <plain_number T>
std::byte* put(std::byte* to, T value) noexcept {
    return put_raw(to, &value, sizeof value);
}
inline std::byte* put(std::byte* to, bool value) noexcept {
    *to = std::byte{value};
    return to + 1;
}
template <class T>
    requires(std::is_enum_v<T>)
std::byte* put(std::byte* to, T value) noexcept {
    *to = static_cast<std::byte>(value);
    return to + 1;
}
template <class Tag>
std::byte* put(std::byte* to, id<Tag> const& i) noexcept {
    auto const text = i.view();
    *to++ = static_cast<std::byte>(text.size());
    detail::copy_name(reinterpret_cast<char*>(to), text.data(), text.size());
    return to + text.size();
}
inline std::byte* put(std::byte* to, std::string const& s) noexcept {
    to = put(to, static_cast<std::uint32_t>(s.size()));
    return put_raw(to, s.data(), s.size());
}
inline std::byte* put(std::byte* to, bytes const& b) noexcept {
    to = put(to, static_cast<std::uint32_t>(b.size()));
    return put_raw(to, b.data(), b.size());
}
inline std::byte* put(std::byte* to, digest const& d) noexcept {
    return put_raw(to, d.bytes.data(), d.bytes.size());
}
inline std::byte* put(std::byte* to, currency const& c) noexcept {
    return put_raw(to, c.code().data(), 3);
}
inline std::byte* put(std::byte* to, money const& m) noexcept {
    return put(put(to, m.minor_units), m.in);
}
inline std::byte* put(std::byte* to, instant const& at) noexcept {
    return put(to, static_cast<std::int64_t>(at.time_since_epoch().count()));
}
inline std::byte* put(std::byte* to, role_set const& roles) noexcept {
    *to++ = static_cast<std::byte>(roles.all().size());
    for (auto const& r : roles.all()) to = put(to, r);
    return to;
}
template <class T>
std::byte* put(std::byte* to, std::optional<T> const& o) noexcept;
template <class T>
std::byte* put(std::byte* to, std::vector<T> const& list) noexcept;
template <described_value T>
std::byte* put(std::byte* to, T const& value) noexcept;

template <class T>
std::byte* put(std::byte* to, std::optional<T> const& o) noexcept {
    to = put(to, o.has_value());
    return o ? put(to, *o) : to;
}
template <class T>
std::byte* put(std::byte* to, std::vector<T> const& list) noexcept {
    to = put(to, static_cast<std::uint32_t>(list.size()));
    for (auto const& one : list) to = put(to, one);
    return to;
}
template <described_value T>
std::byte* put(std::byte* to, T const& value) noexcept {
    boost::mp11::mp_for_each<members_of<T>>([&](auto m) { to = put(to, value.*m.pointer); });
    return to;
}

/// Appends the canonical bytes of `value` to `to`. Cost: one pass for the size, one for the bytes.
template <class T>
void append(bytes& to, T const& value) {
    auto const before = to.size();
    to.resize(before + size(value));
    put(to.data() + before, value);
}

/// The canonical bytes of `value`.
template <class T>
bytes encode(T const& value) {
    bytes out;
    append(out, value);
    return out;
}

} // namespace canonical
} // namespace amends
