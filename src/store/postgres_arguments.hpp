// SPDX-License-Identifier: BSL-1.0
// The arguments of a statement as a server reads them, and no secret that stays behind.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace amends::postgres {

/// Arguments of a statement in PostgreSQL's binary form, from left to right. Keeps its memory from
/// use to use, and overwrites it where it held secrets.
class arguments {
  public:
    arguments() = default;
    arguments(arguments const&) = delete;
    arguments& operator=(arguments const&) = delete;
    ~arguments() { forget_secrets(); }

    arguments& clear();
    arguments& add(std::uint64_t number); ///< beyond a signed number is as good as its end
    arguments& add_bits(std::uint64_t all_bits);
    arguments& add(byte_view some);
    arguments& add(std::string_view text) { return add(std::as_bytes(std::span(text))); }
    arguments& add(digest const& d) { return add(byte_view(d.bytes)); }
    arguments& add_secret(byte_view some);
    arguments& add_nothing();
    /// The next `count` additions are the elements of one array.
    arguments& add_numbers(std::size_t count) { return add_array(int8_type, count); }
    arguments& add_blobs(std::size_t count) { return add_array(bytea_type, count); }

  private:
    friend class connection;
    // FORMAT: the server's own numbers of its types; they never change.
    static constexpr std::uint32_t int8_type = 20, bytea_type = 17;

    struct place {
        std::size_t begins = 0;
        int size = 0;
        bool nothing = false;
    };
    arguments& add_array(std::uint32_t type, std::size_t count);
    void forget_secrets() noexcept;
    void put(void const* from, std::size_t size);
    void begin(std::size_t size, bool nothing = false);

    bytes content_;
    std::vector<place> places_;
    std::size_t left_in_array_ = 0;
    bool has_secrets_ = false;
};

} // namespace amends::postgres
