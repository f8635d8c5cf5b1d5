// SPDX-License-Identifier: BSL-1.0
// What the guards of a conclusion say when they do not hold.
#include <amends/lifecycle/conditions/conclusion.hpp>
#include <amends/lifecycle/conditions/handling.hpp>

namespace amends::resolution {

std::optional<std::string> actions_are_open::wrong(carry_out const& c, step const& s) {
    if (c.done.empty()) return "none";
    auto const& actions =
        s.file.proposed ? s.file.proposed->terms.actions : std::vector<agreed_action>{};
    for (std::size_t i = 0; i < c.done.size(); ++i) {
        auto const place = c.done[i];
        auto const number = "action " + std::to_string(place);
        if (place >= s.file.done.size() || place >= actions.size())
            return number + " of " + std::to_string(s.file.done.size());
        if (s.file.done[place]) return number + ", which is done";
        if (std::find(c.done.begin(), c.done.begin() + std::ptrdiff_t(i), place) !=
            c.done.begin() + std::ptrdiff_t(i))
            return number + " twice";
        if (!s.standing.any_of(party::owner) && actions[place].by != s.who.id &&
            actions[place].by != s.who.on_behalf_of)
            return number + ", which is for " + actions[place].by.str();
    }
    return std::nullopt;
}
std::string actions_are_open::expected(carry_out const&, step const&) {
    return "agreed actions that are still to do, by their place from 0";
}
std::string actions_are_open::found(carry_out const& c, step const& s) {
    return wrong(c, s).value_or("nothing proposed");
}

std::string all_are_done::expected(carry_out const&, step const&) { return "every action done"; }
std::string all_are_done::found(carry_out const& c, step const& s) {
    return std::to_string(open_after(c, s)) + " to do";
}

std::string actions_remain::expected(carry_out const&, step const&) {
    return "actions still to do";
}
std::string actions_remain::found(carry_out const& c, step const& s) {
    return all_are_done::found(c, s);
}

std::string customer_is_comfortable::expected(check_comfort const&, step const&) {
    return "comfortable";
}
std::string customer_is_comfortable::found(check_comfort const&, step const&) {
    return "not comfortable";
}

std::string customer_is_not_comfortable::expected(check_comfort const&, step const&) {
    return "not comfortable";
}
std::string customer_is_not_comfortable::found(check_comfort const&, step const&) {
    return "comfortable";
}

std::string nature_and_actions_are_told::expected(inform_colleagues const&, step const&) {
    return "the `nature` of the problem and the `actions` taken";
}
std::string nature_and_actions_are_told::found(inform_colleagues const& c, step const&) {
    return c.nature.empty() ? "no nature" : "no actions";
}

std::string everyone_concerned_is_told::expected(inform_colleagues const&, step const& s) {
    std::string all = manager.str();
    for (auto const& wanted : s.given.must_be_informed)
        if (wanted != manager) all += ", " + wanted.str();
    return "recipients as: " + all;
}
std::string everyone_concerned_is_told::found(inform_colleagues const& c, step const& s) {
    auto const* wanted = missing(c, s);
    return wanted == nullptr ? "everyone" : "nobody as " + wanted->str();
}

namespace {
constexpr auto owner_or_asked = "the owner, or somebody else where the policy asks for it";
}
std::string by_the_owner::expected() { return owner_or_asked; }
std::string by_the_owner::found(step const& s) { return to_text(s.who); }

// Silence asks nobody; a judge's no has words of its own.
std::string somebody_else_is_asked::rule(verdict const& v) {
    return v.decision == decision::granted ? "somebody_else_is_asked" : within_authority::rule(v);
}
std::string somebody_else_is_asked::expected(verdict const& v) {
    return v.decision == decision::granted ? owner_or_asked : within_authority::expected(v);
}
std::string somebody_else_is_asked::found(verdict const& v) {
    return v.decision == decision::granted ? "a policy that does not ask"
                                           : within_authority::found(v);
}

std::string measure_was_set_before::expected(evaluate const&, step const& s) {
    return "the measure that was set: " +
           (s.file.proposed ? s.file.proposed->terms.measure : std::string("none"));
}
std::string measure_was_set_before::found(evaluate const& c, step const&) {
    return c.measure.empty() ? "none" : c.measure;
}

std::string evidence_is_given::expected(evaluate const&, step const&) {
    return "`evidence` and a `verdict`";
}
std::string evidence_is_given::found(evaluate const& c, step const&) {
    return c.evidence.empty() ? "no evidence" : "no verdict";
}

std::string nothing_is_owed::expected(step const&) { return "no duty outstanding"; }
std::string nothing_is_owed::found(step const& s) {
    if (s.file.contact_promised_by)
        return "contact promised by " + to_text(*s.file.contact_promised_by);
    return "help sought from " + help_in_words(s);
}

std::string customer_knows::expected(step const&) {
    return "the customer to be told since the last change";
}
std::string customer_knows::found(step const&) { return "not told"; }

} // namespace amends::resolution
