// SPDX-License-Identifier: BSL-1.0
// An entry: a fact with everything that proves it, and its canonical bytes.
#pragma once

#include <amends/authority/verdict.hpp>
#include <amends/casefile/fact.hpp>

#include <vector>

namespace amends {

/// How an entry came to be: as it happened, or from a foreign log.
enum class provenance : std::uint8_t { live, imported };
BOOST_DESCRIBE_ENUM(provenance, live, imported)

/// Where the texts of a fact are.
enum class texts_are : std::uint8_t {
    in_the_entry, ///< in the clear
    sealed,       ///< apart, and were not opened: they read as empty
    opened,       ///< apart, and were opened
    erased,       ///< nowhere: their key was destroyed, and they read as empty
};
BOOST_DESCRIBE_ENUM(texts_are, in_the_entry, sealed, opened, erased)

/// The name of an integrator's state, kept with the entry so that a trail explains itself.
struct named_state {
    state_id id{};
    rule_name name{};

    friend bool operator==(named_state const&, named_state const&) = default;
};
BOOST_DESCRIBE_STRUCT(named_state, (), (id, name))

/// One entry of a trail. Everything but the last three members is covered by the hash; texts that are
/// kept apart are covered through the commitment.
struct entry {
    case_id on{};
    circumstances how{}; ///< sequence, occasion, time, states; `how.by` is `who.id`, and so on
    actor who{};
    provenance origin = provenance::live;
    command_id command{};
    std::uint8_t command_number = 0;
    rule_name command_name{};
    digest command_digest{}; ///< of the command's canonical content; salted where texts are sealed
    fact what{};
    std::vector<verdict> verdicts{}; ///< those that had something to say
    std::vector<named_state> own_states{};
    digest lifecycle{}; ///< content hash of the lifecycle it was taken under
    digest previous{};  ///< hash of the case's previous entry; none for the first
    /// Salted digest of the fact's texts, which are then kept apart from the entry and sealed; nothing
    /// where they stand in it.
    std::optional<digest> commitment{};

    digest hash{};               ///< RFC 6962 leaf hash of the canonical bytes
    std::uint64_t log_index = 0; ///< place in the store's log, from 0; given by the store
    texts_are texts = texts_are::in_the_entry;

    friend bool operator==(entry const&, entry const&) = default;
};

/// Where an entry stands in its case: what a verifier compares.
struct entry_place {
    case_id on{};
    std::uint64_t sequence = 0;
    instant at{};
    command_id command{};
    digest lifecycle{};
    digest previous{};
    std::optional<digest> commitment{};
};

/// Appends the entry's canonical bytes to `to`, without texts that it only commits to. Cost: one pass
/// for the size, one for the bytes; no allocation when `to` has room. Format: docs/format.md.
void encode(entry const& e, bytes& to);

/// Whether `decode_entry` will read what `encode` writes: ids printable, texts and lists within
/// their bounds, enumerators known. Errors: `malformed`, `too_long`, `out_of_range`.
result<void> check_bounds(entry const& e);

/// Reads an entry from its canonical bytes; `hash`, `log_index` and texts that it only commits to are
/// left empty.
/// Errors: `malformed`, `too_long`, `out_of_range`, `unsupported_version`.
result<entry> decode_entry(byte_view from);

/// The same into an existing entry, reusing its memory.
result<void> decode_entry(byte_view from, entry& into);

/// Reads what stands before the fact, and the fact's number; `what` and `verdicts` stay as they are.
/// For readers that need few of the facts. Errors: those of `decode_entry` as far as it reads.
result<std::uint8_t> open_entry(byte_view from, entry& into);

/// Reads where an entry stands and goes over the rest with every check of `decode_entry`, which it
/// agrees with about which bytes are an entry. Errors: the same. Allocates nothing.
result<void> decode_place(byte_view from, entry_place& into);

} // namespace amends
