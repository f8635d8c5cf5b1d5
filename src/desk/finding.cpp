// SPDX-License-Identifier: BSL-1.0
// Finding a case: in the cache, from a snapshot, or folded from its entries.
#include "audit/said_change.hpp"
#include "desk/snapshot_layout.hpp"
#include "desk/working.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/vocabulary/texts.hpp>

#include <new>

namespace amends {

result<instant> desk::working::now() const {
    try {
        return options.clock();
    } catch (std::exception const& e) {
        return mismatch(errc::clock_failed, "a time", e.what(), "the desk's clock");
    } catch (...) {
        return mismatch(errc::clock_failed, "a time", "an exception", "the desk's clock");
    }
}

namespace {

/// A case file as a snapshot keeps it: its texts are in `sealed` where there is a commitment.
struct file_in_snapshot {
    std::uint32_t layout = snapshot_layout;
    case_file file;
    std::optional<digest> commitment;
    bytes sealed;
};
BOOST_DESCRIBE_STRUCT(file_in_snapshot, (), (layout, file, commitment, sealed))

} // namespace

/// Appends a case file as a snapshot keeps it; false when its texts cannot be sealed.
bool desk::working::write_file(case_file const& file, bytes& to) {
    file_in_snapshot kept_file{snapshot_layout, file, {}, {}};
    if (texts.on()) {
        auto const commitment = texts.seal(file, kept_file.sealed);
        if (!commitment) return false;
        kept_file.commitment = *commitment;
        clear_texts(kept_file.file);
    }
    canonical::append(to, kept_file);
    return true;
}

/// The case file of a snapshot; nothing when it is not sound, or laid out otherwise.
std::optional<case_file> desk::working::file_in(snapshot const& s) {
    auto read = canonical::decode<file_in_snapshot>(s.content);
    if (!read || read->layout != snapshot_layout || (texts.on() && !read->commitment))
        return std::nullopt;
    if (!read->commitment) return std::move(read->file);
    auto const opened = texts.opens.open(read->file, {s.on, s.sequence, sealed_kind::snapshot},
                                         *read->commitment, read->sealed);
    if (!opened || *opened == texts_are::sealed) return std::nullopt;
    return std::move(read->file);
}

/// Fills a fresh slot from a sound snapshot; the sequence to go on from, or nothing.
std::optional<std::uint64_t> desk::working::restore(cached_case& c) {
    auto const recalled = kept.recall(c.file.id);
    if (!recalled || !*recalled) return std::nullopt;
    auto const& s = **recalled;
    if (s.lifecycle != options.table->content_hash() || hasher.of(s.content) != s.checksum)
        return std::nullopt;
    auto file = file_in(s);
    if (!file || file->version != s.sequence || file->id != c.file.id) return std::nullopt;
    // The entry it stands on must still be the one it was made from.
    bool sound = false;
    auto const read = kept.read(c.file.id, s.sequence, s.sequence, [&](stored_entry const& e) {
        sound = e.hash == s.head && hasher.of_leaf(e.bytes) == e.hash;
        return false;
    });
    if (!read || !sound) return std::nullopt;
    c.file = std::move(*file);
    c.head = s.head;
    c.snapshot_at = s.sequence;
    return s.sequence;
}

/// Reads a stored entry that must be the next in its case's chain.
std::optional<error> desk::working::read_sound(stored_entry const& e, chain_end const& after,
                                               entry& into) {
    auto const where = "case " + after.on.str();
    if (e.sequence != after.sequence + 1 || hasher.of_leaf(e.bytes) != e.hash)
        return mismatch(errc::damaged_trail, "a sound entry " + std::to_string(after.sequence + 1),
                        "a damaged entry " + std::to_string(e.sequence), where);
    if (auto const decoded = decode_entry(e.bytes, into); !decoded) {
        auto wrong = decoded.error();
        if (wrong.code != errc::unsupported_version) wrong.code = errc::damaged_trail;
        return wrong;
    }
    if (into.on != after.on || into.how.sequence != e.sequence)
        return mismatch(
            errc::damaged_trail, "entry " + std::to_string(e.sequence) + " of " + after.on.str(),
            "entry " + std::to_string(into.how.sequence) + " of " + into.on.str(), where);
    if (into.previous != after.head)
        return mismatch(errc::damaged_trail, "previous hash " + to_text(after.head),
                        to_text(into.previous), where);
    return std::nullopt;
}

std::optional<error> left_unsaid(entry const& e, digest const& pinned) {
    if (e.how.sequence == 1 || e.lifecycle == pinned) return std::nullopt;
    auto const found = unsaid_change(e, pinned);
    if (!found) return std::nullopt;
    return mismatch(errc::lifecycle_mismatch, "lifecycle " + to_text(pinned), *found,
                    "case " + e.on.str());
}

/// The case in the cache, folded from the store when it is not there yet.
result<cached_case*> desk::working::load(case_id const& on) {
    if (auto* cached = cache.find(on)) return cached;
    if (auto begun = texts.begin_reading(); !begun) return begun.error();
    auto& c = cache.add(on, batch);
    // Half a case stays in the cache neither after an error nor after an exception.
    struct half_a_case {
        case_cache& cache;
        case_id const on;
        bool whole = false;
        ~half_a_case() {
            if (!whole) cache.forget(on);
        }
    } loading{cache, on};
    auto const from = options.snapshot_every == 0 ? std::nullopt : restore(c);
    if (!from) c.file.at = options.table->initial();
    auto const& here = options.table->content_hash();
    auto pinned = here;
    std::optional<error> wrong;
    auto const read =
        kept.read(on, from.value_or(0) + 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
            wrong = read_sound(e, {on, c.file.version, c.head}, draft);
            if (!wrong) wrong = left_unsaid(draft, pinned);
            if (!wrong)
                if (auto const opened = read_with_texts(draft, e); !opened) wrong = opened.error();
            if (wrong) return false;
            pinned = draft.lifecycle;
            evolve_in_place(c.file, std::move(draft.what), draft.how);
            c.head = e.hash;
            return true;
        });
    if (!read) return read.error();
    if (wrong) return *wrong;
    if (pinned != here)
        return mismatch(errc::lifecycle_mismatch, "lifecycle " + to_text(here), to_text(pinned),
                        "case " + on.str());
    loading.whole = true;
    return &c;
}

/// Opens the texts of an entry that was decoded. A desk without keys does not go on with a case whose
/// texts are sealed: its guards would miss them, and what it adds would stand in the clear.
result<void> desk::working::read_with_texts(entry& e, stored_entry const& from) {
    if (e.commitment && !texts.on())
        return mismatch(errc::key_missing, "a desk with keys for what is sealed",
                        "one without keys",
                        "case " + e.on.str() + ", entry " + std::to_string(e.how.sequence));
    return texts.opens.open(e, from.sealed);
}

namespace {

void take_texts(entry& e) {
    if (!e.commitment) return;
    clear_texts(e.what);
    e.texts = texts_are::erased;
}

} // namespace

/// Lets go of what was erased since: keys, and case files with their texts.
result<void> desk::working::catch_up() {
    auto const erased = texts.catch_up();
    if (!erased) return erased.error();
    if (!erased->empty()) cache.forget_those_of({erased->begin(), erased->end()});
    return {};
}

result<std::vector<entry>> desk::working::trail(case_id const& on) {
    std::vector<entry> entries;
    std::optional<error> wrong;
    if (auto begun = texts.begin_showing(); !begun) return begun.error();
    auto const read = kept.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& stored) {
        static constexpr digest none{};
        auto const& head = entries.empty() ? none : entries.back().hash;
        entry e;
        wrong = read_sound(stored, {on, entries.size(), head}, e);
        if (!wrong)
            if (auto const opened = read_with_texts(e, stored); !opened) wrong = opened.error();
        if (wrong) return false;
        e.hash = stored.hash;
        e.log_index = stored.log_index;
        entries.push_back(std::move(e));
        // Erased is what the fact says, also while its key is still to be destroyed.
        if (std::holds_alternative<personal_data_erased>(entries.back().what))
            for (auto& before : entries) take_texts(before);
        return true;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    if (entries.empty()) return no_such_case(on);
    return entries;
}

/// Whether another desk went on with a case that is cached here as it was.
result<bool> desk::working::is_stale(case_id const& on) {
    auto* const cached = cache.find(on);
    if (cached == nullptr) return false;
    auto const head = kept.head(on);
    if (!head) return head.error();
    return (*head ? (*head)->last_sequence : 0) != cached->file.version;
}

/// The case as the store has it now, and its texts as far as their keys are there still.
result<cached_case*> desk::working::load_current(case_id const& on) {
    auto const frozen = texts.begin_showing();
    if (!frozen) return frozen.error();
    auto const stale = *frozen ? result<bool>(true) : is_stale(on);
    if (!stale) return stale.error();
    if (*stale) cache.forget(on);
    return load(on);
}

/// The same, for a case that must be there.
result<cached_case*> desk::working::reported(case_id const& on) {
    auto const c = load_current(on);
    if (!c || (*c)->file.version != 0) return c;
    cache.forget(on);
    return no_such_case(on);
}

void desk::working::snapshot_if_due(cached_case& c) {
    if (options.snapshot_every == 0 || c.file.version < c.snapshot_at + options.snapshot_every)
        return;
    // A snapshot only spares work: one that cannot be kept is no failure of the command.
    try {
        snapshot s;
        s.on = c.file.id;
        s.sequence = c.file.version;
        s.lifecycle = options.table->content_hash();
        s.head = c.head;
        if (!write_file(c.file, s.content)) return;
        s.checksum = hasher.of(s.content);
        if (kept.keep(s)) c.snapshot_at = c.file.version;
    } catch (std::bad_alloc const&) {
    }
}

} // namespace amends
