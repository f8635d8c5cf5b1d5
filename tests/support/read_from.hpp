// SPDX-License-Identifier: BSL-1.0
// A store that knows how far back somebody read a case.
#pragma once

#include "support/passing_on.hpp"

#include <algorithm>

namespace amends::testing {

class knowing_read_from final : public passing_on {
  public:
    using passing_on::passing_on;

    std::uint64_t least = ~std::uint64_t{0}; ///< the first entry that was asked for
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        least = std::min(least, from);
        return real.read(on, from, to, visit);
    }
};

} // namespace amends::testing
