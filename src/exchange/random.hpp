// SPDX-License-Identifier: BSL-1.0
// A random generator that can be split, the same everywhere: the standard's distributions differ.
#pragma once

#include <cstdint>
#include <iterator>

namespace amends::detail {

// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
class splitmix {
  public:
    explicit constexpr splitmix(std::uint64_t seed) : state_(seed) {}

    // A generator of its own for this key, whatever was drawn from this one.
    constexpr splitmix split(std::uint64_t key) const {
        return splitmix(mixed(state_ ^ mixed(key + gamma)));
    }

    constexpr std::uint64_t next() { return mixed(state_ += gamma); }

    // From 0 to `bound - 1`, for bounds below 2^32; the bias is below 2^-32.
    constexpr std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
    }
    constexpr std::uint32_t between(std::uint32_t low, std::uint32_t high) {
        return low + below(high - low + 1);
    }
    constexpr bool percent(std::uint32_t chance) { return below(100) < chance; }

    template <class List>
    auto const& one_of(List const& list) {
        return *(std::begin(list) + below(static_cast<std::uint32_t>(std::size(list))));
    }

  private:
    static constexpr std::uint64_t gamma = 0x9e3779b97f4a7c15;

    static constexpr std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

} // namespace amends::detail
