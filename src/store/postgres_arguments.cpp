// SPDX-License-Identifier: BSL-1.0
// Numbers, bytes and arrays in binary form, and memory that is overwritten where it held secrets.
#include "store/postgres_arguments.hpp"

#include "vocabulary/cleansing.hpp"

#include <boost/endian/conversion.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace amends::postgres {

void arguments::forget_secrets() noexcept {
    // Whatever lies behind the end was there before the secrets were.
    if (std::exchange(has_secrets_, false)) detail::cleanse(std::span(content_));
}

arguments& arguments::clear() {
    forget_secrets();
    content_.clear();
    places_.clear();
    left_in_array_ = 0;
    return *this;
}

void arguments::put(void const* from, std::size_t size) {
    auto const* const begins = static_cast<std::byte const*>(from);
    if (has_secrets_ && content_.capacity() - content_.size() < size) {
        // By itself it would leave what it held behind where it was.
        bytes roomier;
        roomier.reserve(2 * (content_.size() + size));
        roomier.assign(content_.begin(), content_.end());
        detail::cleanse(std::span(content_));
        content_ = std::move(roomier);
    }
    content_.insert(content_.end(), begins, begins + size);
}

/// Makes room for a value: an argument of its own, or an element with its length before it.
void arguments::begin(std::size_t size, bool nothing) {
    if (left_in_array_ == 0) {
        places_.push_back({content_.size(), static_cast<int>(size), nothing});
        return;
    }
    --left_in_array_;
    auto const length =
        boost::endian::native_to_big(nothing ? std::int32_t{-1} : static_cast<std::int32_t>(size));
    put(&length, sizeof length);
    places_.back().size += static_cast<int>(sizeof length + size);
}

arguments& arguments::add(std::uint64_t number) {
    constexpr auto end = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add_bits(std::min(number, end));
}

arguments& arguments::add_bits(std::uint64_t all_bits) {
    begin(sizeof all_bits);
    auto const big = boost::endian::native_to_big(all_bits);
    put(&big, sizeof big);
    return *this;
}

arguments& arguments::add(byte_view some) {
    begin(some.size());
    put(some.data(), some.size());
    return *this;
}

arguments& arguments::add_secret(byte_view some) {
    has_secrets_ = true;
    return add(some);
}

arguments& arguments::add_nothing() {
    begin(0, true);
    return *this;
}

arguments& arguments::add_array(std::uint32_t type, std::size_t count) {
    // FORMAT: dimensions, whether elements may be missing, their type; of each dimension its length
    // and its first index. An empty array has no dimension.
    std::array<std::uint32_t, 5> const head{count == 0 ? 0u : 1u, 1, type,
                                            static_cast<std::uint32_t>(count), 1};
    auto const words = count == 0 ? std::size_t{3} : head.size();
    begin(words * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < words; ++i) {
        auto const big = boost::endian::native_to_big(head[i]);
        put(&big, sizeof big);
    }
    left_in_array_ = count;
    return *this;
}

} // namespace amends::postgres
