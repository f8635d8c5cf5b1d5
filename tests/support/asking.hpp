// SPDX-License-Identifier: BSL-1.0
// Questions put to judges by hand: who, what for, when.
#pragma once

#include <amends/authority/question.hpp>

#include <vector>

namespace amends::cases {

/// A question with its own remedies. Remedies, givens and category must outlive what is asked.
struct asking {
    question q;
    std::vector<remedy> remedies;
    std::vector<grant> given;

    explicit asking(actor const& who, std::string_view command = "propose") {
        q.who = who;
        q.command = command;
        q.about.on = "41";
        q.about.customer = "c1";
        q.about.category = "delivery";
        q.at = *parse_instant("2026-03-04T12:00:00Z"); // a Wednesday
    }
    asking(asking const&) = delete;

    asking& offering(remedy_kind kind, std::int64_t cents, currency in = eur) {
        remedies.push_back({kind, {cents, in}});
        q.remedies = remedies;
        return *this;
    }
    asking& at(char const* when) {
        q.at = *parse_instant(when);
        return *this;
    }
    asking& about(std::string_view category, severity how_bad = severity::medium) {
        q.about.category = category;
        q.about.severity = how_bad;
        return *this;
    }
    asking& having_given(actor_id const& by, std::int64_t cents, char const* when,
                         customer_id const& to = "c1", bool again = false) {
        given.push_back({"40",
                         by,
                         {},
                         to,
                         *parse_instant(when),
                         {remedy_kind::refund, {cents, eur}},
                         again,
                         false});
        q.given = given;
        return *this;
    }
    template <class Policy>
    std::string of(Policy const& judge) const {
        return to_text(judge.judge(q));
    }
};

inline actor somebody(actor_id const& who, role_set const& roles, actor_id const& whom = {},
                      delegation_id const& by = {}) {
    return {who, side::staff, roles, whom, by};
}

} // namespace amends::cases
