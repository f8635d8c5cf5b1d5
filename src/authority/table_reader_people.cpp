// SPDX-License-Identifier: BSL-1.0
// The people of a table of authority: colleagues, absences, delegations, interests.
#include "authority/table_keys.hpp"
#include "authority/table_reader.hpp"

#include <algorithm>

namespace amends::detail {

void table_reader::read_colleague(toml::table const& t) {
    only(t, keys::colleague);
    colleague made;
    if (auto const id = id_in<actor_id>(t, "id", true)) made.id = *id;
    for (auto const& held : roles_in(t, "roles", true))
        if (!made.roles.add(held))
            return fail(*t.get("roles"), "at most " + std::to_string(role_set::max_size) + " roles",
                        "more");
    made.line = line_of(t);
    tables(t, "absence", false, [&](auto const& away) { read_absence(away, made); });
    for (auto const& other : table_.colleagues)
        if (other.id == made.id)
            return fail(*t.get("id"), "each colleague once",
                        '"' + made.id.str() + "\" a second time (the first is in line " +
                            std::to_string(other.line) + ")");
    if (!failed()) table_.colleagues.push_back(std::move(made));
}

void table_reader::read_absence(toml::table const& t, colleague& whose) {
    only(t, keys::absence);
    absence away;
    days_in(t, away.from, away.until);
    away.reason = text(t, "reason", false).value_or("");
    if (auto const id = id_in<actor_id>(t, "substitute", false)) {
        away.substitute = *id;
        if (*id == whose.id)
            return fail(*t.get("substitute"), "somebody else", '"' + id->str() + '"');
        // Colleagues may be named before their own lines.
        substitutes_.emplace_back(*id, t.get("substitute"));
    }
    if (failed()) return;
    for (auto const& other : whose.absences)
        if (away.from < other.until && other.from < away.until)
            return fail(t, "absences that do not overlap", "a second one for the same days");
    whose.absences.push_back(std::move(away));
}

void table_reader::check_substitutes() {
    names known;
    for (auto const& c : table_.colleagues) known.push_back(c.id.view());
    for (auto const& [id, at] : substitutes_)
        if (std::ranges::find(known, id.view()) == known.end())
            return fail(*at, "a colleague of the document, " + meant(id.view(), known),
                        '"' + id.str() + '"');
}

std::optional<actor_id> table_reader::colleague_in(toml::table const& t, std::string_view key,
                                                   bool required) {
    auto const id = id_in<actor_id>(t, key, required);
    if (!id) return std::nullopt;
    names known;
    for (auto const& c : table_.colleagues) known.push_back(c.id.view());
    if (std::ranges::find(known, id->view()) != known.end()) return id;
    fail(*t.get(key),
         known.empty() ? "a colleague, by tables [[colleague]]"
                       : "a colleague of the document, " + meant(id->view(), known),
         '"' + id->str() + '"');
    return std::nullopt;
}

void table_reader::read_delegation(toml::table const& t) {
    only(t, keys::delegation);
    delegation lent;
    auto const id = id_in<delegation_id>(t, "id", true);
    auto const from = colleague_in(t, "from", true);
    auto const to = colleague_in(t, "to", true);
    auto const held = role_in(t, "role", true);
    days_in(t, lent.begins, lent.ends);
    lent.max = amount_in(t, "max", false);
    lent.reason = text(t, "reason", true).value_or("");
    lent.revoked = moment_in(t, "revoked", false);
    if (failed()) return;
    if (lent.revoked && (*lent.revoked < lent.begins || *lent.revoked >= lent.ends))
        return fail(*t.get("revoked"),
                    "a moment from " + to_text(lent.begins) + " and before " + to_text(lent.ends) +
                        ", while it lends",
                    to_text(*lent.revoked));
    if (*from == *to) return fail(*t.get("to"), "somebody else", '"' + to->str() + '"');
    auto const owner = std::ranges::find(table_.colleagues, *from, &colleague::id);
    // What was lent cannot be lent on: the role must be held in one's own right.
    if (!owner->roles.has(*held)) {
        std::string holds;
        for (auto const& r : owner->roles.all()) holds += (holds.empty() ? "" : ", ") + r.str();
        return fail(*t.get("role"), "a role that " + from->str() + " holds, " + holds,
                    '"' + held->str() + '"');
    }
    for (auto const& other : table_.delegations)
        if (other.id == *id)
            return fail(*t.get("id"), "each delegation once",
                        '"' + id->str() + "\" a second time (the first is in line " +
                            std::to_string(other.line) + ")");
    lent.id = *id;
    lent.from = *from;
    lent.to = *to;
    lent.role = *held;
    lent.line = line_of(t);
    table_.delegations.push_back(std::move(lent));
}

void table_reader::read_interest(toml::table const& t) {
    only(t, keys::interest);
    interest declared;
    auto const who = table_.colleagues.empty() ? id_in<actor_id>(t, "colleague", true)
                                               : colleague_in(t, "colleague", true);
    auto const word = text(t, "is", true);
    if (word) declared.is = choice<interest_kind>(*t.get("is"), *word).value_or(interest_kind{});
    declared.customer = id_in<customer_id>(t, "customer", false).value_or(customer_id{});
    declared.on = id_in<case_id>(t, "case", false).value_or(case_id{});
    declared.category = category_in(t).value_or("");
    if (auto const remedy = text(t, "remedy", false))
        declared.gains_from = choice<remedy_kind>(*t.get("remedy"), *remedy);
    if (failed()) return;
    if (declared.customer.empty() && declared.on.empty() && declared.category.empty() &&
        !declared.gains_from)
        return fail(t, "what the interest is in: customer, case, category or remedy", "none");
    declared.colleague = *who;
    declared.line = line_of(t);
    once(
        t, table_.interests,
        [&](interest other) {
            other.line = declared.line;
            return other == declared;
        },
        "each interest once", who->str());
    table_.interests.push_back(std::move(declared));
}

} // namespace amends::detail
