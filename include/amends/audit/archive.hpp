// SPDX-License-Identifier: BSL-1.0
// Archives: a trail or a case file in one framed block of bytes, to keep, send and receive.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/casefile/case_file.hpp>

#include <cstdint>
#include <vector>

namespace amends {

/// How the body of an archive is written. All three are archives of Boost.Serialization.
enum class archive_form : std::uint8_t {
    binary = 1, ///< smallest and fastest; little-endian hosts only
    text = 2,   ///< numbers and words; reads the same on every host
    xml = 3,    ///< one well-formed element, for people and foreign tools
};
BOOST_DESCRIBE_ENUM(archive_form, binary, text, xml)

/// What a reader accepts. Longer is refused before anything is allocated for it.
struct archive_limits {
    std::uint64_t bytes_max = std::uint64_t{256} << 20;
    std::uint64_t entries_max = std::uint64_t{1} << 20;
};

/// The trail as an archive: a frame with its length and SHA-256, then the body.
/// Errors: `too_long` beyond the default limits, or when a text or list is beyond its bound.
/// Cost: about 0.5 us an entry in binary form.
result<bytes> to_archive(std::vector<entry> const& trail, archive_form form);

/// The case file as an archive.
result<bytes> to_archive(case_file const& file, archive_form form);

/// The trail in an archive of any form, with the hashes and log indexes it was written with; whether
/// they hold is for `trail_verifier` to say.
/// Errors: `malformed`, `too_long`, `out_of_range`; `unsupported_version` when a newer amends or a
/// newer Boost wrote it. Guarantees: nothing of the body is read before its length and its SHA-256
/// are as the frame says; bytes after the archive are refused.
result<std::vector<entry>> trail_from_archive(byte_view from, archive_limits limits = {});

/// The case file in an archive of any form; errors and guarantees as for a trail.
result<case_file> case_file_from_archive(byte_view from, archive_limits limits = {});

} // namespace amends
