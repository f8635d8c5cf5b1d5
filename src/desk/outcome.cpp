// SPDX-License-Identifier: BSL-1.0
// Outcomes in words.
#include <amends/desk/outcome.hpp>

#include <ostream>

namespace amends {
namespace {

std::string roles_in_words(std::vector<role> const& roles) {
    std::string out;
    for (auto const& r : roles) out += (out.empty() ? "" : ", ") + r.str();
    return out;
}

struct in_words {
    std::string operator()(accepted const& a) const {
        return "accepted " + a.fact.str() + " (version " + std::to_string(a.version) + ")";
    }
    std::string operator()(awaiting_approval const& a) const {
        return "awaiting approval by " + std::to_string(a.approvers_needed) +
               " of: " + roles_in_words(a.competent) + " (version " + std::to_string(a.version) +
               ")";
    }
    std::string operator()(refused const& r) const {
        auto out = "refused " + r.reason + ": expected " + r.expected + ", found " + r.found;
        if (!r.who_could.empty()) out += "; could be decided by: " + roles_in_words(r.who_could);
        if (!r.can_change_that.empty())
            out += "; the rules can be changed by: " + r.can_change_that.str();
        if (r.possible_now.empty()) return out;
        out += "; possible now:";
        for (auto const& p : r.possible_now) out += ' ' + p;
        return out;
    }
};

} // namespace

std::string to_text(outcome const& o) { return std::visit(in_words{}, o); }

std::ostream& operator<<(std::ostream& out, outcome const& o) { return out << to_text(o); }

} // namespace amends
