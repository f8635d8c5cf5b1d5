// SPDX-License-Identifier: BSL-1.0
// One overload per fact and no fallback: a new fact must say what it means to an account.
#include <amends/authority/account.hpp>

#include <amends/vocabulary/subject.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>

namespace amends {
namespace {

/// Whether terms stand in the case that somebody granted and nobody agreed to yet.
bool has_open_grant(case_file const& file) noexcept {
    if (!file.proposed || file.agreed) return false;
    return file.proposed->approvers_needed == 0 || !file.proposed->approvers.empty();
}

struct bookkeeping {
    circumstances const& how;
    case_file const& before;

    using line = std::optional<account_line>;

    line operator()(solution_offered const& f) const { return given(f.what, false); }
    // A request grants nothing; what stood before it is replaced.
    line operator()(approval_requested const&) const { return taken_back(); }
    line operator()(proposal_approved const&) const {
        if (!before.proposed) return std::nullopt;
        return given(before.proposed->terms, !before.proposed->approvers.empty());
    }
    line operator()(solution_agreed const&) const {
        return has_open_grant(before) ? changed(account_change::settled) : std::nullopt;
    }
    line operator()(approval_withheld const&) const { return taken_back(); }
    line operator()(offer_declined const&) const { return taken_back(); }
    line operator()(options_explained const&) const { return taken_back(); }
    line operator()(contact_withdrawn const&) const { return taken_back(); }
    line operator()(treated_as_complaint const&) const { return taken_back(); }
    line operator()(case_reopened const&) const { return taken_back(); }

    // Once the customer agreed, what was given stays given.
    line operator()(comfort_checked const&) const { return std::nullopt; }
    line operator()(actions_carried_out const&) const { return std::nullopt; }
    line operator()(colleagues_informed const&) const { return std::nullopt; }
    line operator()(resolution_evaluated const&) const { return std::nullopt; }
    line operator()(case_closed const&) const { return std::nullopt; }

    // These say nothing of terms.
    line operator()(contact_reported const&) const { return std::nullopt; }
    line operator()(sign_recognised const&) const { return std::nullopt; }
    line operator()(contact_answered const&) const { return std::nullopt; }
    line operator()(problem_confirmed const&) const { return std::nullopt; }
    line operator()(case_taken const&) const { return std::nullopt; }
    line operator()(case_assigned const&) const { return std::nullopt; }
    line operator()(help_sought const&) const { return std::nullopt; }
    line operator()(help_received const&) const { return std::nullopt; }
    line operator()(referral_offered const&) const { return std::nullopt; }
    line operator()(referral_accepted const&) const { return std::nullopt; }
    line operator()(referral_returned const&) const { return std::nullopt; }
    line operator()(case_merged const&) const { return std::nullopt; }
    line operator()(case_unmerged const&) const { return std::nullopt; }
    line operator()(note_added const&) const { return std::nullopt; }
    line operator()(customer_informed const&) const { return std::nullopt; }
    line operator()(understanding_checked const&) const { return std::nullopt; }
    line operator()(feedback_recorded const&) const { return std::nullopt; }
    line operator()(contact_recorded const&) const { return std::nullopt; }
    line operator()(personal_data_erased const&) const { return std::nullopt; }
    line operator()(personal_data_held const&) const { return std::nullopt; }
    line operator()(personal_data_released const&) const { return std::nullopt; }
    line operator()(command_refused const&) const { return std::nullopt; }
    line operator()(lifecycle_changed const&) const { return std::nullopt; }
    line operator()(extended_fact const&) const { return std::nullopt; }

    line changed(account_change change) const {
        account_line made;
        made.change = change;
        made.on = before.id;
        made.by = how.by;
        made.behalf_of = how.on_behalf_of;
        made.to = before.contact.customer;
        made.at = how.at;
        return made;
    }
    line taken_back() const {
        return has_open_grant(before) ? changed(account_change::taken_back) : std::nullopt;
    }
    line given(terms const& granted, bool again) const {
        auto made = changed(account_change::given);
        made->again = again;
        std::ranges::copy_if(granted.remedies, std::back_inserter(made->remedies),
                             [](remedy const& r) { return r.cost.minor_units != 0; });
        // Free terms still take the place of what stood before them.
        return made->remedies.empty() && !has_open_grant(before) ? std::nullopt : made;
    }
};

/// The moment so many days before, or the first there is.
instant days_before(instant at, std::chrono::days n) noexcept {
    using std::chrono::milliseconds;
    constexpr auto reach = std::chrono::floor<std::chrono::days>(milliseconds::max());
    auto const back = milliseconds(std::clamp(n, std::chrono::days(0), reach));
    return at.time_since_epoch() < milliseconds::min() + back ? instant::min() : at - back;
}

} // namespace

std::optional<account_line> line_of(fact const& what, circumstances const& how,
                                    case_file const& before) {
    return std::visit(bookkeeping{how, before}, what);
}

std::vector<actor_id> granters_of(account_line const& line, case_file const& before) {
    std::vector<actor_id> all;
    auto const add = [&](actor_id const& a) {
        if (!a.empty() && std::ranges::find(all, a) == all.end()) all.push_back(a);
    };
    if (line.change == account_change::given) {
        add(line.by);
        add(line.behalf_of);
    }
    // Whoever granted what stood open: it is settled, taken back or replaced on their account too.
    if (has_open_grant(before)) {
        auto const& p = *before.proposed;
        if (p.approvers_needed == 0) {
            add(p.proposer);
            add(p.proposed_for);
        }
        for (auto const& a : p.approvers) add(a);
        for (auto const& a : p.approved_for) add(a);
    }
    return all;
}

std::uint64_t account_of(customer_id const& whose) noexcept {
    return subject_of('c', whose.view());
}
std::uint64_t account_of(actor_id const& whose) noexcept { return subject_of('a', whose.view()); }

namespace {

/// The rules of an account, line by line. `account::apply` says the same of many at once.
void apply_one(std::vector<grant>& grants, account_line const& line) {
    auto const is_open = [&](grant const& g) { return g.open && g.on == line.on; };
    if (line.change == account_change::settled) {
        for (auto& g : grants)
            if (is_open(g)) g.open = false;
        return;
    }
    // A further approval adds to what stands; an offer takes its place.
    if (!line.again) std::erase_if(grants, is_open);
    if (line.change == account_change::taken_back) return;
    for (auto const& r : line.remedies)
        grants.push_back({line.on, line.by, line.behalf_of, line.to, line.at, r, line.again, true});
}

} // namespace

void account::apply(std::span<account_line const> lines) {
    // A desk at work applies one at a time, and takes no memory for it.
    if (lines.size() == 1) return apply_one(grants_, lines.front());
    // What is open is decided by the next line of its case that says so: read from the end, each line
    // knows what comes after it.
    enum class then : std::uint8_t { stays_open, settled, taken_back };
    boost::unordered_flat_map<case_id, then> next;
    std::vector<then> after(lines.size());
    for (auto i = lines.size(); i-- > 0;) {
        auto& decided = next[lines[i].on];
        after[i] = decided;
        if (lines[i].change == account_change::settled) decided = then::settled;
        else if (!lines[i].again) decided = then::taken_back;
    }
    auto const becomes = [&](grant const& g, then what) {
        if (!g.open) return false;
        auto const decided = next.find(g.on);
        return decided != next.end() && decided->second == what;
    };
    for (auto& g : grants_)
        if (becomes(g, then::settled)) g.open = false;
    std::erase_if(grants_, [&](grant const& g) { return becomes(g, then::taken_back); });
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& line = lines[i];
        if (line.change != account_change::given || after[i] == then::taken_back) continue;
        for (auto const& r : line.remedies)
            grants_.push_back({line.on, line.by, line.behalf_of, line.to, line.at, r, line.again,
                               after[i] == then::stays_open});
    }
}

void account::forget_before(instant then) {
    if (then < complete_from_) return; // from the same moment on there may be new lines
    complete_from_ = then;
    std::erase_if(grants_, [&](grant const& g) { return !g.open && g.at < then; });
}

void account::forget_long_past(instant at, std::chrono::days within) {
    constexpr std::size_t few = 64; // not worth a pass
    if (grants_.size() < 2 * looked_through_ + few) return;
    forget_before(days_before(days_before(at, within), within));
    looked_through_ = grants_.size();
}

bool account::is_whole(instant at, std::optional<std::chrono::days> within) const noexcept {
    return complete_from_ == instant::min() ||
           (within && days_before(at, *within) >= complete_from_);
}

} // namespace amends
