// SPDX-License-Identifier: BSL-1.0
// The way on in another lifecycle: states that it knows, and where a case must have been for them.
#include "desk/way_on.hpp"

#include <algorithm>

namespace amends {
namespace {

workflow::explanation explained(char const* reason, std::string expected, std::string found) {
    return {reason, std::move(expected), std::move(found)};
}

class way_on {
  public:
    way_on(lifecycle const& table, case_at_rest const& c, migration const& how)
        : table_(table), c_(c), how_(how) {}

    std::optional<workflow::explanation> why_closed(workflow::region in, state_id from,
                                                    state_id to) const {
        if (auto unknown = why_unknown(in, from, to)) return unknown;
        if (!is_own(to) && from == to) return std::nullopt;
        auto const is_handling = in == workflow::region::handling;
        if (!is_own(to)) return is_handling ? why_not_handled(to) : why_not_back(to);
        auto const& been = is_handling ? c_.handled : c_.been;
        for (auto const passed : table_.on_every_way_to(to))
            if (!is_own(passed) && !been[number_of(passed)]) return never_was(passed);
        return std::nullopt;
    }

  private:
    std::optional<workflow::explanation> why_unknown(workflow::region in, state_id from,
                                                     state_id to) const {
        auto const* const state = table_.state_by_id(to);
        auto const known = std::string("a state of region ") +
                           (in == workflow::region::handling ? "handling" : "resolution") +
                           " in lifecycle " + std::string(table_.name());
        if (state == nullptr) return explained("state_is_known", known, in_words(from, to));
        if (state->in != in)
            return explained("state_is_known", known,
                             std::string(state->name) + " (" + std::to_string(number_of(to)) + ')');
        // A number of one's own means what a lifecycle makes of it.
        auto const is_named = std::ranges::find(how_.states, from, &state_change::from);
        if (is_own(from) && is_named == how_.states.end() && state->name != c_.name_of(from))
            return explained("state_is_known", known + ", or what becomes of it",
                             in_words(from, to));
        return std::nullopt;
    }
    std::string in_words(state_id from, state_id to) const {
        auto const number = std::to_string(number_of(to));
        if (from != to) return number;
        auto const name = is_own(to) ? c_.name_of(to) : std::string_view("?");
        return std::string(name) + " (" + number + ')';
    }
    std::optional<workflow::explanation> why_not_back(state_id to) const {
        if (!c_.been[number_of(to)]) return never_was(to);
        if (!stands_on_terms(to)) return std::nullopt;
        if (to != c_.last.resolution) return was_elsewhere(to, c_.last.resolution);
        if (c_.resolution_moved)
            return explained("terms_stand", "a case that was left in " + name_of(to) + " as it is",
                             "one that changed since");
        return std::nullopt;
    }
    /// Whom it is with, who is asked and what it is merged into is known in the state before alone.
    std::optional<workflow::explanation> why_not_handled(state_id to) const {
        if (to != c_.last.handling) return was_elsewhere(to, c_.last.handling);
        if (c_.handling_moved)
            return explained("way_was_gone", "a case that was left in " + name_of(to) + " as it is",
                             "one that changed since");
        return std::nullopt;
    }
    std::string name_of(state_id id) const { return std::string(table_.name_of_state(id)); }
    workflow::explanation was_elsewhere(state_id to, state_id last) const {
        return explained("way_was_gone", "a case that was in " + name_of(to) + " last",
                         "one that was in " + name_of(last));
    }
    workflow::explanation never_was(state_id passed) const {
        return explained("way_was_gone", "a case that was in " + name_of(passed),
                         "one that was not");
    }

    lifecycle const& table_;
    case_at_rest const& c_;
    migration const& how_;
};

} // namespace

std::optional<workflow::explanation> why_closed(lifecycle const& table, case_at_rest const& c,
                                                migration const& how, position to) {
    way_on const way(table, c, how);
    auto why = way.why_closed(workflow::region::resolution, c.file.at.resolution, to.resolution);
    if (!why) why = way.why_closed(workflow::region::handling, c.file.at.handling, to.handling);
    return why;
}

} // namespace amends
