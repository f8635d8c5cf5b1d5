// SPDX-License-Identifier: BSL-1.0
// Whether every case hangs together and ends where it should, without a list of the cases.
#pragma once

#include "exchange/random.hpp"

#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/id.hpp>

namespace amends::detail {

// The sum of those entries that no entry continues. An entry names the one before it in its case by
// its hash, so that of a case that hangs together only the last one is left: what the heads of all cases
// come to by themselves. Sums that are the same are of the same entries, unless somebody made up hashes
// for it: a checkpoint tells then, as it tells when a whole log was rewritten.
class loose_ends {
  public:
    void add(case_id const& on, std::uint64_t sequence, digest const& hash) noexcept {
        each_part(on, sequence, hash, [](std::uint64_t& sum, std::uint64_t part) { sum += part; });
    }
    void take_away(case_id const& on, std::uint64_t sequence, digest const& hash) noexcept {
        each_part(on, sequence, hash, [](std::uint64_t& sum, std::uint64_t part) { sum -= part; });
    }

    friend bool operator==(loose_ends const&, loose_ends const&) = default;

  private:
    // Case and sequence go into each part: two cases that name each other's entries are no chains.
    template <class Change>
    void each_part(case_id const& on, std::uint64_t sequence, digest const& hash,
                   Change change) noexcept {
        auto const place = splitmix(hash_value(on)).split(sequence).next();
        auto const words = std::bit_cast<std::array<std::uint64_t, 4>>(hash.bytes);
        for (std::size_t i = 0; i < words.size(); ++i)
            change(sums_[i], splitmix(place ^ words[i]).next());
    }

    std::array<std::uint64_t, 4> sums_{};
};

} // namespace amends::detail
