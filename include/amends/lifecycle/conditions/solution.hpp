// SPDX-License-Identifier: BSL-1.0
// Guards about confirming, explaining, proposing, approving and agreeing.
#pragma once

#include <amends/lifecycle/states.hpp>
#include <amends/workflow/condition.hpp>

#include <algorithm>

namespace amends::resolution {

using workflow::step;

/// Nature and cause are given; an unknown cause has a reason.
struct nature_and_cause_are_given {
    static bool holds(confirm const& c, step const&) {
        if (c.nature.empty() || c.how_sure == certainty::unknown) return false;
        return c.cause_is == cause_class::unknown ? !c.unknown_because.empty() : !c.cause.empty();
    }
    static std::string expected(confirm const&, step const&);
    static std::string found(confirm const&, step const&);
};

struct confirmed_with_somebody {
    static bool holds(confirm const& c, step const&) {
        return c.with == confirmed_with::customer ||
               (c.with == confirmed_with::evidence && !c.evidence.empty());
    }
    static std::string expected(confirm const&, step const&);
    static std::string found(confirm const&, step const&);
};

/// Two options at least, or one that is declared the sole lawful one.
struct two_options_or_one_lawful {
    static bool holds(explain_options const& c, step const&) {
        return c.options.size() >= 2 || (c.options.size() == 1 && !c.sole_lawful_because.empty());
    }
    static std::string expected(explain_options const&, step const&);
    static std::string found(explain_options const&, step const&);
};

/// Benefits and drawbacks for both sides; "none" is said explicitly.
struct both_sides_are_explained {
    static std::string missing(explain_options const&);
    static bool holds(explain_options const& c, step const&) {
        return std::all_of(c.options.begin(), c.options.end(), [](auto const& o) {
            return !o.name.empty() && !o.benefit_to_customer.empty() &&
                   !o.benefit_to_organisation.empty() && !o.drawback_to_customer.empty() &&
                   !o.drawback_to_organisation.empty();
        });
    }
    static std::string expected(explain_options const&, step const&);
    static std::string found(explain_options const&, step const&);
};

/// A proposal names its option: a name stands for one.
struct no_two_options_share_a_name {
    static std::string const* shared(explain_options const&);
    static bool holds(explain_options const& c, step const&) { return shared(c) == nullptr; }
    static std::string expected(explain_options const&, step const&);
    static std::string found(explain_options const&, step const&);
};

struct option_was_explained {
    static bool holds(propose const& c, step const& s) {
        auto const& known = s.file.options;
        return std::find(known.begin(), known.end(), c.terms.option) != known.end();
    }
    static std::string expected(propose const&, step const&);
    static std::string found(propose const&, step const&);
};

/// What will be done, by whom, and how it will be seen whether it helped.
struct terms_are_complete {
    static bool holds(propose const& c, step const&) {
        return !c.terms.actions.empty() && !c.terms.measure.empty() &&
               std::all_of(c.terms.actions.begin(), c.terms.actions.end(),
                           [](auto const& a) { return !a.what.empty() && !a.by.empty(); });
    }
    static std::string expected(propose const&, step const&);
    static std::string found(propose const&, step const&);
};

/// A smaller remedy than the law gives is not offered: it is escalated.
struct not_below_the_lawful_floor {
    static bool holds(propose const& c, step const& s) {
        auto const& floor = s.given.lawful_floor;
        return !floor || sum_in(c.terms.remedies, floor->in) >= floor->minor_units;
    }
    static std::string expected(propose const&, step const&);
    static std::string found(propose const&, step const&);
};

/// A judge granted it and says why: judges who have nothing to say grant nothing.
struct within_authority {
    static reason const* decisive(verdict const& v) {
        for (auto const& r : v.reasons)
            if (r.says == v.decision) return &r;
        return nullptr;
    }
    static bool holds(verdict const& v) {
        return v.decision == decision::granted && decisive(v) != nullptr;
    }
    static std::string rule(verdict const&);
    static std::string expected(verdict const&);
    static std::string found(verdict const&);
};

/// No judge asks for more than the command itself; judges may have nothing to say of it.
struct no_judge_objects {
    static bool holds(verdict const& v) { return v.decision == decision::granted; }
    static std::string rule(verdict const&);
    static std::string expected(verdict const&);
    static std::string found(verdict const&);
};

/// The judges say that somebody else must approve, and who could.
struct approval_is_needed {
    static bool holds(verdict const& v) { return v.decision == decision::needs_approval; }
    static std::string rule(verdict const&);
    static std::string expected(verdict const&);
    static std::string found(verdict const&);
};

struct same_terms {
    static digest on_the_table(step const& s) {
        return s.file.proposed ? s.file.proposed->terms_hash : digest{};
    }
    template <class Command>
    static bool holds(Command const& c, step const& s) requires(requires { c.terms_hash; }) {
        return c.terms_hash == on_the_table(s);
    }
    static std::string expected(step const&);
    template <class Command>
    static std::string found(Command const& c, step const&) {
        return to_text(c.terms_hash);
    }
};

struct still_open {
    static bool holds(step const& s) {
        auto const& p = s.file.proposed;
        return !p || !p->terms.valid_until || s.at <= *p->terms.valid_until;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

/// Silence is never a yes.
struct assent_is_explicit {
    static bool holds(accept const& c, step const&) { return c.said != assent::none; }
    static std::string expected(accept const&, step const&);
    static std::string found(accept const&, step const&);
};

/// Nobody approves their own proposal, nor one that was made for them, whatever the policy says.
struct not_the_proposer {
    static bool holds(step const& s) {
        if (!s.file.proposed) return true;
        auto const& p = *s.file.proposed;
        return !is_or_acts_for(s.who, p.proposer) && !is_or_acts_for(s.who, p.proposed_for);
    }
    static std::string expected();
    static std::string found(step const&);
};

/// Nobody counts as two approvers, neither by acting for another nor by being acted for.
struct not_an_earlier_approver {
    static bool holds(step const& s) {
        if (!s.file.proposed) return true;
        auto const is = [&](actor_id const& earlier) { return is_or_acts_for(s.who, earlier); };
        auto const& p = *s.file.proposed;
        return std::none_of(p.approvers.begin(), p.approvers.end(), is) &&
               std::none_of(p.approved_for.begin(), p.approved_for.end(), is);
    }
    static std::string expected();
    static std::string found(step const&);
};

/// With this approval, as many as the verdict asked for.
struct enough_approvers {
    static bool holds(step const& s) {
        auto const& p = s.file.proposed;
        return p && p->approvers.size() + 1 >= p->approvers_needed;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct more_approvers_are_needed {
    static bool holds(step const& s) { return !enough_approvers::holds(s); }
    static std::string expected(step const&);
    static std::string found(step const&);
};

} // namespace amends::resolution
