// SPDX-License-Identifier: BSL-1.0
// A command: what somebody wants to happen to which case.
#pragma once

#include <amends/casefile/conclusion.hpp>
#include <amends/casefile/handling.hpp>
#include <amends/casefile/intake.hpp>
#include <amends/casefile/personal_data.hpp>
#include <amends/casefile/record.hpp>
#include <amends/casefile/solution.hpp>
#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/variant_of.hpp>

#include <concepts>
#include <optional>
#include <string_view>
#include <utility>

namespace amends {

/// A command of an integrator's own lifecycle: its number (from 128), its name, the canonical bytes
/// of its payload with every text left empty, and those texts. Made by `extended(my_command{...})`.
struct extended_command {
    std::uint8_t number = 0;
    rule_name name{};
    bytes content{};
    std::vector<std::string> texts{}; ///< as many as the payload has, in the order of its members

    friend bool operator==(extended_command const&, extended_command const&) = default;
};
BOOST_DESCRIBE_STRUCT(extended_command, (), (number, name, content, texts))

/// Every command of the standard lifecycle, and those of an extension.
class command_content
    : public variant_of<report, recognise, answer, confirm, explain_options, propose, approve,
                        withhold, accept, decline, carry_out, check_comfort, inform_colleagues,
                        evaluate, close, reopen, treat_as_complaint, withdraw, take, assign,
                        seek_help, receive_help, refer, accept_referral, return_referral, merge,
                        unmerge, note, inform_customer, check_understanding, record_feedback,
                        record_contact, erase_personal_data, hold_personal_data,
                        release_personal_data, extended_command> {
  public:
    using variant_of::variant_of;
    command_content() noexcept;
    command_content(command_content const& other);
    command_content(command_content&& other) noexcept;
    command_content& operator=(command_content const& other);
    command_content& operator=(command_content&& other) noexcept;
    ~command_content();
    friend bool operator==(command_content const& a, command_content const& b);
};

/// A command as it is handed to the desk.
struct command {
    case_id on{};
    command_id id{};                         ///< makes a retry safe; one per command
    std::optional<std::uint64_t> expected{}; ///< the case's version that the caller looked at
    command_content what{};
};

/// A command type of an integrator: described, with a `number` from 128 and `who` may give it.
template <class T>
concept extension_command = described_value<T> && requires {
    requires T::number >= 128;
    { T::number } -> std::convertible_to<std::uint8_t>;
    { T::who } -> std::convertible_to<parties>;
};

/// The stable number and name of a command.
std::uint8_t number_of(command_content const& what) noexcept;
std::string_view name_of(command_content const& what) noexcept;

} // namespace amends
