// SPDX-License-Identifier: BSL-1.0
// The root over a range of entries that is itself a subtree of some tree.
#pragma once

#include <amends/audit/tree.hpp>

namespace amends::detail {

// MTH(D[begin:end]) of RFC 6962. Requires: begin < end, and the range is one that its recursion
// reaches, so that `begin` is a multiple of the largest perfect subtree within.
result<digest> root_of_range(std::uint64_t begin, std::uint64_t end, hash_source const& hashes);

} // namespace amends::detail
