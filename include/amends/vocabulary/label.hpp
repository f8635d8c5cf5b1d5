// SPDX-License-Identifier: BSL-1.0
// A label: a text that names a kind of thing and nobody.
#pragma once

#include <string>

namespace amends {

/// A text that names a kind of thing and never a person: a category, a channel, an option. Labels stay
/// readable in every entry, to be counted, compared and judged by. Every other text of a command or
/// fact counts as personal: it is sealed where a desk has keys, and reads as empty once it was erased.
struct label : std::string {
    using std::string::operator=;
    using std::string::string;
    label() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): text is what it is made of
    label(std::string text) noexcept : std::string(std::move(text)) {}
};

} // namespace amends
