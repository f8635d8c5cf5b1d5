// SPDX-License-Identifier: BSL-1.0
// Secrets pass through buffers: these are overwritten once they have, however that ends.
#pragma once

#include <openssl/crypto.h>

#include <iterator>

namespace amends::detail {

// Overwrites all that a buffer holds or has room for, of a span what it shows; compilers leave this
// write in. A text or a vector is empty afterwards.
template <class Buffer>
void cleanse(Buffer&& held) noexcept {
    // What was there before it became shorter lies behind its end.
    if constexpr (requires { held.capacity(); }) held.resize(held.capacity());
    OPENSSL_cleanse(std::data(held), std::size(held) * sizeof *std::data(held));
    if constexpr (requires { held.clear(); }) held.clear();
}

// Overwrites a buffer when its scope ends, also by an early return or an exception. One that grows
// meanwhile leaves copies behind that are not reached: it needs all its room first. One that was
// moved into what is returned has nothing left to overwrite.
template <class Buffer>
class [[nodiscard]] cleansed {
  public:
    explicit cleansed(Buffer& held) noexcept : held_(held) {}
    cleansed(cleansed const&) = delete;
    cleansed& operator=(cleansed const&) = delete;
    ~cleansed() { cleanse(held_); }

  private:
    Buffer& held_;
};

} // namespace amends::detail
