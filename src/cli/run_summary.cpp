// SPDX-License-Identifier: BSL-1.0
// Counting outcomes, and the counts in words and in JSON.
#include "cli/run_summary.hpp"

#include "exchange/json_writing.hpp"

#include <fmt/format.h>

namespace amends::cli {

namespace {

double per_second(std::uint64_t count, double seconds) {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

} // namespace

void run_summary::count(case_id const& on, outcome const& said) {
    if (auto const* no = std::get_if<amends::refused>(&said)) {
        ++refused;
        ++refused_by_reason[no->reason];
        return;
    }
    ++handled;
    auto& stands = cases_[on];
    if (auto const* later = std::get_if<amends::awaiting_approval>(&said)) {
        ++awaiting_approval;
        stands.state = later->now.resolution;
    } else if (auto const* yes = std::get_if<amends::accepted>(&said)) {
        ++accepted;
        stands.state = yes->now.resolution;
        if (yes->fact == "case_reopened") stands.reopened = true;
    }
}

std::uint64_t run_summary::reopened() const {
    std::uint64_t n = 0;
    for (auto const& [on, stands] : cases_) n += stands.reopened ? 1 : 0;
    return n;
}

std::map<std::string, std::uint64_t> run_summary::cases_by_state(lifecycle const& table) const {
    std::map<std::string, std::uint64_t> counts;
    for (auto const& [on, stands] : cases_)
        ++counts[std::string(table.name_of_state(stands.state))];
    return counts;
}

std::string run_summary::in_words(lifecycle const& table) const {
    std::string out;
    auto const line = [&](std::string_view label, std::uint64_t n, std::string_view rest = {}) {
        out += fmt::format("{:<22}{:>9}{}{}\n", label, n, rest.empty() ? "" : "   ", rest);
    };
    line("read", read, "commands");
    line("  handled", handled);
    line("    accepted", accepted);
    line("    awaiting approval", awaiting_approval);
    line("  refused", refused);
    for (auto const& [reason, n] : refused_by_reason) line("    refused as", n, reason);
    line("  bad", bad);
    if (seen_before > 0) line("seen before", seen_before, "answered as the first time");
    line("cases", cases());
    for (auto const& [state, n] : cases_by_state(table)) line("    now in", n, state);
    line("    reopened", reopened(), "at least once");
    out += fmt::format("{:<22}{:>9.2f}   {:.0f} commands a second\n", "seconds", seconds,
                       per_second(read, seconds));
    return out;
}

std::string run_summary::in_json(lifecycle const& table) const {
    return detail::json_object([&](detail::json_writer& to) {
               to.member("read", read);
               to.member("handled", handled);
               to.member("accepted", accepted);
               to.member("awaiting_approval", awaiting_approval);
               to.member("refused", refused);
               to.member("refused_by_reason", refused_by_reason);
               to.member("bad", bad);
               to.member("seen_before", seen_before);
               to.member("cases", cases());
               to.member("cases_by_state", cases_by_state(table));
               to.member("reopened", reopened());
               to.member("seconds", seconds, 3);
               to.member("commands_per_second", per_second(read, seconds), 0);
           }) +
           '\n';
}

} // namespace amends::cli
