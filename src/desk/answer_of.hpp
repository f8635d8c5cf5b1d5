// SPDX-License-Identifier: BSL-1.0
// Calling what an integrator wrote: what it throws is an answer too, and grants nothing.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <exception>
#include <string_view>

namespace amends {

/// What a row's conditions and action owe.
inline constexpr std::string_view guards_that_answer = "guards that answer";
/// What a judge owes.
inline constexpr std::string_view a_verdict = "a verdict";

/// What `call` answers. Errors: `policy_failed` when it throws.
template <class Call>
auto answer_of(std::string_view expected, std::string_view command, Call call)
    -> result<decltype(call())> {
    try {
        return call();
    } catch (std::exception const& e) {
        return mismatch(errc::policy_failed, expected, e.what(), command);
    } catch (...) {
        return mismatch(errc::policy_failed, expected, "an exception", command);
    }
}

} // namespace amends
