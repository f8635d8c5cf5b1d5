// SPDX-License-Identifier: BSL-1.0
// One walk over the rows, three ways to write them down.
#include <amends/workflow/diagram.hpp>

#include <algorithm>

namespace amends {
namespace {

using workflow::region;
using workflow::row_info;
using workflow::state_info;

/// Arrows between the same two states, drawn as one.
struct arrow {
    state_id source{};
    state_id target{};
    std::vector<std::string> labels;
    bool taken = false;
};

constexpr region drawn_regions[] = {region::resolution, region::handling};

std::string_view name_of_region(region in) {
    return in == region::resolution ? "resolution" : "handling";
}

/// The entries that took a row: ` (2, 7)`.
std::string entries_that_took(row_info const& row, marked_path const* path) {
    std::string numbers;
    if (path == nullptr) return numbers;
    for (auto const& t : path->taken)
        if (t.source == row.source && t.target == row.target && t.command == row.command)
            numbers += (numbers.empty() ? " (" : ", ") + std::to_string(t.sequence);
    return numbers.empty() ? numbers : numbers + ")";
}

std::vector<arrow> arrows_in(lifecycle const& table, region in, drawing const& how) {
    std::vector<arrow> all;
    for (auto const& row : table.rows()) {
        if (row.in != in) continue;
        auto known = std::find_if(all.begin(), all.end(), [&](arrow const& a) {
            return a.source == row.source && a.target == row.target;
        });
        if (known == all.end()) known = all.insert(all.end(), {row.source, row.target, {}});
        std::string label(row.command_name);
        if (how.guards && row.guarded) label += " [" + std::string(row.guard_name) + "]";
        auto const entries = entries_that_took(row, how.marked);
        known->taken = known->taken || !entries.empty();
        label += entries;
        if (std::find(known->labels.begin(), known->labels.end(), label) == known->labels.end())
            known->labels.push_back(std::move(label));
    }
    return all;
}

std::string joined(std::vector<std::string> const& labels, std::string_view between) {
    std::string out;
    for (auto const& label : labels) {
        if (!out.empty()) out += between;
        out += label;
    }
    return out;
}

struct marks {
    drawing const& how;
    marked_path const* path = how.marked;

    bool present(state_id s) const {
        return path != nullptr && (path->now.resolution == s || path->now.handling == s);
    }
    bool passed(state_id s) const {
        return path != nullptr &&
               std::find(path->passed.begin(), path->passed.end(), s) != path->passed.end();
    }
};

std::string mermaid(lifecycle const& table, marks const& m) {
    std::string out = "stateDiagram-v2\n";
    for (auto const in : drawn_regions) {
        out += "  state " + std::string(name_of_region(in)) + " {\n";
        for (auto const& s : table.states())
            if (s.in == in && s.is_initial) out += "    [*] --> " + std::string(s.name) + "\n";
        for (auto const& a : arrows_in(table, in, m.how))
            out += "    " + std::string(table.name_of_state(a.source)) + " --> " +
                   std::string(table.name_of_state(a.target)) + " : " + joined(a.labels, "\\n") +
                   "\n";
        for (auto const& s : table.states())
            if (s.in == in && s.is_end) out += "    " + std::string(s.name) + " --> [*]\n";
        out += "  }\n";
    }
    if (m.path == nullptr) return out;
    out += "  classDef passed fill:#dbeafe\n  classDef present fill:#fde68a,stroke-width:3px\n";
    for (auto const& s : table.states())
        if (m.present(s.id)) out += "  class " + std::string(s.name) + " present\n";
        else if (m.passed(s.id)) out += "  class " + std::string(s.name) + " passed\n";
    return out;
}

std::string plantuml(lifecycle const& table, marks const& m) {
    std::string out = "@startuml\ntitle " + std::string(table.name()) + "\n";
    for (auto const in : drawn_regions) {
        out += "state " + std::string(name_of_region(in)) + " {\n";
        for (auto const& s : table.states()) {
            if (s.in != in) continue;
            out += "  state " + std::string(s.name);
            if (m.present(s.id)) out += " #FDE68A;line.bold";
            else if (m.passed(s.id)) out += " #DBEAFE";
            out += "\n";
            if (s.is_initial) out += "  [*] --> " + std::string(s.name) + "\n";
            if (s.is_end) out += "  " + std::string(s.name) + " --> [*]\n";
        }
        for (auto const& a : arrows_in(table, in, m.how))
            out += "  " + std::string(table.name_of_state(a.source)) +
                   (a.taken ? " -[#1D4ED8,bold]-> " : " --> ") +
                   std::string(table.name_of_state(a.target)) + " : " + joined(a.labels, "\\n") +
                   "\n";
        out += "}\n";
    }
    return out + "@enduml\n";
}

std::string dot(lifecycle const& table, marks const& m) {
    std::string out = "digraph \"" + std::string(table.name()) +
                      "\" {\n  rankdir=TB\n  node [shape=box, style=\"rounded,filled\", "
                      "fillcolor=white]\n";
    for (auto const in : drawn_regions) {
        auto const name = std::string(name_of_region(in));
        out += "  subgraph cluster_" + name + " {\n    label=" + name + "\n";
        for (auto const& s : table.states()) {
            if (s.in != in) continue;
            out += "    " + std::string(s.name);
            std::string style;
            if (m.present(s.id)) style = "fillcolor=\"#fde68a\", penwidth=3";
            else if (m.passed(s.id)) style = "fillcolor=\"#dbeafe\"";
            if (s.is_end) style += std::string(style.empty() ? "" : ", ") + "peripheries=2";
            if (!style.empty()) out += " [" + style + "]";
            out += "\n";
            if (s.is_initial)
                out += "    start_" + name + " [shape=point]\n    start_" + name + " -> " +
                       std::string(s.name) + "\n";
        }
        for (auto const& a : arrows_in(table, in, m.how))
            out += "    " + std::string(table.name_of_state(a.source)) + " -> " +
                   std::string(table.name_of_state(a.target)) + " [label=\"" +
                   joined(a.labels, "\\n") + "\"" +
                   (a.taken ? ", color=\"#1d4ed8\", penwidth=2" : "") + "]\n";
        out += "  }\n";
    }
    return out + "}\n";
}

} // namespace

std::string diagram(lifecycle const& table, drawing how) {
    marks const m{how};
    switch (how.format) {
    case diagram_format::mermaid: return mermaid(table, m);
    case diagram_format::plantuml: return plantuml(table, m);
    case diagram_format::dot: return dot(table, m);
    }
    return {};
}

} // namespace amends
