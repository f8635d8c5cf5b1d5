// SPDX-License-Identifier: BSL-1.0
// Chance that can be repeated: small numbers that follow from a seed alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace amends::simulation {

/// SplitMix64: the same on every machine, and a fresh one costs nothing, so that every step of a
/// world has dice of its own and stays as it was when others are left out.
class dice {
  public:
    explicit dice(std::uint64_t seed) : state_(seed) {}
    /// The dice of one step.
    dice(std::uint64_t seed, std::uint64_t step)
        : state_(dice(seed * 0x9e3779b97f4a7c15u + step).next()) {}

    std::uint64_t next() {
        auto z = state_ += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }
    /// From 0 to below `n`.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    /// 0: never.
    bool once_in(std::size_t n) { return n != 0 && below(n) == 0; }
    template <class List>
    auto const& one_of(List const& list) {
        return list[below(std::size(list))];
    }

  private:
    std::uint64_t state_;
};

} // namespace amends::simulation
