// SPDX-License-Identifier: BSL-1.0
// The lower bound of everything with a trail: SHA-256 by OpenSSL, fetched once, context reused.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <openssl/evp.h>

namespace bench {

/// Written apart from the library's own hasher, so that a slow one there would show.
class bare_sha256 {
  public:
    bare_sha256() = default;
    bare_sha256(bare_sha256 const&) = delete;
    bare_sha256& operator=(bare_sha256 const&) = delete;
    ~bare_sha256() {
        EVP_MD_CTX_free(context_);
        EVP_MD_free(algorithm_);
    }

    void of(amends::byte_view some, bool leaf) {
        static constexpr unsigned char prefix = 0;
        EVP_DigestInit_ex2(context_, algorithm_, nullptr);
        if (leaf) EVP_DigestUpdate(context_, &prefix, 1);
        EVP_DigestUpdate(context_, some.data(), some.size());
        EVP_DigestFinal_ex(context_, out_, nullptr);
    }
    unsigned char const* last() const { return out_; }

  private:
    EVP_MD* algorithm_ = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    EVP_MD_CTX* context_ = EVP_MD_CTX_new();
    unsigned char out_[32]{};
};

} // namespace bench
