// SPDX-License-Identifier: BSL-1.0
// The front desk with keys: texts are sealed, and a privacy officer may erase them.
#pragma once

#include "support/front_desk.hpp"

#include <amends/audit/verify.hpp>
#include <amends/authority/retention.hpp>
#include <amends/store/memory_keys.hpp>

namespace amends::cases {

/// The house's rules; a privacy officer erases what was kept for 30 days, a lawyer holds it.
inline any_policy privacy_rules() {
    return all_of(house_limits(), separation_of_duties{},
                  retention({.erased_by = {"privacy_officer"},
                             .held_by = {"lawyer"},
                             .periods = {{"", std::chrono::days(30), 1}}}));
}

struct keys_of_the_house {
    memory_keys keys{20260301};
};

struct sealed_desk : keys_of_the_house, front_desk {
    explicit sealed_desk(any_policy rules = privacy_rules(), desk_options how = {})
        : front_desk(std::move(rules), with_keys(std::move(how), keys)) {}

    session pia = staff("pia", {"privacy_officer"});
    session leo = staff("leo", {"lawyer"});

    static desk_options with_keys(desk_options how, key_store& of) {
        how.keys = &of;
        return how;
    }
    /// Another desk over the same store.
    desk another(any_policy rules = privacy_rules(), desk_options how = {}) {
        how.clock = [this] { return now; };
        how.keys = &keys;
        return {kept, std::move(rules), std::move(how)};
    }

    erase_personal_data request(customer_id const& of = "c1") const {
        return {of, "asked for by the customer"};
    }
    customer_erasure erased(customer_id const& of = "c1") {
        now += std::chrono::minutes(1);
        auto const done = at.erase(pia, request(of));
        INFO((done ? "done" : done.error().message));
        REQUIRE(done.has_value());
        return *done;
    }
    void wait(std::chrono::days some) { now += some; }
};

/// Everything that a store keeps of its entries: bytes and what is sealed.
inline std::string everything_in(store& kept) {
    std::string all;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          for (auto const some : {e.bytes, e.sealed})
                              all.append(reinterpret_cast<char const*>(some.data()), some.size());
                          return true;
                      })
                .has_value());
    return all;
}

/// The first damage of the whole log, in words.
inline std::string soundness(store& kept) {
    trail_verifier verifier;
    std::optional<damage> first;
    REQUIRE(kept.scan(0,
                      [&](stored_entry const& e) {
                          first = verifier.check(e);
                          return !first;
                      })
                .has_value());
    REQUIRE(kept.heads([&](case_head const& h) {
                    if (!first) first = verifier.check_head(h.on, h.last_sequence, h.last_hash);
                    return true;
                })
                .has_value());
    return first ? first->message : "sound";
}

} // namespace amends::cases
