// SPDX-License-Identifier: BSL-1.0
// Described values as JSON text, appended to a string.
#pragma once

#include "exchange/personal.hpp"
#include "exchange/text_file.hpp"

#include <amends/authority/verdict.hpp>
#include <amends/vocabulary/hex.hpp>
#include <amends/vocabulary/print.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <charconv>
#include <map>

namespace amends::detail {

// Whether the usual notation has digits for the year.
inline bool in_usual_years(instant at) noexcept {
    using namespace std::chrono;
    return at >= sys_days(year(0) / 1 / 1) && at < sys_days(year(10000) / 1 / 1);
}

struct json_style {
    // States are written by the names that it has, otherwise by number.
    lifecycle const* table = nullptr;
    // Leaves out members that have the value of a new struct.
    bool brief = false;
    // Writes at length what reads as another value in the usual notation; otherwise a text that is
    // not UTF-8 gets U+FFFD.
    bool exact = false;
    bool without_personal_data = false;
};

class json_writer {
  public:
    explicit json_writer(std::string& out, json_style how = {}) : out_(out), how_(how) {}

    void open() {
        out_ += '{';
        first_ = true;
    }
    void close() {
        out_ += '}';
        first_ = false;
    }
    void key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        put_text(name);
        out_ += ':';
    }
    template <class T>
    void member(std::string_view name, T const& value) {
        key(name);
        put(value);
    }
    // A fraction with so many decimals.
    void member(std::string_view name, double value, int decimals) {
        key(name);
        std::array<char, 400> digits; // the largest double has 309 before the point
        auto const made = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                        std::chars_format::fixed, decimals);
        out_.append(digits.data(), made.ptr);
    }
    // What `write_members` writes, between braces.
    template <class Write>
    void object(Write write_members) {
        open();
        write_members(*this);
        close();
    }

    // The shortest digits that read as this fraction.
    void put(double value) {
        std::array<char, 32> digits;
        auto const made = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        std::string_view const text(digits.data(),
                                    static_cast<std::size_t>(made.ptr - digits.data()));
        out_ += text;
        if (text.find_first_not_of("-0123456789") == text.npos) out_ += ".0";
    }
    void put(bool value) { out_ += value ? "true" : "false"; }
    template <canonical::plain_number T>
    void put(T value) {
        std::array<char, 24> digits;
        auto const made = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        out_.append(digits.data(), made.ptr);
    }
    void put(std::string_view text) {
        if (auto const bad = first_not_utf8(text); bad == text.npos) put_text(text);
        else if (how_.exact) put_as_bytes(text);
        else put_repaired(text, bad);
    }
    void put(std::string const& text) { put(std::string_view(text)); }
    void put(char const* text) { put(std::string_view(text)); }
    template <class Tag>
    void put(id<Tag> const& i) {
        put(i.view());
    }
    void put(bytes const& b) { put_hex(b); }
    void put(digest const& d) { put_hex(d.bytes); }
    void put(money m) {
        if (!how_.exact || currency::parse(m.in.code())) return put_text(to_text(m));
        open();
        member("minor_units", m.minor_units);
        member("in", m.in);
        close();
    }
    void put(currency c) { put_text(c.code()); }
    void put(instant at) {
        if (how_.exact && !in_usual_years(at)) put(at.time_since_epoch().count());
        else put_text(to_text(at));
    }
    void put(role_set const& roles) { put_list(roles.all()); }
    // The sides that there are in words, as messages have them; exactly, as the values that they are.
    void put(reason const& why) {
        if (how_.exact) return put_members(why);
        open();
        member("policy", why.policy);
        member("rule", why.rule);
        member("says", why.says);
        if (why.expected.kind != measure_kind::nothing) member("expected", to_text(why.expected));
        if (why.found.kind != measure_kind::nothing) member("found", to_text(why.found));
        close();
    }
    // Unknown to the table: by number, which no name can be mistaken for.
    void put(state_id state) {
        auto const* known = how_.table == nullptr ? nullptr : how_.table->state_by_id(state);
        if (known != nullptr) put_text(known->name);
        else put(static_cast<unsigned>(state));
    }
    // `null`, `3`, `"a pair of eyes"`, `{"at_most":"50.00 EUR"}`.
    void put(measure const& m) {
        money const amount{m.value, m.in};
        switch (m.kind) {
        case measure_kind::nothing:
            if (m == measure{}) return put_null();
            break;
        case measure_kind::words:
            if (m == measure::of_words(m.words)) return put(m.words);
            break;
        case measure_kind::count:
            if (m == measure::of_count(m.value)) return put(m.value);
            break;
        case measure_kind::amount:
        case measure_kind::at_most:
        case measure_kind::at_least:
            if (!m.words.empty()) break;
            open();
            member(name_of(m.kind), amount);
            return close();
        }
        put_members(m);
    }
    template <described_choice E>
    void put(E value) {
        put_text(name_of(value));
    }
    template <class T>
    void put(std::optional<T> const& o) {
        if (o) put(*o);
        else put_null();
    }
    template <class T>
    void put(std::vector<T> const& list) {
        put_list(list);
    }
    template <class T>
    void put(std::map<std::string, T> const& named) {
        open();
        for (auto const& [name, value] : named) member(name, value);
        close();
    }
    template <described_value T>
    void put(T const& value) {
        put_members(value);
    }
    void put_null() { out_ += "null"; }

    template <class List>
    void put_list(List const& list) {
        put_each(list, [this](auto const& one) { this->put(one); });
    }
    template <class List, class Put>
    void put_each(List const& list, Put put_one) {
        out_ += '[';
        bool first = true;
        for (auto const& one : list) {
            if (!first) out_ += ',';
            first = false;
            put_one(one);
        }
        out_ += ']';
        first_ = false;
    }
    template <described_value T>
    void put_members(T const& value) {
        open();
        members(value);
        close();
    }
    // The same without braces, among other members.
    template <described_value T>
    void members(T const& value) {
        [[maybe_unused]] static T const untouched{};
        boost::mp11::mp_for_each<canonical::members_of<T>>([&]<class M>(M m) {
            if (is_personal<T, M> && how_.without_personal_data) return;
            if (!how_.brief || !(value.*m.pointer == untouched.*m.pointer))
                member(m.name, value.*m.pointer);
        });
    }
    // What was written as JSON elsewhere.
    void put_json(std::string_view value) { out_ += value; }

  private:
    void put_hex(byte_view some) {
        out_ += '"';
        out_ += to_hex(some);
        out_ += '"';
    }
    void put_as_bytes(std::string_view text) {
        open();
        key("hex");
        put_hex(std::as_bytes(std::span(text)));
        close();
    }
    // Texts that came through the API may hold anything; JSON must be UTF-8.
    void put_repaired(std::string_view text, std::size_t bad) {
        out_ += '"';
        for (; bad != text.npos; bad = first_not_utf8(text)) {
            append_escaped(text.substr(0, bad));
            out_ += "\xef\xbf\xbd";
            text.remove_prefix(bad + 1);
        }
        append_escaped(text);
        out_ += '"';
    }
    void put_text(std::string_view text) {
        out_ += '"';
        append_escaped(text);
        out_ += '"';
    }
    // What needs no escape goes over in one piece.
    void append_escaped(std::string_view text) {
        std::size_t begins = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto const c = text[i];
            if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
            out_.append(text, begins, i - begins);
            begins = i + 1;
            switch (c) {
            case '"': out_ += "\\\""; break;
            case '\\': out_ += "\\\\"; break;
            case '\n': out_ += "\\n"; break;
            case '\r': out_ += "\\r"; break;
            case '\t': out_ += "\\t"; break;
            default: (out_ += "\\u00") += to_hex(std::as_bytes(std::span(&c, 1)));
            }
        }
        out_.append(text, begins);
    }

    std::string& out_;
    json_style how_;
    bool first_ = true;
};

// One object as a text; `write_members` gets the writer.
template <class Write>
std::string json_object(Write write_members, json_style how = {}) {
    std::string out;
    json_writer(out, how).object(write_members);
    return out;
}

} // namespace amends::detail
