// SPDX-License-Identifier: BSL-1.0
// Commands and facts as canonical bytes: number, version, length, content.
#pragma once

#include <amends/casefile/fact.hpp>
#include <amends/vocabulary/reader.hpp>

namespace amends::canonical {

// FORMAT: u8 number, u8 version (1), u32 length, then the members in their described order; an
// integrator's own (number from 128) has its name before its content and its texts behind it.

std::size_t size(command_content const& what) noexcept;
std::byte* put(std::byte* to, command_content const& what) noexcept;
void get(reader& from, command_content& what);

std::size_t size(fact const& what) noexcept;
std::byte* put(std::byte* to, fact const& what) noexcept;
void get(reader& from, fact& what);
void get(reader& from, passed<fact>);

// A fact whose texts are kept apart: written without them, then read back and filled from there.

std::size_t size_without_texts(fact const& what) noexcept;
std::byte* put_without_texts(std::byte* to, fact const& what) noexcept;
void append_texts(bytes& to, fact const& what);
void get_texts(reader& from, fact& what);

/// Whether what is written now can be read back: texts, lists and the whole within their bounds,
/// enumerators known. Errors: `too_long`, `out_of_range`, `malformed`, naming the member.
result<void> check_bounds(command_content const& what);

/// The same for a fact.
result<void> check_bounds(fact const& what);

/// Appends the canonical bytes of a command's content.
void append(bytes& to, command_content const& what);

} // namespace amends::canonical
