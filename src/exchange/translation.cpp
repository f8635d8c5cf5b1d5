// SPDX-License-Identifier: BSL-1.0
// Steps filled in, given by the right person, and bound to the terms they are about.
#include <amends/exchange/translation.hpp>

#include <amends/exchange/filling.hpp>

namespace amends {

// What the commands before in the same row have changed; remembered only if all of them work out.
struct translation::progress {
    actor_id owner;
    digest terms_hash;
    std::vector<std::string> assumed;
};

result<std::span<translation::given>> translation::translate(log_row const& from) {
    given_.clear();
    auto const row = rows_.understand(from);
    if (!row) return row.error();
    progress so_far{row->memory->owner, row->memory->terms_hash, {}};
    if (row->first && row->customer.stood_in) so_far.assumed.emplace_back("who the customer is");
    for (auto const* rule : row->rules)
        for (auto const& step : rule->steps)
            if (auto r = add(step, *row, so_far); !r) return rows_.at(row->line, r.error());
    if (!so_far.assumed.empty()) note_assumed(*row, so_far);
    rows_.remember(*row);
    row->memory->terms_hash = so_far.terms_hash;
    return std::span(given_);
}

actor translation::who_gives(speaker by, understood_row const& row, progress const& so_far) const {
    actor who;
    switch (by) {
    case speaker::customer:
        // An id is as long as another: a customer's fits an actor's.
        who.id = *actor_id::parse(row.customer.id.view());
        who.side = side::customer;
        break;
    case speaker::service:
        who.id = by_.service;
        who.side = side::service;
        break;
    case speaker::owner:
        // Whoever the row names speaks for a case that nobody has yet.
        who.id = so_far.owner.empty() ? row.owner.id : so_far.owner;
        who.roles = by_.owner_roles;
        break;
    }
    return who;
}

result<void> translation::add(mapped_step const& step, understood_row const& row,
                              progress& so_far) {
    auto filled = fill(step, {by_, row.values});
    if (!filled) return filled.error();
    auto& what = filled->what;
    if (auto* r = std::get_if<report>(&what)) r->customer = row.customer.id;
    if (auto* p = std::get_if<propose>(&what)) so_far.terms_hash = hash_of(p->terms);
    if (auto* a = std::get_if<accept>(&what)) a->terms_hash = so_far.terms_hash;
    if (auto* a = std::get_if<approve>(&what)) a->terms_hash = so_far.terms_hash;
    if (step.number == take::number || step.number == assign::number) {
        so_far.owner = row.owner.id;
        if (row.owner.stood_in) so_far.assumed.push_back(step.command + " (by whom)");
    }

    given one;
    one.from.origin = provenance::imported;
    one.from.who = who_gives(step.by, row, so_far);
    one.what = {.on = row.on, .id = next_id(row), .expected = {}, .what = std::move(what)};
    one.at = row.at;
    given_.push_back(std::move(one));

    if (step.basis == step_basis::assumed) so_far.assumed.push_back(step.command + " altogether");
    for (auto& name : filled->assumed) so_far.assumed.push_back(std::move(name));
    return {};
}

void translation::note_assumed(understood_row const& row, progress const& so_far) {
    note what{.text = std::string(assumed_mark)};
    for (auto const& name : so_far.assumed)
        what.text += (&name == &so_far.assumed.front() ? "" : ", ") + name;
    given_.push_back({{who_gives(speaker::service, row, so_far), provenance::imported},
                      {row.on, next_id(row), {}, std::move(what)},
                      row.at});
}

// FORMAT: 24 hexadecimal digits of SHA-256 over mapping, case, moment and line; a dot; the
// command's place in its row.
command_id translation::next_id(understood_row const& row) const {
    std::string identity = by_.name;
    for (auto const& part : {row.on.str(), to_text(row.at), std::to_string(row.line)}) {
        identity += '\0';
        identity += part;
    }
    auto const text = to_text(sha256_of(std::string_view(identity))).substr(0, 24) + '.' +
                      std::to_string(given_.size());
    return *command_id::parse(text);
}

} // namespace amends
