// SPDX-License-Identifier: BSL-1.0
// FORMAT: u8 version (1), u64 key id, ciphertext, 16 bytes of tag; docs/format.md says the rest.
#include <amends/audit/sealing.hpp>

#include "vocabulary/cleansing.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <new>

namespace amends {
namespace {

using canonical::put;
using canonical::put_raw;

constexpr std::uint8_t sealed_version = 1;
constexpr std::size_t head_size = 1 + 8;
constexpr std::size_t tag_size = 16;

// Keeps what is hashed under one salt apart.
enum class salted_what : std::uint8_t { texts = 0, digest = 1 };

void must(int done) {
    // Arguments are fixed: what is left to fail is memory.
    if (done != 1) throw std::bad_alloc();
}

// Fetching costs more than sealing: done once a process.
EVP_CIPHER const* cipher() {
    static EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return fetched;
}
EVP_MAC* hmac() {
    static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return fetched;
}

unsigned char* raw(std::byte* some) { return reinterpret_cast<unsigned char*>(some); }
unsigned char const* raw(std::byte const* some) {
    return reinterpret_cast<unsigned char const*>(some);
}

/// A few values as canonical bytes, in place.
class in_place {
  public:
    template <class... Value>
    explicit in_place(Value const&... value) {
        static_assert((sizeof(Value) + ...) <= sizeof room_);
        auto* at = room_.data();
        ((at = put(at, value)), ...);
        size_ = static_cast<std::size_t>(at - room_.data());
    }
    std::byte const* data() const noexcept { return room_.data(); }
    std::size_t size() const noexcept { return size_; }

  private:
    std::array<std::byte, 128> room_;
    std::size_t size_;
};

in_place bound_to(std::uint64_t key, sealed_place const& at, digest const& commitment) {
    return in_place(sealed_version, key, at.kind, at.on, at.sequence, commitment);
}

} // namespace

struct sealer::state {
    EVP_CIPHER_CTX* ciphering = EVP_CIPHER_CTX_new();
    EVP_MAC_CTX* salting = nullptr;
    sha256 hasher;
    bytes salted; ///< salt, what it is for, and what is hashed under it

    state() {
        if (ciphering == nullptr || cipher() == nullptr || hmac() == nullptr ||
            (salting = EVP_MAC_CTX_new(hmac())) == nullptr)
            fail();
        char of[] = "SHA2-256";
        OSSL_PARAM const how[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, of, 0),
                                  OSSL_PARAM_construct_end()};
        if (EVP_MAC_CTX_set_params(salting, how) != 1) fail();
    }
    state(state const&) = delete;
    ~state() { release(); }

    digest under_salt(digest const& salt, salted_what what, byte_view some) {
        salted.resize(salt.bytes.size() + 1 + some.size());
        auto* const at = put(put(salted.data(), salt), what);
        put_raw(at, some.data(), some.size());
        auto head = std::span(salted).first(salt.bytes.size());
        detail::cleansed const over(head);
        return hasher.of(salted);
    }

  private:
    [[noreturn]] void fail() {
        release();
        throw std::bad_alloc();
    }
    void release() {
        EVP_CIPHER_CTX_free(ciphering);
        EVP_MAC_CTX_free(salting);
    }
};

subject_key::~subject_key() {
    detail::cleanse(cipher);
    detail::cleanse(salt);
}

sealer::sealer() : state_(std::make_unique<state>()) {}
sealer::~sealer() = default;
sealer::sealer(sealer&&) noexcept = default;
sealer& sealer::operator=(sealer&&) noexcept = default;

digest sealer::salt_of(subject_key const& key, sealed_place const& at) {
    in_place const place(at.kind, at.on, at.sequence);
    digest salt;
    std::size_t size = 0;
    must(EVP_MAC_init(state_->salting, raw(key.salt.data()), key.salt.size(), nullptr));
    must(EVP_MAC_update(state_->salting, raw(place.data()), place.size()));
    must(EVP_MAC_final(state_->salting, raw(salt.bytes.data()), &size, salt.bytes.size()));
    return salt;
}

digest sealer::commitment(digest const& salt, byte_view texts) {
    return state_->under_salt(salt, salted_what::texts, texts);
}

digest sealer::salted(digest const& salt, digest const& plain) {
    return state_->under_salt(salt, salted_what::digest, plain.bytes);
}

// The first bytes of the commitment are the nonce. It stands for exactly one place and one sequence of
// texts under this key, so a nonce never serves two, not even when a command is decided again.

void sealer::seal(subject_key const& key, sealed_place const& at, digest const& commitment,
                  byte_view texts, bytes& to) {
    auto* const c = state_->ciphering;
    auto const before = to.size();
    to.resize(before + head_size + texts.size() + tag_size);
    auto* into = put(put(to.data() + before, sealed_version), key.id);
    auto const bound = bound_to(key.id, at, commitment);
    int n = 0;
    must(EVP_EncryptInit_ex2(c, cipher(), raw(key.cipher.data()), raw(commitment.bytes.data()),
                             nullptr));
    must(EVP_EncryptUpdate(c, nullptr, &n, raw(bound.data()), static_cast<int>(bound.size())));
    must(EVP_EncryptUpdate(c, raw(into), &n, raw(texts.data()), static_cast<int>(texts.size())));
    into += n;
    must(EVP_EncryptFinal_ex(c, raw(into), &n));
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, tag_size, into));
}

result<void> sealer::open(subject_key const& key, sealed_place const& at, digest const& commitment,
                          byte_view sealed, bytes& texts) {
    auto const where = [&] {
        return "case " + at.on.str() + ", entry " + std::to_string(at.sequence);
    };
    auto const named = key_named_in(sealed);
    if (!named) return error{named.error().code, named.error().message + " (" + where() + ")"};
    if (*named != key.id)
        return mismatch(errc::damaged_trail, "texts sealed under key " + std::to_string(key.id),
                        "key " + std::to_string(*named), where());
    auto* const c = state_->ciphering;
    auto const bound = bound_to(key.id, at, commitment);
    auto const ciphertext = sealed.subspan(head_size, sealed.size() - head_size - tag_size);
    auto const tag = sealed.last(tag_size);
    texts.resize(ciphertext.size());
    int n = 0;
    must(EVP_DecryptInit_ex2(c, cipher(), raw(key.cipher.data()), raw(commitment.bytes.data()),
                             nullptr));
    must(EVP_DecryptUpdate(c, nullptr, &n, raw(bound.data()), static_cast<int>(bound.size())));
    must(EVP_DecryptUpdate(c, raw(texts.data()), &n, raw(ciphertext.data()),
                           static_cast<int>(ciphertext.size())));
    // OpenSSL copies the tag and takes it as one that could change.
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, tag_size,
                             const_cast<std::byte*>(tag.data())));
    if (EVP_DecryptFinal_ex(c, raw(texts.data()) + n, &n) == 1) {
        auto salt = salt_of(key, at);
        detail::cleansed const over(salt.bytes);
        if (this->commitment(salt, texts) == commitment) return {};
    }
    texts.clear();
    return mismatch(errc::damaged_trail, "sealed texts as they were sealed", "others", where());
}

result<std::uint64_t> key_named_in(byte_view sealed) {
    if (sealed.size() < head_size + tag_size)
        return mismatch(errc::damaged_trail,
                        "at least " + std::to_string(head_size + tag_size) + " sealed bytes",
                        std::to_string(sealed.size()));
    if (auto const version = std::to_integer<std::uint8_t>(sealed[0]); version != sealed_version)
        return mismatch(errc::unsupported_version, "sealed texts of version 1",
                        std::to_string(version));
    std::uint64_t id = 0;
    std::memcpy(&id, sealed.data() + 1, sizeof id);
    return id;
}

} // namespace amends
