// SPDX-License-Identifier: BSL-1.0
// What the compiler can prove of any row list: reachability, ends, hidden rows, unavoidable states.
#pragma once

#include <amends/workflow/table.hpp>

namespace amends::workflow {

/// A set of states, or of conditions, for the proofs.
template <class... T>
struct set {};

namespace detail {

struct reach {
    std::array<bool, 256> to{};
    constexpr bool has(state_id s) const { return to[static_cast<std::uint8_t>(s)]; }
    constexpr bool add(state_id s) {
        auto& seen = to[static_cast<std::uint8_t>(s)];
        return !seen && (seen = true);
    }
};

/// Follows rows forwards from what `from` has, over rows that `open(i)` lets through.
template <class L, class Open>
constexpr reach follow(reach from, Open open) {
    auto const& rows = rows_of<L>;
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (from.has(rows[i].source) && open(i) && from.add(rows[i].target)) again = true;
    }
    return from;
}

template <class... S>
constexpr reach set_of(mp::mp_list<S...>) {
    reach r;
    ((void)r.add(S::id), ...);
    return r;
}
template <class... S>
constexpr bool contains(set<S...>, [[maybe_unused]] state_id s) {
    return ((S::id == s) || ...);
}

template <class Row, class Conditions>
struct carries_any;
template <class Row, class... C>
struct carries_any<Row, set<C...>> {
    static constexpr bool value =
        (mp::mp_contains<conditions_of<typename Row::guard>, C>::value || ...);
};
template <class Row, class Conditions>
struct carries_all;
template <class Row, class... C>
struct carries_all<Row, set<C...>> {
    static constexpr bool value =
        (mp::mp_contains<conditions_of<typename Row::guard>, C>::value && ...);
};
template <class Row, class... Sets>
constexpr bool carries_one_whole(mp::mp_list<Sets...>) {
    return (carries_all<Row, Sets>::value || ...);
}
template <class Sets, class... Rows>
constexpr std::array<bool, sizeof...(Rows)> carrying_one_whole(mp::mp_list<Rows...>) {
    return {carries_one_whole<Rows>(Sets{})...};
}
template <class Conditions, class... Rows>
constexpr std::array<bool, sizeof...(Rows)> carrying(mp::mp_list<Rows...>) {
    return {carries_any<Rows, Conditions>::value...};
}

// Conditions are numbered as they appear in all rows: their addresses would tell them apart as well, but
// sanitizers make comparing those no constant, and types of different namespaces may share a name.
template <class All, class List>
struct numbers_of;
template <class All, class... T>
struct numbers_of<All, mp::mp_list<T...>> {
    static constexpr std::array<std::size_t, sizeof...(T)> value{mp::mp_find<All, T>::value...};
};
template <class... Rows>
constexpr std::array<std::span<std::size_t const>, sizeof...(Rows)>
conditions_of_rows(mp::mp_list<Rows...>) {
    using all = mp::mp_unique<mp::mp_append<mp::mp_list<>, conditions_of<typename Rows::guard>...>>;
    return {numbers_of<all, conditions_of<typename Rows::guard>>::value...};
}
constexpr bool all_are_in(std::span<std::size_t const> some, std::span<std::size_t const> others) {
    for (auto const one : some) {
        bool found = false;
        for (auto const other : others) found = found || one == other;
        if (!found) return false;
    }
    return true;
}

} // namespace detail

/// Every state can be reached from the initial states.
template <class L>
inline constexpr bool every_state_is_reachable = [] {
    auto const seen =
        detail::follow<L>(detail::set_of(typename L::initial{}), [](std::size_t) { return true; });
    for (auto const& s : state_infos_of<L>)
        if (!seen.has(s.id)) return false;
    return true;
}();

/// From every state of a region that has ends, an end can be reached.
template <class L>
inline constexpr bool every_state_can_end = [] {
    auto const& rows = rows_of<L>;
    detail::reach ends;
    std::array<bool, 3> region_has_end{};
    for (auto const& s : state_infos_of<L>)
        if (s.is_end) {
            ends.add(s.id);
            region_has_end[static_cast<std::size_t>(s.in)] = true;
        }
    for (bool again = true; again;) {
        again = false;
        for (auto const& row : rows)
            if (ends.has(row.target) && ends.add(row.source)) again = true;
    }
    for (auto const& s : state_infos_of<L>)
        if (region_has_end[static_cast<std::size_t>(s.in)] && !ends.has(s.id)) return false;
    return true;
}();

/// No row stands behind an earlier one with the same source and command that takes every case which
/// it would take: one without conditions, or with no other conditions than its own.
template <class L>
inline constexpr bool no_row_is_hidden = [] {
    auto const& rows = rows_of<L>;
    constexpr auto conditions = detail::conditions_of_rows(typename L::rows{});
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = i + 1; j < rows.size(); ++j)
            if (rows[i].source == rows[j].source && rows[i].command == rows[j].command &&
                detail::all_are_in(conditions[i], conditions[j]))
                return false;
    return true;
}();

/// Each row stays in its region and each command moves states of one region only, so that an
/// outcome is unambiguous; no two states or commands share a number, whatever their names.
template <class L>
inline constexpr bool regions_are_disjoint = [] {
    for (auto const& a : rows_of<L>)
        for (auto const& b : rows_of<L>)
            if (a.command == b.command && a.in != b.in) return false;
    // Each type is listed once.
    for (auto const& a : state_infos_of<L>)
        for (auto const& b : state_infos_of<L>)
            if (&a != &b && a.id == b.id) return false;
    for (auto const& a : command_infos_of<L>)
        for (auto const& b : command_infos_of<L>)
            if (&a != &b && a.number == b.number) return false;
    for (auto const& row : rows_of<L>)
        for (auto const& s : state_infos_of<L>)
            if (s.id == row.target && s.in != row.in) return false;
    return true;
}();

/// `To` cannot be reached from the initial states without passing one of the states `Avoid` or a
/// row that carries one of the conditions `Cut`.
template <class L, class To, class Avoid, class Cut = set<>>
inline constexpr bool only_through = [] {
    constexpr auto cut = detail::carrying<Cut>(typename L::rows{});
    auto const seen = detail::follow<L>(detail::set_of(typename L::initial{}), [&](std::size_t i) {
        return !cut[i] && !detail::contains(Avoid{}, rows_of<L>[i].target);
    });
    return !seen.has(To::id);
}();

/// Every path from `From` to `To` passes `Through`.
template <class L, class From, class To, class Through>
inline constexpr bool always_through = [] {
    auto const seen = detail::follow<L>(detail::set_of(mp::mp_list<From>{}), [](std::size_t i) {
        return rows_of<L>[i].target != Through::id;
    });
    return !seen.has(To::id);
}();

/// Every row that leads into one of the states `Into`, also from itself, carries one of the
/// conditions.
template <class L, class Into, class Conditions>
inline constexpr bool every_row_into = [] {
    constexpr auto carry = detail::carrying<Conditions>(typename L::rows{});
    auto const& all_rows = rows_of<L>;
    for (std::size_t i = 0; i < all_rows.size(); ++i)
        if (detail::contains(Into{}, all_rows[i].target) && !carry[i]) return false;
    return true;
}();

/// Every row that leads into `Into` carries all conditions of at least one of the sets.
template <class L, class Into, class... Sets>
inline constexpr bool every_row_into_with_all = [] {
    constexpr auto carry = detail::carrying_one_whole<mp::mp_list<Sets...>>(typename L::rows{});
    for (std::size_t i = 0; i < rows_of<L>.size(); ++i)
        if (rows_of<L>[i].target == Into::id && !carry[i]) return false;
    return true;
}();

/// Every row of the command carries all conditions of at least one of the sets.
template <class L, class Command, class... Sets>
inline constexpr bool every_row_of_with_all = [] {
    constexpr auto carry = detail::carrying_one_whole<mp::mp_list<Sets...>>(typename L::rows{});
    for (std::size_t i = 0; i < rows_of<L>.size(); ++i)
        if (rows_of<L>[i].command == Command::number && !carry[i]) return false;
    return true;
}();

/// The command leads nowhere but into one of the states `Into`.
template <class L, class Command, class Into>
inline constexpr bool leads_only_into = [] {
    for (auto const& row : rows_of<L>)
        if (row.command == Command::number && !detail::contains(Into{}, row.target)) return false;
    return true;
}();

/// The command leads into none of the states `Into`, except by rows that carry one of the conditions.
template <class L, class Command, class Into, class Conditions = set<>>
inline constexpr bool leads_not_into = [] {
    constexpr auto carry = detail::carrying<Conditions>(typename L::rows{});
    for (std::size_t i = 0; i < rows_of<L>.size(); ++i)
        if (rows_of<L>[i].command == Command::number &&
            detail::contains(Into{}, rows_of<L>[i].target) && !carry[i])
            return false;
    return true;
}();

/// Every row that enters `At` carries one of the conditions, except a return from a detour: a state
/// that only own commands (numbers from 128) lead to, and only from `At` or another such state.
/// What a detour comes back to is what it left: own commands record own facts only (`perform`), and
/// those change nothing but their own memory.
template <class L, class At, class Conditions>
inline constexpr bool entered_only_with = [] {
    constexpr auto carry = detail::carrying<Conditions>(typename L::rows{});
    auto const& all_rows = rows_of<L>;
    auto const is_own = [&](std::size_t i) { return all_rows[i].command >= 128; };
    auto const without_detours =
        detail::follow<L>(detail::set_of(typename L::initial{}), [&](std::size_t i) {
            return all_rows[i].source != At::id || !is_own(i);
        });
    auto const is_detour = [&](state_id s) {
        if (without_detours.has(s)) return false;
        for (std::size_t i = 0; i < all_rows.size(); ++i)
            if (all_rows[i].target == s && !is_own(i)) return false;
        return true;
    };
    auto const enters_from_outside = [&](std::size_t i) {
        return all_rows[i].target == At::id && all_rows[i].source != At::id &&
               !(is_own(i) && is_detour(all_rows[i].source));
    };
    for (std::size_t i = 0; i < all_rows.size(); ++i)
        if (enters_from_outside(i) && !carry[i]) return false;
    return true;
}();

} // namespace amends::workflow
