// SPDX-License-Identifier: BSL-1.0
// The rules of OCEL 2.0 in JSON, checked on a whole document.
#pragma once

#include <boost/json.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace amends::testing {

/// Every rule that a document breaks, in words; empty when it keeps all. The rules are those of the
/// JSON schema of ocel-standard.org and those of its definition: ids once, types and attributes
/// declared, values that their attribute's type can have, relationships to objects that exist.
class ocel_rules {
  public:
    static std::vector<std::string> broken_by(std::string const& text) {
        ocel_rules rules;
        rules.check(text);
        return rules.broken_;
    }

  private:
    using array = boost::json::array;
    using object = boost::json::object;
    using types = std::map<std::string, std::map<std::string, std::string>>;

    void check(std::string const& text) {
        boost::system::error_code failed;
        auto const all = boost::json::parse(text, failed);
        if (failed || !all.is_object()) return say("a JSON object", "none");
        auto const* const object_types = list_in(all.get_object(), "objectTypes", "the log");
        auto const* const event_types = list_in(all.get_object(), "eventTypes", "the log");
        auto const* const objects = list_in(all.get_object(), "objects", "the log");
        auto const* const events = list_in(all.get_object(), "events", "the log");
        if (object_types == nullptr || event_types == nullptr || objects == nullptr ||
            events == nullptr)
            return;
        auto const of_objects = read_types(*object_types);
        auto const of_events = read_types(*event_types);
        for (auto const& one : *objects) {
            if (!one.is_object()) {
                say("an object", "another value");
                continue;
            }
            auto const id = text_in(one.get_object(), "id", "an object");
            if (!objects_.insert(id).second) say("each object once", id + " again");
            check_attributes(one.get_object(), id, of_objects, true);
        }
        for (auto const& one : *objects)
            if (one.is_object())
                check_relationships(one.get_object(), text_in(one.get_object(), "id", ""));
        std::set<std::string> seen;
        for (auto const& one : *events) {
            if (!one.is_object()) {
                say("an event", "another value");
                continue;
            }
            auto const& event = one.get_object();
            auto const id = text_in(event, "id", "an event");
            if (!seen.insert(id).second) say("each event once", id + " again");
            if (auto const at = text_in(event, "time", id); !is_moment(at))
                say("a moment of RFC 3339 in " + id, at);
            check_attributes(event, id, of_events, false);
            check_relationships(event, id);
        }
    }

    types read_types(array const& list) {
        types all;
        static std::set<std::string> const known = {"string", "time", "integer", "float",
                                                    "boolean"};
        for (auto const& one : list) {
            if (!one.is_object()) {
                say("a type", "another value");
                continue;
            }
            auto const name = text_in(one.get_object(), "name", "a type");
            if (all.contains(name)) say("each type once", name + " again");
            auto& attributes = all[name];
            auto const* const declared = list_in(one.get_object(), "attributes", name);
            if (declared == nullptr) continue;
            for (auto const& attribute : *declared) {
                if (!attribute.is_object()) {
                    say("an attribute of " + name, "another value");
                    continue;
                }
                auto const of = text_in(attribute.get_object(), "name", name);
                auto const type = text_in(attribute.get_object(), "type", name);
                if (!known.contains(type)) say("a type of OCEL for " + of, type);
                if (!attributes.emplace(of, type).second) say("each attribute once", of + " again");
            }
        }
        return all;
    }

    void check_attributes(object const& one, std::string const& id, types const& declared,
                          bool with_time) {
        auto const type = text_in(one, "type", id);
        auto const known = declared.find(type);
        if (known == declared.end()) return say("a declared type for " + id, type);
        if (!one.contains("attributes")) return;
        auto const* const list = list_in(one, "attributes", id);
        if (list == nullptr) return;
        std::set<std::string> seen;
        for (auto const& attribute : *list) {
            if (!attribute.is_object()) {
                say("an attribute of " + id, "another value");
                continue;
            }
            auto const name = text_in(attribute.get_object(), "name", id);
            auto const value = text_in(attribute.get_object(), "value", id + " " + name);
            if (with_time && !is_moment(text_in(attribute.get_object(), "time", id)))
                say("a moment of RFC 3339 in " + id, name);
            if (!seen.insert(name).second && !with_time) say("each attribute once in " + id, name);
            auto const of = known->second.find(name);
            if (of == known->second.end()) say("a declared attribute in " + id, name);
            else if (!fits(value, of->second)) say(of->second + " in " + name + " of " + id, value);
        }
    }

    void check_relationships(object const& one, std::string const& id) {
        if (!one.contains("relationships")) return;
        auto const* const list = list_in(one, "relationships", id);
        if (list == nullptr) return;
        std::set<std::pair<std::string, std::string>> seen;
        for (auto const& relation : *list) {
            if (!relation.is_object()) {
                say("a relationship of " + id, "another value");
                continue;
            }
            auto const to = text_in(relation.get_object(), "objectId", id);
            auto const as = text_in(relation.get_object(), "qualifier", id);
            if (!objects_.contains(to)) say("an object that exists in " + id, to);
            if (!seen.emplace(to, as).second) say("each relationship once in " + id, to);
        }
    }

    static bool is_moment(std::string const& text) {
        // 2026-03-02T09:01:00[.250]Z
        static constexpr char shape[] = "dddd-dd-ddTdd:dd:dd";
        if (text.size() < sizeof shape) return false;
        for (std::size_t i = 0; i + 1 < sizeof shape; ++i) {
            auto const is_digit = text[i] >= '0' && text[i] <= '9';
            if (shape[i] == 'd' ? !is_digit : text[i] != shape[i]) return false;
        }
        auto rest = text.substr(sizeof shape - 1);
        if (rest[0] == '.') {
            auto const end = rest.find_first_not_of("0123456789", 1);
            if (end == 1 || end == rest.npos) return false;
            rest = rest.substr(end);
        }
        return rest == "Z";
    }
    static bool fits(std::string const& value, std::string const& type) {
        if (type == "boolean") return value == "true" || value == "false";
        if (type == "time") return is_moment(value);
        if (type == "integer") {
            auto const digits = value.substr(value.starts_with('-') ? 1 : 0);
            return !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
        }
        return true;
    }

    array const* list_in(object const& in, std::string const& key, std::string const& where) {
        auto const* const value = in.if_contains(key);
        if (value != nullptr && value->is_array()) return &value->get_array();
        say("a list " + key + " in " + where, value == nullptr ? "none" : "another value");
        return nullptr;
    }
    std::string text_in(object const& in, std::string const& key, std::string const& where) {
        auto const* const value = in.if_contains(key);
        if (value != nullptr && value->is_string()) return value->get_string().c_str();
        say("a text " + key + " in " + where, value == nullptr ? "none" : "another value");
        return {};
    }
    void say(std::string const& expected, std::string const& found) {
        if (broken_.size() < 20) broken_.push_back("expected " + expected + ", found " + found);
    }

    std::set<std::string> objects_;
    std::vector<std::string> broken_;
};

} // namespace amends::testing
