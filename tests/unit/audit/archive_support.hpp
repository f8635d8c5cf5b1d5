// SPDX-License-Identifier: BSL-1.0
// What the tests of archives share: forms, and frames made sound again after a change.
#pragma once

#include "audit/archive_frame.hpp"

#include <amends/vocabulary/print.hpp>

namespace amends::testing {

inline constexpr archive_form all_forms[] = {archive_form::binary, archive_form::text,
                                             archive_form::xml};

/// Puts the digest right again, as somebody would who can compute SHA-256.
inline bytes resealed(bytes archive) {
    canonical::put(archive.data() + 9, sha256_of(byte_view(archive).subspan(41)));
    return archive;
}

/// The archive with another body, in a sound frame.
inline bytes with_body(bytes archive, byte_view body) {
    archive.resize(archives::frame_size);
    archive.insert(archive.end(), body.begin(), body.end());
    canonical::put(archive.data() + 48, std::uint64_t{body.size()});
    return resealed(std::move(archive));
}

inline bytes body_of(bytes const& archive) {
    return bytes(archive.begin() + archives::frame_size, archive.end());
}

inline std::string text_of(bytes const& some) {
    return std::string(reinterpret_cast<char const*>(some.data()), some.size());
}
inline bytes bytes_of(std::string const& text) {
    auto const* const begin = reinterpret_cast<std::byte const*>(text.data());
    return bytes(begin, begin + text.size());
}

/// `archive` with `from` replaced once in its body, in a sound frame.
inline bytes with_replaced(bytes const& archive, std::string const& from, std::string const& to) {
    auto body = text_of(body_of(archive));
    auto const at = body.find(from);
    if (at == body.npos) return {};
    body.replace(at, from.size(), to);
    return with_body(archive, bytes_of(body));
}

} // namespace amends::testing
