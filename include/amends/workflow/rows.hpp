// SPDX-License-Identifier: BSL-1.0
// Row lists: what leads where under which guard, and how one list extends another.
#pragma once

#include <amends/workflow/condition.hpp>
#include <amends/workflow/state.hpp>

#include <boost/mp11.hpp>

namespace amends::workflow {

namespace mp = boost::mp11;

/// One arrow: in `Source`, `Command` leads to `Target` if `Guard` holds; `Action` records the fact.
template <class Source, class Command, class Target, class Guard = none, class Action = none>
struct on {
    using source = Source;
    using command = Command;
    using target = Target;
    using guard = Guard;
    using action = Action;
};

/// Rows are tried from top to bottom: the first whose guard holds is taken.
template <class... Rows>
using rows = mp::mp_list<Rows...>;

/// Several sources for one arrow.
template <class... States>
struct any_of_states {};

namespace detail {
template <class Row>
struct expand {
    using type = mp::mp_list<Row>;
};
template <class... S, class Command, class Target, class Guard, class Action>
struct expand<on<any_of_states<S...>, Command, Target, Guard, Action>> {
    using type = mp::mp_list<on<S, Command, Target, Guard, Action>...>;
};
} // namespace detail

/// Target of a row that stays where it is.
struct same_state {};

namespace detail {
template <class Row>
struct settle {
    using type = Row;
};
template <class S, class Command, class Guard, class Action>
struct settle<on<S, Command, same_state, Guard, Action>> {
    using type = on<S, Command, S, Guard, Action>;
};
template <class Row>
using settled = typename settle<Row>::type;
template <class Row>
using expanded = mp::mp_transform<settled, typename expand<Row>::type>;
template <class List>
using flattened =
    mp::mp_apply<mp::mp_append,
                 mp::mp_push_front<mp::mp_transform<expanded, List>, mp::mp_list<>, mp::mp_list<>>>;
template <class Row>
using key_of = mp::mp_list<typename Row::source, typename Row::command>;
template <class Base, class Own>
struct extension {
    using own = flattened<Own>;
    using keys = mp::mp_transform<key_of, own>;
    template <class Row>
    using is_overridden = mp::mp_contains<keys, key_of<Row>>;
    using type = mp::mp_append<mp::mp_remove_if<Base, is_overridden>, own>;
};
} // namespace detail

/// Writes out `any_of_states` and `same_state`: one plain row an arrow.
template <class List>
using written_out = detail::flattened<List>;

/// The base's rows and one's own: own rows replace every base row with the same source and command.
template <class Base, class Own>
using extended_by = typename detail::extension<Base, Own>::type;

template <class Row>
using source_of = typename Row::source;
template <class Row>
using target_of = typename Row::target;
template <class Row>
using command_of = typename Row::command;

/// Every state of a written-out list, once, in order of appearance.
template <class List>
using states_of = mp::mp_unique<
    mp::mp_append<mp::mp_transform<source_of, List>, mp::mp_transform<target_of, List>>>;
/// Every command of a list, once.
template <class List>
using commands_of = mp::mp_unique<mp::mp_transform<command_of, List>>;

namespace detail {
template <region In>
struct lies_in {
    template <class Row>
    using fn = mp::mp_bool<Row::source::in == In>;
};
} // namespace detail

/// The rows of one region.
template <class List, region In>
using rows_in = mp::mp_copy_if_q<List, detail::lies_in<In>>;

} // namespace amends::workflow
