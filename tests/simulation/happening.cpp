// SPDX-License-Identifier: BSL-1.0
// A step in words.
#include "simulation/happening.hpp"

#include <algorithm>

namespace amends::simulation {
namespace {

std::string in_words(actor const& who) {
    auto words = who.id.str();
    for (auto const& r : who.roles.all()) words += " (" + r.str() + ')';
    if (who.side != side::staff) words += who.side == side::customer ? " (customer)" : " (service)";
    if (!who.on_behalf_of.empty()) words += " for " + who.on_behalf_of.str();
    if (!who.by_delegation.empty()) words += " by " + who.by_delegation.str();
    return words;
}

std::string cost_of(command_content const& what) {
    auto const* p = std::get_if<propose>(&what);
    if (p == nullptr) return {};
    std::string words;
    for (auto const& r : p->terms.remedies) words += ' ' + to_text(r.cost);
    return words;
}

} // namespace

handed_in const* happening::origin_of(entry const& e, digest const& hash) const {
    handed_in const* found = nullptr;
    for (auto const& tried : attempts) {
        if (std::ranges::find(tried.entries, hash, &attempt::one::hash) == tried.entries.end())
            continue;
        for (auto const& h : handed) {
            if (h.desk != tried.desk || h.what.id != e.command || h.content != e.command_digest)
                continue;
            if (h.from.who == e.who && h.from.origin == e.origin && h.what.on == e.on) return &h;
            if (found == nullptr) found = &h;
        }
    }
    return found;
}

std::vector<std::string> in_words(happening const& h) {
    std::vector<std::string> lines = h.beside;
    for (auto const& one : h.handed) {
        auto line = "desk " + std::to_string(one.desk) + (one.alone ? "" : " (batch)") + ": " +
                    in_words(one.from.who) + " gives " + std::string(name_of(one.what.what)) +
                    cost_of(one.what.what) + " to " + one.what.on.str() + " as " +
                    one.what.id.str();
        if (one.what.expected) line += " at version " + std::to_string(*one.what.expected);
        if (one.at) line += ", imported at " + to_text(*one.at);
        line += ": ";
        if (!one.answer) line += "the process dies";
        else if (*one.answer) line += to_text(**one.answer);
        else line += one.answer->error().message;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace amends::simulation
