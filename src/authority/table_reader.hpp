// SPDX-License-Identifier: BSL-1.0
// Reading a table of authority from TOML. docs/authority.md explains every key to those who write
// them, and schemas/authority.schema.json to their editors.
#pragma once

#include "vocabulary/toml_reader.hpp"

#include <amends/authority/table.hpp>

namespace amends::detail {

// One part of the document a function; what it read stands in `table_`. Parts that others name come
// first: roles, then colleagues, then delegations.
class table_reader : toml_reader {
  public:
    explicit table_reader(std::string_view source) : toml_reader(source) {}

    result<table_of_authority> read(std::string_view content);

  private:
    // The document: table_reader.cpp.
    void read_ladder(toml::table const& all);
    void read_rates(toml::table const& all);
    void read_single_tables(toml::table const& all);

    // The rules: table_reader_rules.cpp.
    void read_limit(toml::table const& t);
    void read_cumulative(toml::table const& t);
    void read_offer(toml::table const& t);
    void read_hours(toml::table const& t);
    void read_reserved(toml::table const& t);
    void read_dual_control(toml::table const& t);
    void read_retention(toml::table const& t);

    // The people: table_reader_people.cpp.
    void read_colleague(toml::table const& t);
    void read_absence(toml::table const& t, colleague& whose);
    void read_delegation(toml::table const& t);
    void read_interest(toml::table const& t);
    void check_substitutes();

    // Refuses a line of the document that says something once more of what a line before speaks of.
    template <class Line, class Same>
    void once(toml::table const& t, std::vector<Line> const& before, Same is_same,
              std::string_view expected, std::string const& of) {
        for (auto const& other : before)
            if (is_same(other))
                return fail(t, expected,
                            "a second one for " + of + " (the first is in line " +
                                std::to_string(other.line) + ")");
    }

    static std::uint32_t line_of(toml::table const& t) { return t.source().begin.line; }

    // Words of the document as values of the domain, nothing after an error: table_reader_words.cpp.
    template <class Id>
    std::optional<Id> id_in(toml::table const& t, std::string_view key, bool required) {
        auto const word = text(t, key, required);
        if (!word) return std::nullopt;
        auto const made = Id::parse(*word);
        if (made && !made->empty()) return *made;
        fail(*t.get(key),
             made ? mismatch(errc::malformed, "a name", "an empty text") : made.error());
        return std::nullopt;
    }
    std::optional<role> known_role(toml::node const& at, std::string const& word);
    std::optional<role> role_in(toml::table const& t, std::string_view key, bool required);
    std::vector<role> roles_in(toml::table const& t, std::string_view key, bool required);
    // What a reason has room for: not empty, at most 39 printable bytes.
    std::optional<std::string> category_in(toml::table const& t);
    std::optional<actor_id> colleague_in(toml::table const& t, std::string_view key, bool required);
    // `any` is no kind.
    std::optional<remedy_kind> kind_in(toml::table const& t, bool required);
    std::optional<money> amount_in(toml::table const& t, std::string_view key, bool required);
    // A day alone is its first moment in local time.
    std::optional<instant> moment_in(toml::table const& t, std::string_view key, bool required);
    std::optional<std::chrono::sys_days> day_in(toml::table const& t, std::string_view key,
                                                bool required);
    std::optional<std::uint16_t> minute_in(toml::table const& t, std::string_view key);
    std::optional<period> period_in(toml::table const& t);
    // From the first moment of `first_day` to just after the last of `last_day`.
    void days_in(toml::table const& t, instant& begins, instant& ends);

    table_of_authority table_;
    std::vector<role> roles_; // of the ladder and beside it
    std::vector<std::pair<actor_id, toml::node const*>> substitutes_;
};

} // namespace amends::detail
