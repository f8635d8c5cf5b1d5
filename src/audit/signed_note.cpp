// SPDX-License-Identifier: BSL-1.0
// FORMAT: C2SP signed-note v1.0.0.
#include <amends/audit/signed_note.hpp>

#include "audit/lines.hpp"
#include "vocabulary/base64.hpp"
#include "vocabulary/foreign_text.hpp"

#include <algorithm>
#include <array>

namespace amends {
namespace {

constexpr std::string_view em_dash = "\xe2\x80\x94 ";
constexpr std::size_t key_name_size_max = 255; // C2SP: what a cosigned message can hold

/// The characters that Unicode 15 calls white space, beyond the control characters.
constexpr std::array<std::string_view, 20> spaces = {" ",
                                                     "\xc2\x85",
                                                     "\xc2\xa0",
                                                     "\xe1\x9a\x80",
                                                     "\xe2\x80\x80",
                                                     "\xe2\x80\x81",
                                                     "\xe2\x80\x82",
                                                     "\xe2\x80\x83",
                                                     "\xe2\x80\x84",
                                                     "\xe2\x80\x85",
                                                     "\xe2\x80\x86",
                                                     "\xe2\x80\x87",
                                                     "\xe2\x80\x88",
                                                     "\xe2\x80\x89",
                                                     "\xe2\x80\x8a",
                                                     "\xe2\x80\xa8",
                                                     "\xe2\x80\xa9",
                                                     "\xe2\x80\xaf",
                                                     "\xe2\x81\x9f",
                                                     "\xe3\x80\x80"};

result<void> check_characters(std::string_view text) {
    if (text.size() > note_size_max)
        return mismatch(errc::too_long, "a note of at most 1048576 bytes",
                        std::to_string(text.size()));
    if (auto const bad = detail::first_not_utf8(text); bad != text.npos)
        return mismatch(errc::malformed, "UTF-8", "another byte at " + std::to_string(bad));
    auto const control = std::find_if(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n';
    });
    if (control != text.end())
        return mismatch(errc::malformed, "a note without control characters",
                        "one at byte " + std::to_string(control - text.begin()));
    return {};
}

result<note_signature> parse_signature(std::string_view line) {
    auto const bad = [&] {
        return mismatch(errc::malformed, "a signature line", detail::quoted(line));
    };
    if (!line.starts_with(em_dash)) return bad();
    auto const name_and_rest = line.substr(em_dash.size());
    auto const end = name_and_rest.find(' ');
    if (end == name_and_rest.npos) return bad();
    auto const name = name_and_rest.substr(0, end);
    auto const content = detail::from_base64(name_and_rest.substr(end + 1));
    // The key's hash, and a byte of signature at least.
    if (!is_key_name(name) || !content || content->size() < 5) return bad();
    note_signature read{.name = std::string(name)};
    for (std::size_t i = 0; i < 4; ++i)
        read.key_hash = read.key_hash << 8 | std::to_integer<std::uint32_t>((*content)[i]);
    read.signature.assign(content->begin() + 4, content->end());
    return read;
}

result<std::vector<note_signature>> read_signatures(std::string_view lines) {
    std::vector<note_signature> all;
    for (detail::line_reader in(lines); !in.at_end();) {
        if (all.size() == note_signatures_max)
            return mismatch(errc::too_long, "at most 100 signatures", "more");
        auto const line = in.next();
        if (!line) return line.error();
        auto signature = parse_signature(*line);
        if (!signature) return signature.error();
        all.push_back(std::move(*signature));
    }
    return all;
}

} // namespace

bool is_key_name(std::string_view text) noexcept {
    return !text.empty() && text.size() <= key_name_size_max && is_printable(text) &&
           text.find('+') == text.npos && detail::first_not_utf8(text) == text.npos &&
           std::none_of(spaces.begin(), spaces.end(),
                        [&](auto space) { return text.find(space) != text.npos; });
}

std::string to_text(note_signature const& line) {
    bytes content;
    for (auto shift : {24, 16, 8, 0})
        content.push_back(static_cast<std::byte>(line.key_hash >> shift));
    content.insert(content.end(), line.signature.begin(), line.signature.end());
    std::string text(em_dash);
    text += line.name;
    text += ' ';
    text += detail::to_base64(content);
    return text;
}

std::string to_text(signed_note const& note) {
    auto text = note.text + '\n';
    for (auto const& one : note.signatures) text += to_text(one) + '\n';
    return text;
}

result<signed_note> parse_note(std::string_view text) {
    if (auto fine = check_characters(text); !fine) return fine.error();
    // The text may hold empty lines; the last one ends it.
    auto const gap = text.rfind("\n\n");
    if (gap == text.npos)
        return mismatch(errc::malformed, "a text, an empty line and signatures",
                        detail::quoted(text));
    auto signatures = read_signatures(text.substr(gap + 2));
    if (!signatures) return signatures.error();
    if (signatures->empty())
        return mismatch(errc::malformed, "a signature after the empty line", "the end");
    return signed_note{std::string(text.substr(0, gap + 1)), std::move(*signatures)};
}

result<std::vector<note_signature>> parse_signatures(std::string_view lines) {
    if (auto fine = check_characters(lines); !fine) return fine.error();
    return read_signatures(lines);
}

} // namespace amends
