// SPDX-License-Identifier: BSL-1.0
// Described values from JSON; what does not fit is named by its path, with both sides.
#pragma once

#include "exchange/text_file.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/authority/verdict.hpp>
#include <amends/vocabulary/print.hpp>

#include <boost/json/value.hpp>

#include <limits>

namespace amends::detail {

namespace json = boost::json;

// `"50"`, `50`, `a list`: what stands there, short enough for a message.
std::string found_in(json::value const& from);

// The value in a line of JSON, which lives in `memory`; each key of an object stands there once.
// Errors: `malformed` as `expected ..., found ... at column N`.
result<json::value> parse_line(std::string_view text, json::storage_ptr memory);

class json_reading {
  public:
    // `exact`: also the notation at length, see json_writing.hpp.
    explicit json_reading(bool exact = false) : exact_(exact) {}

    error const& why() const noexcept { return *why_; }

    // Each `read` answers false after it has said why.
    bool read(bool& to, json::value const& from) {
        if (!from.is_bool()) return fail("true or false", from);
        to = from.get_bool();
        return true;
    }
    template <canonical::plain_number T>
    bool read(T& to, json::value const& from) {
        boost::system::error_code failed;
        auto const number = from.is_number() ? from.to_number<T>(failed) : T{};
        if (!from.is_number() || failed || from.is_double())
            return fail("a whole number from " + std::to_string(std::numeric_limits<T>::min()) +
                            " to " + std::to_string(std::numeric_limits<T>::max()),
                        from);
        to = number;
        return true;
    }
    bool read(std::string& to, json::value const& from) {
        if (auto const* at_length = as_bytes(from)) return read_hex(to, *at_length);
        if (!from.is_string()) return fail("a text", from);
        to = from.get_string();
        return true;
    }
    template <class Tag>
    bool read(id<Tag>& to, json::value const& from) {
        if (auto const* at_length = as_bytes(from)) {
            std::string raw;
            return read_hex(raw, *at_length) && take(to, id<Tag>::parse(raw));
        }
        return read_text(to, from, "a name of at most 39 bytes", id<Tag>::parse);
    }
    bool read(money& to, json::value const& from);
    bool read(instant& to, json::value const& from);
    bool read(currency& to, json::value const& from);
    bool read(measure& to, json::value const& from);
    bool read(digest& to, json::value const& from) {
        return read_text(to, from, "64 lower-case hexadecimal digits", parse_digest);
    }
    bool read(bytes& to, json::value const& from);
    bool read(role_set& to, json::value const& from);
    template <described_choice E>
    bool read(E& to, json::value const& from) {
        auto const name = from.is_string() ? std::string_view(from.get_string()) : "";
        auto const known = from_name<E>(name);
        if (!known) {
            std::vector<std::string_view> names;
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
                [&](auto e) { names.push_back(e.name); });
            return fail(meant(name, names), from);
        }
        to = *known;
        return true;
    }
    template <class T>
    bool read(std::optional<T>& to, json::value const& from) {
        if (from.is_null()) return true;
        return read(to.emplace(), from);
    }
    template <class T>
    bool read(std::vector<T>& to, json::value const& from) {
        return read_each(
            to, from, [this](T& one, json::value const& value) { return this->read(one, value); });
    }
    template <class List, class Read>
    bool read_each(List& to, json::value const& from, Read read_one) {
        if (!from.is_array()) return fail("a list", from);
        auto const& list = from.get_array();
        if (list.size() > list_size_max)
            return fail(errc::too_long, "a list of at most " + std::to_string(list_size_max),
                        std::to_string(list.size()));
        to.resize(list.size());
        auto const outside = path_.size();
        for (std::size_t i = 0; i < list.size(); ++i) {
            path_ += '[' + std::to_string(i) + ']';
            if (!read_one(to[i], list[i])) return false;
            path_.resize(outside);
        }
        return true;
    }
    template <described_value T>
    bool read(T& to, json::value const& from) {
        return read_members(to, from);
    }
    template <described_value T>
    bool read_members(T& to, json::value const& from) {
        if (!from.is_object()) return fail("an object with members of " + name_of_type<T>(), from);
        for (auto const& one : from.get_object()) {
            std::string_view const key = one.key();
            bool known = false;
            bool sound = true;
            boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) {
                if (known || key != m.name) return;
                known = true;
                sound = read_member(to.*m.pointer, key, one.value());
            });
            if (!known) return unknown_key(key, names_of<T>());
            if (!sound) return false;
        }
        return true;
    }

    template <class T>
    bool read_member(T& to, std::string_view key, json::value const& from) {
        return below(key, [&] { return read(to, from); });
    }
    // What `read_what` says is wrong is wrong below this key.
    template <class Read>
    bool below(std::string_view key, Read read_what) {
        auto const outside = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += key;
        if (!read_what()) return false;
        path_.resize(outside);
        return true;
    }

    bool unknown_key(std::string_view key, std::vector<std::string_view> const& known) {
        return fail(errc::malformed,
                    known.empty() ? std::string("no member") : meant_key(key, known), quoted(key));
    }
    bool fail(errc code, std::string_view expected, std::string_view found) {
        why_ = mismatch(code, expected, found);
        if (!path_.empty()) why_->message.insert(0, path_ + ": ");
        return false;
    }
    bool fail(std::string_view expected, json::value const& from) {
        return fail(errc::malformed, expected, found_in(from));
    }

  private:
    template <class T>
    static std::string name_of_type() {
        return std::string(type_name<T>());
    }
    template <class T>
    static std::vector<std::string_view> names_of() {
        std::vector<std::string_view> names;
        boost::mp11::mp_for_each<canonical::members_of<T>>(
            [&](auto m) { names.push_back(m.name); });
        return names;
    }
    template <class T, class Parse>
    bool read_text(T& to, json::value const& from, std::string_view expected, Parse parse) {
        if (!from.is_string()) return fail(expected, from);
        return take(to, parse(std::string_view(from.get_string())));
    }
    template <class T>
    bool take(T& to, result<T> const& made) {
        if (made) {
            to = *made;
            return true;
        }
        why_ = made.error();
        why_->message.insert(0, path_ + ": ");
        return false;
    }
    // The digits in `{"hex":"..."}`, where that is allowed.
    json::value const* as_bytes(json::value const& from) const {
        if (!exact_ || !from.is_object() || from.get_object().size() != 1) return nullptr;
        return from.get_object().if_contains("hex");
    }
    bool read_hex(std::string& to, json::value const& from);

    bool exact_;
    std::string path_;
    std::optional<error> why_;
};

} // namespace amends::detail
