// SPDX-License-Identifier: BSL-1.0
// How a case goes: who does what next, and what goes wrong now and then.
#include "exchange/story.hpp"

#include "exchange/made_up.hpp"

#include <algorithm>
#include <cstdio>

namespace amends::detail {
namespace {

using namespace std::chrono;

std::string number_text(std::string_view prefix, std::uint64_t number, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%0*llu", digits, static_cast<unsigned long long>(number));
    return std::string(prefix) + text;
}

std::string text(std::string_view some) { return std::string(some); }

actor staff(std::string_view name, role const& as) {
    actor made;
    made.id = actor_id::trusted(name);
    made.roles = {as};
    return made;
}

class story {
  public:
    story(std::uint64_t number, instant arrival, splitmix random)
        : number_(number),
          random_(random),
          now_(arrival),
          on_(case_id::trusted(number_text("C", number, 6))) {
        // Some customers call often: the smaller of two draws.
        auto const known = static_cast<std::uint32_t>(number / 2 + 20);
        auto const name =
            number_text("customer-", std::min(random_.below(known), random_.below(known)) + 1, 1);
        customer_.id = actor_id::trusted(name);
        customer_.side = side::customer;
        owner_ = staff(random_.one_of(made_up::agents), "agent");
        lead_ = staff(random_.one_of(made_up::team_leads), "team_lead");
        manager_ = staff(random_.one_of(made_up::managers), "manager");
    }

    std::vector<given_command> tell() && {
        auto const share = random_.below(100);
        kind_ = share < 22   ? contact_kind::query
                : share < 38 ? contact_kind::request
                             : contact_kind::problem;
        problem_ = &random_.one_of(made_up::problems);
        arrive();
        if (random_.percent(3)) take_back();
        else deal_with_it();
        // Some cases have not come to their end yet.
        if (random_.percent(6))
            told_.resize(1 + random_.below(static_cast<std::uint32_t>(told_.size())));
        return std::move(told_);
    }

  private:
    // --- telling ---

    void say(actor const& by, command_content what) {
        given_command given;
        given.by = by;
        given.at = now_;
        given.what.on = on_;
        given.what.id = command_id::trusted(on_.str() + '-' + std::to_string(told_.size() + 1));
        given.what.what = std::move(what);
        told_.push_back(std::move(given));
        now_ += milliseconds(1000 + random_.below(4000));
    }
    void later(std::uint32_t minutes_min, std::uint32_t minutes_max) {
        // One draw a statement: the order of operands is the compiler's.
        now_ += minutes(random_.between(minutes_min, minutes_max));
        now_ += seconds(random_.below(60));
    }
    // The same, when the office is open (UTC).
    void at_work(std::uint32_t minutes_min, std::uint32_t minutes_max) {
        later(minutes_min, minutes_max);
        auto day = floor<days>(now_);
        auto const hour = floor<hours>(now_ - day).count();
        if (hour >= 8 && hour < 18) return;
        if (hour >= 18) day += days(1);
        now_ = day + hours(8) + seconds(random_.below(90 * 60));
    }
    // The customer, or the owner who has the customer on the telephone.
    actor customer_or_owner() {
        if (!random_.percent(35)) return customer_;
        auto on_the_phone = owner_;
        on_the_phone.on_behalf_of = customer_.id;
        return on_the_phone;
    }
    std::string channel() { return text(random_.one_of(made_up::channels)); }

    // --- intake ---

    void arrive() {
        report r;
        r.kind = kind_;
        r.customer = customer_id::trusted(customer_.id.view());
        r.customer_kind = random_.percent(8)   ? customer_kind::internal
                          : random_.percent(4) ? customer_kind::service_partner
                                               : customer_kind::external;
        r.severity = static_cast<severity>(std::min(random_.below(4), random_.below(4)));
        r.channel = channel();
        if (kind_ != contact_kind::problem) {
            question_ = &(kind_ == contact_kind::query ? random_.one_of(made_up::queries)
                                                       : random_.one_of(made_up::requests));
            r.category = question_->category;
            r.expected = question_->expected;
            r.experienced = question_->experienced;
            r.impact = question_->impact;
        } else {
            r.category = problem_->category;
            r.expected = problem_->expected;
            r.experienced = problem_->experienced;
            r.impact = problem_->impact;
        }
        auto const who = random_.below(100);
        if (kind_ == contact_kind::problem && who < 10) return notice_first(std::move(r), who < 4);
        r.origin = origin::customer;
        say(customer_or_owner(), std::move(r));
        if (random_.percent(6)) {
            later(2, 90);
            say(customer_,
                record_contact{direction::inbound, channel(), "Is anybody looking at it?"});
        }
    }
    // Staff or a monitor see it before the customer does.
    void notice_first(report r, bool by_monitor) {
        r.customer_aware = false;
        r.expected.clear();
        r.experienced.clear();
        r.impact.clear();
        r.organisation_view = problem_->noticed;
        r.origin = by_monitor ? origin::monitor : origin::staff;
        if (!by_monitor) return say(owner_, std::move(r));
        actor watching;
        watching.id = "order-monitor";
        watching.side = side::service;
        say(watching, std::move(r));
    }
    void take_back() {
        later(5, 300);
        say(customer_, withdraw{"It has sorted itself out."});
    }
    void deal_with_it() {
        come_into_hand();
        if (random_.percent(2) && number_ > 1 && merged_away()) return;
        if (kind_ == contact_kind::problem) solve();
        else answer_it();
    }
    void come_into_hand() {
        at_work(1, 180);
        if (random_.percent(25)) say(lead_, assign{owner_.id, "in turn"});
        else say(owner_, take{});
        if (random_.percent(15)) {
            at_work(1, 20);
            say(owner_, note{"Order and payments looked up."});
        }
    }
    // A second report of what another case carries on with; true when that is the end of it.
    bool merged_away() {
        at_work(2, 60);
        auto const into = case_id::trusted(number_text("C", number_ - 1, 6));
        say(owner_, merge{into, "the same matter"});
        if (random_.percent(50)) {
            later(10, 600);
            say(customer_, record_contact{direction::inbound, "mail", "And my other case?"});
        }
        if (!random_.percent(40)) return true;
        at_work(5, 60);
        say(owner_, unmerge{"two matters after all"});
        return false;
    }

    // --- queries and requests ---

    void answer_it() {
        at_work(2, 120);
        if (random_.percent(12)) {
            say(owner_,
                recognise{contact_kind::problem, sign_kind::said, "This is the third time!"});
            return solve();
        }
        if (random_.percent(8)) get_help();
        answer a;
        a.words = question_->answer;
        a.outcome = answer_kind::answered;
        if (kind_ == contact_kind::request) {
            auto const declined = random_.percent(30);
            a.outcome = declined ? answer_kind::declined : answer_kind::granted;
            if (declined) {
                a.words = "I am sorry, that is not possible.";
                a.reasons = question_->reasons;
            }
        }
        say(owner_, std::move(a));
        if (random_.percent(30)) say(owner_, check_understanding{true, "Yes, thank you."});
        at_work(10, 600);
        say(owner_, amends::close{});
        give_feedback();
        if (!random_.percent(5)) return;
        later(600, 8000);
        say(customer_, reopen{"It was not as I was told."});
        at_work(5, 120);
        say(owner_,
            recognise{contact_kind::problem, sign_kind::done, "The article was sent back."});
        solve();
    }

    // --- problems ---

    void solve() {
        at_work(5, 240);
        if (random_.percent(8)) get_help();
        if (random_.percent(6)) hand_on();
        if (random_.percent(3)) return take_to_complaints();
        make_clear();
        if (random_.percent(3)) return take_back();
        if (!agree()) return;
        put_right();
        conclude();
    }

    void get_help() {
        auto const colleague = staff(random_.one_of(made_up::agents), "agent");
        say(owner_, seek_help{colleague.id, "Have you seen this before?", now_ + hours(4)});
        at_work(15, 240);
        say(owner_, receive_help{"Yes: the second such case this week."});
    }
    void hand_on() {
        auto const colleague = colleague_of_owner();
        refer r;
        r.to = colleague.id;
        r.reason = random_.percent(50) ? referral_reason::ability : referral_reason::time;
        r.hand_over = {text(problem_->nature), "not known yet", "order looked up", "none", "none",
                       "an inspection",        "none"};
        say(owner_, std::move(r));
        at_work(10, 200);
        if (random_.percent(25)) {
            say(colleague, return_referral{"no time this week", "that I keep the case"});
        } else {
            say(colleague, accept_referral{"that " + colleague.id.str() + " has it now"});
            owner_ = colleague;
        }
        at_work(5, 60);
    }
    actor colleague_of_owner() {
        auto other = staff(random_.one_of(made_up::agents), "agent");
        while (other.id == owner_.id) other = staff(random_.one_of(made_up::agents), "agent");
        return other;
    }
    void take_to_complaints() {
        treat_as_complaint c;
        c.decision = "The customer asks for the complaints procedure.";
        c.rules = {"complaint.asked_for"};
        c.handed_to = "complaints office";
        c.due = now_ + days(56);
        say(owner_, std::move(c));
    }
    void make_clear() {
        if (random_.percent(2)) offer(0, false); // before it was confirmed
        confirm c;
        c.nature = problem_->nature;
        c.with = confirmed_with::customer;
        c.how_sure = random_.percent(60) ? certainty::certain : certainty::likely;
        if (random_.percent(10)) {
            c.unknown_because = "the article is still on its way back";
            c.how_sure = certainty::suspected;
        } else {
            c.cause_is = problem_->cause_is;
            c.cause = problem_->cause;
        }
        if (random_.percent(20)) {
            c.with = confirmed_with::evidence;
            c.evidence = "photo 1";
        }
        say(owner_, std::move(c));
        if (random_.percent(60))
            say(owner_, inform_customer{"We know what happened.",
                                        "I will call with what we can do.", now_ + days(2)});
        at_work(20, 600);
        explain_options e;
        e.channel = channel();
        auto const shown = random_.percent(60) ? 3u : 2u;
        for (auto const& w : std::span(problem_->ways_out).first(shown))
            e.options.push_back({text(w.name), text(w.good_for_customer), text(w.good_for_us),
                                 text(w.bad_for_customer), text(w.bad_for_us)});
        options_ = shown;
        say(owner_, std::move(e));
    }

    // Proposes this option; `modest` keeps within what an agent may agree to.
    void offer(std::uint32_t option, bool modest) {
        auto const& way = problem_->ways_out[option];
        // In steps of ten cents; an agent may give 50.00 EUR, 120.00 EUR as a replacement.
        auto cost = std::int64_t{random_.between(way.cost_min, way.cost_max) / 10 * 10};
        agent_limit_ = way.kind == remedy_kind::replacement ? 12000 : 5000;
        if (modest) cost = std::min<std::int64_t>(cost, agent_limit_);
        terms t;
        t.option = way.name;
        t.remedies.push_back({way.kind, {cost, eur}});
        t.actions.push_back({text(way.name) + " arranged", owner_.id, now_ + days(3)});
        if (way.kind == remedy_kind::replacement || way.kind == remedy_kind::repair)
            t.actions.push_back({"parcel packed", actor_id::trusted(made_up::warehouse), {}});
        t.measure = problem_->measure;
        t.valid_until = now_ + days(21);
        cost_ = cost;
        terms_ = t;
        say(owner_, propose{std::move(t)});
    }

    // Until the customer agrees; false when it ends otherwise.
    bool agree() {
        for (std::uint32_t tries = 0; tries < options_; ++tries) {
            at_work(10, 300);
            offer(tries, tries != 0);
            if (cost_ > agent_limit_ && !get_approval()) continue;
            later(10, 2000);
            if (random_.percent(2))
                say(customer_, accept{sha256_of("other terms"), assent::clicked});
            if (random_.percent(14) && tries + 1 < options_) {
                say(customer_or_owner(), decline{"I would like something else."});
                continue;
            }
            auto const who = customer_or_owner();
            say(who, accept{hash_of(terms_),
                            who.side == side::customer ? assent::clicked : assent::spoken});
            return true;
        }
        take_to_complaints();
        return false;
    }
    bool get_approval() {
        if (random_.percent(8)) say(owner_, approve{hash_of(terms_), "should be fine"});
        at_work(20, 500);
        // A team lead may agree to 500.00 EUR.
        if (cost_ > 50000 && random_.percent(10)) {
            say(lead_, approve{hash_of(terms_), "for a good customer"});
            at_work(5, 60);
        }
        auto const& approver = cost_ > 50000 ? manager_ : lead_;
        if (random_.percent(12)) {
            say(approver, withhold{"Offer something smaller first."});
            return false;
        }
        say(approver, approve{hash_of(terms_), ""});
        return true;
    }

    void put_right() {
        at_work(60, 3000);
        carry_out all;
        for (std::uint32_t i = 0; i < terms_.actions.size(); ++i) all.done.push_back(i);
        if (all.done.size() == 2 && random_.percent(60)) {
            say(staff(made_up::warehouse, "warehouse"), carry_out{{1}, ""});
            at_work(30, 600);
            all.done = {0};
        }
        say(owner_, std::move(all));
        if (!random_.percent(40)) return;
        later(60, 1500);
        say(owner_, check_comfort{true, "Yes, that helps."});
    }

    void conclude() {
        at_work(10, 200);
        inform_colleagues i;
        i.recipients.push_back({manager_.id, "manager"});
        if (random_.percent(40)) i.recipients.push_back({lead_.id, "team_lead"});
        i.nature = problem_->nature;
        i.actions = terms_.option + " arranged";
        say(owner_, std::move(i));
        later(5 * 1440, 8 * 1440);
        at_work(0, 60);
        if (random_.percent(2))
            say(owner_, evaluate{"no further call", "none came", effect::effective, ""});
        auto const helped = random_.below(100);
        say(owner_, evaluate{terms_.measure,
                             random_.percent(20) ? "wrote to the customer" : "called the customer",
                             helped < 85   ? effect::effective
                             : helped < 93 ? effect::provisional
                                           : effect::not_effective,
                             helped < 85 ? "It is fine now." : "I am waiting to see."});
        at_work(5, 100);
        if (random_.percent(3)) say(owner_, amends::close{"forgot to tell"});
        say(owner_,
            inform_customer{"Everything we agreed is done.", "Nothing; call me any time.", {}});
        if (random_.percent(25)) say(owner_, check_understanding{true, "Yes."});
        say(owner_, amends::close{});
        give_feedback();
        if (occasions_ == 3 || !random_.percent(7)) return;
        ++occasions_;
        later(2000, 20000);
        say(customer_, reopen{"It has happened again."});
        solve();
    }

    void give_feedback() {
        if (!random_.percent(30)) return;
        later(30, 4000);
        auto const score =
            static_cast<std::int32_t>(std::max(random_.below(5), random_.below(5)) + 1);
        say(customer_, record_feedback{feedback_scale::csat, score, ""});
    }

    std::uint64_t number_;
    splitmix random_;
    instant now_;
    case_id on_;
    std::vector<given_command> told_;

    actor customer_;
    actor owner_;
    actor lead_;
    actor manager_;
    contact_kind kind_ = contact_kind::unknown;
    made_up::problem const* problem_ = nullptr;
    made_up::question const* question_ = nullptr;
    std::uint32_t options_ = 0;
    terms terms_;
    std::int64_t cost_ = 0;
    std::int64_t agent_limit_ = 0;
    int occasions_ = 1;
};

} // namespace

std::vector<given_command> story_of(std::uint64_t number, instant arrival, splitmix random) {
    return story(number, arrival, random).tell();
}

} // namespace amends::detail
