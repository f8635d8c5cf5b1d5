// SPDX-License-Identifier: BSL-1.0
// A small log, the same on every run: what the golden exports are exports of.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/exchange/export.hpp>
#include <amends/store/memory.hpp>
#include <amends/vocabulary/print.hpp>

#include <map>
#include <stdexcept>

namespace amends::golden {

/// Puts entries into a store, each after the last of its case and a minute after the one before.
class log_maker {
  public:
    explicit log_maker(store& to) : to_(to) {}

    /// The last entry, to be changed before it is added.
    entry& next(case_id const& on, actor who, std::string_view command, fact what) {
        auto& last = heads_[on];
        e_ = {};
        e_.on = on;
        e_.how.sequence = last.sequence + 1;
        e_.how.at = now_ += std::chrono::minutes(1);
        e_.how.by = who.id;
        e_.how.on_behalf_of = who.on_behalf_of;
        e_.how.from = e_.how.to = last.at;
        e_.who = std::move(who);
        e_.command = command_id::trusted("k" + std::to_string(++commands_));
        e_.command_name = rule_name::trusted(command);
        if (auto const* known = standard_lifecycle().command_by_name(command))
            e_.command_number = known->number;
        e_.command_digest.bytes.fill(std::byte{0xc0});
        e_.lifecycle.bytes.fill(std::byte{0x11});
        e_.what = std::move(what);
        e_.previous = last.hash;
        return e_;
    }
    void add() {
        bytes_.clear();
        encode(e_, bytes_);
        e_.hash = hasher_.of_leaf(bytes_);
        new_entry const one{e_.on, e_.how.sequence, e_.command, e_.hash, bytes_, {}};
        if (!to_.append({&one, 1})) throw std::logic_error("an entry that no store keeps");
        heads_[e_.on] = {e_.how.sequence, e_.how.to, e_.hash};
    }

  private:
    struct head {
        std::uint64_t sequence = 0;
        position at{};
        digest hash{};
    };
    store& to_;
    std::map<case_id, head> heads_;
    instant now_ = instant(std::chrono::milliseconds(1'772'442'000'000)); // 2026-03-02T09:00:00Z
    unsigned commands_ = 0;
    entry e_;
    bytes bytes_;
    sha256 hasher_;
};

/// Two cases side by side. One goes the whole way to an agreement, with texts that every format has
/// its troubles with; the other has ids and states that are somebody's own.
inline void fill_export_log(store& to) {
    log_maker log(to);
    actor const osei{"c-17", side::customer, {}, {}, {}};
    actor const ann{"ann", side::staff, {"agent"}, {}, {}};
    actor const lea{"lea", side::staff, {"team_lead", "trainer"}, {}, {}};
    actor const bob{"bob", side::staff, {"agent"}, "ann", "holiday-3"};
    actor const robot{"=robot+1", side::service, {}, {}, {}};
    state_id const own_state{200};

    report contact;
    contact.kind = contact_kind::problem;
    contact.origin = origin::customer;
    contact.customer = "c-17";
    contact.category = "late parcel";
    contact.expected = "my parcel on \"Saturday\", before noon;\nnot later";
    contact.experienced = "<nothing> came & nobody said ]]> why \xf0\x9f\x93\xa6";
    contact.impact = "=HYPERLINK(\"http://example.com\")";
    log.next("41", osei, "report", contact_reported{contact}).how.to.resolution = state_id{1};
    log.add();

    contact = {};
    contact.kind = contact_kind::query;
    contact.origin = origin::staff;
    contact.customer = "c-18";
    contact.expected = std::string("a bell \x07, a NUL \0 and a byte \xff", 30);
    log.next("=2+3, \"x\"", robot, "report", contact_reported{contact}).how.to.resolution =
        state_id{1};
    log.add();

    log.next("41", ann, "take", case_taken{{"mine"}}).how.to.handling = state_id{21};
    log.add();

    confirm nature;
    nature.nature = "lost at the depot";
    nature.cause_is = cause_class::supplier;
    nature.cause = "the label came off";
    nature.how_sure = certainty::likely;
    nature.with = confirmed_with::evidence;
    nature.evidence = "scan 7731";
    log.next("41", bob, "confirm", problem_confirmed{nature}).how.to.resolution = state_id{3};
    log.add();

    explain_options options;
    options.options = {{"resend", "the parcel itself", "a customer who stays", "three days more",
                        "another parcel"},
                       {"money back", "at once", "no second shipment", "no parcel", "the price"}};
    options.channel = "telephone";
    log.next("41", ann, "explain_options", options_explained{options}).how.to.resolution =
        state_id{4};
    log.add();

    terms offer;
    offer.option = "money back";
    offer.remedies = {{remedy_kind::refund, {7550, eur}}, {remedy_kind::apology, {}}};
    offer.actions = {{"pay", "ann", instant(std::chrono::milliseconds(1'772'528'400'250))}};
    offer.measure = "the money arrives";
    auto& asked = log.next("41", ann, "propose", approval_requested{offer, hash_of(offer), 1});
    asked.how.to.resolution = state_id{5};
    verdict beyond;
    beyond.document_version = 3;
    beyond.document.bytes.fill(std::byte{0xd0});
    beyond.approvers_needed = 1;
    beyond.add({"limits", "limits.agent.refund", decision::needs_approval,
                measure::at_most({5000, eur}), measure::of({7550, eur})});
    beyond.add({"duty", "two_people", decision::needs_approval, measure::of_count(2),
                measure::of_words("the proposer alone")});
    beyond.competent.push_back("team_lead");
    beyond.competent.push_back("manager");
    asked.verdicts.push_back(beyond);
    log.add();

    log.next("41", osei, "accept",
             command_refused{"accept", "not_possible_here", "offered", "awaiting_approval"});
    log.add();

    auto& approved =
        log.next("41", lea, "approve", proposal_approved{{hash_of(offer), "fair"}, true});
    approved.how.to.resolution = state_id{6};
    approved.origin = provenance::imported;
    log.add();

    auto& own = log.next(
        "=2+3, \"x\"", ann, "inspect",
        extended_fact{180, "inspection_done", {std::byte{0}, std::byte{0xab}}, {"Mrs Osei cried"}});
    own.command_number = 180;
    own.how.to.resolution = own_state;
    own.own_states = {{own_state, "inspected"}};
    log.add();

    log.next("41", osei, "accept", solution_agreed{{hash_of(offer), assent::spoken}})
        .how.to.resolution = state_id{7};
    log.add();
}

/// One golden file: how the small log is exported into it.
struct golden_export {
    std::string name;
    export_format as;
    export_options how;
};
inline std::vector<golden_export> all_exports() {
    std::vector<golden_export> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<export_format>>([&](auto e) {
        all.push_back({std::string("cases.") + e.name, e.value, {}});
        if (e.value == export_format::archive) return; // keeps every hash, and so every text
        all.push_back({std::string("cases_without_personal_data.") + e.name, e.value, {}});
        all.back().how.without_personal_data = true;
    });
    return all;
}

} // namespace amends::golden
