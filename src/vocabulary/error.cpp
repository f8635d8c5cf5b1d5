// SPDX-License-Identifier: BSL-1.0
// Error codes by name, and messages that say both sides.
#include <amends/vocabulary/error.hpp>

#include <ostream>
#include <stdexcept>

namespace amends {

std::string_view name_of(errc code) noexcept {
    switch (code) {
    case errc::unknown_case: return "unknown_case";
    case errc::command_id_reused: return "command_id_reused";
    case errc::version_conflict: return "version_conflict";
    case errc::time_goes_back: return "time_goes_back";
    case errc::policy_failed: return "policy_failed";
    case errc::unknown_command: return "unknown_command";
    case errc::lifecycle_mismatch: return "lifecycle_mismatch";
    case errc::clock_failed: return "clock_failed";
    case errc::desk_closed: return "desk_closed";
    case errc::unknown_customer: return "unknown_customer";
    case errc::malformed: return "malformed";
    case errc::too_long: return "too_long";
    case errc::out_of_range: return "out_of_range";
    case errc::currency_mismatch: return "currency_mismatch";
    case errc::overflow: return "overflow";
    case errc::unsupported_version: return "unsupported_version";
    case errc::damaged_trail: return "damaged_trail";
    case errc::proof_failed: return "proof_failed";
    case errc::signature_failed: return "signature_failed";
    case errc::log_rewritten: return "log_rewritten";
    case errc::not_witnessed: return "not_witnessed";
    case errc::personal_data_erased: return "personal_data_erased";
    case errc::key_missing: return "key_missing";
    case errc::not_sealed: return "not_sealed";
    case errc::store_failed: return "store_failed";
    case errc::store_damaged: return "store_damaged";
    case errc::store_busy: return "store_busy";
    case errc::io_failed: return "io_failed";
    case errc::store_unsure: return "store_unsure";
    case errc::store_frozen: return "store_frozen";
    case errc::out_of_memory: return "out_of_memory";
    case errc::follower_failed: return "follower_failed";
    }
    return "unknown_error";
}

std::ostream& operator<<(std::ostream& out, error const& e) {
    return out << name_of(e.code) << ": " << e.message;
}

error mismatch(errc code, std::string_view expected, std::string_view found,
               std::string_view where) {
    std::string message = "expected ";
    message += expected;
    message += ", found ";
    message += found;
    if (!where.empty()) {
        message += " (";
        message += where;
        message += ')';
    }
    return {code, std::move(message)};
}

void throw_exception_from_error(error const& e, boost::source_location const&) {
    throw std::runtime_error(std::string(name_of(e.code)) + ": " + e.message);
}

} // namespace amends
