// SPDX-License-Identifier: BSL-1.0
// Keys that sign notes and keys that check them: Ed25519 with a name, in the text forms of C2SP.
#pragma once

#include <amends/audit/signed_note.hpp>

#include <boost/describe/enum.hpp>

#include <array>
#include <memory>
#include <span>

namespace amends {

/// What a key's signatures are over. Numbers are those of C2SP signed-note.
enum class signature_kind : std::uint8_t {
    text = 1,        ///< the note's text: how a log signs
    cosignature = 4, ///< a time and the note's text: how a witness signs (C2SP tlog-cosignature)
};
BOOST_DESCRIBE_ENUM(signature_kind, text, cosignature)

/// The public half: whoever has it can tell what the other half signed.
struct verifying_key {
    std::string name{};
    signature_kind kind = signature_kind::text;
    std::array<std::byte, 32> point{}; ///< RFC 8032

    /// The first four bytes of SHA-256(name, line feed, kind, point), which signatures carry.
    std::uint32_t hash() const;

    friend bool operator==(verifying_key const&, verifying_key const&) = default;
};

/// `name+hash+base64`: the form that Go's `note.NewVerifier` reads.
std::string to_text(verifying_key const& key);
/// Errors: `malformed`, also when the hash is another than that of name and point;
/// `unsupported_version` for kinds of signatures other than Ed25519 and its cosignatures.
result<verifying_key> parse_verifying_key(std::string_view text);

/// Both halves. Overwrites its memory when it goes. Threads: signing from several at once is fine.
class signing_key {
  public:
    /// A key from 32 bytes that nobody can guess: those of a source of randomness meant for keys.
    /// The same bytes make the same key. Errors: `malformed` unless `is_key_name(name)`;
    /// `signature_failed` when this OpenSSL has no Ed25519.
    static result<signing_key> make(std::string_view name, std::span<std::byte const, 32> seed);
    /// From the secret text. Errors: `malformed`, `unsupported_version`; they do not repeat it.
    static result<signing_key> parse(std::string_view secret);

    signing_key(signing_key&&) noexcept;
    signing_key& operator=(signing_key&&) noexcept;
    ~signing_key();

    /// `PRIVATE+KEY+name+hash+base64`: the form that Go's `note.NewSigner` reads. Whoever has it can
    /// sign.
    std::string secret_text() const;
    /// Its public half. Lifetime: that of the key.
    verifying_key const& verifier() const noexcept;

    /// The signature over a text. Deterministic, as RFC 8032 has it. Cost: about 30 us.
    /// Errors: `signature_failed` when OpenSSL could not.
    result<note_signature> sign(std::string_view text) const;

  private:
    struct halves;
    explicit signing_key(std::unique_ptr<halves> made);
    std::unique_ptr<halves> halves_;
};

/// Which of the known keys signed a note. Signatures of others, and one that is there twice, are
/// passed over. Errors: `signature_failed` when a known key's signature does not hold, or when no
/// known key signed. Cost: about 60 us a known signature.
result<std::vector<verifying_key>> signers_of(signed_note const& note,
                                              std::span<verifying_key const> known);

} // namespace amends
