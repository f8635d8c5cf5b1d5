// SPDX-License-Identifier: BSL-1.0
// Loading: the same rule for each kind of member, with every length checked before it is believed.
#pragma once

#include "audit/archive_buffers.hpp"
#include "audit/archive_members.hpp"
#include "audit/archive_words.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/xml_iarchive.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/string.hpp>

#include <charconv>
#include <limits>

namespace amends::archives {

template <class Archive>
class loader {
  public:
    static constexpr bool in_words = !std::same_as<Archive, boost::archive::binary_iarchive>;
    static constexpr bool in_xml = std::same_as<Archive, boost::archive::xml_iarchive>;

    loader(Archive& from, bounded_buffer const& buffer) : from_(from), buffer_(buffer) {}

    void member(char const* name, canonical::plain_number auto& value) {
        value = number(name, value);
    }
    void member(char const* name, bool& value) {
        auto const raw = number(name, std::uint8_t{});
        if (raw > 1) refuse(errc::out_of_range, "a bool of 0 or 1", raw, name);
        value = raw == 1;
    }
    template <class E>
        requires(std::is_enum_v<E>)
    void member(char const* name, E& value) {
        auto const raw = number(name, std::uint8_t{});
        if (!is_known<E>(raw)) refuse(errc::out_of_range, "a known enumerator", raw, name);
        value = static_cast<E>(raw);
    }
    void member(char const* name, instant& value) {
        value = instant(std::chrono::milliseconds(number(name, std::int64_t{})));
    }
    void member(char const* name, std::string& value) { text(name, value, text_size_max); }
    void member(char const* name, bytes& value) {
        if constexpr (in_words) {
            auto const digits = words(name, 2 * text_size_max);
            value.resize(digits.size() / 2);
            hex(name, digits, value);
        } else {
            value.resize(length(name, std::uint32_t{}, text_size_max));
            from_.load_binary(value.data(), value.size());
        }
    }
    void member(char const* name, digest& value) {
        if constexpr (in_words) hex(name, words(name, 64), value.bytes);
        else from_.load_binary(value.bytes.data(), value.bytes.size());
    }
    template <class Tag>
    void member(char const* name, id<Tag>& value) {
        std::array<char, id<Tag>::max_size> in_place;
        std::string_view found;
        if constexpr (in_words) {
            found = words(name, id<Tag>::max_size);
        } else {
            auto const n = length(name, std::uint8_t{}, id<Tag>::max_size);
            from_.load_binary(in_place.data(), n);
            found = {in_place.data(), n};
        }
        auto made = id<Tag>::parse(found);
        if (!made) throw refused{made.error()};
        value = *made;
    }
    void member(char const* name, currency& value) {
        std::array<char, 3> code{};
        if constexpr (in_words) {
            auto const& found = words(name, 3);
            if (found.size() == 3) std::copy(found.begin(), found.end(), code.begin());
        } else {
            from_.load_binary(code.data(), code.size());
        }
        for (char const c : code)
            if (c < 'A' || c > 'Z')
                refuse(errc::out_of_range, "three capital letters", static_cast<unsigned char>(c),
                       name);
        value = currency::of(code[0], code[1], code[2]);
    }
    void member(char const* name, role_set& value) {
        in_group(name, [&] {
            auto const n = length("count", std::uint32_t{}, role_set::max_size);
            value = {};
            for (std::size_t i = 0; i < n; ++i) {
                role one;
                member("role", one);
                value.add(one);
            }
        });
    }
    template <class T>
    void member(char const* name, std::optional<T>& value) {
        in_group(name, [&] {
            bool present = false;
            member("present", present);
            if (present) member("value", value.emplace());
            else value.reset();
        });
    }
    template <class T>
    void member(char const* name, std::vector<T>& list) {
        in_group(name, [&] { elements(list); });
    }
    template <class T, std::size_t N>
    void member(char const* name, boost::container::small_vector<T, N>& list) {
        in_group(name, [&] { elements(list); });
    }
    void member(char const* name, fact& what) {
        in_group(name, [&] {
            auto const found = number("number", std::uint8_t{});
            if (found >= 128) return own_fact(found, what);
            auto const load = loads_by_number[found];
            if (load == nullptr)
                refuse(errc::out_of_range, "the number of a fact", found, "number");
            load(*this, what);
        });
    }
    template <has_members T>
    void member(char const* name, T& value) {
        in_group(name,
                 [&] { each_member(value, [&](char const* of, auto& one) { member(of, one); }); });
        if constexpr (std::same_as<T, entry>) {
            value.how.by = value.who.id;
            value.how.on_behalf_of = value.who.on_behalf_of;
        }
    }

    void entries(char const* name, std::vector<entry>& list, std::uint64_t max) {
        in_group(name, [&] {
            auto const n = length("count", std::uint64_t{}, max);
            // A claim reserves no more than the bytes that are left could hold.
            list.reserve(std::min<std::size_t>(n, buffer_.left() / entry_size_min));
            for (std::size_t i = 0; i < n; ++i) member("entry", list.emplace_back());
        });
    }

    /// Nothing may follow but the line ends that Boost writes after words.
    void end() const {
        auto const rest = buffer_.rest();
        if (rest == (in_xml ? "\n\n" : in_words ? "\n" : "")) return;
        throw refused{mismatch(errc::malformed, "the end",
                               std::to_string(rest.size()) + " more bytes", where())};
    }

  private:
    // Four digests and the fixed fields: no entry is shorter in any form.
    static constexpr std::size_t entry_size_min = 180;

    using load_fact = void (*)(loader&, fact&);
    template <class T>
    static void load_as(loader& from, fact& what) {
        from.member(tag_of<T>.data(), what.template emplace<T>());
    }
    static constexpr auto loads_by_number = []<class... T>(std::variant<T...> const*) {
        std::array<load_fact, 128> table{};
        (
            [&] {
                if constexpr (!std::same_as<T, extended_fact>) table[T::number] = &load_as<T>;
            }(),
            ...);
        return table;
    }(static_cast<fact const*>(nullptr));

    void own_fact(std::uint8_t number, fact& what) {
        auto& own = what.template emplace<extended_fact>();
        member(tag_of<extended_fact>.data(), own);
        if (own.number != number)
            refuse(errc::malformed, "the number of the fact twice", own.number, "number");
    }

    // Boost reads a small number of a text through a larger one and cuts it: the range is ours.
    template <class Number>
    Number number(char const* name, Number) {
        if constexpr (in_words && sizeof(Number) == 1) {
            std::uint16_t wide = 0;
            plain(name, wide);
            if (wide > 255) refuse(errc::out_of_range, "a number of at most 255", wide, name);
            return static_cast<Number>(wide);
        } else {
            Number value{};
            plain(name, value);
            return value;
        }
    }
    // Every byte and every element takes a byte at least: a length beyond what is left is damage.
    template <class Number>
    std::size_t length(char const* name, Number, std::uint64_t max) {
        std::uint64_t const n = number(name, Number{});
        if (n > max) refuse(errc::too_long, "at most " + std::to_string(max), n, name);
        if (n > buffer_.left())
            refuse(errc::malformed, "a length within the bytes that are left", n, name);
        return static_cast<std::size_t>(n);
    }
    template <class List>
    void elements(List& list) {
        auto const n = length("count", std::uint32_t{}, list_size_max);
        list.clear();
        list.reserve(n);
        for (std::size_t i = 0; i < n; ++i) member("item", list.emplace_back());
    }
    void text(char const* name, std::string& value, std::size_t max) {
        if constexpr (!in_words) {
            value.resize(length(name, std::uint32_t{}, max));
            from_.load_binary(value.data(), value.size());
        } else {
            // Boost believes the length in front of a text: it is looked at before Boost sees it.
            if constexpr (!in_xml) check_length_ahead(name, max);
            plain(name, value);
            if constexpr (in_xml) {
                auto read = from_xml_text(std::move(value));
                if (!read)
                    throw refused{
                        mismatch(errc::malformed, "escapes such as \\x1f", "others", name)};
                value = std::move(*read);
            }
            if (value.size() > max)
                refuse(errc::too_long, "at most " + std::to_string(max) + " bytes", value.size(),
                       name);
        }
    }
    void check_length_ahead(char const* name, std::size_t max) const {
        auto ahead = buffer_.rest();
        ahead.remove_prefix(std::min(ahead.find_first_not_of(" \n"), ahead.size()));
        std::uint64_t n = 0;
        auto const read = std::from_chars(ahead.data(), ahead.data() + ahead.size(), n);
        if (read.ec != std::errc{})
            throw refused{
                mismatch(errc::malformed, "the length of a text", "other words", where())};
        if (n > max) refuse(errc::too_long, "at most " + std::to_string(max) + " bytes", n, name);
        // One space stands between the length and the text.
        if (n >= static_cast<std::size_t>(ahead.data() + ahead.size() - read.ptr))
            refuse(errc::malformed, "a length within the bytes that are left", n, name);
    }
    std::string const& words(char const* name, std::size_t max) {
        text(name, words_, max);
        return words_;
    }
    static void hex(char const* name, std::string_view digits, std::span<std::byte> to) {
        if (!from_hex(digits, to))
            throw refused{mismatch(errc::malformed,
                                   std::to_string(2 * to.size()) + " hexadecimal digits",
                                   std::to_string(digits.size()) + " characters", name)};
    }
    template <class T>
    void plain(char const* name, T& value) {
        if constexpr (in_xml) {
            check_tag_ahead(name);
            from_ >> boost::serialization::make_nvp(name, value);
        } else {
            from_ >> value;
        }
    }
    template <class Body>
    void in_group(char const* name, Body body) {
        if constexpr (in_xml) {
            check_tag_ahead(name);
            group<Body> grouped(body);
            from_ >> boost::serialization::make_nvp(name, grouped);
        } else {
            body();
        }
    }
    // Boost compares the closing tag, and reads past the end of the name where that is longer: its
    // check is off, and the opening tag is compared here.
    void check_tag_ahead(std::string_view name) const {
        auto ahead = buffer_.rest();
        ahead.remove_prefix(std::min(ahead.find_first_not_of(" \t\n"), ahead.size()));
        if (ahead.size() < name.size() + 2 || ahead[0] != '<' ||
            ahead.substr(1, name.size()) != name || ahead[name.size() + 1] != '>')
            throw refused{mismatch(errc::malformed, '<' + std::string(name) + '>',
                                   std::string(ahead.substr(0, ahead.find('>') + 1).substr(0, 40)),
                                   where())};
    }
    [[noreturn]] void refuse(errc code, std::string const& expected, std::uint64_t found,
                             char const* name) const {
        throw refused{mismatch(code, expected, std::to_string(found), name + (", " + where()))};
    }
    std::string where() const { return "byte " + std::to_string(buffer_.position()); }

    Archive& from_;
    bounded_buffer const& buffer_;
    std::string words_;
};

} // namespace amends::archives
