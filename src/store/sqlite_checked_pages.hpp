// SPDX-License-Identifier: BSL-1.0
// A checksum at the end of every page of a store's file: damage is an error and never another answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace amends::sqlite {

/// FORMAT: the last 8 bytes of a page, which SQLite leaves to whoever asks for them, hold the
/// checksum of the page's number and of everything before them. Byte 20 of the file says that they
/// are there; a file of an earlier amends has none, and its pages are not checked. Eight zeroes are no
/// checksum: another program drained the page from the write-ahead log, and it is not checked
/// until it is written by us again.
inline constexpr std::size_t page_check_size = 8;

/// The checksum of a page, from its number (the first is 1) and its bytes but the last 8; never 0. A
/// change of any one byte changes it, but of what SQLite counts in page 1: bytes 24 to 27, 40 to 43 and
/// 92 to 99, which its backup changes in the copy. Requires: a multiple of 8 bytes.
std::uint64_t check_of_page(std::uint64_t number, std::span<std::byte const> content) noexcept;

/// The name of the disk, as SQLite calls it, through which a store's file is read and written. It is
/// known to SQLite from the first call on, beside whichever is the default, and uses that one.
///
/// The main file alone is checked: frames of the write-ahead log carry checksums of SQLite's own. A
/// page that does not hold what its checksum says is read as SQLITE_IOERR_DATA. In memory, and so in
/// the write-ahead log, zeroes stand in the place of checksums.
char const* disk_with_checked_pages();

} // namespace amends::sqlite
