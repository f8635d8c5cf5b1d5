// SPDX-License-Identifier: BSL-1.0
// The stream buffers below an archive: one grows while it is written, one ends where its bytes end.
#pragma once

#include <amends/vocabulary/bytes.hpp>

#include <algorithm>
#include <cstring>
#include <streambuf>
#include <string_view>

namespace amends::archives {

// A standard string stream costs twice as much, and copies once more at the end.
class growing_buffer final : public std::streambuf {
  public:
    /// `head` bytes are left free before what is written, for a frame.
    explicit growing_buffer(std::size_t head) : kept_(head + 4096) { write_from(head); }

    std::size_t size() const noexcept {
        return static_cast<std::size_t>(pptr() - reinterpret_cast<char const*>(kept_.data()));
    }
    bytes take() {
        kept_.resize(size());
        return std::move(kept_);
    }

  protected:
    std::streamsize xsputn(char const* from, std::streamsize n) override {
        if (n <= 0) return 0; // nothing may stand at no address
        if (epptr() - pptr() < n) grow(static_cast<std::size_t>(n));
        std::memcpy(pptr(), from, static_cast<std::size_t>(n));
        setp(pptr() + n, epptr());
        return n;
    }
    int_type overflow(int_type c) override {
        if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
        grow(1);
        return sputc(traits_type::to_char_type(c));
    }

  private:
    void grow(std::size_t by) {
        auto const used = size();
        kept_.resize(std::max(2 * kept_.size(), used + by));
        write_from(used);
    }
    void write_from(std::size_t used) noexcept {
        auto* const begin = reinterpret_cast<char*>(kept_.data());
        setp(begin + used, begin + kept_.size());
    }

    bytes kept_;
};

class bounded_buffer final : public std::streambuf {
  public:
    explicit bounded_buffer(byte_view body) noexcept {
        // Nothing is ever written: putting back is left to the base, which only steps back.
        auto* const begin = const_cast<char*>(reinterpret_cast<char const*>(body.data()));
        setg(begin, begin, begin + body.size());
    }

    std::string_view rest() const noexcept { return {gptr(), left()}; }
    std::size_t left() const noexcept { return static_cast<std::size_t>(egptr() - gptr()); }
    std::size_t position() const noexcept { return static_cast<std::size_t>(gptr() - eback()); }

  protected:
    std::streamsize xsgetn(char* to, std::streamsize n) override {
        n = std::min(n, static_cast<std::streamsize>(left()));
        if (n > 0) std::memcpy(to, gptr(), static_cast<std::size_t>(n));
        setg(eback(), gptr() + n, egptr());
        return n;
    }
};

} // namespace amends::archives
