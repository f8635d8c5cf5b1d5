// SPDX-License-Identifier: BSL-1.0
// Commands from and to JSON; case files and outcomes to it.
#include <amends/exchange/json.hpp>

#include "exchange/json_reading.hpp"
#include "exchange/json_writing.hpp"

#include <boost/json/monotonic_resource.hpp>

namespace amends {
namespace {

using detail::json_reading;
using detail::json_writer;
namespace json = boost::json;

template <class F>
void for_each_command(F f) {
    each_type_of<command_content>(
        [&]<class C>(boost::mp11::mp_identity<C>) { f.template operator()<C>(); });
}

std::vector<std::string_view> known_keys() {
    std::vector<std::string_view> keys{"case", "id", "by", "at", "expected"};
    for_each_command([&]<class C>() { keys.push_back(type_name<C>()); });
    return keys;
}

// Reads the command of this name; nothing when there is no such command.
std::optional<bool> read_command(json_reading& reading, command_content& to, std::string_view name,
                                 json::value const& from) {
    std::optional<bool> sound;
    for_each_command([&]<class C>() {
        if (sound || type_name<C>() != name) return;
        sound = reading.read_member(to.emplace<C>(), name, from);
    });
    return sound;
}

bool check_own(json_reading& reading, command_content const& what) {
    auto const* own = std::get_if<extended_command>(&what);
    if (own == nullptr) return true;
    if (own->number < 128)
        return reading.fail(errc::out_of_range, "an extended_command with a number from 128",
                            std::to_string(own->number));
    if (own->name.empty())
        return reading.fail(errc::malformed, "an extended_command with a name", "none");
    return true;
}

bool read_given(json_reading& reading, given_command& to, json::value const& from) {
    if (!from.is_object()) return reading.fail("an object with case, id, by and one command", from);
    std::string_view command;
    for (auto const& [key, value] : from.get_object()) {
        bool sound = true;
        if (key == "case") sound = reading.read_member(to.what.on, key, value);
        else if (key == "id") sound = reading.read_member(to.what.id, key, value);
        else if (key == "by") sound = reading.read_member(to.by, key, value);
        else if (key == "at") sound = reading.read_member(to.at, key, value);
        else if (key == "expected") sound = reading.read_member(to.what.expected, key, value);
        else if (auto const read = read_command(reading, to.what.what, key, value)) {
            if (!*read) return false;
            if (!command.empty())
                return reading.fail(errc::malformed, "one command",
                                    std::string(command) + " and " + std::string(key));
            command = key;
        } else {
            return reading.unknown_key(key, known_keys());
        }
        if (!sound) return false;
    }
    auto const missing = [&](std::string_view expected) {
        return reading.fail(errc::malformed, expected, "none");
    };
    if (to.what.on.empty()) return missing("the case's id in `case`");
    if (to.what.id.empty()) return missing("the command's own id in `id`");
    if (to.by.id.empty()) return missing("who gives it in `by.id`");
    if (command.empty()) return missing("one command, such as `report` or `propose`");
    return check_own(reading, to.what.what);
}

} // namespace

result<given_command> command_from_json(std::string_view text) {
    // One line's values live in one block.
    unsigned char block[16384];
    json::monotonic_resource memory(block);
    auto const parsed = detail::parse_line(text, &memory);
    if (!parsed) return parsed.error();
    given_command given;
    json_reading reading;
    if (!read_given(reading, given, *parsed)) return reading.why();
    return given;
}

std::string to_json(given_command const& given) {
    std::string out;
    json_writer to(out, {.brief = true});
    to.open();
    to.member("case", given.what.on);
    to.member("id", given.what.id);
    to.member("by", given.by);
    if (given.at) to.member("at", *given.at);
    if (given.what.expected) to.member("expected", *given.what.expected);
    std::visit([&]<class C>(C const& command) { to.member(type_name<C>(), command); },
               given.what.what);
    to.close();
    return out;
}

std::string to_json(case_file const& file, lifecycle const& table) {
    std::string out;
    json_writer(out, {.table = &table}).put(file);
    return out;
}

std::string to_json(outcome const& o, lifecycle const& table) {
    std::string out;
    json_writer to(out, {.table = &table});
    to.open();
    if (auto const* yes = std::get_if<accepted>(&o)) {
        to.key("accepted");
        to.open();
        to.member("version", yes->version);
        to.member("fact", yes->fact);
        to.member("now", yes->now);
    } else if (auto const* later = std::get_if<awaiting_approval>(&o)) {
        to.key("awaiting_approval");
        to.open();
        to.member("version", later->version);
        to.member("now", later->now);
        to.member("terms_hash", later->terms_hash);
        to.member("approvers_needed", later->approvers_needed);
        to.member("competent", later->competent);
    } else if (auto const* no = std::get_if<refused>(&o)) {
        to.key("refused");
        to.open();
        to.member("version", no->version);
        to.member("reason", no->reason);
        to.member("expected", no->expected);
        to.member("found", no->found);
        to.member("possible_now", no->possible_now);
        to.member("who_could", no->who_could);
        to.member("can_change_that", no->can_change_that);
    }
    to.close();
    to.close();
    return out;
}

std::string to_json(std::string_view text) {
    std::string out;
    json_writer(out).put(text);
    return out;
}

} // namespace amends
