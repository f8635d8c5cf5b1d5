// SPDX-License-Identifier: BSL-1.0
// Catch2 under one name, whether it is 2.13 (one header) or 3.x (a library). Tests are written in
// the words of version 3, with Catch::Matchers::ContainsSubstring, and with Catch::Approx.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

#include <string>

namespace Catch {
using Detail::Approx;

namespace Matchers {
inline auto ContainsSubstring(std::string const& text) { return Contains(text); }
} // namespace Matchers
} // namespace Catch
#endif
