// SPDX-License-Identifier: BSL-1.0
// Guards about erasing what is known of a customer, and about keeping it.
#pragma once

#include <amends/lifecycle/states.hpp>
#include <amends/workflow/condition.hpp>

#include <algorithm>

namespace amends::resolution {

using workflow::step;

struct a_ground_is_given {
    static bool holds(erase_personal_data const& c, step const&) { return !c.ground.empty(); }
    static std::string expected(erase_personal_data const&, step const&);
    static std::string found(erase_personal_data const&, step const&);
};

/// One key is a customer's, whatever the case: nothing is erased of one case alone.
struct every_case_is_erased {
    static bool holds(step const& s) { return s.given.whole_customer; }
    static std::string expected(step const&);
    static std::string found(step const&);
};

/// Who still waits for an answer is not forgotten. A merged case has ended: another goes on for it.
struct case_has_ended {
    static bool holds(step const& s) {
        return s.given.open_in.empty() || s.file.at.handling == merged::id;
    }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct no_hold_stands {
    static bool holds(step const& s) { return s.file.held_for.empty(); }
    static std::string expected(step const&);
    static std::string found(step const&);
};

struct a_new_matter_is_named {
    static bool is_held(label const& matter, step const& s) {
        auto const& held = s.file.held_for;
        return std::find(held.begin(), held.end(), matter) != held.end();
    }
    static bool holds(hold_personal_data const& c, step const& s) {
        return !c.matter.empty() && !is_held(c.matter, s);
    }
    static std::string expected(hold_personal_data const&, step const&);
    static std::string found(hold_personal_data const&, step const&);
};

struct a_held_matter_is_named {
    static bool holds(release_personal_data const& c, step const& s) {
        return a_new_matter_is_named::is_held(c.matter, s);
    }
    static std::string expected(release_personal_data const&, step const&);
    static std::string found(release_personal_data const&, step const&);
};

} // namespace amends::resolution
