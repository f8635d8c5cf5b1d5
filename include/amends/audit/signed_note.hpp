// SPDX-License-Identifier: BSL-1.0
// A signed note: a text that people can read, with signatures under it.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amends {

/// Bounds of what is read; longer is refused before anything is allocated for it.
inline constexpr std::size_t note_size_max = std::size_t{1} << 20;
inline constexpr std::size_t note_signatures_max = 100;

/// One signature under a note. Name and key hash say whose it may be; only checking it shows it.
struct note_signature {
    std::string name{}; ///< of the key
    std::uint32_t key_hash = 0;
    bytes signature{};

    friend bool operator==(note_signature const&, note_signature const&) = default;
};

/// A note. Nothing of its text is to be believed before a signature was checked (signing_key.hpp).
/// Source: C2SP signed-note v1.0.0.
struct signed_note {
    std::string text{}; ///< UTF-8 without control characters but line feeds; ends in one
    std::vector<note_signature> signatures{};

    friend bool operator==(signed_note const&, signed_note const&) = default;
};

/// The note as it is kept and sent: text, an empty line, a line for each signature.
std::string to_text(signed_note const& note);

/// One signature line without its line feed: em dash, name, base64 of key hash and signature.
std::string to_text(note_signature const& line);

/// Reads a note; `to_text` of it is the same text again. Unknown signatures are kept as they are.
/// Errors: `malformed`; `too_long` beyond the bounds.
result<signed_note> parse_note(std::string_view text);

/// Reads signature lines alone, as a witness answers them. Errors: as of a note.
result<std::vector<note_signature>> parse_signatures(std::string_view lines);

/// Whether a text can name a key: not empty, UTF-8, no space of any script, no control character,
/// no plus sign, at most 255 bytes.
bool is_key_name(std::string_view text) noexcept;

} // namespace amends
