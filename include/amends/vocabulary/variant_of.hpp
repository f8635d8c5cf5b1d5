// SPDX-License-Identifier: BSL-1.0
// What a value that is one of many types has in common with others.
#pragma once

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

namespace amends {

/// Whether a type, const or a reference to it as it may be, is one of a variant's.
template <class Some, class Variant>
concept alternative_of = boost::mp11::mp_contains<Variant, std::remove_cvref_t<Some>>::value;

/// A base of classes that are a std::variant of many types, and used as one. Such a class declares
/// what copies, moves, compares and destroys it, and a source defines that: of forty types it takes a
/// compiler a second and more, in every unit that holds such a value.
template <class... T>
class variant_of : public std::variant<T...> {
  public:
    using variant = std::variant<T...>;

    variant_of() = default;
    /// From one of them; nothing is converted.
    template <alternative_of<variant> Some>
    variant_of(Some&& some)
        : variant(std::in_place_type<std::remove_cvref_t<Some>>, std::forward<Some>(some)) {}
};

/// A class with that base.
template <class V>
concept variant_class = !std::is_const_v<V> && std::derived_from<V, typename V::variant>;

/// Hands a `boost::mp11::mp_identity` of each of its types to `visit`, in their order.
template <variant_class V, class Visit>
constexpr void each_type_of(Visit&& visit) {
    using namespace boost::mp11;
    mp_for_each<mp_transform<mp_identity, typename V::variant>>(std::forward<Visit>(visit));
}

} // namespace amends

template <amends::variant_class V>
struct std::variant_size<V> : std::variant_size<typename V::variant> {};
template <std::size_t Place, amends::variant_class V>
struct std::variant_alternative<Place, V> : std::variant_alternative<Place, typename V::variant> {};
