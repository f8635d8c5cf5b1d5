// SPDX-License-Identifier: BSL-1.0
// Guards: named conditions that hold or say what they expected and what they found.
#pragma once

#include <amends/vocabulary/print.hpp>
#include <amends/workflow/step.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <concepts>
#include <tuple>

namespace amends::workflow {

/// No guard, or no action.
struct none {};

/// A condition about the case alone: known before the command's content is.
template <class C>
concept case_condition = requires(step const& s) {
    { C::holds(s) } -> std::same_as<bool>;
};

/// A condition about what the judges said.
template <class C>
concept judged_condition = requires(verdict const& v) {
    { C::holds(v) } -> std::same_as<bool>;
};

/// A condition about the content of a command.
template <class C, class Command>
concept content_condition = requires(Command const& c, step const& s) {
    { C::holds(c, s) } -> std::same_as<bool>;
};

/// A guard of several conditions; all must hold, the first that does not gives the reason.
template <class... Conditions>
struct all {};

template <class Guard>
struct conditions_in {
    using type = boost::mp11::mp_list<Guard>;
};
template <>
struct conditions_in<none> {
    using type = boost::mp11::mp_list<>;
};
template <class... Conditions>
struct conditions_in<all<Conditions...>> {
    using type =
        boost::mp11::mp_append<boost::mp11::mp_list<>, typename conditions_in<Conditions>::type...>;
};
/// The conditions of a guard, in order; `all` inside `all` is flattened.
template <class Guard>
using conditions_of = typename conditions_in<Guard>::type;

template <class C, class Command>
constexpr bool holds(Command const& what, step const& s) {
    if constexpr (case_condition<C>) return C::holds(s);
    else if constexpr (judged_condition<C>) return C::holds(s.judged);
    else {
        static_assert(
            content_condition<C, Command>,
            "a condition has `static bool holds(step const&)`, `holds(verdict const&)` or "
            "`holds(Command const&, step const&)`");
        return C::holds(what, s);
    }
}

namespace detail {
template <class... Args>
auto const& last_of(Args const&... args) {
    return std::get<sizeof...(Args) - 1>(std::tie(args...));
}
// `expected` and `found` take all that `holds` takes, the step alone, or nothing.
template <class C, class... Args>
std::string expected_by(Args const&... args) {
    if constexpr (requires { C::expected(args...); }) return C::expected(args...);
    else if constexpr (requires { C::expected(last_of(args...)); })
        return C::expected(last_of(args...));
    else return C::expected();
}
template <class C, class... Args>
std::string found_by(Args const&... args) {
    if constexpr (requires { C::found(args...); }) return C::found(args...);
    else if constexpr (requires { C::found(last_of(args...)); }) return C::found(last_of(args...));
    else return C::found();
}
} // namespace detail

/// The condition's words: `expected` and `found`, each taking what `holds` takes, the step alone, or
/// nothing. A condition whose reason is not its own name has `rule` beside them.
template <class C, class... Args>
explanation explain(Args const&... args) {
    explanation why;
    if constexpr (requires { C::rule(args...); }) why.reason = C::rule(args...);
    else why.reason = std::string(type_name<C>());
    why.expected = detail::expected_by<C>(args...);
    why.found = detail::found_by<C>(args...);
    return why;
}

template <class C, class Command>
explanation explain_for(Command const& what, step const& s) {
    if constexpr (case_condition<C>) return explain<C>(s);
    else if constexpr (judged_condition<C>) return explain<C>(s.judged);
    else return explain<C>(what, s);
}

template <class Guard, class Command>
constexpr bool guard_holds(Command const& what, step const& s) {
    return [&]<class... C>(boost::mp11::mp_list<C...>) {
        return (holds<C>(what, s) && ...);
    }(conditions_of<Guard>{});
}

namespace detail {
template <class List>
struct joined_names;
template <class... C>
struct joined_names<boost::mp11::mp_list<C...>> {
    static constexpr std::string_view view =
        naming::joined<naming::comma, naming::named<C>::view...>::view;
};
} // namespace detail

/// A guard's name: its conditions in order, separated by commas; empty for `none`.
template <class Guard>
inline constexpr std::string_view guard_name = detail::joined_names<conditions_of<Guard>>::view;

} // namespace amends::workflow
