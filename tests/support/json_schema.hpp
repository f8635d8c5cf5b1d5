// SPDX-License-Identifier: BSL-1.0
// A JSON value held against a JSON Schema, as far as the schemas of amends go.
#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string>

namespace amends::testing {

namespace json = boost::json;

/// The keywords of draft 2020-12 that are used here. One that it does not know it throws at: a rule
/// that nobody checks is none.
class json_schema {
  public:
    explicit json_schema(json::value const& schema) : schema_(schema.as_object()) {}

    /// Where the value breaks which keyword, or nothing.
    std::optional<std::string> refuses(json::value const& v) const { return check(schema_, v, ""); }

  private:
    using complaint = std::optional<std::string>;

    static bool is_of_type(std::string_view type, json::value const& v) {
        if (type == "object") return v.is_object();
        if (type == "array") return v.is_array();
        if (type == "string") return v.is_string();
        if (type == "boolean") return v.is_bool();
        if (type == "integer") return v.is_int64() || v.is_uint64();
        throw std::runtime_error("unknown type " + std::string(type));
    }
    static bool matches(json::value const& pattern, std::string_view text) {
        return std::regex_search(text.begin(), text.end(),
                                 std::regex(std::string(pattern.as_string())));
    }
    static bool has(json::array const& list, json::value const& v) {
        return std::find(list.begin(), list.end(), v) != list.end();
    }

    static complaint check(json::object const& schema, json::value const& v,
                           std::string const& at) {
        for (auto const& [keyword, rule] : schema)
            if (auto wrong = check(std::string_view(keyword), rule, schema, v, at)) return wrong;
        return std::nullopt;
    }
    static complaint check(std::string_view keyword, json::value const& rule,
                           json::object const& schema, json::value const& v,
                           std::string const& at) {
        auto const unless = [&](bool holds) {
            return holds ? complaint() : complaint(at + ": " + std::string(keyword));
        };
        if (keyword == "type") return unless(is_of_type(rule.as_string(), v));
        if (keyword == "enum") return unless(has(rule.as_array(), v));
        if (keyword == "anyOf")
            return unless(
                std::any_of(rule.as_array().begin(), rule.as_array().end(),
                            [&](auto const& one) { return !check(one.as_object(), v, at); }));
        for (auto const* said : {"$schema", "title", "description", "examples"})
            if (keyword == said) return std::nullopt;
        if (v.is_object()) return check_object(keyword, rule, schema, v.as_object(), at);
        if (v.is_array()) {
            auto const& list = v.as_array();
            if (keyword == "minItems") return unless(list.size() >= rule.to_number<std::size_t>());
            if (keyword == "maxItems") return unless(list.size() <= rule.to_number<std::size_t>());
            if (keyword == "uniqueItems")
                return unless(std::all_of(list.begin(), list.end(), [&](auto const& one) {
                    return std::count(list.begin(), list.end(), one) == 1;
                }));
            if (keyword == "items")
                for (auto const& one : list)
                    if (auto wrong = check(rule.as_object(), one, at + "[]")) return wrong;
            if (keyword == "items") return std::nullopt;
        } else if (v.is_string()) {
            std::string_view const text = v.as_string();
            if (keyword == "minLength") return unless(text.size() >= rule.to_number<std::size_t>());
            if (keyword == "maxLength") return unless(text.size() <= rule.to_number<std::size_t>());
            if (keyword == "pattern") return unless(matches(rule, text));
            if (keyword == "format" && rule == "date")
                return unless(matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text));
        } else {
            if (keyword == "minimum")
                return unless(v.to_number<std::int64_t>() >= rule.to_number<std::int64_t>());
            if (keyword == "maximum")
                return unless(v.to_number<std::int64_t>() <= rule.to_number<std::int64_t>());
        }
        throw std::runtime_error(at + ": unknown keyword " + std::string(keyword));
    }
    static complaint check_object(std::string_view keyword, json::value const& rule,
                                  json::object const& schema, json::object const& o,
                                  std::string const& at) {
        auto const below = [&](json::value const& of, std::string_view key, json::value const& v) {
            return check(of.as_object(), v, at + "." + std::string(key));
        };
        if (keyword == "required") {
            for (auto const& key : rule.as_array())
                if (!o.contains(key.as_string()))
                    return at + ": required " + std::string(key.as_string());
        } else if (keyword == "properties") {
            for (auto const& [key, of] : rule.as_object())
                if (auto const* v = o.if_contains(key))
                    if (auto wrong = below(of, key, *v)) return wrong;
        } else if (keyword == "patternProperties") {
            for (auto const& [pattern, of] : rule.as_object())
                for (auto const& [key, v] : o)
                    if (matches(json::value(pattern), key))
                        if (auto wrong = below(of, key, v)) return wrong;
        } else if (keyword == "additionalProperties") {
            auto const known = [&](std::string_view key) {
                if (schema.at("properties").as_object().contains(key)) return true;
                auto const* patterns = schema.if_contains("patternProperties");
                if (patterns == nullptr) return false;
                auto const& all = patterns->as_object();
                return std::any_of(all.begin(), all.end(), [&](auto const& p) {
                    return matches(json::value(p.key()), key);
                });
            };
            for (auto const& [key, v] : o)
                if (!known(key)) return at + ": unknown key " + std::string(key);
        } else {
            throw std::runtime_error(at + ": unknown keyword " + std::string(keyword));
        }
        return std::nullopt;
    }

    json::object schema_;
};

} // namespace amends::testing
