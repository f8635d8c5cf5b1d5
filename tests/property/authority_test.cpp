// SPDX-License-Identifier: BSL-1.0
// Random cases: no agreement without a granting verdict for exactly its terms.
#include "support/random_cases.hpp"
#include "support/random_house.hpp"

#include "catch.hpp"
#include "support/repeat_with.hpp"

#include <limits>
#include <map>

using namespace amends;
using namespace amends::cases;

namespace {

instant const first_day = instant(std::chrono::milliseconds(1'772'442'000'000));

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
            seen["approved on behalf of another"] += !e.who.on_behalf_of.empty();
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

TEST_CASE("no trace reaches agreed without a granting verdict for exactly its terms") {
    INFO(repeat_with());
    std::map<std::string, int> seen;
    for (std::uint64_t n = 0; n < 2000; ++n) {
        INFO("case " << n);
        memory_store kept;
        random_cases maker(seed() + n, 1);
        auto const rules = random_house(maker.values(), first_day);
        desk at(kept, rules, at_given_times());
        auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        };
        for (int k = 0; k < 40; ++k) {
            auto w = maker.next(file_of);
            auto const decides = std::holds_alternative<approve>(w.what.what) ||
                                 std::holds_alternative<withhold>(w.what.what);
            if (decides && maker.values().once_in(2))
                w.from = anybody_in(rules, maker.values(), w.at);
            (void)hand_in(at, w);
        }

        auditor walks;
        for (auto const& e : at.trail("case 0").value()) walks.walk(e);
        for (auto const& [name, times] : walks.seen) seen[name] += times;
    }
    // Each of these must have happened often, or the property holds of nothing.
    for (auto const* name :
         {"solution_offered", "approval_requested", "proposal_approved", "approval_withheld",
          "solution_agreed", "comfort_checked", "approved on behalf of another"}) {
        INFO(name);
        CHECK(seen[name] > 100);
    }
}

TEST_CASE("a rejected approval never shows as approved") {
    INFO(repeat_with());
    std::map<std::string, int> rejected;
    int withheld = 0, approved = 0;
    for (std::uint64_t n = 0; n < 2000; ++n) {
        INFO("case " << n);
        random_values some(seed() + n);
        auto const rules = random_house(some, first_day);
        front_desk d(rules);
        d.until_explained();
        auto t = terms_of(5001);
        if (!std::holds_alternative<awaiting_approval>(*d.answer_to(d.ann, propose{t}))) continue;
        std::size_t approvals = 0;
        for (int k = 0; k < 15 && d.state() == "awaiting_approval"; ++k) {
            d.now += std::chrono::hours(some.below(48));
            auto const from = anybody_in(rules, some, d.now);
            auto const of = some.once_in(8) ? terms_of(4000) : t;
            auto const before = d.file();
            if (some.once_in(6)) {
                auto const said = *d.answer_to(from, a_withholding());
                if (std::holds_alternative<refused>(said)) continue;
                // Withheld for good: neither the file nor a yes of the customer says otherwise.
                ++withheld;
                REQUIRE_FALSE(d.file().proposed.has_value());
                REQUIRE(d.state() == "options_explained");
                REQUIRE(std::holds_alternative<refused>(*d.answer_to(d.customer, yes_to(t))));
                REQUIRE(std::holds_alternative<refused>(*d.answer_to(d.max, approval_of(t))));
                continue;
            }
            auto const said = *d.answer_to(from, approval_of(of));
            auto const after = d.file();
            if (auto const* no = std::get_if<refused>(&said)) {
                ++rejected[no->reason];
                REQUIRE(after.proposed == before.proposed);
                REQUIRE(after.at == before.at);
            } else {
                ++approved;
                REQUIRE(after.proposed->approvers.size() == ++approvals);
                REQUIRE(after.proposed->approvers.back() == from.who.id);
            }
            auto const enough = approvals >= after.proposed->approvers_needed;
            REQUIRE((d.state() == "offered") == enough);
            auto const yes = *d.answer_to(d.customer, yes_to(t));
            REQUIRE(std::holds_alternative<accepted>(yes) == enough);
        }
    }
    CHECK(withheld > 200);
    CHECK(approved > 500);
    for (auto const* why :
         {"over_limit", "not_the_proposer", "not_an_earlier_approver", "same_terms",
          "over_delegated_limit", "delegation_not_begun", "over_cumulative_limit"}) {
        INFO(why);
        CHECK(rejected[why] > 20);
    }
}

TEST_CASE("a changed proposal after approval is not agreed without a new one") {
    INFO(repeat_with());
    int changed = 0, agreed = 0, within = 0;
    for (std::uint64_t n = 0; n < 2000; ++n) {
        INFO("case " << n);
        random_values some(seed() + n);
        auto const rules = random_house(some, first_day);
        front_desk d(rules);
        d.until_explained();
        auto const first = terms_of(7500);
        if (!std::holds_alternative<awaiting_approval>(*d.answer_to(d.ann, propose{first})))
            continue;
        auto const approve_until_firm = [&](terms const& t) {
            for (auto const& who : {d.lea, d.max, d.mia, staff("mo", {"manager"})})
                if (d.state() == "awaiting_approval") (void)d.answer_to(who, approval_of(t));
            return d.state() == "offered";
        };
        if (!approve_until_firm(first)) continue;

        auto second = first;
        switch (some.below(4)) {
        case 0: second.remedies[0].cost.minor_units += 1 - 2 * std::int64_t(some.below(2)); break;
        case 1: second.actions[0].what = "send a voucher"; break;
        case 2: second.valid_until = d.now + std::chrono::hours(24); break;
        default: second.remedies = {{remedy_kind::refund, {std::int64_t(some.below(5000)), eur}}};
        }
        auto const said = *d.answer_to(d.ann, propose{second});
        if (std::holds_alternative<refused>(said)) continue; // on the account by now
        ++changed;
        // Neither the old nor the new terms, unless the new ones are within Ann's own authority.
        REQUIRE(std::holds_alternative<refused>(*d.answer_to(d.customer, yes_to(first))));
        REQUIRE(std::holds_alternative<refused>(*d.answer_to(d.max, approval_of(first))));
        auto const alone = std::holds_alternative<accepted>(said);
        within += alone;
        if (!alone) {
            REQUIRE(d.file().proposed->approvers.empty());
            REQUIRE(std::holds_alternative<refused>(*d.answer_to(d.customer, yes_to(second))));
            if (!approve_until_firm(second)) continue;
        }
        REQUIRE(d.record(d.customer, yes_to(second)) == "solution_agreed");
        auto const trail = d.trail();
        auditor walks;
        for (auto const& e : trail) walks.walk(e);
        ++agreed;
    }
    CHECK(changed > 1000);
    CHECK(agreed > 500);
    CHECK(within > 100);
}

TEST_CASE("an approval on a closed case is refused") {
    INFO(repeat_with());
    std::map<std::string, int> ended;
    for (std::uint64_t n = 0; n < 2000; ++n) {
        random_values some(seed() + n);
        auto const rules = random_house(some, first_day);
        front_desk d(rules);
        auto const t = terms_of(7500);
        d.until_explained();
        bool const asked =
            std::holds_alternative<awaiting_approval>(*d.answer_to(d.ann, propose{t}));
        switch (some.below(3)) {
        case 0: (void)d.answer_to(d.customer, a_withdrawal()); break;
        case 1: (void)d.answer_to(d.customer, a_complaint()); break;
        default:
            for (auto const& who : {d.lea, d.max, d.mia})
                if (d.state() == "awaiting_approval") (void)d.answer_to(who, approval_of(t));
            (void)d.answer_to(d.customer, yes_to(t));
            (void)d.answer_to(d.ann, action_done());
            (void)d.answer_to(d.ann, a_notice());
            (void)d.answer_to(d.ann, an_evaluation());
            (void)d.answer_to(d.ann, news());
            (void)d.answer_to(d.ann, a_close());
        }
        auto const file = d.file();
        if (!d.at.table().state_by_id(file.at.resolution)->is_end) continue;
        ended[d.state() + (asked ? " with a proposal" : "")] += 1;
        for (int k = 0; k < 4; ++k) {
            auto const from = anybody_in(rules, some, d.now);
            auto const said = *d.answer_to(from, approval_of(t));
            REQUIRE(std::get<refused>(said).reason == "not_possible_here");
        }
        REQUIRE(d.file().proposed == file.proposed);
        REQUIRE(d.file().at == file.at);
    }
    for (auto const* state :
         {"withdrawn with a proposal", "complaint with a proposal", "closed with a proposal"}) {
        INFO(state);
        CHECK(ended[state] > 200);
    }
}

TEST_CASE("sums of money never overflow in silence") {
    INFO(repeat_with());
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
