// SPDX-License-Identifier: BSL-1.0
// Wishes drawn: commands, erasures, holds, moves.
#include "simulation/visitors.hpp"

#include <algorithm>

namespace amends::simulation {
namespace {

constexpr std::size_t remembered_max = 24;

/// As whom the delegation of the house is meant for.
void as_delegate(session& from) {
    from.who.id = "ann";
    from.who.roles = {"agent"};
    from.who.on_behalf_of = "max";
}

bool has_ended(case_file const& file) {
    return static_cast<int>(file.at.resolution) >= 11 || file.at.handling == state_id{24};
}

} // namespace

case_id visitors::any_case(dice& chance) const {
    return case_id::trusted("case " + std::to_string(chance.below(cases_)));
}

/// The first half of the cases belong to customers of two, the others to one each.
customer_id visitors::customer_of(case_id const& on) const {
    auto const number = std::stoul(std::string(on.view().substr(5)));
    auto const half = cases_ / 2;
    auto const whose = number < half ? number / 2 : half / 2 + number - half;
    return customer_id::trusted("c" + std::to_string(1 + whose));
}

/// Streams of commands know one customer, "c1": here it is the one whose case it is.
void visitors::mind_whose_case(wanted& w) const {
    auto const whose = customer_of(w.what.on);
    auto const in_person = actor_id::trusted(whose.view());
    if (auto* contact = std::get_if<report>(&w.what.what); contact && contact->customer == "c1")
        contact->customer = whose;
    auto& who = w.from.who;
    if (who.side == side::customer && who.id == "c1") who.id = in_person;
    if (who.on_behalf_of == "c1") who.on_behalf_of = in_person;
}

wanted visitors::something_new(ledger const& log, dice& chance) {
    auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
        auto const* file = log.file(on);
        return file == nullptr ? std::nullopt : std::optional(*file);
    };
    // Most of those whose case has ended do not come back.
    auto w = makes_.next(file_of);
    for (int again = 0; again < 3 && std::holds_alternative<reopen>(w.what.what); ++again) {
        auto const* file = log.file(w.what.on);
        if (file == nullptr || !has_ended(*file) || chance.once_in(8)) break;
        w = makes_.next(file_of);
    }
    if (chance.once_in(14)) {
        w.from = {{"c1", side::customer, {}, {}, {}}, provenance::live};
        w.what.what = cases::a_withdrawal();
    }
    now_ = std::max(now_, w.at);
    return {std::move(w.from), std::move(w.what), std::nullopt};
}

/// A retry, sometimes by another, sometimes with something else.
wanted visitors::once_more(dice& chance) {
    auto w = chance.one_of(before_);
    if (chance.once_in(10)) w.from = cases::staff("bob", {"agent"});
    if (chance.once_in(10)) w.what.what = note{"something else"};
    if (chance.once_in(10)) w.what.on = any_case(chance);
    return w;
}

void visitors::ask_about_a_hold(wanted& w, ledger const& log, dice& chance) {
    w.from = chance.once_in(6) ? cases::staff("ann", {"agent"}) : cases::staff("leo", {"lawyer"});
    auto const* file = log.file(w.what.on);
    auto const is_held = file != nullptr && !file->held_for.empty();
    if (is_held && chance.below(4) != 0)
        w.what.what = release_personal_data{chance.one_of(file->held_for), "it was settled"};
    else
        w.what.what =
            hold_personal_data{"claim " + std::to_string(chance.below(3)), "their lawyer wrote"};
}

wanted visitors::next(ledger const& log, dice& chance, case_id const& on) {
    if (on.empty() && !before_.empty() && chance.once_in(9)) return once_more(chance);
    auto w = something_new(log, chance);
    if (chance.once_in(20)) ask_about_a_hold(w, log, chance);
    if (!on.empty()) {
        w.what.on = on;
        w.what.expected.reset();
    }
    mind_whose_case(w);
    if (chance.once_in(12) && w.from.who.side == side::staff) {
        w.from.who.by_delegation = "d-1";
        if (chance.below(3) != 0) as_delegate(w.from);
    }
    if (chance.once_in(15)) {
        w.from.origin = provenance::imported;
        w.at = now_ - std::chrono::minutes(chance.below(3000));
        if (chance.once_in(9)) w.at.reset(); // which is an error
    }
    return w;
}

void visitors::remember(wanted const& w) {
    before_.push_back(w);
    if (before_.size() > remembered_max) before_.pop_front();
}

wanted_erasure visitors::an_erasure(ledger const& log, dice& chance) {
    wanted_erasure w{cases::staff("pia", {"privacy_officer"}), cases::an_erasure()};
    if (chance.once_in(8)) w.from = cases::staff("ann", {"agent"});
    else if (chance.once_in(12)) w.from.who.side = side::customer;
    if (chance.once_in(20)) w.what.ground = {};

    std::vector<customer_id> all, ended;
    for (auto const& [whose, theirs] : log.customers()) {
        all.push_back(whose);
        if (std::ranges::all_of(theirs, [&](auto const& on) { return has_ended(*log.file(on)); }))
            ended.push_back(whose);
    }
    if (!unfinished_.empty() && chance.below(4) != 0) w.what.customer = *unfinished_.begin();
    else if (!ended.empty() && chance.below(4) != 0) w.what.customer = chance.one_of(ended);
    else if (!all.empty() && chance.below(12) != 0) w.what.customer = chance.one_of(all);
    else w.what.customer = "nobody";
    return w;
}

void visitors::was_erased(customer_id const& whose, bool to_the_end) {
    if (to_the_end) unfinished_.erase(whose);
    else unfinished_.insert(whose);
}

wanted_move visitors::a_move(ledger const& log, dice& chance) {
    wanted_move w{cases::staff("max", {"manager"}), any_case(chance), {}, chance.once_in(4)};
    if (chance.once_in(5)) w.from = cases::staff("ann", {"agent"});
    else if (chance.once_in(10)) w.from = {{"c1", side::customer, {}, {}, {}}, provenance::live};
    else if (chance.once_in(10)) w.from.origin = provenance::imported; // which is an error
    if (chance.once_in(5)) w.on = {};
    auto const known = log.cases().find(w.on);
    if (known != log.cases().end() && chance.once_in(4)) w.how.from = known->second.pinned;
    if (chance.once_in(12)) w.how.from = sha256_of("a release that nobody has");
    return w;
}

} // namespace amends::simulation
