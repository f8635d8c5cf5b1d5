// SPDX-License-Identifier: BSL-1.0
// A store with cases of two customers, of whom one may be erased.
#pragma once

#include "command/audited.hpp"

namespace amends::testing {

// Two cases of c1, the first withdrawn, and one of c2.
inline std::string const work_of_two_customers =
    R"({"case":"41","id":"k-1","by":{"id":"c1","side":"customer"},"at":"2026-03-01T09:30:00Z",)"
    R"("report":{"kind":"problem","origin":"customer","customer":"c1","category":"delivery",)"
    R"("expected":"a parcel for Ada","experienced":"none came to Mill Lane","impact":"tears"}})"
    "\n"
    R"({"case":"41","id":"k-2","by":{"id":"c1","side":"customer"},"at":"2026-03-02T09:30:00Z",)"
    R"("withdraw":{"reason":"Ada found it"}})"
    "\n"
    R"({"case":"43","id":"k-3","by":{"id":"c2","side":"customer"},"at":"2026-03-02T09:31:00Z",)"
    R"("report":{"kind":"problem","origin":"customer","customer":"c2","category":"delivery",)"
    R"("expected":"a parcel for Bob","experienced":"none","impact":"none"}})"
    "\n";

struct desk_of_two : workshop {
    std::string store; ///< as the command is told of it

    explicit desk_of_two(std::string const& name = "cases.db") : store(" --store " + name) {
        write("work.jsonl", work_of_two_customers);
        REQUIRE(amends("run work.jsonl" + store).status == 0);
    }
    ran as_manager(std::string const& verb) const {
        return amends(verb + " --as mia --role manager");
    }
};

inline std::string const erase_c1 = "erase c1 --ground 'asked for'";

} // namespace amends::testing
