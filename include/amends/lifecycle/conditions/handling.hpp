// SPDX-License-Identifier: BSL-1.0
// Guards about who has the case and what is handed over.
#pragma once

#include <amends/lifecycle/states.hpp>
#include <amends/workflow/condition.hpp>

namespace amends::resolution {

using workflow::step;

/// Commands of the owner need a case that is in the owner's hands.
struct in_hand {
    static bool holds(step const& s) {
        return s.file.at.handling == with_owner::id || s.file.at.handling == help_sought::id;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

/// A merged case answers with the case to use.
struct not_merged {
    static bool holds(step const& s) { return s.file.at.handling != merged::id; }
    static std::string expected(step const&);
    static std::string found(step const&);
};

/// From whom help was sought, and by when it is or was due.
std::string help_in_words(step const& s);

/// Help that was sought has been received.
struct no_help_outstanding {
    static bool holds(step const& s) { return s.file.at.handling != help_sought::id; }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct somebody_is_named {
    static bool holds(assign const& c, step const&) { return !c.to.empty(); }
    static std::string expected(assign const&, step const&);
    static std::string found(assign const&, step const&);
};

struct question_is_asked {
    static bool holds(seek_help const& c, step const&) {
        return !c.from.empty() && !c.question.empty();
    }
    static std::string expected(seek_help const&, step const&);
    static std::string found(seek_help const&, step const&);
};

struct help_is_given {
    static bool holds(receive_help const& c, step const&) { return !c.answer.empty(); }
    static std::string expected(receive_help const&, step const&);
    static std::string found(receive_help const&, step const&);
};

struct referral_has_a_reason {
    static bool holds(refer const& c, step const& s) {
        return !c.to.empty() && c.to != s.file.owner && c.reason != referral_reason::none;
    }
    static std::string expected(refer const&, step const&);
    static std::string found(refer const&, step const&);
};

/// The next colleague needs to ask nothing again. "none" counts when it is said.
struct hand_over_is_complete {
    static std::string_view missing(refer const& c) {
        auto const& h = c.hand_over;
        if (h.nature.empty()) return "nature";
        if (h.cause_so_far.empty()) return "cause_so_far";
        if (h.done.empty()) return "done";
        if (h.promised.empty()) return "promised";
        if (h.deadlines.empty()) return "deadlines";
        if (h.needs.empty()) return "needs";
        if (h.sensitivity.empty()) return "sensitivity";
        return {};
    }
    static bool holds(refer const& c, step const&) { return missing(c).empty(); }
    static std::string expected(refer const&, step const&);
    static std::string found(refer const&, step const&);
};

/// The customer is told who has the case now.
struct customer_is_told {
    template <class Command>
    static bool holds(Command const& c, step const&) requires(requires { c.told_customer; }) {
        return !c.told_customer.empty();
    }
    static std::string expected();
    static std::string found();
};

struct return_has_a_reason {
    static bool holds(return_referral const& c, step const&) { return !c.reason.empty(); }
    static std::string expected(return_referral const&, step const&);
    static std::string found(return_referral const&, step const&);
};

struct another_case_is_named {
    static bool holds(merge const& c, step const& s) {
        return !c.into.empty() && c.into != s.file.id;
    }
    static std::string expected(merge const&, step const&);
    static std::string found(merge const&, step const&);
};

} // namespace amends::resolution
