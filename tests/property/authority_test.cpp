// SPDX-License-Identifier: BSL-1.0
// Random cases: no agreement without a granting verdict for exactly its terms.
#include "support/random_cases.hpp"

#include "catch.hpp"

#include <limits>
#include <map>

using namespace amends;
using namespace amends::cases;

namespace {

constexpr auto program = "amends_property_tests";

bool granted(entry const& e) {
    return e.verdicts.size() == 1 && e.verdicts.front().decision == decision::granted;
}

/// Walks a trail and holds every step to what the promises say, with nothing but the entries.
struct auditor {
    digest asked; ///< terms that wait for approval
    digest firm;  ///< terms that stand within authority
    actor proposer;
    std::vector<actor> approvers;
    std::uint32_t needed = 0;
    std::map<std::string, int> seen;

    void forget() { asked = firm = {}, approvers.clear(); }
    static bool is(actor const& a, actor_id const& b) {
        return !b.empty() && (a.id == b || a.on_behalf_of == b);
    }
    static bool apart(actor const& a, actor const& b) {
        return !is(a, b.id) && !is(a, b.on_behalf_of);
    }
    void walk(entry const& e) {
        ++seen[std::string(name_of(e.what))];
        if (auto const* f = std::get_if<solution_offered>(&e.what)) {
            REQUIRE(granted(e));
            REQUIRE(f->terms_hash == hash_of(f->what));
            forget();
            firm = f->terms_hash;
        } else if (auto const* w = std::get_if<approval_requested>(&e.what)) {
            REQUIRE(w->terms_hash == hash_of(w->what));
            forget();
            asked = w->terms_hash;
            needed = w->approvers_needed;
            proposer = e.who;
        } else if (auto const* a = std::get_if<proposal_approved>(&e.what)) {
            REQUIRE(granted(e));
            REQUIRE(e.who.side == side::staff);
            REQUIRE(e.how.from.resolution == state_id{5});
            REQUIRE(a->what.terms_hash == asked);
            REQUIRE(apart(e.who, proposer));
            for (auto const& earlier : approvers) REQUIRE(apart(e.who, earlier));
            approvers.push_back(e.who);
            REQUIRE(a->complete == (approvers.size() >= needed));
            if (a->complete) firm = asked;
        } else if (auto const* y = std::get_if<solution_agreed>(&e.what)) {
            REQUIRE_FALSE(firm.empty());
            REQUIRE(y->what.terms_hash == firm);
            REQUIRE(y->what.said != assent::none);
        } else if (std::holds_alternative<approval_withheld>(e.what) ||
                   std::holds_alternative<offer_declined>(e.what) ||
                   std::holds_alternative<options_explained>(e.what) ||
                   std::holds_alternative<case_reopened>(e.what)) {
            forget();
        } else if (auto const* c = std::get_if<comfort_checked>(&e.what)) {
            if (!c->what.comfortable) forget();
        }
    }
};

} // namespace

TEST_CASE("nothing is agreed but exactly what somebody competent granted") {
    INFO(repeat_with(program, "nothing is agreed but exactly what somebody competent granted"));
    std::map<std::string, int> seen;
    for (std::uint64_t n = 0; n < 1500; ++n) {
        INFO("case " << n);
        memory_store kept;
        desk at(kept, house_rules(static_cast<std::uint32_t>(1 + n % 3)), at_given_times());
        random_cases maker(seed() + n, 1);
        auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        };
        for (int k = 0; k < 40; ++k) (void)hand_in(at, maker.next(file_of));

        auditor walks;
        for (auto const& e : at.trail("case 0").value()) walks.walk(e);
        auto const table = at.file("case 0").value().proposed;
        // What was refused or voided never shows as approved.
        REQUIRE((table ? table->approvers.size() : 0) == walks.approvers.size());
        for (auto const& [name, times] : walks.seen) seen[name] += times;
    }
    // Each of these must have happened often, or the property holds of nothing.
    for (auto const* name : {"solution_offered", "approval_requested", "proposal_approved",
                             "approval_withheld", "solution_agreed", "comfort_checked"}) {
        INFO(name);
        CHECK(seen[name] > 50);
    }
}

TEST_CASE("an approval of a case that is over is refused") {
    INFO(repeat_with(program, "an approval of a case that is over is refused"));
    int over = 0;
    for (std::uint64_t n = 0; n < 600; ++n) {
        memory_store kept;
        desk at(kept, house_rules(), at_given_times());
        random_cases maker(seed() + n, 1);
        auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        };
        wish last;
        for (int k = 0; k < 30; ++k) (void)hand_in(at, last = maker.next(file_of));
        auto const file = at.file("case 0").value();
        if (!at.table().state_by_id(file.at.resolution)->is_end) continue;
        ++over;
        auto const hash = file.proposed ? file.proposed->terms_hash : digest{};
        auto const said = hand_in(
            at, {staff("dora", {"manager"}), {"case 0", {}, {}, approve{hash, ""}}, last.at});
        REQUIRE(std::get<refused>(*said).reason == "not_possible_here");
    }
    CHECK(over > 20);
}

TEST_CASE("sums of money never overflow in silence") {
    INFO(repeat_with(program, "sums of money never overflow in silence"));
    random_values some(seed());
    auto const limits = house_limits();
    // The oracle counts in 128 bits.
    __extension__ using wide = __int128;
    constexpr wide most = std::numeric_limits<std::int64_t>::max();
    constexpr wide least = std::numeric_limits<std::int64_t>::min();
    for (int n = 0; n < 20000; ++n) {
        std::vector<remedy> remedies;
        wide sum = 0;
        for (auto k = 1 + some.below(4); k-- > 0;) {
            auto& r = remedies.emplace_back();
            r.kind = some.once_in(2) ? remedy_kind::refund : remedy_kind::credit;
            some.fill(r.cost.minor_units);
            if (r.cost.minor_units < 0) r.cost.minor_units = -(r.cost.minor_units + 1);
            if (some.once_in(2)) r.cost.minor_units %= 6000;
            r.cost.in = eur;
            sum += r.cost.minor_units;
        }
        question q;
        q.who = {"ann", side::staff, {"agent"}, {}, {}};
        q.command = "propose";
        q.remedies = remedies;
        auto const v = limits.judge(q);
        auto const fits = sum <= 5000; // of all kinds: none has a limit of its own
        REQUIRE((v.decision == decision::granted) == fits);
        if (sum > most) REQUIRE(v.reasons.front().rule == "overflow");

        money const a{some.make<std::int64_t>(), eur}, b{some.make<std::int64_t>(), eur};
        auto const together = add(a, b);
        auto const exact = wide(a.minor_units) + b.minor_units;
        REQUIRE(together.has_value() == (exact <= most && exact >= least));
        if (together) REQUIRE(wide(together->minor_units) == exact);
    }
}
