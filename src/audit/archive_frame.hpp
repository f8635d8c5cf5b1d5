// SPDX-License-Identifier: BSL-1.0
// The frame before an archive's body: what it is, how long it is, and its SHA-256.
#pragma once

#include <amends/audit/archive.hpp>

namespace amends::archives {

// FORMAT: docs/format.md, "Archives". Everything after the digest is covered by it; what stands
// before it has one right value.
//   0  "AMENDS\r\n"          the line end shows a transfer that changed line ends
//   8  u8  frame version, 1
//   9  32  SHA-256 of everything from byte 41
//  41  u8  kind
//  42  u8  form
//  43  u8  version of the content
//  44  u32 BOOST_ARCHIVE_VERSION of the writer
//  48  u64 length of the body
//  56      body
inline constexpr std::size_t frame_size = 56;
inline constexpr std::uint8_t frame_version = 1;
inline constexpr std::uint8_t content_version = 1;

enum class kind : std::uint8_t { trail = 1, case_file = 2 };
BOOST_DESCRIBE_ENUM(kind, trail, case_file)

/// What a frame that was found sound says of its body.
struct framed {
    archive_form form{};
    byte_view body;
};

/// Fills in the first 56 bytes, which the writer left free before the body.
void seal(bytes& archive, kind what, archive_form form);

/// Checks everything that can be checked before an archive is opened.
result<framed> open_frame(byte_view archive, kind wanted, archive_limits const& limits);

} // namespace amends::archives
