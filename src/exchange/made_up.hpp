// SPDX-License-Identifier: BSL-1.0
// What generated customers write about, and what a shop can do for them.
#pragma once

#include <amends/casefile/solution.hpp>

#include <array>
#include <span>
#include <string_view>

namespace amends::detail::made_up {

// One way out of a problem, and what it costs, in minor units of EUR.
struct way_out {
    std::string_view name;
    remedy_kind kind;
    std::uint32_t cost_min;
    std::uint32_t cost_max;
    std::string_view good_for_customer;
    std::string_view good_for_us;
    std::string_view bad_for_customer;
    std::string_view bad_for_us;
};

inline constexpr way_out money_back{"refund",     remedy_kind::refund, 900,
                                    9900,         "the money back",    "the matter is closed",
                                    "no article", "the sale is lost"};
inline constexpr way_out large_refund{
    "full refund",           remedy_kind::refund,    30000,        140000,
    "all of the money back", "the matter is closed", "no article", "a large sale is lost"};
inline constexpr way_out send_again{"send again",
                                    remedy_kind::replacement,
                                    1500,
                                    18000,
                                    "the article after all",
                                    "the sale stands",
                                    "a few more days",
                                    "another parcel"};
inline constexpr way_out voucher{
    "voucher",      remedy_kind::credit,        500,
    4000,           "money for the next order", "the customer comes back",
    "no money now", "less margin next time"};
inline constexpr way_out sorry{"apology", remedy_kind::apology, 0,     0, "to be heard",
                               "no cost", "nothing else",       "none"};
inline constexpr way_out mend{"repair",
                              remedy_kind::repair,
                              2000,
                              26000,
                              "the same article, working",
                              "nothing is thrown away",
                              "two weeks without it",
                              "the workshop's time"};
inline constexpr way_out less{
    "discount",       remedy_kind::discount, 400, 4500, "a lower price", "the article stays sold",
    "the flaw stays", "less margin"};
inline constexpr way_out correct{
    "corrected invoice", remedy_kind::service,  0,      0,
    "the right amount",  "the books are right", "none", "an hour of accounting"};
inline constexpr way_out make_good{
    "compensation", remedy_kind::compensation, 2500,   60000, "the damage made good",
    "no dispute",   "the trouble remains",     "money"};

struct problem {
    std::string_view category;
    std::string_view expected;
    std::string_view experienced;
    std::string_view impact;
    std::string_view noticed; // what staff or a monitor see first
    std::string_view nature;
    cause_class cause_is;
    std::string_view cause;
    std::array<way_out, 3> ways_out;
    std::string_view measure;
};

// clang-format off
inline constexpr std::array problems{
    problem{"delivery", "the parcel on the day that was named", "nothing came, and nobody called", "a present that was not there in time", "the carrier's scan is missing for two days", "late parcel", cause_class::supplier, "the carrier lost it", {send_again, money_back, voucher}, "parcel received and customer content after a week"},
    problem{"delivery", "the parcel at my door", "it was left in the rain", "the box and the book are wet", "three wet parcels in one street", "parcel left outside", cause_class::supplier, "the carrier's new driver", {send_again, money_back, less}, "no further wet parcel in that street in a month"},
    problem{"billing", "to pay once", "two payments were taken", "my account is overdrawn", "two payments with one reference", "charged twice", cause_class::system_failure, "the payment was sent again after a timeout", {correct, money_back, make_good}, "one payment on the next statement"},
    problem{"billing", "the price that was shown", "the invoice is higher", "I do not trust the next invoice", "prices of invoice and catalogue differ", "wrong price", cause_class::procedure_failure, "the price list was changed without the invoices", {correct, less, voucher}, "the next invoice shows the price of the catalogue"},
    problem{"product", "a kettle that works", "it leaks", "water on the kitchen floor", "the third leaking kettle this week", "leaking kettle", cause_class::product_fault, "a seal of the spring batch", {send_again, mend, money_back}, "the new kettle is dry after two weeks"},
    problem{"product", "a sofa in the colour of the picture", "it is another green", "it does not fit the room", "returns of the green sofa rise", "colour differs from the picture", cause_class::expectation_gap, "the picture was edited", {large_refund, less, send_again}, "customer keeps the article for a month"},
    problem{"service", "an appointment between nine and twelve", "nobody came", "a day of leave lost", "the round was cancelled and nobody called", "missed appointment", cause_class::human_error, "the round was moved without telling the customer", {make_good, sorry, voucher}, "the next appointment is kept"},
    problem{"service", "an answer within two days", "a week of silence", "I could not plan", "mails in a folder nobody reads", "unanswered mail", cause_class::procedure_failure, "the shared mailbox had no owner", {sorry, voucher, less}, "the next mail is answered within two days"},
    problem{"account", "to log in", "my account is locked", "I cannot see my orders", "locks doubled since the release", "locked account", cause_class::system_failure, "the release counts one attempt twice", {correct, sorry, voucher}, "customer logs in without help for a week"},
    problem{"installation", "a washing machine that is connected", "it flooded the bathroom", "the floor must be replaced", "the fitter reported water", "flooded bathroom", cause_class::human_error, "the hose was not fastened", {make_good, large_refund, mend}, "the floor is repaired and dry after a month"},
};

struct question {
    std::string_view category;
    std::string_view expected;
    std::string_view experienced;
    std::string_view impact;
    std::string_view answer;
    std::string_view reasons; // where it is a request that is declined
};

inline constexpr std::array queries{
    question{"delivery", "to know when it comes", "the page shows no date", "I want to be at home", "It comes on Thursday between nine and noon.", ""},
    question{"product", "to know whether it fits", "the size table is unclear", "I do not want to send it back", "It is 60 cm wide; the niche must be 61.", ""},
    question{"billing", "an explanation of the invoice", "one line says nothing to me", "I cannot book it", "The line is the delivery to the fourth floor.", ""},
    question{"account", "to change my address", "I cannot find where", "the next parcel goes to the old flat", "Under Account, then Addresses; I have sent the link.", ""},
};
inline constexpr std::array requests{
    question{"delivery", "delivery on a Saturday", "only weekdays are offered", "I work all week", "Saturday is arranged.", "The carrier does not drive that road on Saturdays."},
    question{"product", "a part in another colour", "it is sold in white alone", "it shows", "One in grey goes out today.", "The maker has no other colour."},
    question{"billing", "to pay in three parts", "one payment is offered", "it is tight this month", "Three payments are arranged.", "The order is below the amount for that."},
    question{"service", "somebody to carry it up", "delivery is to the kerb", "I cannot carry it", "Two colleagues will carry it up.", "The stairs are too narrow for it."},
};
// clang-format on

inline constexpr std::array channels{"phone", "mail", "web", "chat", "shop"};
inline constexpr std::array agents{"ann",   "bilal", "chloe", "david", "emma",  "farid",
                                   "grace", "hugo",  "ines",  "jonas", "katya", "liam"};
inline constexpr std::array team_leads{"maria", "noah", "olga"};
inline constexpr std::array managers{"petra", "quentin"};
inline constexpr std::string_view warehouse = "sam";

} // namespace amends::detail::made_up
