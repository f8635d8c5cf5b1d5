// SPDX-License-Identifier: BSL-1.0
// The twin: a constexpr table of rows with their functions, made from the same list as the machine.
#pragma once

#include <amends/workflow/table.hpp>

#include <optional>
#include <span>

namespace amends::workflow {

/// What a row can be asked. Rows that differ only in source and target share one of these.
struct row_functions {
    bool (*holds)(void const* command, step const& s);
    void (*act)(void* command, step& s);
    /// The first condition about the case alone that fails, or nothing.
    std::optional<explanation> (*ruled_out)(step const& s);
    /// The first condition that fails, or nothing.
    std::optional<explanation> (*refuses)(void const* command, step const& s);
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
    /// Why no row is taken: of the first row that the case does not rule out by itself.
    std::optional<explanation> why_refused(state_id at, std::uint8_t command, void const* what,
                                           step const& s) const;

  private:
    twin_row const* find(state_id at, std::uint8_t command) const noexcept;
    twin_row const* after(twin_row const& row) const noexcept;
};

namespace detail {

template <class Command, class Guard, class Action>
struct functions_of_row {
    static bool holds(void const* command, step const& s) {
        return guard_holds<Guard>(*static_cast<Command const*>(command), s);
    }
    static void act([[maybe_unused]] void* command, [[maybe_unused]] step& s) {
        if constexpr (!std::is_same_v<Action, none>) Action::act(*static_cast<Command*>(command), s);
    }
    static std::optional<explanation> ruled_out([[maybe_unused]] step const& s) {
        std::optional<explanation> why;
        mp::mp_for_each<mp::mp_transform<mp::mp_identity, conditions_of<Guard>>>(
            [&]<class C>(mp::mp_identity<C>) {
                if constexpr (case_condition<C>)
                    if (!why && !C::holds(s)) why = explain<C>(s);
            });
        return why;
    }
    static std::optional<explanation> refuses(void const* command, step const& s) {
        std::optional<explanation> why;
        auto const& what = *static_cast<Command const*>(command);
        mp::mp_for_each<mp::mp_transform<mp::mp_identity, conditions_of<Guard>>>(
            [&]<class C>(mp::mp_identity<C>) {
                if (!why && !workflow::holds<C>(what, s)) why = explain_for<C>(what, s);
            });
        return why;
    }
    static constexpr row_functions value{holds, act, ruled_out, refuses};
};

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
    static constexpr auto state_place =
        places<state_id (*)(state_info const&)>(state_infos_of<L>, [](state_info const& s) {
            return s.id;
        });
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
                                                typename Rows::action>::value}...};
        for (auto& f : made.first) f = 255;
        // Backwards, so that each chain runs in the order of the list.
        for (std::size_t i = row_count; i-- > 0;) {
            auto& row = made.rows[i];
            auto& head = made.first[state_place[static_cast<std::uint8_t>(row.source)] *
                                        command_count +
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
                              detail::twin_data<L>::state_place, detail::twin_data<L>::command_place,
                              detail::twin_data<L>::command_count};

} // namespace amends::workflow
