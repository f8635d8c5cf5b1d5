// SPDX-License-Identifier: BSL-1.0
// The twin: a constexpr table of rows with their functions, made from the same list as the machine.
#pragma once

#include <amends/workflow/action.hpp>
#include <amends/workflow/table.hpp>

#include <optional>
#include <span>

namespace amends::workflow {

/// A condition as data. `holds` and `explain` take the typed command, which conditions about the
/// case and the judges ignore.
struct condition_functions {
    bool about_the_case = false;   ///< known before the command's content is
    bool about_the_judges = false; ///< known once they were asked
    bool (*holds)(void const* command, step const& s) = nullptr;
    explanation (*explain)(void const* command, step const& s) = nullptr;
};

/// What a row can be asked. Rows that differ only in source and target share one of these.
struct row_functions {
    std::span<condition_functions const> conditions;
    void (*act)(void* command, step& s) = nullptr;

    /// The first condition that fails, or nullptr.
    condition_functions const* failing(void const* command, step const& s) const;
    /// The first condition about the case alone that fails, or nullptr.
    condition_functions const* ruled_out(step const& s) const;
    /// The first condition about the judges that fails, or nullptr.
    condition_functions const* ruled_out_by_judges(step const& s) const;
};

/// A row of the twin table. `next` is the place of the next row with the same source and command.
struct twin_row {
    state_id source{};
    std::uint8_t command = 0;
    state_id target{};
    std::uint8_t next = 255;
    row_functions const* functions = nullptr;
};

/// The twin of a lifecycle: as data, so that its code is compiled once for all lifecycles. Needs no
/// dynamic initialisation and works before main; the oracle of the MSM machine.
struct twin {
    std::span<twin_row const> rows;
    std::span<std::uint8_t const> first; ///< by state place and command place
    std::span<std::uint8_t const, 256> state_place;
    std::span<std::uint8_t const, 256> command_place;
    std::size_t command_count = 0;

    /// Takes the first row whose guard holds; `what` points to the typed command.
    reply take(state_id& at, std::uint8_t command, void* what, step& s) const;
    bool possible_here(state_id at, std::uint8_t command) const noexcept;
    /// Why the case alone rules the command out; nothing when some row is left.
    std::optional<explanation> ruled_out(state_id at, std::uint8_t command, step const& s) const;
    /// Why the case and the judges together rule it out; nothing when they leave some row.
    std::optional<explanation> ruled_out_as_judged(state_id at, std::uint8_t command,
                                                   step const& s) const;
    /// Why no row is taken: of the first row that the case does not rule out by itself.
    std::optional<explanation> why_refused(state_id at, std::uint8_t command, void const* what,
                                           step const& s) const;

  private:
    twin_row const* find(state_id at, std::uint8_t command) const noexcept;
    twin_row const* after(twin_row const& row) const noexcept;
};

namespace detail {

/// `Command` is void for conditions that do not look at it, so that they are compiled once.
template <class C, class Command>
struct functions_of_condition {
    static bool holds(void const* command, step const& s) {
        return workflow::holds<C>(*static_cast<Command const*>(command), s);
    }
    static explanation explain(void const* command, step const& s) {
        return workflow::explain<C>(*static_cast<Command const*>(command), s);
    }
};
template <class C>
struct functions_of_condition<C, void> {
    static bool holds(void const*, step const& s) { return workflow::holds<C>(none{}, s); }
    static explanation explain(void const*, step const& s) { return explain_for<C>(none{}, s); }
};

template <class C, class Command>
constexpr condition_functions functions_of() {
    constexpr bool ignores_command = case_condition<C> || judged_condition<C>;
    using functions = functions_of_condition<C, mp::mp_if_c<ignores_command, void, Command>>;
    return {case_condition<C>, judged_condition<C>, &functions::holds, &functions::explain};
}

template <class Command, class Action>
void act_on(void* command, step& s) {
    perform<Action>(*static_cast<Command*>(command), s);
}
template <class Command, class Action>
constexpr auto action_of = &act_on<Command, Action>;
template <class Command>
constexpr void (*action_of<Command, none>)(void*, step&) = nullptr;

template <class Command, class Conditions>
struct conditions_of_row;
template <class Command, class... C>
struct conditions_of_row<Command, mp::mp_list<C...>> {
    static constexpr std::array<condition_functions, sizeof...(C)> value{
        functions_of<C, Command>()...};
};
template <class Command, class Guard, class Action>
inline constexpr row_functions functions_of_row{
    conditions_of_row<Command, conditions_of<Guard>>::value, action_of<Command, Action>};

template <class L>
struct twin_data {
    static constexpr std::size_t state_count = state_infos_of<L>.size();
    static constexpr std::size_t command_count = command_infos_of<L>.size();
    static constexpr std::size_t row_count = rows_of<L>.size();
    static_assert(row_count < 255, "at most 254 rows in a lifecycle");

    template <class Number>
    static constexpr std::array<std::uint8_t, 256> places(auto const& infos, Number number) {
        std::array<std::uint8_t, 256> place{};
        for (auto& p : place) p = 255;
        for (std::size_t i = 0; i < infos.size(); ++i)
            place[static_cast<std::uint8_t>(number(infos[i]))] = static_cast<std::uint8_t>(i);
        return place;
    }
    static constexpr auto state_place = places<state_id (*)(state_info const&)>(
        state_infos_of<L>, [](state_info const& s) { return s.id; });
    static constexpr auto command_place = places<std::uint8_t (*)(command_info const&)>(
        command_infos_of<L>, [](command_info const& c) { return c.number; });

    struct tables {
        std::array<twin_row, row_count> rows{};
        std::array<std::uint8_t, state_count * command_count> first{};
    };
    template <class... Rows>
    static constexpr tables make(mp::mp_list<Rows...>) {
        tables made;
        made.rows = {twin_row{Rows::source::id, Rows::command::number, Rows::target::id, 255,
                              &functions_of_row<typename Rows::command, typename Rows::guard,
                                                typename Rows::action>}...};
        for (auto& f : made.first) f = 255;
        // Backwards, so that each chain runs in the order of the list.
        for (std::size_t i = row_count; i-- > 0;) {
            auto& row = made.rows[i];
            auto& head =
                made.first[state_place[static_cast<std::uint8_t>(row.source)] * command_count +
                           command_place[row.command]];
            row.next = head;
            head = static_cast<std::uint8_t>(i);
        }
        return made;
    }
    static constexpr tables value = make(typename L::rows{});
};

} // namespace detail

/// The twin of lifecycle definition `L`.
template <class L>
inline constexpr twin twin_of{detail::twin_data<L>::value.rows, detail::twin_data<L>::value.first,
                              detail::twin_data<L>::state_place,
                              detail::twin_data<L>::command_place,
                              detail::twin_data<L>::command_count};

} // namespace amends::workflow
