// SPDX-License-Identifier: BSL-1.0
// Actions: what a row that is taken records, and what own commands may not.
#pragma once

#include <amends/workflow/condition.hpp>

#include <stdexcept>

namespace amends::workflow {

/// Takes a row's action. An own command (number from 128) that records anything but a fact of its
/// own is a std::logic_error: what was proposed, approved or agreed changes by amends' commands
/// alone, which the promises rely on.
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
        Action::act(what, s);
    }
}

} // namespace amends::workflow
