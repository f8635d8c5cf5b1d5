// SPDX-License-Identifier: BSL-1.0
// What an embedding product writes most: a desk over a store with a policy, and a few commands.
#include <amends/authority/limits.hpp>
#include <amends/desk/desk.hpp>
#include <amends/store/memory.hpp>

using namespace amends;

int handle_a_parcel() {
    memory_store kept;
    desk counter(kept, money_limits({{"agent", std::nullopt, {5000, eur}, {}, 0}}, {"agent"}));
    session const customer{{"c-1", side::customer, {}, {}, {}}, provenance::live};
    session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};
    report first;
    first.kind = contact_kind::problem;
    first.origin = origin::customer;
    first.customer = "c-1";
    first.expected = "a parcel";
    first.experienced = "none";
    first.impact = "no present";
    if (!counter.handle(customer, {"41", "k-1", {}, first})) return 1;
    if (!counter.handle(agent, {"41", "k-2", {}, take{}})) return 1;
    auto const can = counter.possible("41", agent.who);
    return can ? static_cast<int>(can->size()) : 1;
}
