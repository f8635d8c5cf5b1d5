// SPDX-License-Identifier: BSL-1.0
// What can go wrong in the world: error codes, an error with both sides, and result<T>.
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace amends {

/// Why something could not be done. Numbers are never reused and say nothing about which is checked
/// first: `desk` does. Refusals are not errors: they are answers (see desk/outcome.hpp).
enum class errc : std::uint16_t {
    unknown_case = 1,       ///< The case was never reported.
    command_id_reused = 2,  ///< The command id was seen before, with other content or from another.
    version_conflict = 3,   ///< The case moved on since the caller looked.
    time_goes_back = 4,     ///< An imported step is older than the case's last entry.
    policy_failed = 5,      ///< A judge threw or erred; it granted nothing.
    unknown_command = 6,    ///< No row of the lifecycle knows this command.
    lifecycle_mismatch = 7, ///< The case was written under another lifecycle.
    clock_failed = 8,       ///< The desk's clock threw; nothing was decided.
    unknown_customer = 9,   ///< No case of this customer was reported.
    desk_closed = 10,       ///< The pool takes no more commands; nothing was decided.
    malformed = 20,         ///< Text or bytes do not have the expected form.
    too_long = 21,          ///< A text or list is longer than its bound.
    out_of_range = 22,      ///< A number or enumeration lies outside its range.
    currency_mismatch = 23, ///< Two amounts are in different currencies.
    overflow = 24,          ///< Checked arithmetic would overflow.
    unsupported_version = 25,  ///< Written by a newer version of the format.
    damaged_trail = 40,        ///< An entry does not match its hash, its order or its chain.
    proof_failed = 41,         ///< A proof does not lead to the root that it should lead to.
    signature_failed = 42,     ///< No known key signed, or what it signed is something else.
    personal_data_erased = 43, ///< What is asked for was sealed under a key that was destroyed.
    key_missing = 44,          ///< What was sealed names a key that nobody has or destroyed.
    not_sealed = 45,           ///< Texts stand in the clear, where destroying a key erases nothing.
    log_rewritten = 46,        ///< The log does not continue what a checkpoint or its tree says.
    not_witnessed = 47,        ///< A checkpoint is kept, but its witness did not take it.
    store_failed = 60,         ///< The store could not read or write.
    store_damaged = 61,        ///< The store's file is not what it should be.
    store_busy = 62,           ///< Another process holds the store.
    io_failed = 63,            ///< A file could not be read or written.
    store_unsure = 64,         ///< The store was lost at a commit, which may have taken place.
    store_frozen = 65,    ///< The log was closed with a last checkpoint; nothing is added to it.
    out_of_memory = 66,   ///< Memory ended; whether anything was kept is not known.
    follower_failed = 67, ///< What was told of entries threw; it is told of them again.
};

/// The stable name of a code, for messages and JSON: `version_conflict`.
std::string_view name_of(errc code) noexcept;

/// A failure, with what was expected and what was found in `message`.
struct error {
    errc code{};
    std::string message;

    friend bool operator==(error const&, error const&) = default;
};

std::ostream& operator<<(std::ostream& out, error const& e);

/// A value or an error. `boost::system::result`, so `if (r)`, `*r` and `r.error()`.
template <class T>
using result = boost::system::result<T, error>;

/// Builds an error from both sides: "expected version 7, found 9 (case 41)".
error mismatch(errc code, std::string_view expected, std::string_view found,
               std::string_view where = {});

/// Called by `result::value()` on an error; not used inside the library.
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& at);

} // namespace amends
