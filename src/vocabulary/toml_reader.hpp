// SPDX-License-Identifier: BSL-1.0
// Reading a TOML document: the first thing that is wrong is named with its place, its key and both
// sides.
#pragma once

#include "byte_in_words.hpp"
#include "foreign_date.hpp"
#include "foreign_text.hpp"
#include "nearest.hpp"
#include "toml_text.hpp"

#include <amends/vocabulary/error.hpp>
#include <amends/vocabulary/print.hpp>

#define TOML_EXCEPTIONS 0
// What it asserts of its own work it then reports as a mistake in the text: no build may end on input.
#define TOML_ASSERT(expr) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amends::detail {

inline std::string kind_of(toml::node const& node) {
    switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a floating-point number";
    case toml::node_type::boolean: return "a boolean";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time";
    case toml::node_type::date_time: return "a date and time";
    default: return "nothing";
    }
}

// Base of every reader of a document. After the first error everything reads as absent, so a reader
// checks once, at the end.
class toml_reader {
  public:
    explicit toml_reader(std::string_view source) : source_(source) {}

    std::optional<error> const& failed() const { return failed_; }

    // The document's root table, or nothing after `fail`. Lives as long as the reader.
    toml::table const* parse(std::string_view text) {
        if (auto const at = first_not_utf8(text); at != text.npos) {
            fail_at(text, at, "UTF-8", byte_in_words(text[at]));
            return nullptr;
        }
        if (auto const at = toml_text(text).beyond_ascii()) {
            auto const rest = text.substr(*at, text.find_first_of("\n\r", *at) - *at);
            fail_at(text, *at, "ASCII outside of strings and comments", quoted(rest));
            return nullptr;
        }
        auto parsed = toml::parse(text, source_);
        if (!parsed) {
            auto const& why = parsed.error();
            fail_at_foreign_date(text, why.source().begin.line);
            fail_at_toml(why.source(), why.description());
            return nullptr;
        }
        all_ = std::move(parsed).table();
        return &all_;
    }

  protected:
    using names = std::vector<std::string_view>;

    void fail(std::uint32_t line, std::uint32_t column, error why) {
        if (failed_) return;
        failed_ = std::move(why);
        failed_->code = errc::malformed;
        failed_->message.insert(0, source_ + ':' + std::to_string(std::max(1u, line)) + ':' +
                                       std::to_string(std::max(1u, column)) + ": ");
    }
    void fail(toml::source_region const& at, std::string_view expected, std::string_view found) {
        fail(at.begin.line, at.begin.column, mismatch(errc::malformed, expected, found));
    }
    void fail(toml::node const& at, std::string_view expected, std::string_view found) {
        fail(at, mismatch(errc::malformed, expected, found));
    }
    void fail(toml::node const& at, error why) {
        if (auto const key = key_of(at, all_)) why.message.insert(0, "key \"" + *key + "\": ");
        fail(at.source().begin.line, at.source().begin.column, std::move(why));
    }

    // Columns are counted in characters, as toml++ counts them.
    void fail_at(std::string_view text, std::size_t at, std::string_view expected,
                 std::string_view found) {
        auto const line = text.substr(0, at).substr(text.substr(0, at).rfind('\n') + 1);
        auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
        auto const lines = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n');
        auto const column = 1 + std::count_if(line.begin(), line.end(), begins);
        fail(std::uint32_t(lines), std::uint32_t(column),
             mismatch(errc::malformed, expected, found));
    }

    // toml++ says "Error while parsing key: expected '=', saw 'x'": both sides, in words of its own.
    void fail_at_toml(toml::source_region const& at, std::string_view said) {
        auto const drop = [&](std::string_view opening) {
            auto const there = said.starts_with(opening);
            if (there) said.remove_prefix(opening.size());
            return there;
        };
        std::string part = "document";
        if (drop("Error while parsing ")) {
            auto const colon = std::min(said.find(": "), said.size());
            part = said.substr(0, colon);
            said.remove_prefix(std::min(colon + 2, said.size()));
        }
        constexpr std::string_view saw = ", saw ";
        auto const found = said.rfind(saw);
        if (found != said.npos && drop("expected ")) {
            auto const wanted = said.substr(0, said.rfind(saw));
            said.remove_prefix(wanted.size() + saw.size());
            return fail(at, std::string(wanted) + " in a TOML " + part, said);
        }
        if (drop("cannot redefine existing "))
            return fail(at, "every key once in a TOML document", std::string(said) + " again");
        if (!drop("encountered ")) drop("Encountered ");
        fail(at, "a TOML " + part, said);
    }

    void fail_at_foreign_date(std::string_view text, std::uint32_t line) {
        for (auto n = line; n > 1; --n)
            text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
        auto const date = foreign_date_in(text.substr(0, text.find('\n')));
        if (!date) return;
        auto why = mismatch(errc::malformed, "a date such as 2026-01-01", date->value);
        why.message.insert(0, "key " + quoted(date->key) + ": ");
        fail(line, std::uint32_t(date->at + 1), std::move(why));
    }

    // Refuses the first key, in order of appearance, that is not known.
    void only(toml::table const& t, names const& known) {
        toml::key const* first = nullptr;
        for (auto const& [key, node] : t) {
            if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
            if (first == nullptr || key.source().begin.line < first->source().begin.line)
                first = &key;
        }
        if (first != nullptr)
            fail(first->source(), meant_key(first->str(), known),
                 '"' + std::string(first->str()) + '"');
    }
    toml::node const* need(toml::table const& t, std::string_view key, bool required) {
        auto const* node = t.get(key);
        if (node == nullptr && required)
            fail(t.source(), "the key \"" + std::string(key) + '"', "none");
        return failed_ ? nullptr : node;
    }
    toml::table const* table(toml::table const& t, std::string_view key, bool required) {
        auto const* node = need(t, key, required);
        if (node != nullptr && !node->is_table()) fail(*node, "a table", kind_of(*node));
        return failed_ || node == nullptr ? nullptr : node->as_table();
    }
    // Calls `use` with each table of an array of tables.
    template <class Use>
    void tables(toml::table const& t, std::string_view key, bool required, Use use) {
        auto const* node = need(t, key, required);
        if (node == nullptr) return;
        auto const* array = node->as_array();
        if (array == nullptr)
            return fail(*node, "tables [[" + std::string(key) + "]]", kind_of(*node));
        if (required && array->empty())
            return fail(*node, "at least one table [[" + std::string(key) + "]]", "none");
        for (auto const& one : *array) {
            if (auto const* line = one.as_table()) use(*line);
            else fail(one, "a table [[" + std::string(key) + "]]", kind_of(one));
        }
    }
    std::optional<std::string> text(toml::table const& t, std::string_view key, bool required) {
        auto const* node = need(t, key, required);
        if (node == nullptr) return std::nullopt;
        if (!node->is_string()) {
            fail(*node, "a string", kind_of(*node));
            return std::nullopt;
        }
        auto const& found = node->as_string()->get();
        if (found.empty() && required) {
            fail(*node, "a text", "none");
            return std::nullopt;
        }
        return found;
    }
    std::optional<bool> truth(toml::table const& t, std::string_view key) {
        auto const* node = need(t, key, false);
        if (node == nullptr) return std::nullopt;
        if (!node->is_boolean()) {
            fail(*node, "true or false", kind_of(*node));
            return std::nullopt;
        }
        return node->as_boolean()->get();
    }
    // A whole number with `least <= value <= most`.
    std::optional<std::int64_t> number(toml::table const& t, std::string_view key, bool required,
                                       std::int64_t least, std::int64_t most) {
        auto const* node = need(t, key, required);
        if (node == nullptr) return std::nullopt;
        auto const range =
            "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        if (!node->is_integer()) {
            fail(*node, range, kind_of(*node));
            return std::nullopt;
        }
        auto const found = node->as_integer()->get();
        if (found < least || found > most) {
            fail(*node, range, std::to_string(found));
            return std::nullopt;
        }
        return found;
    }
    // A text of a list, and where it stands: the list may go over many lines.
    struct listed_text {
        std::string word;
        toml::node const& at;
    };
    std::vector<listed_text> texts_in(toml::table const& t, std::string_view key, bool required) {
        std::vector<listed_text> all;
        auto const* node = need(t, key, required);
        if (node == nullptr) return all;
        if (!node->is_array()) {
            fail(*node, "an array of strings", kind_of(*node));
            return all;
        }
        for (auto const& one : *node->as_array()) {
            if (one.is_string()) all.push_back({one.as_string()->get(), one});
            else fail(one, "a string", kind_of(one));
        }
        return all;
    }
    std::vector<std::string> texts(toml::table const& t, std::string_view key, bool required) {
        std::vector<std::string> all;
        for (auto& one : texts_in(t, key, required)) all.push_back(std::move(one.word));
        return all;
    }
    // The word must be an enumerator's name.
    template <described_choice E>
    std::optional<E> choice(toml::node const& at, std::string_view word) {
        if (auto const value = from_name<E>(word)) return value;
        names known;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto e) { known.push_back(e.name); });
        fail(at, meant(word, known), '"' + std::string(word) + '"');
        return std::nullopt;
    }

  private:
    // The key that a node stands under, itself or as an element of an array.
    static std::optional<std::string> key_of(toml::node const& wanted, toml::table const& in) {
        for (auto const& [key, node] : in)
            if (auto const below = key_below(wanted, node, key.str())) return below;
        return std::nullopt;
    }
    static std::optional<std::string> key_below(toml::node const& wanted, toml::node const& at,
                                                std::string_view key) {
        if (&at == &wanted) return std::string(key);
        if (auto const* t = at.as_table()) return key_of(wanted, *t);
        if (auto const* list = at.as_array())
            for (auto const& one : *list)
                if (auto const below = key_below(wanted, one, key)) return below;
        return std::nullopt;
    }

    std::string source_;
    toml::table all_;
    std::optional<error> failed_;
};

} // namespace amends::detail
