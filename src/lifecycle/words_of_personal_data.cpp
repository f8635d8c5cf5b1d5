// SPDX-License-Identifier: BSL-1.0
// What guards about personal data expected and found, in words.
#include <amends/lifecycle/conditions/personal_data.hpp>

namespace amends::resolution {

namespace {

std::string matters(step const& s) {
    std::string names;
    for (auto const& matter : s.file.held_for) names += (names.empty() ? "" : ", ") + matter;
    return names;
}

} // namespace

std::string a_ground_is_given::expected(erase_personal_data const&, step const&) {
    return "the `ground` of the erasure";
}
std::string a_ground_is_given::found(erase_personal_data const&, step const&) { return "none"; }

std::string every_case_is_erased::expected(step const&) {
    return "an erasure of every case of the customer";
}
std::string every_case_is_erased::found(step const&) { return "one of this case alone"; }

std::string case_has_ended::expected(step const&) { return "a case that has ended"; }
std::string case_has_ended::found(step const& s) {
    return "one that is " + std::string(s.given.open_in);
}

std::string no_hold_stands::expected(step const&) { return "no hold on what is known"; }
std::string no_hold_stands::found(step const& s) { return "held for " + matters(s); }

std::string a_new_matter_is_named::expected(hold_personal_data const&, step const&) {
    return "a `matter` for which nothing is held yet";
}
std::string a_new_matter_is_named::found(hold_personal_data const& c, step const&) {
    return c.matter.empty() ? "none" : c.matter;
}

std::string a_held_matter_is_named::expected(release_personal_data const&, step const& s) {
    return s.file.held_for.empty() ? "a hold" : "a `matter` of " + matters(s);
}
std::string a_held_matter_is_named::found(release_personal_data const& c, step const&) {
    return c.matter.empty() ? "none" : c.matter;
}

} // namespace amends::resolution
