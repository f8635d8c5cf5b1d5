// SPDX-License-Identifier: BSL-1.0
// The Boost.MSM machine of a row list, and the lifecycle compiled from it.
// This is the only header that includes the back-end: a unit with it takes seconds to compile.
#pragma once

#include <amends/casefile/extension.hpp>
#include <amends/workflow/lifecycle.hpp>
#include <amends/workflow/proofs.hpp>
#include <amends/workflow/twin.hpp>

#include <boost/mp11/mpl.hpp>
#include <boost/mpl/push_back.hpp>
#include <boost/mpl/vector/vector0.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace amends::workflow {

namespace detail {
template <region In>
struct starts_in {
    template <class S>
    using fn = mp::mp_bool<S::in == In>;
};
} // namespace detail

/// A lifecycle's initial state in one region.
template <class L, region In>
using initial_in = mp::mp_front<mp::mp_copy_if_q<typename L::initial, detail::starts_in<In>>>;

namespace detail::msm_machine {

namespace msm = boost::msm;

/// A command as an MSM event: a pointer, so that the content can be moved into the fact.
template <class Command>
struct given {
    Command* what;
};

template <class State>
struct state_in_msm : msm::front::state<> {};

template <class Guard>
struct guard_in_msm {
    template <class Event, class Machine, class Source, class Target>
    bool operator()(Event const& e, Machine& m, Source&, Target&) const {
        return guard_holds<Guard>(std::as_const(*e.what), std::as_const(*m.now));
    }
};

template <class Action>
struct action_in_msm {
    template <class Event, class Machine, class Source, class Target>
    void operator()(Event const& e, Machine& m, Source&, Target&) const {
        Action::act(*e.what, *m.now);
    }
};

template <class Row>
using row_in_msm = msm::front::Row<
    state_in_msm<typename Row::source>, given<typename Row::command>,
    state_in_msm<typename Row::target>,
    mp::mp_if<std::is_same<typename Row::action, none>, msm::front::none,
              action_in_msm<typename Row::action>>,
    mp::mp_if<std::is_same<typename Row::guard, none>, msm::front::none,
              guard_in_msm<typename Row::guard>>>;

template <class Vector, class Row>
using pushed = typename boost::mpl::push_back<Vector, Row>::type;

// MSM tries rows of one (source, event) from the last to the first: reversed, they read top-down.
// An mpl vector built by folding has no limit of twenty rows.
template <class List>
using transition_table_of =
    mp::mp_fold<mp::mp_reverse<mp::mp_transform<row_in_msm, List>>, boost::mpl::vector0<>, pushed>;

// Named by lifecycle and region, not by the row list: MSM writes this name into every symbol.
template <class L, region In>
struct front : msm::front::state_machine_def<front<L, In>> {
    // Both together: as fast as a switch, and exceptions pass through instead of being swallowed.
    using no_message_queue = int;
    using no_exception_thrown = int;
    using initial_state = state_in_msm<initial_in<L, In>>;
    using transition_table = transition_table_of<rows_in<typename L::rows, In>>;

    step* now = nullptr;

    template <class Machine, class Event>
    void no_transition(Event const&, Machine&, int) noexcept {}
};

template <class L, region In>
using back = msm::back::state_machine<front<L, In>>;

} // namespace detail::msm_machine

/// One region's rows on an MSM machine. A case is no machine: this one is set to the case's state,
/// takes the step and is read back; constructing it costs about a nanosecond.
template <class L, region In>
class region_machine {
    using machine = detail::msm_machine::back<L, In>;
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
        auto const handled = m.process_event(detail::msm_machine::given<Command>{&what});
        if (handled == boost::msm::back::HANDLED_TRUE)
            at = from_msm[static_cast<std::size_t>(m.current_state()[0])];
        return static_cast<reply>(handled);
    }

  private:
    static constexpr std::uint8_t unknown = 255;

    template <class S>
    static constexpr std::uint8_t ordinal = static_cast<std::uint8_t>(
        boost::msm::back::get_state_id<typename machine::stt,
                                       detail::msm_machine::state_in_msm<S>>::type::value);

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

/// A lifecycle compiled from a definition `L`, which has `name`, `rows` (written out) and
/// `initial` (one state a region). Make one and keep it: `static compiled<my_lifecycle> const own;`.
template <class L>
class compiled final : public lifecycle {
    static_assert(regions_are_disjoint<L>,
                  "regions_are_disjoint: a command moves one region only; numbers are unique");
    using list = typename L::rows;
    using all_commands = commands_of<list>;
    template <class C>
    using is_extension = mp::mp_bool<(C::number >= 128)>;
    using own_commands = mp::mp_copy_if<all_commands, is_extension>;

    template <class C>
    static constexpr region region_of_command = detail::region_of<C>(list{});
    template <region In>
    using machine_of = region_machine<L, In>;

  public:
    std::string_view name() const noexcept override { return L::name; }
    digest const& content_hash() const noexcept override { return hash_; }
    std::span<row_info const> rows() const noexcept override { return rows_of<L>; }
    std::span<state_info const> states() const noexcept override { return state_infos_of<L>; }
    std::span<command_info const> commands() const noexcept override {
        return command_infos_of<L>;
    }
    position initial() const noexcept override {
        return {initial_in<L, region::resolution>::id, initial_in<L, region::handling>::id};
    }

    reply take(position& at, command_content& what, step& s) const override {
        return with_typed(what, [&]<class C>(C& typed) {
            auto state = state_in<region_of_command<C>>(at);
            auto const said = machine_of<region_of_command<C>>::take(state, typed, s);
            settle<region_of_command<C>>(at, state);
            return said;
        });
    }
    reply take_on_twin(position& at, command_content& what, step& s) const override {
        return with_typed(what, [&]<class C>(C& typed) {
            auto state = state_in<region_of_command<C>>(at);
            auto const said = twin_of<L>.take(state, C::number, &typed, s);
            settle<region_of_command<C>>(at, state);
            return said;
        });
    }
    bool possible_here(position at, std::uint8_t command) const noexcept override {
        return twin_of<L>.possible_here(state_for(at, command), command);
    }
    std::optional<explanation> ruled_out(position at, std::uint8_t command,
                                         step const& s) const override {
        return twin_of<L>.ruled_out(state_for(at, command), command, s);
    }
    std::optional<explanation> why_refused(position at, command_content const& what,
                                           step const& s) const override {
        std::optional<explanation> why;
        // Typed access wants a mutable command; nothing is moved out of it here.
        with_typed(const_cast<command_content&>(what), [&]<class C>(C& typed) {
            why = twin_of<L>.why_refused(state_in<region_of_command<C>>(at), C::number, &typed, s);
            return reply::refused;
        });
        return why;
    }

  private:
    /// Calls `use` with the typed command, an extension's decoded from its bytes.
    template <class Use>
    static reply with_typed(command_content& what, Use use) {
        return std::visit(
            [&]<class C>(C& typed) {
                if constexpr (std::is_same_v<C, extended_command>)
                    return with_own(typed, use, own_commands{});
                else if constexpr (mp::mp_contains<all_commands, C>::value) return use(typed);
                else return reply::not_possible_here;
            },
            what);
    }
    template <class Use, class... C>
    static reply with_own([[maybe_unused]] extended_command& wrapped,
                           [[maybe_unused]] Use& use, mp::mp_list<C...>) {
        auto said = reply::not_possible_here;
        [[maybe_unused]] auto const attempt = [&]<class Own>(mp::mp_identity<Own>) {
            if (wrapped.number != Own::number) return false;
            if (auto typed = canonical::decode<Own>(wrapped.content)) said = use(*typed);
            return true;
        };
        (void)(attempt(mp::mp_identity<C>{}) || ...);
        return said;
    }

    template <region In>
    static constexpr state_id state_in(position at) noexcept {
        if constexpr (In == region::resolution) return at.resolution;
        else if constexpr (In == region::handling) return at.handling;
        else return initial_in<L, region::record>::id;
    }
    template <region In>
    static constexpr void settle(position& at, state_id state) noexcept {
        if constexpr (In == region::resolution) at.resolution = state;
        if constexpr (In == region::handling) at.handling = state;
    }
    static constexpr std::array<region, 256> region_by_command = [] {
        std::array<region, 256> by{};
        for (auto const& row : rows_of<L>) by[row.command] = row.in;
        return by;
    }();
    static state_id state_for(position at, std::uint8_t command) noexcept {
        switch (region_by_command[command]) {
        case region::resolution: return at.resolution;
        case region::handling: return at.handling;
        case region::record: return initial_in<L, region::record>::id;
        }
        return at.resolution;
    }

    static digest hash_of_table() {
        std::string text(L::name);
        auto const line = [&](std::string_view word) {
            text += word;
            text += '\t';
        };
        for (auto const& row : rows_of<L>) {
            text += '\n';
            for (auto word : {row.source_name, row.command_name, row.target_name, row.guard_name,
                              row.action_name})
                line(word);
            line(std::to_string(static_cast<unsigned>(row.source)));
            line(std::to_string(row.command));
            line(std::to_string(static_cast<unsigned>(row.target)));
        }
        return sha256_of(text);
    }

    digest hash_ = hash_of_table();
};

} // namespace amends::workflow
