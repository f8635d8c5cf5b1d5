// SPDX-License-Identifier: BSL-1.0
// What intake's guards say when they do not hold.
#include <amends/lifecycle/conditions/intake.hpp>

namespace amends::resolution {

std::string kind_and_origin_are_given::expected(report const&, step const&) {
    return "a `kind` and an `origin`";
}
std::string kind_and_origin_are_given::found(report const& c, step const&) {
    return c.kind == contact_kind::unknown ? "no kind" : "no origin";
}

std::string customer_is_named::expected(report const&, step const& s) {
    return s.who.side == side::customer ? s.who.id.str() + " in `customer`"
                                        : "whose contact it is, in `customer`";
}
std::string customer_is_named::found(report const& c, step const&) {
    return c.customer.empty() ? "nobody" : c.customer.str();
}

std::string customer_view_is_given::expected(report const& c, step const&) {
    return c.customer_aware ? "the customer's view in `expected`, `experienced` and `impact`"
                            : "what staff noticed in `organisation_view`, and such an origin";
}
std::string customer_view_is_given::found(report const& c, step const&) {
    if (!c.customer_aware)
        return c.organisation_view.empty() ? "nothing" : "the customer as origin";
    if (c.expected.empty()) return "no expected";
    return c.experienced.empty() ? "no experienced" : "no impact";
}

std::string sign_is_named::expected(recognise const&, step const&) {
    return "what it is in `as`, and the `sign` that was said or done";
}
std::string sign_is_named::found(recognise const& c, step const&) {
    if (c.as == contact_kind::unknown) return "no kind";
    return c.sign.empty() ? "no sign" : "a sign neither said nor done";
}

std::string is_query_or_request::expected(step const&) { return "a query or a request"; }
std::string is_query_or_request::found(step const& s) {
    return "a " + std::string(name_of(s.file.kind));
}

std::string is_problem::expected(step const&) { return "a problem"; }
std::string is_problem::found(step const& s) { return "a " + std::string(name_of(s.file.kind)); }

std::string answer_is_given::expected(answer const& c, step const&) {
    return c.outcome == answer_kind::declined ? "`words` and `reasons`"
                                              : "an `outcome` and `words`";
}
std::string answer_is_given::found(answer const& c, step const&) {
    if (c.outcome == answer_kind::unknown) return "no outcome";
    return c.words.empty() ? "no words" : "no reasons";
}

std::string a_reason_is_given::expected() { return "a `reason`"; }
std::string a_reason_is_given::found() { return "none"; }

std::string complaint_is_handed_over::expected(treat_as_complaint const&, step const&) {
    return "a `decision`, the `rules` that fired, who it is `handed_to` and by when in `due`";
}
std::string complaint_is_handed_over::found(treat_as_complaint const& c, step const&) {
    if (c.decision.empty()) return "no decision";
    if (c.rules.empty()) return "no rules";
    return c.handed_to.empty() ? "nobody" : "no due time";
}

std::string text_is_given::expected() { return "a text"; }
std::string text_is_given::found() { return "none"; }

std::string next_step_is_given::expected(inform_customer const&, step const&) {
    return "a `next_step`";
}
std::string next_step_is_given::found(inform_customer const&, step const&) { return "none"; }

std::string feedback_is_on_its_scale::expected(record_feedback const& c, step const&) {
    switch (c.scale) {
    case feedback_scale::csat: return "a csat score from 1 to 5";
    case feedback_scale::nps: return "an nps score from 0 to 10";
    case feedback_scale::ces: return "a ces score from 1 to 7";
    default: return "a `scale` with a score, or `words`";
    }
}
std::string feedback_is_on_its_scale::found(record_feedback const& c, step const&) {
    return c.scale == feedback_scale::words ? "no words" : std::to_string(c.score);
}

} // namespace amends::resolution
