// SPDX-License-Identifier: BSL-1.0
// amends prove: a case as files that a third party verifies without the store.
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/opened_store.hpp"
#include "cli/output_file.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "exchange/text_file.hpp"

#include <amends/audit/log_proof.hpp>
#include <amends/audit/verify.hpp>
#include <amends/exchange/json.hpp>
#include <amends/store/notary.hpp>

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <system_error>

namespace amends::cli {

namespace {

struct prove_options {
    std::string on;
    std::string store = usual_store;
    std::string key;
    std::string out;
    std::string since;
    bool json = false;
};

result<void> write_file(output_place const& place, std::string_view content) {
    auto to = output_file::open(place);
    if (!to) return to.error();
    (void)to->write(content);
    return to->finish();
}

// The store and the checkpoint that the proofs lead to: the last one kept, or a new one.
struct proved_log {
    std::unique_ptr<store> kept;
    kept_checkpoint in;
};

result<proved_log> open_log(prove_options const& options) {
    auto kept = open_store(options.store, access::reading);
    if (!kept) return kept.error();
    if (!options.key.empty()) {
        auto key = read_signing_key(options.key);
        if (!key) return key.error();
        kept = open_store(options.store, access::writing);
        if (!kept) return kept.error();
        auto const size = (*kept)->size();
        if (!size) return size.error();
        progress_line line("reading", *size, "entries");
        auto made = notary(**kept, std::move(*key)).sign([&](std::uint64_t n) { line.show(n, n); });
        if (!made) return made.error();
        return proved_log{std::move(*kept), std::move(*made)};
    }
    auto last = last_checkpoint(**kept);
    if (!last) return last.error();
    if (!*last)
        return in_file(
            shown_store(options.store),
            mismatch(errc::out_of_range, "a checkpoint beside the log", "none; --key signs one"));
    // From here on hashes tell what is as it was written, and name the entry that is not.
    kept = open_store(options.store, access::verifying);
    if (!kept) return kept.error();
    return proved_log{std::move(*kept), std::move(**last)};
}

// A tree for a store that is only read.
result<log_tree> grown_tree(store& kept) {
    log_tree tree(kept, tiles_kept::in_memory);
    auto const size = kept.size();
    if (!size) return size.error();
    progress_line line("reading", *size, "entries");
    if (auto grown = tree.grow([&](std::uint64_t n) { line.show(n, n); }); !grown)
        return grown.error();
    return tree;
}

// A case's id may hold what a file's name must not.
std::string folder_for(case_id const& on) {
    auto name = on.str();
    for (auto& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') c = '_';
    return name + ".proof";
}

struct proved_entry {
    std::uint64_t sequence;
    std::uint64_t log_index;
    digest hash;
    std::string content;
};

// What is to be proved; or, in words, why nobody may be handed that.
template <class T>
struct all_or_refuted {
    std::vector<T> all;
    std::string refuted; // empty where everything holds
};

std::string said_of(case_id const& on, std::uint64_t sequence, std::string const& found) {
    return fmt::format("case {}, sequence {}: {}", shown(on.view()), sequence, found);
}

// The trail of a case, as whoever gets it will verify it, and its end, of which they know nothing.
result<all_or_refuted<proved_entry>> entries_of(case_id const& on, store& kept,
                                                prove_options const& options) {
    all_or_refuted<proved_entry> entries;
    trail_verifier trail(false);
    std::optional<damage> wrong;
    case_head ends;
    std::uint64_t before = 0;
    // The case may go on while it is read.
    do {
        before = trail.reached(on);
        auto const read = kept.read(on, before + 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
            wrong = trail.check(e);
            if (wrong) return false;
            entries.all.push_back(
                {e.sequence,
                 e.log_index,
                 e.hash,
                 {reinterpret_cast<char const*>(e.bytes.data()), e.bytes.size()}});
            return true;
        });
        if (!read) return read.error();
        auto const head = kept.head(on);
        if (!head) return head.error();
        ends = head->value_or(case_head{});
    } while (!wrong && ends.last_sequence > trail.reached(on) && trail.reached(on) > before);
    if (!wrong) wrong = trail.check_head(on, ends.last_sequence, ends.last_hash);
    if (wrong) {
        entries.refuted = said_of(on, wrong->sequence, wrong->message);
        return entries;
    }
    if (entries.all.empty())
        return in_file(shown_store(options.store),
                       mismatch(errc::unknown_case, "a case of the store", options.on));
    return entries;
}

result<void> check_covered(proved_entry const& last, checkpoint const& in) {
    if (last.log_index < in.head.size) return {};
    return mismatch(errc::out_of_range,
                    "a checkpoint of at least " + std::to_string(last.log_index + 1) + " entries",
                    std::to_string(in.head.size) + "; --key signs a new one");
}

// A proof for each entry, up to one that does not stand in the log as the checkpoint says.
result<all_or_refuted<inclusion_proof>>
prove_all(case_id const& on, std::vector<proved_entry> const& entries, proved_log const& log) {
    auto const& head = log.in.says.head;
    auto tree = grown_tree(*log.kept);
    if (!tree) return tree.error();
    all_or_refuted<inclusion_proof> proofs;
    for (auto const& e : entries) {
        auto hashes = tree->prove_inclusion(e.log_index, head.size);
        if (!hashes) return hashes.error();
        if (auto holds = check_inclusion({e.log_index, e.hash}, *hashes, head); !holds) {
            proofs.refuted = said_of(on, e.sequence, holds.error().message);
            break;
        }
        proofs.all.push_back({e.log_index, std::move(*hashes), log.in.note, {}});
    }
    return proofs;
}

result<void> write_files(std::string const& folder, signed_note const& note,
                         std::vector<proved_entry> const& entries,
                         std::vector<inclusion_proof> const& proofs) {
    if (auto put = write_file({.path = folder + "/checkpoint"}, to_text(note)); !put) return put;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const name = fmt::format("{}/{:06}", folder, entries[i].sequence);
        if (auto put = write_file({.path = name + ".entry"}, entries[i].content); !put) return put;
        if (auto put = write_file({.path = name + ".tlog-proof"}, to_text(proofs[i])); !put)
            return put;
    }
    return {};
}

// A new folder beside the one that is wanted.
result<std::filesystem::path> make_beside(std::filesystem::path const& folder) {
    std::error_code failed;
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), failed);
    for (int i = 1; !failed && i <= parts_at_most; ++i) {
        std::filesystem::path part = part_name(folder.native(), i);
        if (std::filesystem::create_directory(part, failed)) return part;
        if (failed == std::errc::file_exists) failed.clear(); // one that is no folder
    }
    if (!failed) failed = std::make_error_code(std::errc::file_exists);
    return in_file(folder.string(), mismatch(errc::io_failed, "a new folder", failed.message()));
}

// The folder gets its name when it is whole: one that lacks the last entries would look sound.
result<void> write_proofs(std::filesystem::path folder, signed_note const& note,
                          std::vector<proved_entry> const& entries,
                          std::vector<inclusion_proof> const& proofs) {
    if (!folder.has_filename()) folder = folder.parent_path(); // as in `proofs/`
    auto const part = make_beside(folder);
    if (!part) return part.error();
    auto put = write_files(part->string(), note, entries, proofs);
    std::error_code failed;
    if (put) std::filesystem::rename(*part, folder, failed);
    if (failed)
        put = in_file(folder.string(), mismatch(errc::io_failed, "a new folder", failed.message()));
    if (!put) std::filesystem::remove_all(*part, failed);
    return put;
}

int prove_case(prove_options const& options) {
    auto const on = case_id::parse(options.on);
    if (!on) return fail(on.error());
    auto const folder = options.out.empty() ? folder_for(*on) : options.out;
    std::error_code unknown;
    if (std::filesystem::exists(folder, unknown)) {
        complain(folder + ": expected no such folder yet, found one; --out names another");
        return 2;
    }
    auto const refuse = [](std::string const& why) {
        complain(why);
        return 1;
    };
    // Everything is verified and proved before anything is written, a new checkpoint too.
    if (!options.key.empty()) {
        auto const kept = open_store(options.store, access::verifying);
        if (!kept) return fail(kept.error());
        auto const sound = entries_of(*on, **kept, options);
        if (!sound) return fail(sound.error());
        if (!sound->refuted.empty()) return refuse(sound->refuted);
    }
    auto const log = open_log(options);
    if (!log) return fail(log.error());
    auto const entries = entries_of(*on, *log->kept, options);
    if (!entries) return fail(entries.error());
    if (!entries->refuted.empty()) return refuse(entries->refuted);
    if (auto covered = check_covered(entries->all.back(), log->in.says); !covered)
        return fail(covered.error());
    auto const proofs = prove_all(*on, entries->all, *log);
    if (!proofs) return fail(proofs.error());
    if (!proofs->refuted.empty()) return refuse(proofs->refuted);
    if (auto put = write_proofs(folder, log->in.note, entries->all, proofs->all); !put)
        return fail(put.error());
    auto const& in = log->in.says;
    if (options.json)
        print(fmt::format(R"({{"case":{},"folder":{},"entries":{},"origin":{},"log_entries":{}}})"
                          "\n",
                          to_json(options.on), to_json(folder), entries->all.size(),
                          to_json(in.origin), in.head.size));
    else
        print(fmt::format("{}: {} entries of case {}, proved in {} of {} entries\n", folder,
                          entries->all.size(), options.on, in.origin, in.head.size));
    return output_is_written() ? 0 : 2;
}

int prove_growth(prove_options const& options) {
    auto const text = detail::read_whole(options.since, note_size_max);
    if (!text) return fail(text.error());
    // The signature is for whoever checks the proof; here only the size counts, and the root.
    auto const note = parse_note(*text);
    if (!note) return fail(in_file(options.since, note.error()));
    auto const older = parse_checkpoint(note->text);
    if (!older) return fail(in_file(options.since, older.error()));
    auto log = open_log(options);
    if (!log) return fail(log.error());
    auto const& newer = log->in.says;
    auto tree = grown_tree(*log->kept);
    if (!tree) return fail(tree.error());
    auto hashes = tree->prove_consistency(older->head.size, newer.head.size);
    if (!hashes) {
        complain(in_file(options.since, hashes.error()).message);
        return 1;
    }
    if (auto holds = check_consistency(older->head, *hashes, newer.head); !holds) {
        complain(in_file(options.since, holds.error()).message);
        return 1;
    }
    auto const proof =
        to_text(consistency_proof{older->head.size, std::move(*hashes), log->in.note});
    // As JSON the proof stands in the object, or in a file that the object names.
    auto const in_place = options.json && options.out.empty();
    if (!in_place)
        if (auto const written = write_file({.path = options.out,
                                             .beside = {{"the store", path_of_store(options.store)},
                                                        {"the key", options.key},
                                                        {"the older checkpoint", options.since}}},
                                            proof);
            !written)
            return fail(written.error());
    if (!options.json) return 0;
    print(fmt::format(R"({{"origin":{},"older_entries":{},"log_entries":{},"{}":{}}})"
                      "\n",
                      to_json(newer.origin), older->head.size, newer.head.size,
                      in_place ? "proof" : "file", to_json(in_place ? proof : options.out)));
    return output_is_written() ? 0 : 2;
}

int prove(prove_options const& options) {
    if (options.on.empty() != options.since.empty())
        return options.since.empty() ? prove_case(options) : prove_growth(options);
    complain(options.on.empty() ? "prove: expected CASE or --since, found neither"
                                : "prove: expected CASE or --since, found both");
    return 2;
}

} // namespace

verb prove_verb() {
    auto options = std::make_shared<prove_options>();
    return {
        .name = "prove",
        .summary = "Write proofs that are verified without the store",
        .takes =
            {
                argument("CASE", options->on, "the case's id"),
                option("--since", options->since,
                       "prove instead that the log only grew since the checkpoint in this file"),
                store_option(options->store),
                option("--key", options->key, "sign a new checkpoint with the key in this file"),
                option("--out", options->out,
                       "a new folder, CASE.proof unless said; with --since a file")
                    .takes("PATH"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer =
            R"(The folder holds each entry of the case (canonical bytes), its proof (C2SP tlog-proof)
and the checkpoint. It gets its name when it is whole. The proofs lead to the last
checkpoint that is kept. A case that is damaged is named as by verify, with exit status 1,
and nothing is written.

Example:
  amends prove C000001 --store cases.db --out C000001.proof
  amends prove --since january.checkpoint --out growth.proof
  amends verify --proof C000001.proof --key log.pub)",
        .does = [options] { return prove(*options); },
    };
}

} // namespace amends::cli
