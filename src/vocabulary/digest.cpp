// SPDX-License-Identifier: BSL-1.0
// SHA-256 through OpenSSL's EVP interface.
#include <amends/vocabulary/digest.hpp>

#include <amends/vocabulary/hex.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <new>
#include <ostream>

namespace amends {
namespace {

// Fetching costs more than hashing a short entry: done once a process.
EVP_MD const* sha256_algorithm() {
    static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    return fetched;
}

} // namespace

struct sha256::state {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    state() {
        if (context == nullptr || sha256_algorithm() == nullptr) throw std::bad_alloc();
    }
    state(state const&) = delete;
    ~state() { EVP_MD_CTX_free(context); }
};

sha256::sha256() : state_(std::make_unique<state>()) {}
sha256::~sha256() = default;
sha256::sha256(sha256&&) noexcept = default;
sha256& sha256::operator=(sha256&&) noexcept = default;

digest sha256::of(byte_view bytes) {
    digest out;
    EVP_DigestInit_ex2(state_->context, sha256_algorithm(), nullptr);
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(out.bytes.data()),
                       nullptr);
    return out;
}

digest sha256::of_leaf(byte_view bytes) {
    static constexpr std::byte leaf_prefix{0};
    // A copy costs less than a second call for most entries.
    std::array<std::byte, 512> together;
    if (bytes.size() < together.size()) {
        together[0] = leaf_prefix;
        std::copy(bytes.begin(), bytes.end(), together.begin() + 1);
        return of(byte_view(together).first(bytes.size() + 1));
    }
    digest out;
    EVP_DigestInit_ex2(state_->context, sha256_algorithm(), nullptr);
    EVP_DigestUpdate(state_->context, &leaf_prefix, 1);
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(out.bytes.data()),
                       nullptr);
    return out;
}

digest sha256::of_node(digest const& left, digest const& right) {
    std::array<std::byte, 65> both;
    both[0] = std::byte{1};
    std::copy(left.bytes.begin(), left.bytes.end(), both.begin() + 1);
    std::copy(right.bytes.begin(), right.bytes.end(), both.begin() + 33);
    return of(both);
}

digest sha256_of(byte_view bytes) {
    thread_local sha256 hasher;
    return hasher.of(bytes);
}

digest sha256_of(std::string_view text) {
    return sha256_of(std::as_bytes(std::span(text.data(), text.size())));
}

std::string to_text(digest const& d) { return to_hex(d.bytes); }

result<digest> parse_digest(std::string_view text) {
    digest out;
    if (!from_hex(text, out.bytes))
        return mismatch(errc::malformed, "64 lower-case hexadecimal digits",
                        '"' + std::string(text.substr(0, 70)) + '"');
    return out;
}

std::ostream& operator<<(std::ostream& out, digest const& d) { return out << to_text(d); }

} // namespace amends
