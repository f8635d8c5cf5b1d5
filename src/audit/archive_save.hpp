// SPDX-License-Identifier: BSL-1.0
// Saving: one rule for each kind of member, whatever value it belongs to.
#pragma once

#include "audit/archive_members.hpp"
#include "audit/archive_words.hpp"

#include <boost/archive/binary_oarchive.hpp>
#include <boost/archive/text_oarchive.hpp>
#include <boost/archive/xml_oarchive.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/string.hpp>

namespace amends::archives {

template <class Archive>
class saver {
  public:
    static constexpr bool in_words = !std::same_as<Archive, boost::archive::binary_oarchive>;
    static constexpr bool in_xml = std::same_as<Archive, boost::archive::xml_oarchive>;

    explicit saver(Archive& to) : to_(to) {}

    void member(char const* name, canonical::plain_number auto const& value) { plain(name, value); }
    void member(char const* name, bool const& value) { plain(name, std::uint8_t{value}); }
    template <class E>
        requires(std::is_enum_v<E>)
    void member(char const* name, E const& value) {
        auto const raw = static_cast<std::uint8_t>(value);
        if (!is_known<E>(raw)) refuse(errc::out_of_range, "a known enumerator", raw, name);
        plain(name, raw);
    }
    void member(char const* name, instant const& value) {
        plain(name, static_cast<std::int64_t>(value.time_since_epoch().count()));
    }
    void member(char const* name, std::string const& value) {
        bounded(name, value.size(), text_size_max, "bytes");
        if constexpr (in_xml) plain(name, to_xml_text(value));
        else if constexpr (in_words) plain(name, value);
        else {
            plain(name, static_cast<std::uint32_t>(value.size()));
            to_.save_binary(value.data(), value.size());
        }
    }
    void member(char const* name, bytes const& value) {
        bounded(name, value.size(), text_size_max, "bytes");
        if constexpr (!in_words) plain(name, static_cast<std::uint32_t>(value.size()));
        raw(name, value);
    }
    void member(char const* name, digest const& value) { raw(name, value.bytes); }
    template <class Tag>
    void member(char const* name, id<Tag> const& value) {
        if constexpr (in_words) member(name, value.str());
        else {
            auto const text = value.view();
            plain(name, static_cast<std::uint8_t>(text.size()));
            to_.save_binary(text.data(), text.size());
        }
    }
    void member(char const* name, currency const& value) {
        if constexpr (in_words) plain(name, std::string(value.code()));
        else to_.save_binary(value.code().data(), 3);
    }
    void member(char const* name, role_set const& value) {
        in_group(name, [&] { elements("role", value.all()); });
    }
    template <class T>
    void member(char const* name, std::optional<T> const& value) {
        in_group(name, [&] {
            member("present", value.has_value());
            if (value) member("value", *value);
        });
    }
    template <class T>
    void member(char const* name, std::vector<T> const& list) {
        in_group(name, [&] { elements("item", list); });
    }
    template <class T, std::size_t N>
    void member(char const* name, boost::container::small_vector<T, N> const& list) {
        in_group(name, [&] { elements("item", list); });
    }
    // FORMAT: the stable number, then the value; never the place in the variant.
    void member(char const* name, fact const& what) {
        in_group(name, [&] {
            if (auto const* own = std::get_if<extended_fact>(&what); own && own->number < 128)
                refuse(errc::out_of_range, "a number from 128 for an own fact", own->number, name);
            member("number", number_of(what));
            std::visit([&]<class T>(T const& one) { member(tag_of<T>.data(), one); }, what);
        });
    }
    template <has_members T>
    void member(char const* name, T const& value) {
        in_group(name, [&] {
            each_member(value, [&](char const* of, auto const& one) { member(of, one); });
        });
    }

    /// A list without the general bound: the entries of a trail, whose number is checked before.
    void entries(char const* name, std::vector<entry> const& list) {
        in_group(name, [&] {
            plain("count", std::uint64_t{list.size()});
            for (auto const& one : list) member("entry", one);
        });
    }

  private:
    template <class T>
    void plain(char const* name, T const& value) {
        if constexpr (in_xml) to_ << boost::serialization::make_nvp(name, value);
        else to_ << value;
    }
    void raw(char const* name, byte_view value) {
        if constexpr (in_words) plain(name, to_hex(value));
        else to_.save_binary(value.data(), value.size());
    }
    template <class Body>
    void in_group(char const* name, Body body) {
        if constexpr (in_xml) {
            group<Body> const grouped(body);
            to_ << boost::serialization::make_nvp(name, grouped);
        } else {
            body();
        }
    }
    template <class List>
    void elements(char const* name, List const& list) {
        bounded(name, list.size(), list_size_max, "elements");
        plain("count", static_cast<std::uint32_t>(list.size()));
        for (auto const& one : list) member(name, one);
    }
    // What is written can be read: the bounds of reading hold here too.
    static void bounded(char const* name, std::size_t size, std::size_t max, char const* of) {
        if (size > max)
            refuse(errc::too_long, "at most " + std::to_string(max) + ' ' + of, size, name);
    }
    [[noreturn]] static void refuse(errc code, std::string const& expected, std::size_t found,
                                    char const* name) {
        throw refused{mismatch(code, expected, std::to_string(found), name)};
    }

    Archive& to_;
};

} // namespace amends::archives
