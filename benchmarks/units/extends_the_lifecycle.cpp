// SPDX-License-Identifier: BSL-1.0
// An integrator's own lifecycle: a state for fraud checks between confirmed and options explained.
#include <amends/lifecycle/promises.hpp>
#include <amends/workflow/machine.hpp>

namespace shop {

using namespace amends;
namespace wf = amends::workflow;
namespace in = amends::resolution;

struct being_checked : wf::state<128, wf::region::resolution> {};

struct check_for_fraud {
    static constexpr std::uint8_t number = 128;
    static constexpr parties who = party::owner;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(check_for_fraud, (), (why))

struct clear_of_fraud {
    static constexpr std::uint8_t number = 129;
    static constexpr parties who = party::colleague;
    std::string finding;
};
BOOST_DESCRIBE_STRUCT(clear_of_fraud, (), (finding))

struct fraud_check_begun {
    static constexpr std::uint8_t number = 128;
    check_for_fraud what;
};
BOOST_DESCRIBE_STRUCT(fraud_check_begun, (), (what))

struct fraud_ruled_out {
    static constexpr std::uint8_t number = 129;
    clear_of_fraud what;
};
BOOST_DESCRIBE_STRUCT(fraud_ruled_out, (), (what))

struct reason_is_given {
    static bool holds(check_for_fraud const& c, wf::step const&) { return !c.why.empty(); }
    static std::string expected() { return "a reason to check"; }
    static std::string found() { return "none"; }
};

struct lifecycle_of_the_shop : in::standard {
    static constexpr std::string_view name = "resolution with fraud checks";
    // clang-format off
    using rows = wf::extended_by<in::rows, wf::written_out<wf::rows<
        wf::on<in::confirmed,  check_for_fraud, being_checked, reason_is_given, in::record_as<fraud_check_begun>>,
        wf::on<being_checked,  clear_of_fraud,  in::confirmed, in::in_hand,     in::record_as<fraud_ruled_out>>,
        wf::on<being_checked,  withdraw,        in::withdrawn, in::not_merged,  in::record_as<contact_withdrawn>>
    >>>;
    // clang-format on
};
static_assert(keeps_the_promises<lifecycle_of_the_shop>);

lifecycle const& table() {
    static wf::compiled<lifecycle_of_the_shop> const own;
    return own;
}

} // namespace shop
