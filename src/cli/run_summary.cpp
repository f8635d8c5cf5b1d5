// SPDX-License-Identifier: BSL-1.0
// Counting outcomes, and the counts in words and in JSON.
#include "cli/run_summary.hpp"

#include <fmt/format.h>

namespace amends::cli {

namespace {

double per_second(std::uint64_t count, double seconds) {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

std::string json_of(std::map<std::string, std::uint64_t> const& counts) {
    std::string out = "{";
    for (auto const& [name, n] : counts)
        out += fmt::format(R"({}"{}":{})", out.size() == 1 ? "" : ",", name, n);
    return out + '}';
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
    for (auto const& [state, n] : cases_by_state(table)) line("    left", n, state);
    line("    reopened", reopened(), "at least once");
    out += fmt::format("{:<22}{:>9.2f}   {:.0f} commands a second\n", "seconds", seconds,
                       per_second(read, seconds));
    return out;
}

std::string run_summary::in_json(lifecycle const& table) const {
    return fmt::format(
        R"({{"read":{},"handled":{},"accepted":{},"awaiting_approval":{},"refused":{},)"
        R"("refused_by_reason":{},"bad":{},"seen_before":{},"cases":{},"cases_by_state":{},)"
        R"("reopened":{},"seconds":{:.3f},"commands_per_second":{:.0f}}})"
        "\n",
        read, handled, accepted, awaiting_approval, refused, json_of(refused_by_reason), bad,
        seen_before, cases(), json_of(cases_by_state(table)), reopened(), seconds,
        per_second(read, seconds));
}

} // namespace amends::cli
