// SPDX-License-Identifier: BSL-1.0
// XES: a case a trace, an entry an event. Source: IEEE 1849-2016 and its schema.
#include "exchange/entry_words.hpp"
#include "exchange/export_formats.hpp"
#include "exchange/flat_entry.hpp"
#include "exchange/sound_text.hpp"

namespace amends::detail {
namespace {

// The schema has no target namespace: a log with `xmlns` would not be valid.
constexpr std::string_view beginning =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
 <string key="concept:name" value=""/>
</global>
<global scope="event">
 <string key="concept:name" value=""/>
 <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
</global>
<classifier name="Fact" scope="event" keys="concept:name"/>
)";

std::string_view element_of(attribute_type type) {
    switch (type) {
    case attribute_type::text: return "string";
    case attribute_type::whole: return "int";
    case attribute_type::yes_or_no: return "boolean";
    case attribute_type::moment: return "date";
    }
    return "string";
}

std::string_view key_of(std::string_view name) {
    if (name == "who") return "org:resource";
    if (name == "roles") return "org:role";
    return name;
}

// Line ends and tabs would be read as spaces. Empty where a character stands for itself.
constexpr std::string_view escape_of(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return {};
    }
}

// What needs no escape goes over in one piece.
void append_escaped(std::string& to, std::string_view text) {
    std::size_t begins = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const escape = escape_of(text[i]);
        if (escape.empty()) continue;
        to.append(text, begins, i - begins);
        to += escape;
        begins = i + 1;
    }
    to.append(text, begins);
}

void append_attribute(std::string& to, std::string_view key, attribute_type type,
                      std::string_view text) {
    ((((to += "  <") += element_of(type)) += " key=\"") += key) += "\" value=\"";
    in_sound_pieces(text, sound_xml, [&](std::string_view piece) { append_escaped(to, piece); });
    to += "\"/>\n";
}

} // namespace

result<std::uint64_t> export_xes(selected_entries& entries, export_options const& how,
                                 output_buffer& to) {
    flat_entry flat(how);
    std::uint64_t written = 0;
    std::optional<case_id> present; // of the trace that is open
    auto& out = to.text();
    attribute_visitor const append = [&](std::string_view name, attribute_type type,
                                         std::string_view text) {
        if (!text.empty()) append_attribute(out, key_of(name), type, text);
    };
    out += beginning;
    auto const visited = entries.visit_by_case([&](entry const& e) {
        if (e.on != present) {
            out += present ? "</trace>\n<trace>\n" : "<trace>\n";
            present = e.on;
            append_attribute(out, "concept:name", attribute_type::text, e.on.view());
        }
        out += " <event>\n";
        append_attribute(out, "concept:name", attribute_type::text, name_of(e.what));
        append_attribute(out, "time:timestamp", attribute_type::moment,
                         to_text(in_common_years(e.how.at)));
        flat.each_attribute(e, append);
        out += " </event>\n";
        ++written;
        return to.pass_on();
    });
    if (!visited) return visited.error();
    if (present) out += "</trace>\n";
    out += "</log>\n";
    return written;
}

} // namespace amends::detail
