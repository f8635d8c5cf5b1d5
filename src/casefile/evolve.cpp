// SPDX-License-Identifier: BSL-1.0
// One overload per fact and no fallback: a new fact must say what it means to the case.
#include <amends/casefile/evolve.hpp>
#include <amends/vocabulary/texts.hpp>

#include <algorithm>

namespace amends {
namespace {

struct evolution {
    case_file& file;
    circumstances const& how;

    void operator()(contact_reported&& f) const {
        file.kind = f.what.kind;
        file.customer_knows = f.what.customer_aware;
        file.contact = std::move(f.what);
    }
    void operator()(sign_recognised&& f) const { file.kind = f.what.as; }
    void operator()(contact_answered&&) const { file.customer_knows = true; }
    void operator()(problem_confirmed&& f) const {
        file.confirmed = std::move(f.what);
        file.customer_knows = false;
    }
    void operator()(options_explained&& f) const {
        file.options.clear();
        for (auto& option : f.what.options) file.options.push_back(std::move(option.name));
        file.proposed.reset();
        file.customer_knows = true;
    }
    void operator()(solution_offered&& f) const {
        put_on_the_table(std::move(f.what), f.terms_hash, 0);
    }
    void operator()(approval_requested&& f) const {
        put_on_the_table(std::move(f.what), f.terms_hash, f.approvers_needed);
    }
    void operator()(proposal_approved&&) const {
        if (!file.proposed) return;
        file.proposed->approvers.push_back(how.by);
        file.proposed->approved_for.push_back(how.on_behalf_of);
    }
    void operator()(approval_withheld&&) const { file.proposed.reset(); }
    void operator()(solution_agreed&&) const {
        file.agreed = true;
        file.done.assign(file.proposed ? file.proposed->terms.actions.size() : 0, 0);
        file.customer_knows = true;
    }
    void operator()(offer_declined&&) const { file.proposed.reset(); }
    void operator()(actions_carried_out&& f) const {
        for (auto place : f.what.done)
            if (place < file.done.size()) file.done[place] = 1;
        file.customer_knows = false;
    }
    void operator()(comfort_checked&& f) const {
        file.customer_knows = true;
        if (f.what.comfortable) return;
        file.agreed = false;
        file.proposed.reset();
        file.done.clear();
    }
    void operator()(colleagues_informed&&) const {}
    void operator()(resolution_evaluated&& f) const { file.evaluated_as = f.what.verdict; }
    void operator()(case_closed&&) const {}
    void operator()(case_reopened&&) const {
        file.confirmed.reset();
        file.options.clear();
        file.proposed.reset();
        file.agreed = false;
        file.done.clear();
        file.customer_knows = false;
        file.contact_promised_by.reset();
        file.evaluated_as = effect::unknown;
    }
    void operator()(treated_as_complaint&&) const {}
    void operator()(contact_withdrawn&&) const {}

    void operator()(case_taken&&) const { file.owner = how.by; }
    void operator()(case_assigned&& f) const { file.owner = f.what.to; }
    void operator()(help_sought&& f) const {
        file.help_from = f.what.from;
        file.help_due = f.what.due;
    }
    void operator()(help_received&&) const {
        file.help_from = {};
        file.help_due.reset();
    }
    void operator()(referral_offered&& f) const {
        file.referred_to = f.what.to;
        file.customer_knows = false;
    }
    void operator()(referral_accepted&&) const {
        file.owner = file.referred_to;
        file.referred_to = {};
        file.customer_knows = true;
    }
    void operator()(referral_returned&&) const {
        file.referred_to = {};
        file.customer_knows = true;
    }
    void operator()(case_merged&& f) const {
        file.merged_into = f.what.into;
        file.there_since = how.at; // it ends here, whatever its state: another case goes on for it
    }
    void operator()(case_unmerged&&) const { file.merged_into = {}; }

    void operator()(note_added&&) const {}
    void operator()(customer_informed&& f) const {
        file.customer_knows = true;
        file.contact_promised_by = f.what.by_when;
    }
    void operator()(understanding_checked&& f) const { file.customer_knows = f.what.understood; }
    void operator()(feedback_recorded&&) const {}
    void operator()(contact_recorded&& f) const {
        if (f.what.direction == direction::outbound) file.contact_promised_by.reset();
    }
    void operator()(personal_data_erased&& f) const {
        clear_texts(file);
        file.erased = erasure{how.at, how.sequence, std::move(f.what.ground)};
    }
    void operator()(personal_data_held&& f) const {
        auto& held = file.held_for;
        if (std::find(held.begin(), held.end(), f.what.matter) == held.end())
            held.push_back(std::move(f.what.matter));
    }
    void operator()(personal_data_released&& f) const { std::erase(file.held_for, f.what.matter); }
    void operator()(command_refused&&) const {}
    void operator()(lifecycle_changed&&) const {}
    void operator()(extended_fact&& f) const {
        auto const known = std::find_if(file.extended.begin(), file.extended.end(),
                                        [&](auto& seen) { return seen.last.number == f.number; });
        if (known == file.extended.end()) {
            file.extended.push_back({std::move(f), 1});
        } else {
            known->last = std::move(f);
            ++known->count;
        }
    }

    void put_on_the_table(terms&& t, digest const& hash, std::uint32_t approvers_needed) const {
        if (!file.proposed) file.proposed.emplace();
        file.proposed->terms = std::move(t);
        file.proposed->terms_hash = hash;
        file.proposed->proposer = how.by;
        file.proposed->proposed_for = how.on_behalf_of;
        file.proposed->approvers_needed = approvers_needed;
        file.proposed->approvers.clear(); // a changed proposal voids earlier approvals
        file.proposed->approved_for.clear();
        file.customer_knows = false;
    }
};

} // namespace

void evolve_in_place(case_file& file, fact&& what, circumstances const& how) {
    std::visit([&]<class F>(F& one) { evolution{file, how}(std::move(one)); }, what);
    file.version = how.sequence;
    file.occasion = how.occasion;
    file.last_entry_at = how.at;
    if (file.at.resolution != how.to.resolution) file.there_since = how.at;
    file.at = how.to;
}

case_file evolve(case_file before, fact const& what, circumstances const& how) {
    evolve_in_place(before, fact(what), how);
    return before;
}

parties standing_of(actor const& who, case_file const& file) noexcept {
    parties standing;
    auto const is = [&](actor_id const& somebody) { return is_or_acts_for(who, somebody); };
    auto const customer = file.contact.customer.view();
    auto const speaks_for_customer =
        !customer.empty() && ((who.side == side::customer && who.id.view() == customer) ||
                              who.on_behalf_of.view() == customer);
    if (speaks_for_customer || (file.version == 0 && who.side == side::customer))
        standing = standing | party::customer;
    if (who.side == side::service) standing = standing | party::monitor;
    if (who.side != side::staff) return standing;
    standing = standing | party::colleague | party::approver;
    if (is(file.owner)) standing = standing | party::owner;
    if (is(file.referred_to)) standing = standing | party::recipient;
    if (file.proposed)
        for (auto const& action : file.proposed->terms.actions)
            if (is(action.by)) standing = standing | party::collaborator;
    return standing;
}

} // namespace amends
