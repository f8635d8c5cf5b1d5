// SPDX-License-Identifier: BSL-1.0
// A row list on Boost.MSM, region by region: the only header that includes the back-end.
#pragma once

#include <amends/workflow/action.hpp>
#include <amends/workflow/table.hpp>

#include <boost/mp11/mpl.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <boost/msm/row_tags.hpp>
#include <boost/version.hpp>

#include <utility>

namespace amends::workflow {

namespace detail {

template <region In>
struct starts_in {
    template <class S>
    using fn = mp::mp_bool<S::in == In>;
};
/// A lifecycle's initial state in one region.
template <class L, region In>
using initial_in = mp::mp_front<mp::mp_copy_if_q<typename L::initial, starts_in<In>>>;

// Rows are picked by their data, which costs the compiler less than picking types.
template <region In>
struct in_region {
    template <class L>
    static constexpr bool picks(std::size_t i) {
        return rows_of<L>[i].in == In;
    }
};
template <std::uint8_t Command>
struct of_command {
    template <class L>
    static constexpr bool picks(std::size_t i) {
        return rows_of<L>[i].command == Command;
    }
};
template <class L, class Which>
struct picked {
    static constexpr std::size_t count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < rows_of<L>.size(); ++i) n += Which::template picks<L>(i);
        return n;
    }();
    static constexpr std::array<std::size_t, count> places = [] {
        std::array<std::size_t, count> found{};
        for (std::size_t i = 0, n = 0; i < rows_of<L>.size(); ++i)
            if (Which::template picks<L>(i)) found[n++] = i;
        return found;
    }();
    template <std::size_t... I>
    static std::index_sequence<places[I]...> in_order(std::index_sequence<I...>);
};
/// The places of the rows that `Which` picks, in order.
template <class L, class Which>
using places_of =
    decltype(picked<L, Which>::in_order(std::make_index_sequence<picked<L, Which>::count>{}));

/// A command as an MSM event: a pointer, so that the content can be moved into the fact.
template <class Command>
struct given {
    using command = Command;
    Command* what;
};

template <class State>
struct place : boost::msm::front::state<> {};

// MSM writes the names of rows and machines into every symbol. Named by their place in the
// lifecycle, they stay short: the compiler needs a third of the time and memory.
template <class L, std::size_t I>
struct arrow {
    using row = mp::mp_at_c<typename L::rows, I>;
    using Source = place<typename row::source>;
    using Target = place<typename row::target>;
    using Evt = given<typename row::command>;
    using row_type_tag = boost::msm::row_tag;

    template <class Machine, class From, class To, class All>
    static bool guard_call(Machine& m, Evt const& e, From&, To&, All&) {
        return guard_holds<typename row::guard>(std::as_const(*e.what), std::as_const(*m.now));
    }
    template <class Machine, class From, class To, class All>
    static boost::msm::back::HandledEnum action_call(Machine& m, Evt const& e, From&, To&, All&) {
        perform<typename row::action>(*e.what, *m.now);
        return boost::msm::back::HANDLED_TRUE;
    }
};

template <class L, region In>
struct front : boost::msm::front::state_machine_def<front<L, In>> {
    // Both together: as fast as a switch, and exceptions pass through instead of being swallowed.
    using no_message_queue = int;
    using no_exception_thrown = int;
    using of_lifecycle = L;
    using initial_state = place<initial_in<L, In>>;
    template <std::size_t... I>
    static mp::mp_list<arrow<L, I>...> arrows(std::index_sequence<I...>);
    using transition_table = decltype(arrows(places_of<L, in_region<In>>{}));

    step* now = nullptr;

    template <class Machine, class Event>
    void no_transition(Event const&, Machine&, int) noexcept {}
};

/// MSM's compile policy that takes its dispatch tables from below.
struct constant_tables {
    using compile_policy = int;
    using add_forwarding_rows = boost::mpl::false_;
};

template <class L, region In>
using machine = boost::msm::back::state_machine<front<L, In>, constant_tables>;

} // namespace detail
} // namespace amends::workflow

// MSM finds its tables by this name, which it does not document:
// docs/decisions/2026-11-25-a-table-of-our-own-inside-msm.md says what we rely on.
static_assert(BOOST_VERSION >= 108100, "expected Boost 1.81 or newer");

// MSM's own table of an event is filtered from all rows by MPL, which takes most of the compiler's
// time, and is filled before main in an order that nobody knows. This one compares the state with the
// sources of the event's rows, from top to bottom, so that the compiler sees through to the guards.
template <class Machine, class Table, class Event>
struct boost::msm::back::dispatch_table<Machine, Table, Event,
                                        amends::workflow::detail::constant_tables> {
    using lifecycle = typename Machine::of_lifecycle;
    template <std::size_t I>
    using row = typename Machine::template row_<amends::workflow::detail::arrow<lifecycle, I>>;
    template <std::size_t I>
    static constexpr int source =
        get_state_id<typename Machine::stt, typename row<I>::current_state_type>::type::value;

    template <std::size_t... I>
    static HandledEnum try_rows(Machine& m, int region, int state, Event const& e,
                                std::index_sequence<I...>) {
        auto said = HANDLED_FALSE;
        (void)((state == source<I> &&
                (said = row<I>::execute(m, region, state, e)) == HANDLED_TRUE) ||
               ...);
        return said;
    }

    // MSM looks up an entry by the state and calls it; the state comes with the call.
    struct any_entry {
        HandledEnum operator()(Machine& m, int region, int state, Event const& e) const {
            return try_rows(
                m, region, state, e,
                amends::workflow::detail::places_of<
                    lifecycle, amends::workflow::detail::of_command<Event::command::number>>{});
        }
    };
    struct any_place {
        constexpr any_entry operator[](int) const noexcept { return {}; }
    };
    struct table {
        any_place entries;
    };
    static constexpr table instance{};
};

namespace amends::workflow {

/// One region's rows on an MSM machine. A case is no machine: this one is set to the case's state,
/// takes the step and is read back; constructing it costs about a nanosecond.
template <class L, region In>
class region_machine {
    using machine = detail::machine<L, In>;
    using states = states_of<rows_in<typename L::rows, In>>;
    static_assert(mp::mp_size<states>::value < 255);

  public:
    template <class Command>
    static reply take(state_id& at, Command& what, step& s) {
        auto const place = to_msm[static_cast<std::uint8_t>(at)];
        if (place == unknown) return reply::not_possible_here;
        machine m;
        m.now = &s;
        const_cast<int*>(m.current_state())[0] = place; // the member itself is not const
        auto const handled = m.process_event(detail::given<Command>{&what});
        if (handled == boost::msm::back::HANDLED_TRUE)
            at = from_msm[static_cast<std::size_t>(m.current_state()[0])];
        return static_cast<reply>(handled);
    }

  private:
    static constexpr std::uint8_t unknown = 255;

    template <class S>
    static constexpr std::uint8_t ordinal = static_cast<std::uint8_t>(
        boost::msm::back::get_state_id<typename machine::stt, detail::place<S>>::type::value);

    // MSM's ordinals follow the order of rows: never stored, only mapped.
    static constexpr std::array<std::uint8_t, 256> to_msm = []<class... S>(mp::mp_list<S...>) {
        std::array<std::uint8_t, 256> to{};
        for (auto& one : to) one = unknown;
        ((to[static_cast<std::uint8_t>(S::id)] = ordinal<S>), ...);
        return to;
    }(states{});
    static constexpr std::array<state_id, 256> from_msm = []<class... S>(mp::mp_list<S...>) {
        std::array<state_id, 256> from{};
        ((from[ordinal<S>] = S::id), ...);
        return from;
    }(states{});
};

} // namespace amends::workflow
