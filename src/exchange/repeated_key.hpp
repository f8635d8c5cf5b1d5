// SPDX-License-Identifier: BSL-1.0
// A key that stands twice in one JSON object, of which Boost.JSON would keep the last.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amends::detail {

// The first such key of sound JSON, at any depth.
std::optional<std::string> repeated_key(std::string_view json);

} // namespace amends::detail
