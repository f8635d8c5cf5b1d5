// SPDX-License-Identifier: BSL-1.0
// Values in words: every described value prints itself as `name{member: value, ...}`.
#pragma once

#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/type_name.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <string>
#include <string_view>

namespace amends {

/// The enumerator's name; `?` for a value without one.
template <described_choice E>
std::string_view name_of(E value) noexcept {
    return boost::describe::enum_to_string(value, "?");
}

/// The enumerator with this name, or nothing.
template <described_choice E>
std::optional<E> from_name(std::string_view name) noexcept {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) {
        if (name == e.name) found = e.value;
    });
    return found;
}

namespace printing {

template <canonical::plain_number T>
std::string text(T value) {
    return std::to_string(value);
}
inline std::string text(bool value) { return value ? "yes" : "no"; }
inline std::string text(std::string const& s) { return '"' + s + '"'; }
inline std::string text(bytes const& b) { return std::to_string(b.size()) + " bytes"; }
template <class Tag>
std::string text(id<Tag> const& i) {
    return i.str();
}
inline std::string text(money const& m) { return to_text(m); }
inline std::string text(instant const& at) { return to_text(at); }
inline std::string text(digest const& d) { return to_text(d).substr(0, 12); }
inline std::string text(currency const& c) { return std::string(c.code()); }
inline std::string text(role_set const& roles) {
    std::string out;
    for (auto const& r : roles.all()) out += (out.empty() ? "" : " and ") + r.str();
    return out;
}
template <class E>
    requires(std::is_enum_v<E>)
std::string text(E value) {
    if constexpr (described_choice<E>) return std::string(name_of(value));
    else return std::to_string(static_cast<unsigned>(value));
}
template <class T>
std::string text(std::optional<T> const& o);
template <class T>
std::string text(std::vector<T> const& list);
template <described_value T>
std::string text(T const& value);

template <class T>
std::string text(std::optional<T> const& o) {
    return o ? text(*o) : "-";
}
template <class T>
std::string text(std::vector<T> const& list) {
    std::string out = "[";
    for (auto const& one : list) out += (out.size() == 1 ? "" : ", ") + text(one);
    return out + "]";
}
template <described_value T>
std::string text(T const& value) {
    std::string out(type_name<T>());
    char const* between = "{";
    boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) {
        out += between;
        out += m.name;
        out += ": ";
        out += text(value.*m.pointer);
        between = ", ";
    });
    return out + (*between == '{' ? "{}" : "}");
}

} // namespace printing
} // namespace amends
