// SPDX-License-Identifier: BSL-1.0
// The path of a parcel, with texts of the length that people write.
#include "workload.hpp"

namespace bench {

using namespace amends;

usual_policy policy_of_the_shop() {
    return all_of(money_limits({{"agent", std::nullopt, {5000, eur}, {}, 0},
                                {"manager", std::nullopt, {50000, eur}, {}, 0}},
                               {"agent", "manager"}),
                  separation_of_duties{});
}

std::function<instant()> ticking_clock() {
    return [ms = std::int64_t{1767225600000}]() mutable {
        return instant(std::chrono::milliseconds(ms += 1000));
    };
}

std::vector<path_step> path_of_a_parcel(bool with_refusals) {
    session const customer{{"c-2041", side::customer, {}, {}, {}}, provenance::live};
    session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    session const manager{{"max", side::staff, {"manager"}, {}, {}}, provenance::live};

    terms offered;
    offered.option = "refund";
    offered.remedies = {{remedy_kind::refund, {7500, eur}}};
    offered.actions = {{"refund 75.00 EUR to the card", "ann", std::nullopt}};
    offered.measure = "customer content after a week";
    auto const hash = hash_of(offered);

    amends::report first;
    first.kind = contact_kind::problem;
    first.origin = origin::customer;
    first.customer = "c-2041";
    first.category = "delivery";
    first.channel = "web";
    first.expected = "the parcel on Monday, as the shop said";
    first.experienced = "nothing came, and nobody called";
    first.impact = "no present for the birthday";

    confirm confirmed;
    confirmed.nature = "late parcel";
    confirmed.cause_is = cause_class::supplier;
    confirmed.cause = "the courier lost it in the depot";
    confirmed.how_sure = certainty::certain;
    confirmed.with = confirmed_with::customer;

    explain_options options;
    options.options = {{"refund", "money back", "trust", "no parcel", "costs 75.00 EUR"},
                       {"resend", "parcel on Friday", "a sale", "waits on", "costs a parcel"}};
    options.channel = "telephone";

    std::vector<path_step> path;
    path.push_back({customer, first});
    path.push_back({agent, take{}});
    if (with_refusals) path.push_back({agent, propose{offered}});
    path.push_back({agent, confirmed});
    path.push_back({agent, options});
    path.push_back({agent, propose{offered}});
    if (with_refusals) path.push_back({agent, approve{hash, "my own"}});
    path.push_back({manager, approve{hash, "a good customer"}});
    path.push_back({customer, amends::accept{hash, assent::written}});
    path.push_back({agent, carry_out{{0}, "paid out this morning"}});
    path.push_back({agent, inform_colleagues{{{"max", "manager"}}, "late parcel", "refunded"}});
    path.push_back({agent, evaluate{"customer content after a week", "called on Tuesday",
                                    effect::effective, "all good now"}});
    if (with_refusals) path.push_back({agent, amends::close{}});
    path.push_back({agent, inform_customer{"your money is on its way", "nothing", std::nullopt}});
    path.push_back({agent, amends::close{"no more to do"}});
    return path;
}

} // namespace bench
