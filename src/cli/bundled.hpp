// SPDX-License-Identifier: BSL-1.0
// Documents that the command carries inside it, so that a first try needs no other file.
#pragma once

#include <span>
#include <string_view>

namespace amends::cli {

struct bundled_document {
    std::string_view path; // where the source tree keeps it
    std::string_view text;
};

// Mappings of the logs that the documentation uses.
std::span<bundled_document const> bundled_mappings();

// The authority document for a first try.
bundled_document const& bundled_policy();

} // namespace amends::cli
