// SPDX-License-Identifier: BSL-1.0
// What the guards of handling say when they do not hold.
#include <amends/lifecycle/conditions/handling.hpp>

namespace amends::resolution {

std::string in_hand::expected(step const&) { return "a case with its owner"; }
std::string in_hand::found(step const& s) {
    if (s.file.at.handling == merged::id) return "merged into case " + s.file.merged_into.str();
    if (s.file.at.handling == referral_offered::id)
        return "a referral to " + s.file.referred_to.str() + " that is not answered yet";
    return "nobody has it";
}

std::string not_merged::expected(step const&) { return "a case of its own"; }
std::string not_merged::found(step const& s) {
    return "merged into case " + s.file.merged_into.str();
}

std::string help_in_words(step const& s) {
    auto words = s.file.help_from.str();
    if (!s.file.help_due) return words;
    words += s.at > *s.file.help_due ? ", overdue since " : ", due by ";
    return words + to_text(*s.file.help_due);
}

std::string no_help_outstanding::expected(step const&) {
    return "help that was sought to be received";
}
std::string no_help_outstanding::found(step const& s) {
    return "still waiting for " + help_in_words(s);
}

std::string somebody_is_named::expected(assign const&, step const&) {
    return "a colleague in `to`";
}
std::string somebody_is_named::found(assign const&, step const&) { return "nobody"; }

std::string question_is_asked::expected(seek_help const&, step const&) {
    return "a colleague in `from` and a `question`";
}
std::string question_is_asked::found(seek_help const& c, step const&) {
    return c.from.empty() ? "nobody" : "no question";
}

std::string help_is_given::expected(receive_help const&, step const&) { return "an `answer`"; }
std::string help_is_given::found(receive_help const&, step const&) { return "none"; }

std::string referral_has_a_reason::expected(refer const&, step const&) {
    return "another colleague in `to` and a `reason`";
}
std::string referral_has_a_reason::found(refer const& c, step const& s) {
    if (c.to.empty()) return "nobody";
    return c.to == s.file.owner ? "the owner" : "no reason";
}

std::string hand_over_is_complete::expected(refer const&, step const&) {
    return "nature, cause_so_far, done, promised, deadlines, needs and sensitivity";
}
std::string hand_over_is_complete::found(refer const& c, step const&) {
    return "no " + std::string(missing(c));
}

std::string customer_is_told::expected() {
    return "what the customer was told, in `told_customer`";
}
std::string customer_is_told::found() { return "nothing"; }

std::string return_has_a_reason::expected(return_referral const&, step const&) {
    return "a `reason`";
}
std::string return_has_a_reason::found(return_referral const&, step const&) { return "none"; }

std::string another_case_is_named::expected(merge const&, step const&) {
    return "another case in `into`";
}
std::string another_case_is_named::found(merge const& c, step const&) {
    return c.into.empty() ? "none" : "this case itself";
}

} // namespace amends::resolution
