// SPDX-License-Identifier: BSL-1.0
// Both sides of a refusal, in the words of the table and the judges.
#include "desk/explaining.hpp"

#include <amends/lifecycle/conditions/solution.hpp>

namespace amends {

std::optional<workflow::explanation> not_entitled(parties who_may, parties standing,
                                                  actor const& who) {
    if (who_may.any_of(standing)) return std::nullopt;
    auto const is = to_text(standing);
    return workflow::explanation{
        "not_entitled", to_text(who_may),
        who.id.str() + (is.empty() ? ", who is nothing to this case" : ", who is " + is)};
}

workflow::explanation not_possible_here(lifecycle const& table, workflow::command_info const& info,
                                        case_file const& file) {
    std::string sources;
    for (auto const& row : table.rows()) {
        if (row.command != info.number) continue;
        auto const known = " " + sources + " ";
        if (known.find(" " + std::string(row.source_name) + " ") != known.npos) continue;
        sources += (sources.empty() ? "" : " or ") + std::string(row.source_name);
    }
    auto const here = info.in == workflow::region::handling ? file.at.handling : file.at.resolution;
    std::string found(table.name_of_state(here));
    if (!file.merged_into.empty()) found += ", with the case merged into " + file.merged_into.str();
    return {"not_possible_here", std::move(sources), std::move(found)};
}

bool is_overruled(lifecycle const& table, position at, std::uint8_t command,
                  verdict const& judged) {
    if (judged.decision == decision::forbidden) return true;
    if (judged.decision == decision::granted) return false;
    bool any = false;
    // What goes on record may do so wherever the case stands.
    auto const starts_here = [&](workflow::row_info const& row) {
        return row.in == workflow::region::record || row.source == at.resolution ||
               row.source == at.handling;
    };
    for (auto const& row : table.rows()) {
        if (row.command != command || !starts_here(row)) continue;
        if (row.judges_allow == nullptr) return true;
        any = true;
    }
    return !any;
}

workflow::explanation not_granted(verdict const& judged) {
    using resolution::within_authority;
    return {within_authority::rule(judged), within_authority::expected(judged),
            within_authority::found(judged)};
}

std::string shortened(std::string words) {
    constexpr std::size_t enough = 2000;
    if (words.size() <= enough) return words;
    auto cut = enough;
    while (cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xc0u) == 0x80u) --cut; // UTF-8
    words.resize(cut);
    return words + " ...";
}

} // namespace amends
