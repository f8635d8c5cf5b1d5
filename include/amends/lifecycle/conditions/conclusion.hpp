// SPDX-License-Identifier: BSL-1.0
// Guards about carrying out, comfort, informing, evaluating and closing.
#pragma once

#include <amends/lifecycle/conditions/solution.hpp>
#include <amends/lifecycle/states.hpp>
#include <amends/workflow/condition.hpp>

#include <algorithm>

namespace amends::resolution {

using workflow::step;

/// The actions named are agreed and not done yet; a collaborator names only their own.
struct actions_are_open {
    static std::optional<std::string> wrong(carry_out const&, step const&);
    static bool holds(carry_out const& c, step const& s) {
        if (c.done.empty() || !s.file.proposed) return false;
        auto const& actions = s.file.proposed->terms.actions;
        for (std::size_t i = 0; i < c.done.size(); ++i) {
            auto const place = c.done[i];
            if (place >= s.file.done.size() || place >= actions.size() || s.file.done[place])
                return false;
            for (std::size_t j = 0; j < i; ++j)
                if (c.done[j] == place) return false;
            if (!s.standing.any_of(party::owner) && !is_or_acts_for(s.who, actions[place].by))
                return false;
        }
        return true;
    }
    static std::string expected(carry_out const&, step const&);
    static std::string found(carry_out const&, step const&);
};

struct all_are_done {
    static std::size_t open_after(carry_out const& c, step const& s) {
        auto const open = std::count(s.file.done.begin(), s.file.done.end(), 0);
        return static_cast<std::size_t>(open) - std::min(c.done.size(), std::size_t(open));
    }
    static bool holds(carry_out const& c, step const& s) { return open_after(c, s) == 0; }
    static std::string expected(carry_out const&, step const&);
    static std::string found(carry_out const&, step const&);
};

struct actions_remain {
    static bool holds(carry_out const& c, step const& s) { return !all_are_done::holds(c, s); }
    static std::string expected(carry_out const&, step const&);
    static std::string found(carry_out const&, step const&);
};

struct customer_is_comfortable {
    static bool holds(check_comfort const& c, step const&) { return c.comfortable; }
    static std::string expected(check_comfort const&, step const&);
    static std::string found(check_comfort const&, step const&);
};

struct customer_is_not_comfortable {
    static bool holds(check_comfort const& c, step const&) { return !c.comfortable; }
    static std::string expected(check_comfort const&, step const&);
    static std::string found(check_comfort const&, step const&);
};

struct nature_and_actions_are_told {
    static bool holds(inform_colleagues const& c, step const&) {
        return !c.nature.empty() && !c.actions.empty();
    }
    static std::string expected(inform_colleagues const&, step const&);
    static std::string found(inform_colleagues const&, step const&);
};

/// Every role that the routing rule names is among those told, a manager in any case.
struct everyone_concerned_is_told {
    static constexpr role manager = "manager";

    static bool told(inform_colleagues const& c, role const& wanted) {
        return std::any_of(c.recipients.begin(), c.recipients.end(),
                           [&](auto const& r) { return r.as == wanted && !r.colleague.empty(); });
    }
    static role const* missing(inform_colleagues const& c, step const& s) {
        if (!told(c, manager)) return &manager;
        for (auto const& wanted : s.given.must_be_informed)
            if (!told(c, wanted)) return &wanted;
        return nullptr;
    }
    static bool holds(inform_colleagues const& c, step const& s) {
        return missing(c, s) == nullptr;
    }
    static std::string expected(inform_colleagues const&, step const&);
    static std::string found(inform_colleagues const&, step const&);
};

/// The owner evaluates, unless the policy asks somebody else.
struct by_the_owner {
    static bool holds(step const& s) { return s.standing.any_of(party::owner); }
    static std::string expected();
    static std::string found(step const&);
};

/// A judge says that somebody other than the owner evaluates, and that this is somebody who may.
struct somebody_else_is_asked {
    static bool holds(verdict const& v) { return within_authority::holds(v); }
    static std::string rule(verdict const&);
    static std::string expected(verdict const&);
    static std::string found(verdict const&);
};

/// The evaluation uses the measure that was agreed before the action.
struct measure_was_set_before {
    static bool holds(evaluate const& c, step const& s) {
        return s.file.proposed && c.measure == s.file.proposed->terms.measure;
    }
    static std::string expected(evaluate const&, step const&);
    static std::string found(evaluate const&, step const&);
};

struct evidence_is_given {
    static bool holds(evaluate const& c, step const&) {
        return !c.evidence.empty() && c.verdict != effect::unknown;
    }
    static std::string expected(evaluate const&, step const&);
    static std::string found(evaluate const&, step const&);
};

struct nothing_is_owed {
    static bool holds(step const& s) {
        return !s.file.contact_promised_by && s.file.at.handling != help_sought::id;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct customer_knows {
    static bool holds(step const& s) { return s.file.customer_knows; }
    static std::string expected(step const&);
    static std::string found(step const&);
};

} // namespace amends::resolution
