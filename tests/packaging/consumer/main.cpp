// SPDX-License-Identifier: BSL-1.0
// The smallest product on top of amends: one customer reports one problem.
#include <amends/amends.hpp>

#include <iostream>

int main() {
    using namespace amends;
    memory_store kept;
    desk counter(kept,
                 money_limits({{.role = "agent", .kind = {}, .max = {5000, eur}}}, {"agent"}));
    session const osei{{.id = "c-17", .side = side::customer}};

    auto const answer = counter.handle(osei, {.on = "41",
                                              .id = "web-1",
                                              .what = report{.kind = contact_kind::problem,
                                                             .origin = origin::customer,
                                                             .customer = "c-17",
                                                             .category = "late parcel",
                                                             .expected = "my parcel on Saturday",
                                                             .experienced = "nothing came",
                                                             .impact = "no present for my son"}});
    if (!answer) {
        std::cout << answer.error() << '\n';
        return 1;
    }
    std::cout << *answer << '\n';
}
