// SPDX-License-Identifier: BSL-1.0
// FORMAT: the notation of an entry in JSON; docs/exchange.md says the same in words.
#include "exchange/entry_json.hpp"

#include <amends/exchange/json.hpp>

#include <algorithm>

namespace amends {
namespace detail {

state_names::state_names(lifecycle const& table) {
    for (auto const& state : table.states()) {
        auto const same =
            std::ranges::count(table.states(), state.name, &workflow::state_info::name);
        if (same == 1) names_[static_cast<std::uint8_t>(state.id)] = state.name;
    }
}

std::string_view state_names::of(state_id state,
                                 std::vector<named_state> const& own) const noexcept {
    auto name = names_[static_cast<std::uint8_t>(state)];
    for (auto const& s : own)
        if (s.id == state) name = s.name.view();
    return find(name, own) == state ? name : std::string_view{};
}

std::optional<state_id> state_names::find(std::string_view name,
                                          std::vector<named_state> const& own) const noexcept {
    if (name.empty()) return std::nullopt;
    for (auto const& s : own)
        if (s.name.view() == name) return s.id;
    auto const known = std::ranges::find(names_, name);
    if (known == names_.end()) return std::nullopt;
    return static_cast<state_id>(known - names_.begin());
}

void put_state(json_writer& to, state_id state, state_names const& names,
               std::vector<named_state> const& own) {
    if (auto const name = names.of(state, own); !name.empty()) to.put(name);
    else to.put(static_cast<std::uint8_t>(state));
}

void put_content(json_writer& to, fact const& what) {
    std::visit([&](auto const& one) { to.put(one); }, what);
}

void put_verdicts(json_writer& to, std::vector<verdict> const& some) {
    to.put_each(some, [&](verdict const& v) {
        to.open();
        to.member("decision", v.decision);
        to.member("approvers_needed", v.approvers_needed);
        to.member("document_version", v.document_version);
        to.member("document", v.document);
        to.key("reasons");
        to.put_list(v.reasons);
        to.key("competent");
        to.put_list(v.competent);
        to.close();
    });
}

void put_own_states(json_writer& to, std::vector<named_state> const& some) {
    to.put_each(some, [&](named_state const& s) {
        to.open();
        to.member("id", static_cast<std::uint8_t>(s.id));
        to.member("name", s.name);
        to.close();
    });
}

void put_entry(json_writer& to, entry const& e, state_names const& names,
               bool without_personal_data, byte_view sealed) {
    auto const place = [&](std::string_view name, position at) {
        to.key(name);
        to.open();
        to.key("resolution");
        put_state(to, at.resolution, names, e.own_states);
        to.key("handling");
        put_state(to, at.handling, names, e.own_states);
        to.close();
    };
    to.open();
    to.member("log_index", e.log_index);
    to.member("case", e.on);
    to.member("sequence", e.how.sequence);
    to.member("occasion", e.how.occasion);
    to.member("at", e.how.at);
    to.member("who", e.who);
    to.member("provenance", e.origin);
    to.member("command_id", e.command);
    to.member("command", e.command_name);
    to.member("command_number", e.command_number);
    to.member("command_digest", e.command_digest);
    to.member("fact", name_of(e.what));
    to.key("content");
    put_content(to, e.what);
    place("from", e.how.from);
    place("to", e.how.to);
    to.key("own_states");
    put_own_states(to, e.own_states);
    to.key("verdicts");
    put_verdicts(to, e.verdicts);
    to.member("lifecycle", e.lifecycle);
    to.member("previous", e.previous);
    if (e.commitment) {
        to.member("commitment", *e.commitment);
        to.member("texts", e.texts);
        if (!sealed.empty()) to.member("sealed", bytes(sealed.begin(), sealed.end()));
    }
    to.member("hash", e.hash);
    if (without_personal_data) to.member("without_personal_data", true);
    to.close();
}

} // namespace detail

std::string to_json(entry const& e, lifecycle const& table) {
    std::string out;
    detail::json_writer to(out, {.table = &table, .exact = true});
    detail::put_entry(to, e, detail::state_names(table), false);
    return out;
}

} // namespace amends
