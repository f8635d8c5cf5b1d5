// SPDX-License-Identifier: BSL-1.0
// A problem as commands, up to what somebody proposes for it.
#pragma once

#include <string>

namespace amends::testing {

/// A case of customer c1 that ann owns, up to her proposal of so many euros.
inline std::string proposed(std::string const& on, std::string const& euros) {
    auto const by = [](std::string const& who, std::string const& role) {
        return R"("by":{"id":")" + who + "\"" +
               (role.empty() ? R"(,"side":"customer")" : R"(,"roles":[")" + role + "\"]") +
               R"(},"at":"2026-03-03T10:00:00Z",)";
    };
    int n = 0;
    auto const line = [&](std::string const& who, std::string const& what) {
        return R"({"case":")" + on + R"(","id":")" + on + "-" + std::to_string(++n) + "\"," + who +
               what + "}\n";
    };
    auto const ann = by("ann", "agent");
    return line(by("c1", ""),
                R"("report":{"kind":"problem","origin":"customer","customer":"c1",)"
                R"("expected":"a parcel","experienced":"none","impact":"no present"})") +
           line(ann, R"("take":{})") +
           line(ann, R"("confirm":{"nature":"late","cause_is":"supplier","cause":"lost",)"
                     R"("how_sure":"certain","with":"customer"})") +
           line(ann, R"("explain_options":{"options":[{"name":"refund","benefit_to_customer":"a",)"
                     R"("benefit_to_organisation":"b","drawback_to_customer":"c",)"
                     R"("drawback_to_organisation":"d"}],"sole_lawful_because":"it is"})") +
           line(ann, R"("propose":{"terms":{"option":"refund","remedies":[{"kind":"refund",)"
                     R"("cost":")" +
                         euros +
                         R"( EUR"}],"actions":[{"what":"pay","by":"ann"}],)"
                         R"("measure":"a call"}})");
}

} // namespace amends::testing
