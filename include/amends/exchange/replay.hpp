// SPDX-License-Identifier: BSL-1.0
// A foreign log through the desk: every row accounted for.
#pragma once

#include <amends/desk/desk.hpp>
#include <amends/exchange/log.hpp>
#include <amends/exchange/mapping.hpp>

#include <functional>
#include <map>

namespace amends {

/// What became of a log. `read == handled + refused + bad`.
struct replay_summary {
    std::uint64_t read = 0;    ///< rows
    std::uint64_t handled = 0; ///< rows whose commands were all accepted
    std::uint64_t refused = 0; ///< rows of which the desk refused at least one command
    std::uint64_t bad = 0;     ///< rows that were not understood, or that the desk could not judge

    std::uint64_t commands = 0;
    std::uint64_t commands_accepted = 0; ///< or awaiting approval
    std::uint64_t commands_refused = 0;
    std::map<std::string, std::uint64_t> refused_by_reason; ///< commands

    std::uint64_t cases = 0;                             ///< reported
    std::uint64_t reopened = 0;                          ///< cases reopened at least once
    std::map<std::string, std::uint64_t> cases_by_state; ///< as the log left them
};

/// What a replay tells while it goes on.
struct replay_listener {
    std::function<void(error const&)> bad_row;     ///< `file:line: expected ..., found ...`
    std::function<void(error const&)> refused_row; ///< its first refusal, in the same form
    std::function<void(std::uint64_t rows, std::uint64_t bytes)> progress; ///< now and then
};

/// Reads the log to its end and hands its commands to the desk, `batch_size` and a row's worth in
/// one commit. A row on which the desk errs for its case alone, such as one whose texts were erased, is
/// bad. Errors: those of the source and of the store; batches before it are kept.
/// Cost: memory of one batch and one case where the mapping says that the rows of a case stand
/// together, otherwise 300 to 600 bytes a case more.
result<replay_summary> replay(log_source& log, std::string const& file, mapping const& by, desk& to,
                              replay_listener const& listener = {}, std::size_t batch_size = 512);

/// What a log holds, without a desk.
struct log_survey {
    std::uint64_t rows = 0;
    std::uint64_t understood = 0;
    std::optional<error> first_bad;
};

/// Reads the log to its end and translates every row, to find out what cannot be read before
/// anything is written. Errors: those of the source.
result<log_survey> survey(log_source& log, std::string const& file, mapping const& by);

} // namespace amends
