// SPDX-License-Identifier: BSL-1.0
// OpenSSL's base64, which reads leniently: what it read is written again and compared.
#include "vocabulary/base64.hpp"

#include "vocabulary/cleansing.hpp"
#include "vocabulary/foreign_text.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <utility>

namespace amends::detail {
namespace {

// OpenSSL counts with int.
constexpr std::size_t text_max = std::size_t{1} << 30;

error not_base64(std::string_view text) {
    return mismatch(errc::malformed, "base64", quoted(text));
}

} // namespace

std::string to_base64(byte_view some) {
    std::string text((some.size() + 2) / 3 * 4 + 1, '\0'); // with room for a final zero
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                      reinterpret_cast<unsigned char const*>(some.data()),
                                      static_cast<int>(some.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<bytes> read_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.size() > text_max) return std::nullopt;
    bytes some(text.size() / 4 * 3);
    cleansed const over(some);
    auto const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(some.data()),
                                      reinterpret_cast<unsigned char const*>(text.data()),
                                      static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    auto const padding = text.ends_with("==") ? 2u : text.ends_with("=") ? 1u : 0u;
    some.resize(std::max<std::size_t>(static_cast<std::size_t>(size), padding) - padding);
    auto again = to_base64(some);
    cleansed const written(again);
    if (again != text) return std::nullopt;
    return std::optional<bytes>(std::move(some));
}

result<bytes> from_base64(std::string_view text) {
    auto some = read_base64(text);
    if (!some) return not_base64(text);
    return std::move(*some);
}

result<digest> digest_from_base64(std::string_view text) {
    auto const some = text.size() == 44 ? from_base64(text) : not_base64(text);
    digest read;
    if (!some || some->size() != read.bytes.size())
        return mismatch(errc::malformed, "32 bytes in base64", quoted(text));
    std::copy(some->begin(), some->end(), read.bytes.begin());
    return read;
}

} // namespace amends::detail
