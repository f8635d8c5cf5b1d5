// SPDX-License-Identifier: BSL-1.0
// Identifiers that cannot be mixed: short texts of at most 39 bytes, stored in place.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iosfwd>
#include <string>
#include <string_view>

namespace amends {

/// Whether a text has no control character. Cost: a word at a time.
inline bool is_printable(std::string_view text) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101u, high = each * 0x80;
    // A high bit where a byte is below 0x20 or 0x7f: a byte borrows only where it is smaller.
    auto const controls = [](std::uint64_t word) {
        auto const from_delete = word ^ each * 0x7f;
        return ((word - each * 0x20) & ~word & high) | ((from_delete - each) & ~from_delete & high);
    };
    std::uint64_t found = 0;
    auto const* at = text.data();
    auto left = text.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        found |= controls(word);
    }
    std::uint64_t word = each * ' ';
    if (left != 0) std::memcpy(&word, at, left);
    return (found | controls(word)) == 0;
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

    /// An id from text that is known to be one, such as a name in the program; cut at 39 bytes.
    static id trusted(std::string_view text) noexcept {
        id made;
        made.size_ = static_cast<std::uint8_t>(text.size() < max_size ? text.size() : max_size);
        if (made.size_ != 0) std::memcpy(made.bytes_.data(), text.data(), made.size_);
        return made;
    }

    constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    std::string str() const { return std::string(view()); }
    constexpr bool empty() const noexcept { return size_ == 0; }

    friend bool operator==(id const& a, id const& b) noexcept {
        return std::memcmp(&a, &b, sizeof a) == 0;
    }
    friend std::strong_ordering operator<=>(id const& a, id const& b) noexcept {
        return a.view() <=> b.view();
    }

    /// For unordered containers; mixes all 40 bytes.
    friend std::size_t hash_value(id const& a) noexcept {
        std::uint64_t word[5];
        static_assert(sizeof word == sizeof a);
        std::memcpy(word, &a, sizeof a);
        std::uint64_t h = 0x9e3779b97f4a7c15u;
        for (auto w : word) {
            h = (h ^ w) * 0xff51afd7ed558ccdu;
            h ^= h >> 32;
        }
        return static_cast<std::size_t>(h);
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
