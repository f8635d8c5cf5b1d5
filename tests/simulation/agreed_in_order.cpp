// SPDX-License-Identifier: BSL-1.0
// Promise 3: nothing is agreed but in order, and within somebody's authority.
#include "simulation/promises.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace amends::simulation {
namespace {

/// A sum in cents; below 0 for what cannot be one: another currency, a negative cost.
std::int64_t cents_of(terms const& t) {
    std::int64_t sum = 0;
    for (auto const& r : t.remedies) {
        if (r.cost.minor_units == 0) continue;
        if (r.cost.in != eur || r.cost.minor_units < 0 ||
            __builtin_add_overflow(sum, r.cost.minor_units, &sum))
            return -1;
    }
    return sum;
}

std::chrono::year_month month_of(instant at) {
    std::chrono::year_month_day const day(std::chrono::floor<std::chrono::days>(at));
    return day.year() / day.month();
}

struct gift {
    actor_id by;
    std::chrono::year_month in;
    std::int64_t cents = 0;
};

/// A case as far as this promise needs it, from nothing but its entries.
struct so_far {
    customer_id customer;
    bool confirmed = false, evaluated = false;
    std::vector<std::string> options;
    std::int64_t asked = 0; ///< cents that wait for approval
    digest firm;            ///< terms that somebody granted
    actor proposer;
    std::vector<actor> approvers;
    std::uint32_t needed = 0;
    std::vector<gift> open, settled;

    void clear_table() {
        asked = 0;
        firm = {};
        approvers.clear();
        open.clear();
    }
};

bool is(actor const& a, actor_id const& b) {
    return !b.empty() && (a.id == b || a.on_behalf_of == b);
}
bool are_apart(actor const& a, actor const& b) { return !is(a, b.id) && !is(a, b.on_behalf_of); }

class agreed_in_order_checker final : public promise {
  public:
    agreed_in_order_checker() : promise(3, "agreed in order and within authority") {}

  private:
    void check(view const& at) override {
        for (auto const& e : at.fresh())
            if (auto const* from = at.origin_of(e)) walk(e, versions_of_the_rules()[from->rules]);
    }

    void walk(kept_entry const& e, house_rules const& rules) {
        auto& c = cases_[e.on];
        auto const need = [&](bool holds, std::string const& expected, std::string const& found) {
            hold(holds, "entry " + std::to_string(e.sequence) + " of " + e.on.str(), expected,
                 found);
        };
        std::visit([&](auto const& f) { see(f, e.says, c, rules, need); }, e.says.what);
    }

    template <class Need>
    void granted(entry const& e, so_far const& c, std::int64_t cents, house_rules const& rules,
                 Need need) {
        need(e.verdicts.size() == 1 && e.verdicts.front().decision == decision::granted,
             "one verdict that grants it", std::to_string(e.verdicts.size()) + " verdicts");
        auto const most = authority_of(e.who, e.how.at, rules);
        need(cents >= 0 && cents <= most,
             "at most " + to_text(money{most, eur}) + " from " + e.who.id.str(),
             to_text(money{cents, eur}));
        if (!rules.monthly || cents == 0) return;
        auto most_a_month = std::int64_t{-1};
        for (auto const& r : e.who.roles.all()) {
            if (limit_of(r) < cents) continue;
            if (monthly_limit_of(r) < 0) return; // in a role without such a limit
            most_a_month = std::max(most_a_month, monthly_limit_of(r));
        }
        auto sum = cents;
        for (auto const& [on, other] : cases_) {
            if (other.customer != c.customer) continue;
            for (auto const* list : {&other.open, &other.settled})
                for (auto const& g : *list)
                    if (g.by == e.who.id && g.in == month_of(e.how.at) &&
                        !(&other == &c && list == &other.open)) // what it takes the place of
                        sum += g.cents;
        }
        need(sum <= most_a_month,
             "at most " + to_text(money{most_a_month, eur}) + " a month from " + e.who.id.str() +
                 " to " + c.customer.str(),
             to_text(money{sum, eur}));
    }
    template <class Need>
    void in_order(so_far const& c, std::string const& option, Need need) {
        need(c.confirmed, "a confirmed problem", "none");
        need(std::ranges::find(c.options, option) != c.options.end(),
             "an option that was explained", option);
    }

    // One overload a fact that this promise is about.
    template <class Fact, class Need>
    void see(Fact const&, entry const&, so_far&, house_rules const&, Need) {}
    template <class Need>
    void see(contact_reported const& f, entry const&, so_far& c, house_rules const&, Need) {
        c.customer = f.what.customer;
    }
    template <class Need>
    void see(problem_confirmed const&, entry const&, so_far& c, house_rules const&, Need) {
        c.confirmed = true;
    }
    template <class Need>
    void see(options_explained const& f, entry const&, so_far& c, house_rules const&, Need need) {
        need(c.confirmed, "a confirmed problem", "none");
        c.clear_table();
        c.options.clear();
        for (auto const& o : f.what.options) c.options.push_back(o.name);
    }
    template <class Need>
    void see(solution_offered const& f, entry const& e, so_far& c, house_rules const& rules,
             Need need) {
        in_order(c, f.what.option, need);
        granted(e, c, cents_of(f.what), rules, need);
        c.clear_table();
        c.firm = f.terms_hash;
        c.open.push_back({e.who.id, month_of(e.how.at), cents_of(f.what)});
    }
    template <class Need>
    void see(approval_requested const& f, entry const& e, so_far& c, house_rules const&,
             Need need) {
        in_order(c, f.what.option, need);
        c.clear_table();
        c.asked = cents_of(f.what);
        c.proposer = e.who;
        c.needed = f.approvers_needed;
        need(c.needed >= 1, "at least one approver", "none");
    }
    template <class Need>
    void see(proposal_approved const& f, entry const& e, so_far& c, house_rules const& rules,
             Need need) {
        granted(e, c, c.asked, rules, need);
        need(e.who.side == side::staff, "an approver of the house", e.who.id.str());
        need(are_apart(e.who, c.proposer), "somebody other than the proposer", e.who.id.str());
        for (auto const& earlier : c.approvers)
            need(are_apart(e.who, earlier), "another approver", e.who.id.str());
        c.approvers.push_back(e.who);
        need(f.complete == (c.approvers.size() >= c.needed),
             "a complete approval with " + std::to_string(c.needed) + " approvers",
             std::to_string(c.approvers.size()));
        c.open.push_back({e.who.id, month_of(e.how.at), c.asked});
        if (f.complete) c.firm = f.what.terms_hash;
    }
    template <class Need>
    void see(solution_agreed const& f, entry const& e, so_far& c, house_rules const&, Need need) {
        need(c.confirmed && !c.options.empty(), "a problem confirmed and options explained",
             "less");
        need(!c.firm.empty() && f.what.terms_hash == c.firm, "terms that were granted",
             to_text(f.what.terms_hash));
        need(f.what.said != assent::none, "a yes in so many words", "none");
        need((e.who.side == side::customer && e.who.id.view() == c.customer.view()) ||
                 e.who.on_behalf_of.view() == c.customer.view(),
             "the customer's yes", e.who.id.str());
        c.settled.insert(c.settled.end(), c.open.begin(), c.open.end());
        c.open.clear();
    }
    template <class Need>
    void see(approval_withheld const&, entry const&, so_far& c, house_rules const&, Need) {
        c.clear_table();
    }
    template <class Need>
    void see(offer_declined const&, entry const&, so_far& c, house_rules const&, Need) {
        c.clear_table();
    }
    template <class Need>
    void see(contact_withdrawn const&, entry const&, so_far& c, house_rules const&, Need) {
        c.clear_table();
    }
    template <class Need>
    void see(treated_as_complaint const&, entry const&, so_far& c, house_rules const&, Need) {
        c.clear_table();
    }
    template <class Need>
    void see(comfort_checked const& f, entry const&, so_far& c, house_rules const&, Need) {
        if (!f.what.comfortable) c.clear_table();
    }
    template <class Need>
    void see(resolution_evaluated const&, entry const&, so_far& c, house_rules const&, Need) {
        c.evaluated = true;
    }
    template <class Need>
    void see(case_closed const&, entry const&, so_far& c, house_rules const&, Need need) {
        need(!c.confirmed || c.evaluated, "a problem that was evaluated", "none");
    }
    template <class Need>
    void see(case_reopened const&, entry const&, so_far& c, house_rules const&, Need) {
        c.clear_table();
        c.confirmed = c.evaluated = false;
        c.options.clear();
    }

    std::map<case_id, so_far> cases_;
};

} // namespace

std::unique_ptr<promise> agreed_in_order() { return std::make_unique<agreed_in_order_checker>(); }

} // namespace amends::simulation
