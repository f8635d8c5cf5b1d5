// SPDX-License-Identifier: BSL-1.0
// Described values as JSON text, appended to a string.
#pragma once

#include "exchange/text_file.hpp"

#include <amends/vocabulary/print.hpp>
#include <amends/workflow/lifecycle.hpp>

namespace amends::detail {

inline std::string to_hex(byte_view some) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (auto const b : some) {
        out += digits[std::to_integer<unsigned>(b) >> 4];
        out += digits[std::to_integer<unsigned>(b) & 15];
    }
    return out;
}

class json_writer {
  public:
    // With a table states are written by name, otherwise by number. `brief` leaves out members that
    // have the value of a new struct.
    explicit json_writer(std::string& out, lifecycle const* table = nullptr, bool brief = false)
        : out_(out), table_(table), brief_(brief) {}

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
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    template <class T>
    void member(std::string_view name, T const& value) {
        key(name);
        put(value);
    }

    void put(bool value) { out_ += value ? "true" : "false"; }
    template <canonical::plain_number T>
    void put(T value) {
        out_ += std::to_string(value);
    }
    void put(std::string_view text) {
        out_ += '"';
        // Texts that came through the API may hold anything; JSON must be UTF-8.
        for (auto bad = first_not_utf8(text); bad != text.npos; bad = first_not_utf8(text)) {
            put_sound(text.substr(0, bad));
            out_ += "\xef\xbf\xbd";
            text.remove_prefix(bad + 1);
        }
        put_sound(text);
        out_ += '"';
    }
    void put(std::string const& text) { put(std::string_view(text)); }
    template <class Tag>
    void put(id<Tag> const& i) {
        put(i.view());
    }
    void put(bytes const& b) { put(std::string_view(to_hex(b))); }
    void put(digest const& d) { put(std::string_view(to_text(d))); }
    void put(money m) { put(std::string_view(to_text(m))); }
    void put(currency c) { put(c.code()); }
    void put(instant at) { put(std::string_view(to_text(at))); }
    void put(role_set const& roles) { put_list(roles.all()); }
    // Both sides in words, as messages have them.
    void put(reason const& why) {
        open();
        member("policy", why.policy);
        member("rule", why.rule);
        member("says", why.says);
        member("expected", to_text(why.expected));
        member("found", to_text(why.found));
        close();
    }
    void put(state_id state) {
        if (table_ != nullptr) put(table_->name_of_state(state));
        else put(static_cast<unsigned>(state));
    }
    template <described_choice E>
    void put(E value) {
        put(name_of(value));
    }
    template <class T>
    void put(std::optional<T> const& o) {
        if (o) put(*o);
        else out_ += "null";
    }
    template <class T>
    void put(std::vector<T> const& list) {
        put_list(list);
    }
    template <described_value T>
    void put(T const& value) {
        [[maybe_unused]] static T const untouched{};
        open();
        boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) {
            if (!brief_ || !(value.*m.pointer == untouched.*m.pointer))
                member(m.name, value.*m.pointer);
        });
        close();
    }

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

  private:
    void put_sound(std::string_view text) {
        for (char c : text) {
            switch (c) {
            case '"': out_ += "\\\""; break;
            case '\\': out_ += "\\\\"; break;
            case '\n': out_ += "\\n"; break;
            case '\r': out_ += "\\r"; break;
            case '\t': out_ += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out_ += "\\u00";
                    out_ += to_hex(byte_view(reinterpret_cast<std::byte const*>(&c), 1));
                } else {
                    out_ += c;
                }
            }
        }
    }

    std::string& out_;
    lifecycle const* table_;
    bool brief_;
    bool first_ = true;
};

} // namespace amends::detail
