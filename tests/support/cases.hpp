// SPDX-License-Identifier: BSL-1.0
// Valid content for each command, so that a test says only what it is about.
#pragma once

#include <amends/casefile/command.hpp>
#include <amends/casefile/fact.hpp>

#include <string>
#include <utility>

namespace amends::cases {

inline report a_problem() {
    return {.kind = contact_kind::problem,
            .origin = origin::customer,
            .customer = "c1",
            .category = "delivery",
            .channel = "telephone",
            .expected = "the parcel on Monday",
            .experienced = "nothing came",
            .impact = "no present for the birthday",
            .organisation_view = ""};
}
inline report a_query() {
    auto contact = a_problem();
    contact.kind = contact_kind::query;
    return contact;
}
inline report a_request() {
    auto contact = a_problem();
    contact.kind = contact_kind::request;
    return contact;
}
/// Staff saw it before the customer did.
inline report noticed_by_staff() {
    return {.kind = contact_kind::problem,
            .origin = origin::staff,
            .customer = "c1",
            .customer_aware = false,
            .category = "delivery",
            .channel = "",
            .expected = "",
            .experienced = "",
            .impact = "",
            .organisation_view = "the van broke down with this parcel in it"};
}

inline recognise a_sign(contact_kind as = contact_kind::problem) {
    return {as, sign_kind::said, "this is the third time I call"};
}
inline answer an_answer() { return {answer_kind::answered, "we open at nine", ""}; }

inline confirm a_confirmation() {
    return {.nature = "late parcel",
            .cause_is = cause_class::supplier,
            .cause = "the courier lost it",
            .unknown_because = "",
            .how_sure = certainty::certain,
            .with = confirmed_with::customer,
            .evidence = ""};
}

inline explain_options two_options() {
    return {{{"refund", "money back", "trust", "no parcel", "the price"},
             {"resend", "the parcel", "a sale kept", "three days more", "postage"}},
            "",
            "telephone"};
}

/// Terms that cost so many cents, with one action of `by`.
inline terms terms_of(std::int64_t cents, actor_id const& by = "ann") {
    terms t;
    t.option = "refund";
    if (cents != 0) t.remedies = {{remedy_kind::refund, {cents, eur}}};
    t.actions = {{"pay it back", by, {}}};
    t.measure = "the customer is content after a week";
    return t;
}
inline propose a_proposal(std::int64_t cents = 3000) { return {terms_of(cents)}; }
inline approve approval_of(terms const& t) { return {hash_of(t), "fair"}; }
inline withhold a_withholding() { return {"twice what the parcel cost"}; }
inline accept yes_to(terms const& t) { return {hash_of(t), assent::spoken}; }
inline decline a_no() { return {"I would rather have the parcel"}; }
inline carry_out action_done(std::uint32_t place = 0) { return {{place}, ""}; }
inline check_comfort comfort(bool comfortable = true) {
    return {comfortable, comfortable ? "fine, thank you" : "that is not what I meant"};
}

inline inform_colleagues a_notice() { return {{{"max", "manager"}}, "late parcel", "refunded"}; }
inline evaluate an_evaluation() {
    return {terms_of(0).measure, "called after a week", effect::effective, "all good"};
}
inline amends::close a_close() { return {""}; }
inline reopen a_return() { return {"it happened again"}; }
inline treat_as_complaint a_complaint() {
    return {"the customer asks for a complaint",
            {"asked_in_words"},
            "complaints desk",
            instant(std::chrono::milliseconds(1'900'000'000'000))};
}
inline withdraw a_withdrawal() { return {"the parcel came after all"}; }

inline take a_take() { return {}; }
inline assign assigned_to(actor_id const& somebody) { return {somebody, ""}; }
inline seek_help a_question(actor_id const& from = "bob") {
    return {from, "is there a second van?", {}};
}
inline receive_help some_help() { return {"yes, at noon"}; }
inline hand_over a_hand_over() {
    return {"late parcel",
            "courier lost it",
            "called the courier",
            "a call by Friday",
            "Friday",
            "none",
            "none"};
}
inline refer a_referral(actor_id const& to = "bob") {
    return {to, referral_reason::authority, a_hand_over()};
}
inline accept_referral referral_taken() { return {"Bob has it from here"}; }
inline return_referral referral_sent_back() { return {"not my field", "Ann still has it"}; }
inline merge merged_with(case_id const& into) { return {into, "the same parcel"}; }
inline unmerge apart_again() { return {"another parcel"}; }

inline note a_note() { return {"called the courier"}; }
inline inform_customer news() { return {"the refund is on its way", "money within two days", {}}; }
inline check_understanding understood(bool yes = true) { return {yes, "so two days?"}; }
inline record_feedback feedback() { return {feedback_scale::csat, 5, ""}; }
inline erase_personal_data an_erasure(customer_id const& of = "c1") {
    return {of, "asked for by the customer"};
}
inline hold_personal_data a_hold() { return {"claim 17", "their lawyer wrote"}; }
inline release_personal_data a_release() { return {"claim 17", "the claim was settled"}; }
inline record_contact a_call(direction way = direction::outbound) {
    return {way, "telephone", "left a message"};
}

} // namespace amends::cases
