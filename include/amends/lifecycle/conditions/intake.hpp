// SPDX-License-Identifier: BSL-1.0
// Guards about what was reported, recognised, answered and taken out again.
#pragma once

#include <amends/lifecycle/states.hpp>
#include <amends/workflow/condition.hpp>

namespace amends::resolution {

using workflow::step;

struct kind_and_origin_are_given {
    static bool holds(report const& c, step const&) {
        return c.kind != contact_kind::unknown && c.origin != origin::unknown;
    }
    static std::string expected(report const&, step const&);
    static std::string found(report const&, step const&);
};

struct customer_is_named {
    static bool holds(report const& c, step const& s) {
        return !c.customer.empty() &&
               (s.who.side != side::customer || s.who.id.view() == c.customer.view());
    }
    static std::string expected(report const&, step const&);
    static std::string found(report const&, step const&);
};

/// The customer's own view is kept; who has not noticed yet has none.
struct customer_view_is_given {
    static bool holds(report const& c, step const&) {
        if (!c.customer_aware) return c.origin != origin::customer && !c.organisation_view.empty();
        return !c.expected.empty() && !c.experienced.empty() && !c.impact.empty();
    }
    static std::string expected(report const&, step const&);
    static std::string found(report const&, step const&);
};

struct sign_is_named {
    static bool holds(recognise const& c, step const&) {
        return c.as != contact_kind::unknown && c.sign_was != sign_kind::unknown && !c.sign.empty();
    }
    static std::string expected(recognise const&, step const&);
    static std::string found(recognise const&, step const&);
};

struct is_query_or_request {
    static bool holds(step const& s) {
        return s.file.kind == contact_kind::query || s.file.kind == contact_kind::request;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct is_problem {
    static bool holds(step const& s) { return s.file.kind == contact_kind::problem; }
    static std::string expected(step const&);
    static std::string found(step const&);
};

/// An answer has words; a request that is declined gets reasons.
struct answer_is_given {
    static bool holds(answer const& c, step const&) {
        return c.outcome != answer_kind::unknown && !c.words.empty() &&
               (c.outcome != answer_kind::declined || !c.reasons.empty());
    }
    static std::string expected(answer const&, step const&);
    static std::string found(answer const&, step const&);
};

struct a_reason_is_given {
    template <class Command>
    static bool holds(Command const& c, step const&) requires(requires { c.reason; }) {
        return !c.reason.empty();
    }
    static std::string expected();
    static std::string found();
};

/// The decision that it is a complaint is explained, and somebody takes it over by a time.
struct complaint_is_handed_over {
    static bool holds(treat_as_complaint const& c, step const&) {
        return !c.decision.empty() && !c.rules.empty() && !c.handed_to.empty() && c.due.has_value();
    }
    static std::string expected(treat_as_complaint const&, step const&);
    static std::string found(treat_as_complaint const&, step const&);
};

struct text_is_given {
    static std::string_view text_of(note const& c) { return c.text; }
    static std::string_view text_of(inform_customer const& c) { return c.what; }
    static std::string_view text_of(record_contact const& c) { return c.text; }
    template <class Command>
    static bool holds(Command const& c, step const&) requires(requires { text_of(c); }) {
        return !text_of(c).empty();
    }
    static std::string expected();
    static std::string found();
};

/// Telling somebody something includes what happens next.
struct next_step_is_given {
    static bool holds(inform_customer const& c, step const&) { return !c.next_step.empty(); }
    static std::string expected(inform_customer const&, step const&);
    static std::string found(inform_customer const&, step const&);
};

struct feedback_is_on_its_scale {
    static bool holds(record_feedback const& c, step const&) {
        switch (c.scale) {
        case feedback_scale::csat: return c.score >= 1 && c.score <= 5;
        case feedback_scale::nps: return c.score >= 0 && c.score <= 10;
        case feedback_scale::ces: return c.score >= 1 && c.score <= 7;
        case feedback_scale::words: return !c.words.empty();
        case feedback_scale::unknown: return false;
        }
        return false;
    }
    static std::string expected(record_feedback const&, step const&);
    static std::string found(record_feedback const&, step const&);
};

} // namespace amends::resolution
