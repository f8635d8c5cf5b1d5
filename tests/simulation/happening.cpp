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

std::string whose_desk(request const& r) {
    return "desk " + std::to_string(r.desk) + ": " + in_words(r.from.who);
}

/// What was answered; `words` of an answer that is no error.
template <class Answer, class Words>
std::string in_words(std::optional<result<Answer>> const& answer, Words words) {
    if (!answer) return ": the process dies";
    return ": " + (*answer ? words(**answer) : answer->error().message);
}

std::string in_words(handed_in const& one) {
    auto line = whose_desk(one) + (one.alone ? "" : ", in a batch,") + " gives " +
                std::string(name_of(one.what.what)) + cost_of(one.what.what) + " to " +
                one.what.on.str() + " as " + one.what.id.str();
    if (one.what.expected) line += " at version " + std::to_string(*one.what.expected);
    if (one.at) line += ", imported at " + to_text(*one.at);
    return line + in_words(one.answer, [](outcome const& said) { return to_text(said); });
}

std::string in_words(erasure_asked const& one) {
    return whose_desk(one) + " has " + one.what.customer.str() + " erased" +
           in_words(one.answer, [](customer_erasure const& said) {
               std::string words = said.erased ? "erased" : "not erased";
               for (auto const& [on, what] : said.cases)
                   words += "; " + on.str() + ": " + to_text(what);
               return words;
           });
}

std::string in_words(move_asked const& one) {
    return whose_desk(one) + (one.only_looked ? " looks whether " : " moves ") +
           (one.on.empty() ? "every case" : one.on.str()) + (one.only_looked ? " would move" : "") +
           in_words(one.answer, [](std::vector<case_move> const& all) {
               auto const moved = std::ranges::count_if(
                   all, [](case_move const& m) { return !m.why_not.has_value(); });
               auto words = std::to_string(moved) + " of " + std::to_string(all.size());
               for (auto const& m : all)
                   if (m.why_not) words += "; " + m.on.str() + ": refused " + m.why_not->reason;
               return words;
           });
}

} // namespace

request const* request_of(asked_for const& asked) {
    struct {
        request const* operator()(std::monostate) const { return nullptr; }
        request const* operator()(request const* one) const { return one; }
    } const whoever{};
    return std::visit(whoever, asked);
}

bool attempt::has(digest const& hash) const {
    return std::ranges::find(entries, hash, &one::hash) != entries.end();
}

std::vector<std::string> in_words(happening const& h) {
    std::vector<std::string> lines = h.beside;
    for (auto const& one : h.handed) lines.push_back(in_words(one));
    for (auto const& one : h.erasures) lines.push_back(in_words(one));
    for (auto const& one : h.moves) lines.push_back(in_words(one));
    return lines;
}

} // namespace amends::simulation
