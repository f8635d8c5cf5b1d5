// SPDX-License-Identifier: BSL-1.0
// A lifecycle's rows as data: for diagrams, proofs, documentation and other tools.
#pragma once

#include <amends/workflow/rows.hpp>

#include <array>
#include <span>

namespace amends::workflow {

/// One row as data. Names are the stored ones.
struct row_info {
    state_id source{};
    std::uint8_t command = 0;
    state_id target{};
    region in = region::resolution;
    bool guarded = false;
    std::string_view source_name;
    std::string_view command_name;
    std::string_view target_name;
    std::string_view guard_name; ///< conditions separated by ", "; empty where there is none
    std::string_view action_name;
    parties who; ///< who may give the command
    /// Whether what the judges said lets this row be taken; none where the guard does not ask them.
    bool (*judges_allow)(verdict const&) = nullptr;
};

/// One state as data.
struct state_info {
    state_id id{};
    std::string_view name;
    region in = region::resolution;
    bool is_end = false;
    bool is_initial = false;
};

/// One command as data.
struct command_info {
    std::uint8_t number = 0;
    std::string_view name;
    region in = region::resolution;
    parties who;
};

namespace detail {

template <class Condition>
using asks_the_judges = mp::mp_bool<judged_condition<Condition>>;

template <class... Conditions>
constexpr auto judges_in(mp::mp_list<Conditions...>) -> bool (*)(verdict const&) {
    if constexpr (sizeof...(Conditions) == 0) return nullptr;
    else return [](verdict const& v) { return (Conditions::holds(v) && ...); };
}

template <class Row>
constexpr row_info info_of() {
    using guard = typename Row::guard;
    return {Row::source::id,
            Row::command::number,
            Row::target::id,
            Row::source::in,
            mp::mp_size<conditions_of<guard>>::value != 0,
            type_name<typename Row::source>(),
            type_name<typename Row::command>(),
            type_name<typename Row::target>(),
            guard_name<guard>,
            type_name<typename Row::action>(),
            Row::command::who,
            judges_in(mp::mp_copy_if<conditions_of<guard>, asks_the_judges>{})};
}

template <class... Rows>
constexpr std::array<row_info, sizeof...(Rows)> rows_as_data(mp::mp_list<Rows...>) {
    return {info_of<Rows>()...};
}
template <class L, class... S>
constexpr std::array<state_info, sizeof...(S)> states_as_data(mp::mp_list<S...>) {
    return {state_info{S::id, type_name<S>(), S::in, S::is_end,
                       mp::mp_contains<typename L::initial, S>::value}...};
}
template <class Command, class... Rows>
constexpr region region_of(mp::mp_list<Rows...>) {
    region in = region::record;
    (void)((std::is_same_v<typename Rows::command, Command> && (in = Rows::source::in, true)) ||
           ...);
    return in;
}
template <class L, class... C>
constexpr std::array<command_info, sizeof...(C)> commands_as_data(mp::mp_list<C...>) {
    return {command_info{C::number, type_name<C>(), region_of<C>(typename L::rows{}), C::who}...};
}

} // namespace detail

/// The rows of a lifecycle as constant data.
template <class L>
inline constexpr auto rows_of = detail::rows_as_data(typename L::rows{});
/// The states of a lifecycle as constant data.
template <class L>
inline constexpr auto state_infos_of = detail::states_as_data<L>(states_of<typename L::rows>{});
/// The commands of a lifecycle as constant data.
template <class L>
inline constexpr auto
    command_infos_of = detail::commands_as_data<L>(commands_of<typename L::rows>{});

} // namespace amends::workflow
