// SPDX-License-Identifier: BSL-1.0
// A desk with two people at it, for tests of what stands below the desk.
#pragma once

#include <amends/amends.hpp>

#include "catch.hpp"

#include <string>

namespace amends::testing {

struct grant_everything {
    verdict judge(question const&) const {
        verdict v;
        v.add({"grant_everything", "granted_always", decision::granted, {}, {}});
        return v;
    }
};

/// Its clock moves by a second a command.
inline desk desk_over(store& kept, desk_options how = {}) {
    how.clock = [t = std::int64_t{0}]() mutable {
        return instant(std::chrono::seconds(1'700'000'000 + t++));
    };
    return desk(kept, grant_everything{}, std::move(how));
}

inline session const customer{{"carla", side::customer, {}, {}, {}}, provenance::live};
inline session const agent{{"ann", side::staff, {"agent"}, {}, {}}, provenance::live};

inline command report_of(std::string const& on, std::string const& id) {
    return {*case_id::parse(on),
            *command_id::parse(id),
            {},
            report{.kind = contact_kind::problem,
                   .origin = origin::customer,
                   .customer = "carla",
                   .expected = "parcel on Monday",
                   .experienced = "nothing came",
                   .impact = "no present"}};
}

inline command note_on(std::string const& on, std::string const& id, std::string text) {
    return {*case_id::parse(on), *command_id::parse(id), {}, note{std::move(text)}};
}

/// Every entry from the first, the chains of all cases, and where each case ends.
inline void check_sound(store& kept) {
    trail_verifier verifier;
    std::optional<damage> bad;
    auto const scanned = kept.scan(0, [&](stored_entry const& e) {
        bad = verifier.check(e);
        return !bad;
    });
    REQUIRE(scanned.has_value());
    INFO((bad ? bad->message : std::string("sound")));
    REQUIRE(!bad.has_value());
    std::size_t cases = 0;
    auto const visited = kept.heads([&](case_head const& h) {
        ++cases;
        bad = verifier.check_head(h.on, h.last_sequence, h.last_hash);
        return !bad;
    });
    REQUIRE(visited.has_value());
    INFO((bad ? bad->message : std::string("sound")));
    REQUIRE(!bad.has_value());
    CHECK(cases == verifier.cases());
}

} // namespace amends::testing
