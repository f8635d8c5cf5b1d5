// SPDX-License-Identifier: BSL-1.0
// What the guards of a solution say when they do not hold.
#include <amends/lifecycle/conditions/solution.hpp>

namespace amends::resolution {

std::string nature_and_cause_are_given::expected(confirm const& c, step const&) {
    return c.cause_is == cause_class::unknown
               ? "a `nature`, `how_sure`, and why the cause is unknown in `unknown_because`"
               : "a `nature`, `how_sure`, and the `cause`";
}
std::string nature_and_cause_are_given::found(confirm const& c, step const&) {
    if (c.nature.empty()) return "no nature";
    if (c.how_sure == certainty::unknown) return "no how_sure";
    return c.cause_is == cause_class::unknown ? "no unknown_because" : "no cause";
}

std::string confirmed_with_somebody::expected(confirm const&, step const&) {
    return "confirmed with the customer, or by `evidence`";
}
std::string confirmed_with_somebody::found(confirm const& c, step const&) {
    return c.with == confirmed_with::nobody ? "nobody" : "no evidence";
}

std::string two_options_or_one_lawful::expected(explain_options const&, step const&) {
    return "two options, or one with `sole_lawful_because`";
}
std::string two_options_or_one_lawful::found(explain_options const& c, step const&) {
    return std::to_string(c.options.size());
}

std::string both_sides_are_explained::missing(explain_options const& c) {
    for (auto const& o : c.options) {
        if (o.name.empty()) return "an option without a name";
        if (o.benefit_to_customer.empty()) return "no benefit_to_customer of " + o.name;
        if (o.benefit_to_organisation.empty()) return "no benefit_to_organisation of " + o.name;
        if (o.drawback_to_customer.empty()) return "no drawback_to_customer of " + o.name;
        if (o.drawback_to_organisation.empty()) return "no drawback_to_organisation of " + o.name;
    }
    return {};
}
std::string both_sides_are_explained::expected(explain_options const&, step const&) {
    return "benefits and drawbacks of each option to both sides, or the word none";
}
std::string both_sides_are_explained::found(explain_options const& c, step const&) {
    return missing(c);
}

std::string const* no_two_options_share_a_name::shared(explain_options const& c) {
    for (std::size_t i = 1; i < c.options.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (c.options[i].name == c.options[j].name) return &c.options[i].name;
    return nullptr;
}
std::string no_two_options_share_a_name::expected(explain_options const&, step const&) {
    return "a name of its own for each option";
}
std::string no_two_options_share_a_name::found(explain_options const& c, step const&) {
    auto const* name = shared(c);
    return name == nullptr ? "none" : "two named " + *name;
}

std::string option_was_explained::expected(propose const&, step const& s) {
    std::string names;
    for (auto const& o : s.file.options) names += (names.empty() ? "" : ", ") + o;
    return "one of the options explained: " + names;
}
std::string option_was_explained::found(propose const& c, step const&) {
    return c.terms.option.empty() ? "none" : c.terms.option;
}

std::string terms_are_complete::expected(propose const&, step const&) {
    return "`actions` with `what` and `by`, and the `measure` for the evaluation";
}
std::string terms_are_complete::found(propose const& c, step const&) {
    if (c.terms.actions.empty()) return "no actions";
    return c.terms.measure.empty() ? "no measure" : "an action without what or by";
}

std::string not_below_the_lawful_floor::expected(propose const&, step const& s) {
    return "at least " + to_text(s.given.lawful_floor.value_or(money{})) + ", as the law gives";
}
std::string not_below_the_lawful_floor::found(propose const& c, step const& s) {
    auto const in = s.given.lawful_floor.value_or(money{}).in;
    return to_text(money{sum_in(c.terms.remedies, in), in});
}

std::string within_authority::rule(verdict const& v) {
    auto const* why = decisive(v);
    if (why != nullptr) return why->rule.str();
    return v.decision == decision::granted ? "no_authority" : "within_authority";
}
std::string within_authority::expected(verdict const& v) {
    auto const* why = decisive(v);
    return why == nullptr ? "a granting verdict" : to_text(why->expected);
}
std::string within_authority::found(verdict const& v) {
    auto const* why = decisive(v);
    if (why != nullptr) return to_text(why->found);
    return v.decision == decision::granted ? "silence" : std::string(name_of(v.decision));
}

std::string no_judge_objects::rule(verdict const& v) { return within_authority::rule(v); }
std::string no_judge_objects::expected(verdict const& v) { return within_authority::expected(v); }
std::string no_judge_objects::found(verdict const& v) { return within_authority::found(v); }

// A granted proposal has reasons of its own, which are none for asking somebody else.
std::string approval_is_needed::rule(verdict const& v) {
    return within_authority::holds(v) ? "approval_is_needed" : within_authority::rule(v);
}
std::string approval_is_needed::expected(verdict const& v) {
    return within_authority::holds(v) ? "a verdict that asks for approval"
                                      : within_authority::expected(v);
}
std::string approval_is_needed::found(verdict const& v) {
    return within_authority::holds(v) ? "granted" : within_authority::found(v);
}

std::string same_terms::expected(step const& s) {
    return "the terms on the table, " + to_text(on_the_table(s));
}

std::string still_open::expected(step const& s) {
    auto const& p = s.file.proposed;
    return "an answer by " + (p && p->terms.valid_until ? to_text(*p->terms.valid_until) : "-");
}
std::string still_open::found(step const& s) { return to_text(s.at); }

std::string assent_is_explicit::expected(accept const&, step const&) {
    return "how the customer said yes: spoken, written or clicked";
}
std::string assent_is_explicit::found(accept const&, step const&) { return "nothing"; }

std::string not_the_proposer::expected() { return "somebody other than the proposer"; }
std::string not_the_proposer::found(step const& s) { return to_text(s.who); }

std::string not_an_earlier_approver::expected() { return "another approver"; }
std::string not_an_earlier_approver::found(step const& s) { return to_text(s.who); }

std::string enough_approvers::expected(step const& s) {
    return std::to_string(s.file.proposed ? s.file.proposed->approvers_needed : 1) + " approvers";
}
std::string enough_approvers::found(step const& s) {
    return std::to_string((s.file.proposed ? s.file.proposed->approvers.size() : 0) + 1);
}

std::string more_approvers_are_needed::expected(step const& s) {
    return enough_approvers::expected(s);
}
std::string more_approvers_are_needed::found(step const& s) { return enough_approvers::found(s); }

} // namespace amends::resolution
