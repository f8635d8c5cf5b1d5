// SPDX-License-Identifier: BSL-1.0
// Ed25519 through OpenSSL. FORMAT: C2SP signed-note v1.0.0, tlog-cosignature.
#include <amends/audit/signing_key.hpp>

#include "vocabulary/base64.hpp"
#include "vocabulary/cleansing.hpp"
#include "vocabulary/foreign_text.hpp"

#include <amends/vocabulary/print.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <new>

namespace amends {
namespace {

struct free_key {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using openssl_key = std::unique_ptr<EVP_PKEY, free_key>;

struct free_context {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using openssl_context = std::unique_ptr<EVP_MD_CTX, free_context>;

openssl_context new_context() {
    openssl_context made(EVP_MD_CTX_new());
    if (!made) throw std::bad_alloc();
    return made;
}

unsigned char const* octets(byte_view some) {
    return reinterpret_cast<unsigned char const*>(some.data());
}
unsigned char const* octets(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

error no_ed25519() {
    return mismatch(errc::signature_failed, "an OpenSSL that signs with Ed25519",
                    "one that does not");
}

bool holds(verifying_key const& key, std::string_view message, byte_view signature) {
    openssl_key const point(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                        octets(key.point), key.point.size()));
    auto const context = new_context();
    return point &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, point.get()) == 1 &&
           EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message),
                            message.size()) == 1;
}

bool signed_by(verifying_key const& key, std::string_view text, byte_view signature) {
    if (key.kind == signature_kind::text) return holds(key, text, signature);
    if (signature.size() < 8) return false;
    std::uint64_t seconds = 0;
    for (auto b : signature.first(8)) seconds = seconds << 8 | std::to_integer<std::uint64_t>(b);
    std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + '\n';
    message += text;
    return holds(key, message, signature.subspan(8));
}

std::string as_hex(std::uint32_t hash) {
    char digits[8];
    auto const end = std::to_chars(digits, digits + 8, hash, 16).ptr;
    return std::string(8 - static_cast<std::size_t>(end - digits), '0').append(digits, end);
}
std::string short_name(std::string_view name, std::uint32_t hash) {
    return std::string(name) + '+' + as_hex(hash);
}

/// `hash+base64`, where base64 holds the kind and 32 bytes.
std::string to_text(std::uint32_t hash, signature_kind kind,
                    std::span<std::byte const, 32> of_key) {
    std::array<std::byte, 33> content{static_cast<std::byte>(kind)};
    detail::cleansed const over(content);
    std::copy(of_key.begin(), of_key.end(), content.begin() + 1);
    auto encoded = detail::to_base64(content);
    detail::cleansed const copied(encoded);
    return as_hex(hash) + '+' + encoded;
}

struct read_key {
    std::string_view name;
    std::string_view hash; ///< in hexadecimal
    signature_kind kind{};
    std::array<std::byte, 32> of_key{}; ///< the secret half, in a signing key

    ~read_key() { detail::cleanse(of_key); }
};

result<read_key> parse_key(std::string_view text, char const* expected) {
    auto const bad = [&](char const* found) { return mismatch(errc::malformed, expected, found); };
    // A name has no plus sign, base64 may have some.
    auto const after_name = text.find('+');
    if (after_name == text.npos) return bad("no plus sign");
    auto const after_hash = text.find('+', after_name + 1);
    if (after_hash == text.npos) return bad("one plus sign");
    read_key read{.name = text.substr(0, after_name),
                  .hash = text.substr(after_name + 1, after_hash - after_name - 1)};
    if (!is_key_name(read.name)) return bad("a name that cannot name a key");
    auto content = detail::read_base64(text.substr(after_hash + 1));
    if (!content) return bad("something else than base64 after the second plus sign");
    detail::cleansed const over(*content);
    if (content->empty()) return bad("nothing after the second plus sign");
    auto const kind = std::to_integer<unsigned>(content->front());
    if (kind != 1 && kind != 4)
        return mismatch(errc::unsupported_version, "a key of kind 1 or 4", std::to_string(kind));
    if (content->size() != 33) return bad("a key of another length");
    read.kind = static_cast<signature_kind>(kind);
    std::copy(content->begin() + 1, content->end(), read.of_key.begin());
    return read;
}

result<void> check_hash(verifying_key const& key, std::string_view found) {
    auto const expected = as_hex(key.hash());
    if (found == expected) return {};
    return mismatch(errc::malformed, "key hash " + expected, detail::quoted(found),
                    "key " + key.name);
}

constexpr std::string_view secret_prefix = "PRIVATE+KEY+";

} // namespace

std::uint32_t verifying_key::hash() const {
    std::string all = name + '\n';
    all += static_cast<char>(kind);
    all.append(reinterpret_cast<char const*>(point.data()), point.size());
    auto const d = sha256_of(all);
    std::uint32_t first = 0;
    for (std::size_t i = 0; i < 4; ++i)
        first = first << 8 | std::to_integer<std::uint32_t>(d.bytes[i]);
    return first;
}

std::string to_text(verifying_key const& key) {
    return key.name + '+' + to_text(key.hash(), key.kind, key.point);
}

result<verifying_key> parse_verifying_key(std::string_view text) {
    constexpr auto expected = "a verifying key such as example.org/log+530d903a+AekyeR...";
    if (text.starts_with(secret_prefix))
        return mismatch(errc::malformed, expected, "a signing key, which is to be kept secret");
    auto const read = parse_key(text, expected);
    if (!read) return read.error();
    verifying_key key{std::string(read->name), read->kind, read->of_key};
    if (auto same = check_hash(key, read->hash); !same) return same.error();
    return key;
}

// --- signing ------------------------------------------------------------------------------------

struct signing_key::halves {
    verifying_key verifier;
    std::array<std::byte, 32> seed{};
    openssl_key key;

    halves() = default;
    halves(halves const&) = delete;
    ~halves() { detail::cleanse(seed); }
};

signing_key::signing_key(std::unique_ptr<halves> made) : halves_(std::move(made)) {}
signing_key::signing_key(signing_key&&) noexcept = default;
signing_key& signing_key::operator=(signing_key&&) noexcept = default;
signing_key::~signing_key() = default;

result<signing_key> signing_key::make(std::string_view name, std::span<std::byte const, 32> seed) {
    if (!is_key_name(name))
        return mismatch(errc::malformed,
                        "a name without spaces and plus signs, such as example.org/log",
                        detail::quoted(name));
    auto made = std::make_unique<halves>();
    std::copy(seed.begin(), seed.end(), made->seed.begin());
    made->key.reset(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(seed), seed.size()));
    made->verifier.name = name;
    auto& point = made->verifier.point;
    auto size = point.size();
    if (!made->key ||
        EVP_PKEY_get_raw_public_key(made->key.get(), reinterpret_cast<unsigned char*>(point.data()),
                                    &size) != 1)
        return no_ed25519(); // any 32 bytes make a key
    return signing_key(std::move(made));
}

result<signing_key> signing_key::parse(std::string_view secret) {
    constexpr auto expected = "a signing key, PRIVATE+KEY+name+hash+base64";
    if (!secret.starts_with(secret_prefix))
        return mismatch(errc::malformed, expected, "another text");
    auto const read = parse_key(secret.substr(secret_prefix.size()), expected);
    if (!read) return read.error();
    if (read->kind != signature_kind::text)
        return mismatch(errc::unsupported_version, "a signing key of kind 1",
                        std::to_string(static_cast<unsigned>(read->kind)));
    auto key = make(read->name, read->of_key);
    if (!key) return key.error();
    if (auto same = check_hash(key->verifier(), read->hash); !same) return same.error();
    return key;
}

std::string signing_key::secret_text() const {
    auto const& v = halves_->verifier;
    auto hash_and_seed = to_text(v.hash(), v.kind, halves_->seed);
    detail::cleansed const over(hash_and_seed);
    return std::string(secret_prefix) + v.name + '+' + hash_and_seed;
}

verifying_key const& signing_key::verifier() const noexcept { return halves_->verifier; }

result<note_signature> signing_key::sign(std::string_view text) const {
    note_signature made{halves_->verifier.name, halves_->verifier.hash(), bytes(64)};
    auto const context = new_context();
    auto size = made.signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, halves_->key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.signature.data()),
                       &size, octets(text), text.size()) != 1)
        return no_ed25519();
    return made;
}

// --- checking -----------------------------------------------------------------------------------

result<std::vector<verifying_key>> signers_of(signed_note const& note,
                                              std::span<verifying_key const> known) {
    std::vector<verifying_key> signers;
    for (auto const& line : note.signatures) {
        auto const key = std::find_if(known.begin(), known.end(), [&](auto const& k) {
            return k.name == line.name && k.hash() == line.key_hash;
        });
        if (key == known.end() || std::find(signers.begin(), signers.end(), *key) != signers.end())
            continue;
        if (!signed_by(*key, note.text, line.signature))
            return mismatch(errc::signature_failed,
                            "a signature of this text by " + short_name(key->name, line.key_hash),
                            "one that does not hold");
        signers.push_back(*key);
    }
    if (!signers.empty()) return signers;
    auto const names = [](auto const& all, auto const& name_of_one) {
        constexpr std::size_t named_max = 4;
        std::string out;
        for (auto const& one : all.first(std::min(named_max, all.size())))
            out += (out.empty() ? "" : ", ") + name_of_one(one);
        if (all.size() > named_max) out += " and others";
        return out.empty() ? std::string("none") : out;
    };
    return mismatch(
        errc::signature_failed,
        "a signature by " + names(known, [](auto& k) { return short_name(k.name, k.hash()); }),
        names(std::span(note.signatures), [](auto& s) { return short_name(s.name, s.key_hash); }));
}

} // namespace amends
