// SPDX-License-Identifier: BSL-1.0
// A lifecycle drawn: Mermaid, PlantUML or DOT, with a case's present state and path marked.
#pragma once

#include <amends/workflow/lifecycle.hpp>

#include <boost/describe/enum.hpp>

#include <span>
#include <string>
#include <vector>

namespace amends {

/// The notation of a diagram.
enum class diagram_format : std::uint8_t { mermaid, plantuml, dot };
BOOST_DESCRIBE_ENUM(diagram_format, mermaid, plantuml, dot)

/// One arrow that a case took.
struct taken_arrow {
    state_id source{};
    std::uint8_t command = 0;
    state_id target{};
    std::uint64_t sequence = 0; ///< of the entry that took it
};

/// What of a case is marked in its lifecycle's diagram.
struct marked_path {
    position now{};
    std::vector<state_id> passed{};   ///< states that it was in, of both regions
    std::vector<taken_arrow> taken{}; ///< in their order
};

/// How a lifecycle is drawn.
struct drawing {
    diagram_format format = diagram_format::mermaid;
    bool guards = false; ///< write each arrow's conditions beside its command
    /// Shades states passed, outlines the present ones; arrows taken are strong where the notation has
    /// a word for it, and their labels end with the numbers of the entries that took them: `take (2, 7)`.
    marked_path const* marked = nullptr;
};

/// The diagram of a lifecycle, drawn from the rows that run: one cluster a region, arrows named by
/// command; arrows with the same ends share a line. The region *record*, which moves nothing, is
/// left out. The same input gives the same text.
std::string diagram(lifecycle const& table, drawing how = {});

} // namespace amends
