// SPDX-License-Identifier: BSL-1.0
// Mappings from TOML: the first thing that is wrong is named with its place, and both sides.
#include <amends/exchange/mapping.hpp>

#include "text_file.hpp"
#include "vocabulary/toml_reader.hpp"

#include <amends/exchange/csv.hpp>
#include <amends/exchange/filling.hpp>
#include <amends/exchange/xes.hpp>

#include <sstream>

namespace amends {
namespace {

class mapping_reader : public detail::toml_reader {
  public:
    mapping_reader(std::string_view source, mapping& into) : toml_reader(source), m_(into) {}

    void read(toml::table const& all) {
        only(all, {"name", "log", "people", "words", "rule", "conform"});
        required_text(all, "name", m_.name);
        if (auto const* t = table(all, "words", false)) read_words(*t);
        if (auto const* t = table(all, "log", true)) read_log(*t);
        if (auto const* t = table(all, "people", true)) read_people(*t);
        if (auto const* t = table(all, "conform", false)) read_conform(*t);
        tables(all, "rule", true, [&](toml::table const& t) { read_rule(t); });
    }

  private:
    void required_text(toml::table const& t, std::string_view key, std::string& into) {
        into = text(t, key, true).value_or("");
    }
    template <described_choice E>
    void choose(toml::table const& t, std::string_view key, E& into, bool required) {
        if (auto const word = text(t, key, required))
            if (auto const found = choice<E>(*t.get(key), *word)) into = *found;
    }
    text_template filled_text(toml::node const& at, std::string const& raw) {
        auto made = parse_template(raw, {[&](std::string_view name) { return column(name); },
                                         [&](std::string_view name) { return list(name); }});
        if (made) return std::move(*made);
        fail(at, made.error());
        return {};
    }

    // --- columns and words --------------------------------------------------------------------

    std::size_t column(std::string_view name) {
        auto const found = std::find(m_.columns.begin(), m_.columns.end(), name);
        auto const place = static_cast<std::size_t>(found - m_.columns.begin());
        if (found == m_.columns.end()) m_.columns.emplace_back(name);
        return place;
    }
    std::optional<std::size_t> list(std::string_view name) const {
        for (std::size_t i = 0; i < m_.lists.size(); ++i)
            if (m_.lists[i].name == name) return i;
        return std::nullopt;
    }
    void read_words(toml::table const& t) {
        for (auto const& [key, node] : t) {
            if (!node.is_table()) {
                fail(node, "a table of words", detail::kind_of(node));
                return;
            }
            word_list made{std::string(key.str()), {}};
            for (auto const& [word, meaning] : *node.as_table()) {
                if (!meaning.is_string()) fail(meaning, "a string", detail::kind_of(meaning));
                else made.words.emplace_back(word.str(), meaning.as_string()->get());
            }
            m_.lists.push_back(std::move(made));
        }
    }

    // --- the tables ---------------------------------------------------------------------------

    void read_log(toml::table const& t) {
        only(t, {"format", "delimiter", "case", "activity", "time", "time_format", "utc_offset",
                 "missing", "grouped", "activities"});
        choose(t, "format", m_.format, true);
        if (auto const d = text(t, "delimiter", false)) {
            if (d->size() != 1 || *d == "\"" || *d == "\n" || *d == "\r")
                fail(*t.get("delimiter"), "one character such as \",\"", detail::quoted(*d));
            else m_.delimiter = d->front();
        }
        std::string name;
        required_text(t, "case", name);
        m_.case_column = column(name);
        required_text(t, "activity", name);
        m_.activity_column = column(name);
        required_text(t, "time", name);
        m_.time_column = column(name);
        if (auto const notation = text(t, "time_format", true)) {
            auto made = time_format::parse(*notation);
            if (made) m_.time = std::move(*made);
            else fail(*t.get("time_format"), made.error());
        }
        if (auto const offset = text(t, "utc_offset", false)) read_offset(t, *offset);
        m_.missing = texts(t, "missing", false);
        m_.grouped = truth(t, "grouped").value_or(false);
        m_.activities = texts(t, "activities", false);
    }
    void read_offset(toml::table const& t, std::string const& offset) {
        // `+01:00`: what an ISO moment ends with.
        auto const ahead = parse_instant("1970-01-02T00:00:00" + offset);
        if (!ahead) fail(*t.get("utc_offset"), "an offset such as +01:00", detail::quoted(offset));
        else
            m_.utc_offset = std::chrono::duration_cast<std::chrono::minutes>(
                std::chrono::days(1) - ahead->time_since_epoch());
    }
    void read_people(toml::table const& t) {
        only(t, {"customer", "owner", "owner_roles", "service"});
        std::string raw;
        required_text(t, "customer", raw);
        if (!failed()) m_.customer = filled_text(*t.get("customer"), raw);
        required_text(t, "owner", raw);
        if (!failed()) m_.owner = filled_text(*t.get("owner"), raw);
        for (auto const& name : texts(t, "owner_roles", false)) {
            auto const made = role::parse(name);
            if (!made) fail(*t.get("owner_roles"), made.error());
            else if (!m_.owner_roles.add(*made))
                fail(*t.get("owner_roles"), "at most 4 roles", "more");
        }
        if (auto const name = text(t, "service", false)) {
            auto const made = actor_id::parse(*name);
            if (made) m_.service = *made;
            else fail(*t.get("service"), made.error());
        }
    }
    void read_conform(toml::table const& t) {
        only(t, {"leave_out", "silent"});
        m_.left_out = commands(t, "leave_out");
        m_.silent = commands(t, "silent");
    }
    std::vector<std::string> commands(toml::table const& t, std::string_view key) {
        auto all = texts(t, key, false);
        auto const known = mappable_commands();
        for (std::size_t i = 0; i < all.size() && !failed(); ++i)
            if (std::find(known.begin(), known.end(), all[i]) == known.end())
                fail(*t.get(key)->as_array()->get(i), "the command " + detail::meant(all[i], known),
                     detail::quoted(all[i]));
        return all;
    }

    // --- rules and steps ----------------------------------------------------------------------

    void read_rule(toml::table const& t) {
        only(t, {"why", "first", "owner_changed", "otherwise", "from", "from_not", "to", "to_not",
                 "step"});
        mapping_rule made;
        made.why = text(t, "why", false).value_or("");
        made.first = truth(t, "first");
        made.owner_changed = truth(t, "owner_changed");
        made.otherwise = truth(t, "otherwise").value_or(false);
        made.from = activities(t, "from");
        made.from_not = activities(t, "from_not");
        made.to = activities(t, "to");
        made.to_not = activities(t, "to_not");
        if (!made.first && !made.owner_changed && !made.otherwise && made.from.empty() &&
            made.from_not.empty() && made.to.empty() && made.to_not.empty())
            fail(t, "a condition: first, owner_changed, otherwise, from, from_not, to or to_not",
                 "none");
        tables(t, "step", true,
               [&](toml::table const& one) { made.steps.push_back(read_step(one)); });
        m_.rules.push_back(std::move(made));
    }
    std::vector<std::string> activities(toml::table const& t, std::string_view key) {
        auto all = texts(t, key, false);
        if (m_.activities.empty()) return all;
        for (std::size_t i = 0; i < all.size() && !failed(); ++i)
            if (std::find(m_.activities.begin(), m_.activities.end(), all[i]) ==
                m_.activities.end())
                fail(*t.get(key)->as_array()->get(i),
                     "the activity " + detail::meant(all[i], m_.activities),
                     detail::quoted(all[i]));
        return all;
    }
    mapped_step read_step(toml::table const& t) {
        only(t, {"command", "basis", "by", "log", "assumed"});
        mapped_step made;
        required_text(t, "command", made.command);
        choose(t, "basis", made.basis, true);
        made.by = made.command == "accept" || made.command == "decline" ||
                          made.command == "withdraw" || made.command == "report"
                      ? speaker::customer
                      : speaker::owner;
        choose(t, "by", made.by, false);
        if (auto const* fields = table(t, "log", false)) add_fields(made, *fields, false);
        if (auto const* fields = table(t, "assumed", false)) add_fields(made, *fields, true);
        if (failed()) return made;
        field_value const* at = nullptr;
        if (auto r = check(made, at); !r) {
            if (at != nullptr) fail(at->line, at->column, r.error());
            else fail(*t.get("command"), r.error());
        }
        return made;
    }
    void add_fields(mapped_step& step, toml::table const& t, bool assumed) {
        for (auto const& [key, node] : t) {
            for (auto const& there : step.fields)
                if (there.name == key.str())
                    fail(node, "\"" + there.name + "\" in log or in assumed", "it in both");
            step.fields.push_back(read_value(std::string(key.str()), node, assumed));
        }
    }
    field_value read_value(std::string name, toml::node const& node, bool assumed) {
        field_value made;
        made.name = std::move(name);
        made.assumed = assumed;
        made.line = node.source().begin.line;
        made.column = node.source().begin.column;
        if (auto const* t = node.as_table()) {
            made.is = field_value::shape::members;
            for (auto const& [key, part] : *t)
                made.parts.push_back(read_value(std::string(key.str()), part, assumed));
        } else if (auto const* list = node.as_array()) {
            made.is = field_value::shape::list;
            for (auto const& part : *list) made.parts.push_back(read_value("", part, assumed));
        } else if (node.is_floating_point()) {
            fail(node, "a text, a whole number, true or false", detail::kind_of(node));
        } else if (auto const* raw = node.as_string()) made.text = filled_text(node, raw->get());
        else {
            std::ostringstream written;
            node.visit([&](auto const& value) {
                if constexpr (toml::is_value<decltype(value)>) written << value;
            });
            made.text.pieces.push_back({written.str(), {}, {}});
        }
        return made;
    }

    mapping& m_;
};

} // namespace

result<mapping> mapping::parse(std::string_view text, std::string_view source) {
    mapping made;
    mapping_reader reader(source, made);
    if (auto const all = reader.parse(text)) reader.read(*all);
    if (reader.failed()) return *reader.failed();
    return made;
}

result<mapping> mapping::load(std::string const& path) {
    auto const text = detail::read_whole(path, std::size_t{1} << 20);
    if (!text) return text.error();
    return parse(*text, path);
}

result<log_source_ptr> open_log(std::string const& path, mapping const& by) {
    if (by.format == log_format::xes) return open_xes(path, by.columns);
    return open_csv(path, {by.columns, by.delimiter});
}

} // namespace amends
