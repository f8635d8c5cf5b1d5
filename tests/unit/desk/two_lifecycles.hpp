// SPDX-License-Identifier: BSL-1.0
// A desk with reviews and one without over the same store, between which cases move.
#pragma once

#include "support/front_desk.hpp"
#include "support/own_lifecycle.hpp"

#include <amends/authority/migrators.hpp>

#include "catch.hpp"

#include <string>
#include <utility>

namespace amends::cases {

inline constexpr state_id in_review{128};

/// The house's rules; a manager moves cases to another lifecycle.
inline any_policy moving_rules() {
    return all_of(house_limits(), separation_of_duties{}, migrators({"manager"}));
}

inline desk_options under(lifecycle const& table) {
    desk_options how;
    how.table = &table;
    return how;
}

/// People at a desk with reviews, and a desk without over the same store.
struct two_lifecycles {
    front_desk before{moving_rules(), under(own::table())};
    desk now = desk_now(moving_rules());
    session admin = staff("ada", {"manager"});

    desk desk_now(any_policy rules) {
        desk_options how;
        how.clock = [this] { return before.now; };
        return desk(before.kept, std::move(rules), std::move(how));
    }
    void until_in_review(case_id const& on = "41") {
        before.until_explained(on);
        review(on);
    }
    void review(case_id const& on = "41") {
        before.record(before.ann, extended(own::review{11, "please look"}), on);
    }
    /// An entry as a desk of an integrator's other lifecycle would have left it.
    void forge(fact what, position to, digest const& under = own::table().content_hash(),
               case_id const& on = "41") {
        auto const before_it = last_entry(on);
        entry e;
        e.on = on;
        e.how = before_it.how;
        e.how.sequence += 1;
        e.how.from = before_it.how.to;
        e.how.to = to;
        e.who = before_it.who;
        e.what = std::move(what);
        for (auto const id : {to.resolution, to.handling})
            if (static_cast<int>(id) >= 128)
                e.own_states.push_back({id, rule_name::trusted(own::table().name_of_state(id))});
        e.previous = before_it.hash;
        e.lifecycle = under;
        bytes content;
        encode(e, content);
        new_entry const made{.on = on,
                             .sequence = e.how.sequence,
                             .hash = sha256().of_leaf(content),
                             .bytes = content};
        REQUIRE(before.kept.append({&made, 1}).has_value());
    }
    /// From any state.
    void into_review(case_id const& on = "41") {
        forge(extended(own::reviewed{{11, "please look"}}),
              {in_review, last_entry(on).how.to.handling}, own::table().content_hash(), on);
    }
    std::uint64_t entries() { return *before.kept.size(); }
    entry last_entry(case_id const& on = "41") { return before.trail(on).back(); }
    /// A case that stays; the reason, and both sides.
    std::string refusal(migration const& how, case_id const& on = "41") {
        auto const move = now.migrate(admin, on, how);
        REQUIRE(move.has_value());
        REQUIRE(move->why_not.has_value());
        CHECK(move->to == move->from);
        return move->why_not->reason + ": " + move->why_not->expected + ", " + move->why_not->found;
    }
};

inline migration becomes(state_id from, state_id to) {
    migration how;
    how.states = {{from, to}};
    return how;
}

template <class State>
inline constexpr state_id id_of = State::id;

} // namespace amends::cases
