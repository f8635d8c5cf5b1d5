// SPDX-License-Identifier: BSL-1.0
// The lifecycle compiled from a row list. A unit that includes this header takes seconds to
// compile.
#pragma once

#include <amends/workflow/back_end.hpp>
#include <amends/workflow/content.hpp>
#include <amends/workflow/lifecycle.hpp>
#include <amends/workflow/proofs.hpp>
#include <amends/workflow/twin.hpp>

namespace amends::workflow {

namespace detail {

template <class Command>
inline constexpr bool is_standard = mp::mp_contains<command_content::variant, Command>::value;
template <class Command>
using is_own = mp::mp_bool<!is_standard<Command>>;

template <class... C>
constexpr bool commands_are_known(mp::mp_list<C...>) {
    return ((is_standard<C> || extension_command<C>)&&...);
}
template <class... Rows>
constexpr bool every_row_records(mp::mp_list<Rows...>) {
    return (!std::is_same_v<typename Rows::action, none> && ...);
}
template <class L>
constexpr bool every_region_starts_once() {
    for (auto in : {region::resolution, region::handling, region::record}) {
        std::size_t states = 0, starts = 0;
        for (auto const& s : state_infos_of<L>) {
            states += s.in == in;
            starts += s.is_initial && s.in == in;
        }
        if (states != 0 && starts != 1) return false;
        // A position has no place for a state of this region: it could not be told from another.
        if (in == region::record && states > 1) return false;
    }
    return true;
}

} // namespace detail

/// A lifecycle compiled from a definition `L`, which has `name`, `rows` (written out) and
/// `initial` (one state a region). Make one and keep it: `static compiled<my_lifecycle> const
/// own;`.
template <class L>
class compiled final : public lifecycle {
    using all_commands = commands_of<typename L::rows>;
    static_assert(regions_are_disjoint<L>,
                  "regions_are_disjoint: a command moves one region only; numbers are unique");
    static_assert(detail::commands_are_known(all_commands{}),
                  "a command of one's own is described, has `who`, and a `number` from 128");
    static_assert(detail::every_row_records(typename L::rows{}),
                  "every_row_records: a row has no action, so that its step would leave no fact");
    static_assert(detail::every_region_starts_once<L>(),
                  "`initial` names one state of each region that has rows; region record has one");

  public:
    std::string_view name() const noexcept override { return L::name; }
    digest const& content_hash() const noexcept override { return hash_; }
    std::span<row_info const> rows() const noexcept override { return rows_of<L>; }
    std::span<state_info const> states() const noexcept override { return state_infos_of<L>; }
    std::span<command_info const> commands() const noexcept override { return command_infos_of<L>; }
    position initial() const noexcept override {
        position at;
        for (auto const& s : state_infos_of<L>) {
            if (s.is_initial && s.in == region::resolution) at.resolution = s.id;
            if (s.is_initial && s.in == region::handling) at.handling = s.id;
        }
        return at;
    }

    reply take(position& at, command_content& what, step& s) const override {
        return takers[what.index() + 1](at, what, s);
    }
    reply take_on_twin(position& at, command_content& what, step& s) const override {
        return with(what, [&](std::uint8_t number, void* content) {
            auto state = state_for(at, number);
            auto const said = twin_of<L>.take(state, number, content, s);
            settle(at, number, state);
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
    std::optional<explanation> ruled_out_as_judged(position at, std::uint8_t command,
                                                   step const& s) const override {
        return twin_of<L>.ruled_out_as_judged(state_for(at, command), command, s);
    }
    std::optional<explanation> why_refused(position at, command_content const& what,
                                           step const& s) const override {
        std::optional<explanation> why;
        // Content is handed out mutable; nothing is moved out of it here.
        with(const_cast<command_content&>(what), [&](std::uint8_t number, void* content) {
            why = twin_of<L>.why_refused(state_for(at, number), number, content, s);
            return reply::refused;
        });
        return why;
    }

  private:
    /// `use`'s reply to the typed content, or not possible here when it is none of this lifecycle.
    template <class Use>
    static reply with(command_content& what, Use use) {
        struct call_and_reply {
            Use& use;
            reply said = reply::not_possible_here;
        } context{use};
        auto const call = [](void* to, std::uint8_t number, void* content) {
            auto& c = *static_cast<call_and_reply*>(to);
            if (detail::twin_data<L>::command_place[number] != 255) c.said = c.use(number, content);
        };
        detail::with_content(what, own, {&context, call});
        return context.said;
    }

    // One function for each alternative of a command's content: this is the way of every step.
    using taker = reply (*)(position& at, command_content& what, step& s);
    template <class C>
    static reply take_standard(position& at, command_content& what, step& s) {
        constexpr auto in = detail::region_of<C>(typename L::rows{});
        auto* const content = std::get_if<C>(&what);
        if constexpr (in == region::resolution)
            return region_machine<L, in>::take(at.resolution, *content, s);
        else if constexpr (in == region::handling)
            return region_machine<L, in>::take(at.handling, *content, s);
        else {
            auto state = on_record;
            return region_machine<L, in>::take(state, *content, s);
        }
    }
    static reply take_own(position& at, command_content& what, step& s) {
        return with(what, [&](std::uint8_t number, void* content) {
            auto state = state_for(at, number);
            auto const said = own_takers[own_place[number]](state, content, s);
            settle(at, number, state);
            return said;
        });
    }
    static reply take_nothing(position&, command_content&, step&) {
        return reply::not_possible_here;
    }
    template <class C>
    static constexpr taker taker_of() {
        if constexpr (std::is_same_v<C, extended_command>) return &take_own;
        else if constexpr (mp::mp_contains<all_commands, C>::value) return &take_standard<C>;
        else return &take_nothing;
    }
    // Place 0 is that of a variant without value, whose index is -1.
    template <class... C>
    static constexpr std::array<taker, sizeof...(C) + 1> takers_of(std::variant<C...> const*) {
        return {&take_nothing, taker_of<C>()...};
    }
    static constexpr auto takers = takers_of(static_cast<command_content const*>(nullptr));

    using own_list = mp::mp_copy_if<all_commands, detail::is_own>;
    using own_taker = reply (*)(state_id& at, void* content, step& s);
    template <class C>
    static reply take_typed(state_id& at, void* content, step& s) {
        return region_machine<L, detail::region_of<C>(typename L::rows{})>::take(
            at, *static_cast<C*>(content), s);
    }
    template <class... C>
    static constexpr std::array<own_taker, sizeof...(C) + 1> own_takers_of(mp::mp_list<C...>) {
        return {&take_typed<C>..., nullptr};
    }
    template <class... C>
    static constexpr std::array<std::uint8_t, 256> own_places(mp::mp_list<C...>) {
        std::array<std::uint8_t, 256> place{};
        [[maybe_unused]] std::uint8_t next = 0;
        ((place[C::number] = next++), ...);
        return place;
    }
    static constexpr auto own_takers = own_takers_of(own_list{});
    static constexpr auto own_place = own_places(own_list{});
    static constexpr auto own = detail::own_commands(own_list{});

    static constexpr std::array<region, 256> region_by_command = [] {
        std::array<region, 256> by{};
        for (auto const& row : rows_of<L>) by[row.command] = row.in;
        return by;
    }();
    static constexpr state_id on_record = [] {
        for (auto const& s : state_infos_of<L>)
            if (s.is_initial && s.in == region::record) return s.id;
        return state_id{255};
    }();
    static state_id state_for(position at, std::uint8_t command) noexcept {
        switch (region_by_command[command]) {
        case region::resolution: return at.resolution;
        case region::handling: return at.handling;
        case region::record: return on_record;
        }
        return at.resolution;
    }
    static void settle(position& at, std::uint8_t command, state_id state) noexcept {
        if (region_by_command[command] == region::resolution) at.resolution = state;
        if (region_by_command[command] == region::handling) at.handling = state;
    }

    digest hash_ = detail::hash_of_table(L::name, rows_of<L>);
};

} // namespace amends::workflow
