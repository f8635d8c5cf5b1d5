// SPDX-License-Identifier: BSL-1.0
// What verbs take, with what it is called in the help.
#include "cli/verb.hpp"

#include <string_view>
#include <utility>

namespace amends::cli {

namespace {

// An option of one name takes the same of every verb: said once. All others take a text.
constexpr std::pair<std::string_view, std::string_view> taken[] = {
    {"--amount", "AMOUNT"},  {"--as", "ID"},           {"--at", "MOMENT"},
    {"--batch", "N"},        {"--case", "ID"},         {"--cases", "N"},
    {"--cases-out", "FILE"}, {"--checkpoint", "FILE"}, {"--customer", "ID"},
    {"--delegation", "ID"},  {"--entries", "N"},       {"--entry", "FILE"},
    {"--key", "FILE"},       {"--keys-from", "STORE"}, {"--mapping", "FILE"},
    {"--minutes", "N"},      {"--of", "FILE"},         {"--on-behalf-of", "ID"},
    {"--out", "FILE"},       {"--owner", "ID"},        {"--policy", "FILE"},
    {"--proof", "PATH"},     {"--role", "ROLE"},       {"--seed", "N"},
    {"--since", "FILE"},     {"--state", "STATE"},     {"--store", "STORE"},
    {"--tiles", "FOLDER"},
};

std::string taken_by(std::string_view option) {
    for (auto const& [name, what] : taken)
        if (name == option) return std::string(what);
    return "TEXT";
}

} // namespace

parameter& parameter::required() {
    is_required = true;
    return *this;
}

parameter& parameter::takes(std::string what) {
    kind = std::move(what);
    return *this;
}

parameter& parameter::one_at_a_time() {
    is_one_at_a_time = true;
    return *this;
}

parameter argument(std::string name, std::string& kept_in, std::string help) {
    return {std::move(name), &kept_in, std::move(help)}; // its name says what it is
}

parameter option(std::string name, std::string& kept_in, std::string help) {
    auto kind = taken_by(name);
    return {std::move(name), &kept_in, std::move(help), std::move(kind)};
}

parameter option(std::string name, std::vector<std::string>& kept_in, std::string help) {
    auto kind = taken_by(name);
    return {std::move(name), &kept_in, std::move(help), std::move(kind)};
}

parameter flag(std::string name, bool& kept_in, std::string help) {
    return {std::move(name), &kept_in, std::move(help)};
}

std::vector<parameter> joined(std::vector<parameter> first, std::vector<parameter> const& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

} // namespace amends::cli
