// SPDX-License-Identifier: BSL-1.0
// Actions: what a row that is taken records, and what own commands may not.
#pragma once

#include <amends/workflow/condition.hpp>

#include <array>
#include <stdexcept>
#include <string>
#include <variant>

namespace amends::workflow {

namespace detail {

/// Whether a command may come to this fact: its own, or an integrator's. Where nothing is recorded
/// the desk finds the refusal that it put there.
template <class Fact, class Command>
inline constexpr bool may_record = std::is_same_v<decltype(Fact::what), Command>;
template <class Command>
inline constexpr bool may_record<solution_offered, Command> = std::is_same_v<Command, propose>;
template <class Command>
inline constexpr bool may_record<approval_requested, Command> = std::is_same_v<Command, propose>;
template <class Command>
inline constexpr bool may_record<lifecycle_changed, Command> = false; // the desk's alone
template <class Command>
inline constexpr bool may_record<extended_fact, Command> = true;
template <class Command>
inline constexpr bool may_record<command_refused, Command> = true;

template <class Command, class... Facts>
constexpr std::array<bool, sizeof...(Facts)> facts_of(std::variant<Facts...> const*) {
    return {may_record<Facts, Command>...};
}

} // namespace detail

/// Takes a row's action. What was proposed, approved or agreed changes by amends' commands alone, each
/// with its own fact, which the promises rely on: it is a std::logic_error when an own command (number
/// from 128) records anything but a fact of its own, or a standard one the fact of another.
template <class Action, class Command>
void perform(Command& what, step& s) {
    if constexpr (Command::number >= 128) {
        s.recorded = fact{}; // an own fact of an earlier step must not pass for one of this
        Action::act(what, s);
        if (!std::holds_alternative<extended_fact>(s.recorded)) {
            s.recorded = fact{};
            throw std::logic_error("expected a fact of its own recorded by the own command " +
                                   std::string(type_name<Command>()) + ", found another or none");
        }
    } else {
        static constexpr auto own = detail::facts_of<Command>(static_cast<fact const*>(nullptr));
        Action::act(what, s);
        if (!own[s.recorded.index()]) {
            std::string const found(name_of(s.recorded));
            s.recorded = fact{};
            throw std::logic_error("expected the fact of " + std::string(type_name<Command>()) +
                                   " recorded, found " + found);
        }
    }
}

} // namespace amends::workflow
