// SPDX-License-Identifier: BSL-1.0
// Identifiers that cannot be mixed: short texts of at most 39 bytes, stored in place.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iosfwd>
#include <string>
#include <string_view>

namespace amends {

namespace detail {

/// Copies at most 39 bytes in pieces of fixed size, which may overlap, instead of calling out.
inline void copy_name(char* to, char const* from, std::size_t n) noexcept {
    if (n >= 16) {
        std::memcpy(to, from, 16);
        if (n > 32) std::memcpy(to + 16, from + 16, 16);
        std::memcpy(to + n - 16, from + n - 16, 16);
    } else if (n >= 8) {
        std::memcpy(to, from, 8);
        std::memcpy(to + n - 8, from + n - 8, 8);
    } else if (n >= 4) {
        std::memcpy(to, from, 4);
        std::memcpy(to + n - 4, from + n - 4, 4);
    } else if (n != 0) {
        to[0] = from[0];
        to[n / 2] = from[n / 2];
        to[n - 1] = from[n - 1];
    }
}

/// A high bit where a byte is below 0x20 or 0x7f: a byte borrows only where it is smaller.
constexpr std::uint64_t controls_in(std::uint64_t word) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101u, high = each * 0x80;
    auto const from_delete = word ^ each * 0x7f;
    return ((word - each * 0x20) & ~word & high) | ((from_delete - each) & ~from_delete & high);
}

} // namespace detail

/// Whether a text has no control character. Cost: a word at a time.
inline bool is_printable(std::string_view text) noexcept {
    std::uint64_t word = 0x2020202020202020u;
    auto const* const at = text.data();
    auto const size = text.size();
    if (size < 8) {
        detail::copy_name(reinterpret_cast<char*>(&word), at, size);
        return detail::controls_in(word) == 0;
    }
    std::uint64_t found = 0;
    for (std::size_t i = 0; i + 8 < size; i += 8) {
        std::memcpy(&word, at + i, 8);
        found |= detail::controls_in(word);
    }
    std::memcpy(&word, at + size - 8, 8); // the last word may overlap the one before
    return (found | detail::controls_in(word)) == 0;
}

/// A name given by the embedding product: a case number, a UUID, a staff id. Different tags do not
/// convert into each other. Trivially copyable, 40 bytes, never allocates.
template <class Tag>
class id {
  public:
    /// Longest id in bytes: a UUID has 36.
    static constexpr std::size_t max_size = 39;

    constexpr id() = default;

    /// An id from a literal; a literal that is too long does not compile.
    template <std::size_t N>
        requires(N <= max_size + 1)
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is the id's own notation
    constexpr id(char const (&literal)[N]) : size_(static_cast<std::uint8_t>(N - 1)) {
        for (std::size_t i = 0; i + 1 < N; ++i) bytes_[i] = literal[i];
    }

    /// An id from text of any origin. Errors: `too_long`; `malformed` on control characters.
    static result<id> parse(std::string_view text) {
        if (text.size() > max_size)
            return mismatch(errc::too_long, "an id of at most 39 bytes",
                            std::to_string(text.size()) + " bytes", text.substr(0, 24));
        if (!is_printable(text)) {
            std::size_t at = 0;
            while (is_printable(text.substr(at, 1))) ++at;
            return mismatch(errc::malformed, "an id of printable characters",
                            "a control character at byte " + std::to_string(at));
        }
        return trusted(text);
    }

    /// An id from text that is known to be one, such as a name in the program; cut after the last
    /// letter (of UTF-8) that ends within 39 bytes.
    static id trusted(std::string_view text) noexcept {
        auto size = text.size();
        if (size > max_size) {
            size = max_size;
            while (size != 0 && (static_cast<unsigned char>(text[size]) & 0xc0u) == 0x80u) --size;
        }
        id made;
        made.size_ = static_cast<std::uint8_t>(size);
        detail::copy_name(made.bytes_.data(), text.data(), size);
        return made;
    }

    constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    std::string str() const { return std::string(view()); }
    constexpr bool empty() const noexcept { return size_ == 0; }

    friend bool operator==(id const& a, id const& b) noexcept {
        auto const x = a.words(), y = b.words();
        return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3]) | (x[4] ^ y[4])) == 0;
    }
    friend std::strong_ordering operator<=>(id const& a, id const& b) noexcept {
        return a.view() <=> b.view();
    }

    /// For unordered containers; mixes all 40 bytes.
    friend std::size_t hash_value(id const& a) noexcept {
        std::uint64_t h = 0x9e3779b97f4a7c15u;
        for (auto w : a.words()) {
            h = (h ^ w) * 0xff51afd7ed558ccdu;
            h ^= h >> 32;
        }
        return static_cast<std::size_t>(h);
    }

    /// The 40 bytes in five words: compared and mixed faster than one by one.
    std::array<std::uint64_t, 5> words() const noexcept {
        return std::bit_cast<std::array<std::uint64_t, 5>>(*this);
    }

  private:
    std::array<char, max_size> bytes_{};
    std::uint8_t size_ = 0;
};

template <class Tag>
std::ostream& operator<<(std::ostream& out, id<Tag> const& i) {
    return out << i.view();
}

using case_id = id<struct case_tag>;       ///< One case, from report to close.
using command_id = id<struct command_tag>; ///< The caller's id of one command; makes retries safe.
using actor_id = id<struct actor_tag>;     ///< A person or service that acts.
using customer_id = id<struct customer_tag>; ///< Whose problem it is.
using role = id<struct role_tag>;            ///< A role of the organisation: `agent`, `team_lead`.
using delegation_id = id<struct delegation_tag>;
using rule_name = id<struct rule_tag>; ///< A policy's rule: `limits.agent.refund`.

} // namespace amends

template <class Tag>
struct std::hash<amends::id<Tag>> {
    std::size_t operator()(amends::id<Tag> const& i) const noexcept { return hash_value(i); }
};
