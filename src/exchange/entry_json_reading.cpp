// SPDX-License-Identifier: BSL-1.0
// Entries read back from JSON; the notation at length is understood wherever it may be needed.
#include <amends/exchange/json.hpp>

#include "exchange/entry_json.hpp"
#include "exchange/json_reading.hpp"

#include <boost/json/monotonic_resource.hpp>

namespace amends {
namespace {

using detail::json_reading;
namespace json = boost::json;

template <class F>
void for_each_fact(F f) {
    each_type_of<fact>([&]<class T>(boost::mp11::mp_identity<T>) { f.template operator()<T>(); });
}

bool read_own_state(json_reading& reading, named_state& to, json::value const& from) {
    if (!from.is_object()) return reading.fail("an object with id and name", from);
    for (auto const& [key, value] : from.get_object()) {
        std::uint8_t number = 0;
        if (key == "name") {
            if (!reading.read_member(to.name, key, value)) return false;
        } else if (key == "id") {
            if (!reading.read_member(number, key, value)) return false;
            to.id = static_cast<state_id>(number);
        } else {
            return reading.unknown_key(key, {"id", "name"});
        }
    }
    return true;
}

bool read_state(json_reading& reading, state_id& to, json::value const& from,
                detail::state_names const& names, std::vector<named_state> const& own) {
    if (from.is_number()) {
        std::uint8_t number = 0;
        if (!reading.read(number, from)) return false;
        to = static_cast<state_id>(number);
        return true;
    }
    rule_name name;
    if (!reading.read(name, from)) return false;
    auto const state = names.find(name.view(), own);
    if (!state) return reading.fail("the name of a state, or its number", from);
    to = *state;
    return true;
}

bool read_position(json_reading& reading, position& to, json::value const& from,
                   detail::state_names const& names, std::vector<named_state> const& own) {
    if (!from.is_object()) return reading.fail("an object with resolution and handling", from);
    for (auto const& [key, value] : from.get_object()) {
        auto* const region = key == "resolution" ? &to.resolution
                             : key == "handling" ? &to.handling
                                                 : nullptr;
        if (region == nullptr) return reading.unknown_key(key, {"resolution", "handling"});
        if (!reading.below(key, [&, &value = value] {
                return read_state(reading, *region, value, names, own);
            }))
            return false;
    }
    return true;
}

bool read_verdict(json_reading& reading, verdict& to, json::value const& from) {
    if (!from.is_object()) return reading.fail("an object with a decision", from);
    std::vector<reason> reasons;
    std::vector<role> competent;
    for (auto const& [key, value] : from.get_object()) {
        bool sound = true;
        if (key == "decision") sound = reading.read_member(to.decision, key, value);
        else if (key == "approvers_needed")
            sound = reading.read_member(to.approvers_needed, key, value);
        else if (key == "document_version")
            sound = reading.read_member(to.document_version, key, value);
        else if (key == "document") sound = reading.read_member(to.document, key, value);
        else if (key == "reasons") sound = reading.read_member(reasons, key, value);
        else if (key == "competent") sound = reading.read_member(competent, key, value);
        else
            return reading.unknown_key(key, {"decision", "approvers_needed", "document_version",
                                             "document", "reasons", "competent"});
        if (!sound) return false;
    }
    to.reasons.assign(reasons.begin(), reasons.end());
    to.competent.assign(competent.begin(), competent.end());
    return true;
}

// An integrator's own fact says its number; its name may be that of one of ours.
bool read_content(json_reading& reading, fact& to, std::string_view name, json::value const& from) {
    auto const is_own = from.is_object() && from.get_object().contains("number");
    if (is_own) {
        auto& own = to.emplace<extended_fact>();
        if (!reading.read_member(own, "content", from)) return false;
        if (own.number < 128)
            return reading.fail(errc::out_of_range, "an own fact with a number from 128",
                                std::to_string(own.number));
        if (own.name.view() != name)
            return reading.fail(errc::malformed, "the content of " + detail::quoted(name),
                                "that of " + detail::quoted(own.name.view()));
        return true;
    }
    std::optional<bool> sound;
    std::vector<std::string_view> names;
    for_each_fact([&]<class T>() {
        if constexpr (!std::same_as<T, extended_fact>) {
            names.push_back(type_name<T>());
            if (sound || type_name<T>() != name) return;
            sound = reading.read_member(to.emplace<T>(), "content", from);
        }
    });
    if (sound) return *sound;
    return reading.fail(errc::malformed, "a fact: " + detail::meant(name, names),
                        detail::quoted(name));
}

struct fact_in_json {
    std::optional<rule_name> name; // an integrator's may be empty
    json::value const* content = nullptr;
};

bool read_entry(json_reading& reading, entry& to, bytes& sealed, json::value const& from,
                detail::state_names const& names) {
    if (!from.is_object()) return reading.fail("an object with case, fact and content", from);
    auto const& members = from.get_object();
    auto& own = to.own_states;
    // The names of states are understood by them.
    if (auto const* some = members.if_contains("own_states"))
        if (!reading.below("own_states", [&] {
                return reading.read_each(own, *some, [&](named_state& one, json::value const& v) {
                    return read_own_state(reading, one, v);
                });
            }))
            return false;
    fact_in_json what;
    bool incomplete = false;
    for (auto const& [key, value] : members) {
        bool sound = true;
        if (key == "log_index") sound = reading.read_member(to.log_index, key, value);
        else if (key == "case") sound = reading.read_member(to.on, key, value);
        else if (key == "sequence") sound = reading.read_member(to.how.sequence, key, value);
        else if (key == "occasion") sound = reading.read_member(to.how.occasion, key, value);
        else if (key == "at") sound = reading.read_member(to.how.at, key, value);
        else if (key == "who") sound = reading.read_member(to.who, key, value);
        else if (key == "provenance") sound = reading.read_member(to.origin, key, value);
        else if (key == "command_id") sound = reading.read_member(to.command, key, value);
        else if (key == "command") sound = reading.read_member(to.command_name, key, value);
        else if (key == "command_number")
            sound = reading.read_member(to.command_number, key, value);
        else if (key == "command_digest")
            sound = reading.read_member(to.command_digest, key, value);
        else if (key == "fact") sound = reading.read_member(what.name, key, value);
        else if (key == "content") what.content = &value;
        else if (key == "from" || key == "to")
            sound = reading.below(key, [&, &key = key, &value = value] {
                return read_position(reading, key == "from" ? to.how.from : to.how.to, value, names,
                                     own);
            });
        else if (key == "own_states") continue;
        else if (key == "verdicts")
            sound = reading.below(key, [&, &value = value] {
                return reading.read_each(to.verdicts, value,
                                         [&](verdict& one, json::value const& v) {
                                             return read_verdict(reading, one, v);
                                         });
            });
        else if (key == "lifecycle") sound = reading.read_member(to.lifecycle, key, value);
        else if (key == "previous") sound = reading.read_member(to.previous, key, value);
        else if (key == "commitment") sound = reading.read_member(to.commitment, key, value);
        else if (key == "texts") sound = reading.read_member(to.texts, key, value);
        else if (key == "sealed") sound = reading.read_member(sealed, key, value);
        else if (key == "hash") sound = reading.read_member(to.hash, key, value);
        else if (key == "without_personal_data")
            sound = reading.read_member(incomplete, key, value);
        else
            return reading.unknown_key(key, {"log_index",
                                             "case",
                                             "sequence",
                                             "occasion",
                                             "at",
                                             "who",
                                             "provenance",
                                             "command_id",
                                             "command",
                                             "command_number",
                                             "command_digest",
                                             "fact",
                                             "content",
                                             "from",
                                             "to",
                                             "own_states",
                                             "verdicts",
                                             "lifecycle",
                                             "previous",
                                             "commitment",
                                             "texts",
                                             "sealed",
                                             "hash",
                                             "without_personal_data"});
        if (!sound) return false;
    }
    auto const missing = [&](std::string_view expected) {
        return reading.fail(errc::malformed, expected, "none");
    };
    if (incomplete)
        return reading.fail(errc::malformed, "an entry with every text",
                            "one that was exported without personal data");
    if (to.on.empty()) return missing("the case's id in `case`");
    if (!what.name) return missing("what happened in `fact`");
    if (what.content == nullptr) return missing("its members in `content`");
    to.how.by = to.who.id;
    to.how.on_behalf_of = to.who.on_behalf_of;
    return read_content(reading, to.what, what.name->view(), *what.content);
}

} // namespace

result<entry> entry_from_json(std::string_view text, lifecycle const& table, bytes* sealed) {
    // Most entries have room in one block.
    unsigned char block[16384];
    json::monotonic_resource memory(block);
    auto const parsed = detail::parse_line(text, &memory);
    if (!parsed) return parsed.error();
    entry e;
    json_reading reading(true);
    bytes beside;
    if (!read_entry(reading, e, beside, *parsed, detail::state_names(table))) return reading.why();
    if (sealed != nullptr) *sealed = std::move(beside);
    return e;
}

} // namespace amends
