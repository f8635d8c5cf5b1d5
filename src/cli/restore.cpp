// SPDX-License-Identifier: BSL-1.0
// amends restore: exported trails back into a store of their own.
#include "cli/console.hpp"
#include "cli/store_file.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/restore.hpp>
#include <amends/store/restoring.hpp>

#include <fmt/format.h>

namespace amends::cli {

namespace {

struct restore_verb_options {
    std::string file;
    std::string store;
    std::string keys_from;
};

int restore_store(restore_verb_options const& options) {
    auto from = open_entries(options.file);
    if (!from) return fail(from.error());
    if (auto const free = store_file::is_free(options.store, "restoring makes a store of its own");
        !free)
        return fail(free.error());
    auto kept = store_file::open(options.store);
    if (!kept) return fail(kept.error());

    progress_line line("restoring", options.file, "entries");
    restore_options how;
    std::unique_ptr<store> keeps_keys;
    if (!options.keys_from.empty()) {
        auto opened = open_store(options.keys_from, access::reading);
        if (!opened) {
            kept->discard();
            return fail(opened.error());
        }
        keeps_keys = std::move(*opened);
        how.keys = keeps_keys->keys();
        if (how.keys == nullptr) {
            kept->discard();
            return fail(mismatch(errc::not_sealed, "a store that keeps keys", "one that keeps none",
                                 shown_store(options.keys_from)));
        }
    }
    how.progress = [&](std::uint64_t entries, std::uint64_t bytes) { line.show(entries, bytes); };
    auto const done = restore(**from, kept->kept(), how);
    line.clear();
    if (!done) {
        auto const in_part = !kept->is_new() && !check_restored(kept->kept());
        kept->discard();
        auto why = done.error();
        if (why.code == errc::key_missing)
            why.message += " (--keys-from " + shown_store(options.keys_from) + ")";
        (void)fail(why);
        if (in_part)
            complain(shown_store(options.store) +
                     " holds a part of it, which no verb works with; "
                     "drop its schema (DROP SCHEMA amends CASCADE) and restore again");
        return 2;
    }
    if (done->entries == 0) {
        kept->discard();
        return fail({errc::malformed, options.file + ": expected an entry, found none"});
    }
    print(fmt::format("{}: {} entries of {} cases, {}\n", shown_store(options.store), done->entries,
                      done->cases,
                      done->same_places ? "where they stood in their log"
                                        : "a part of a log, at places of their own"));
    auto const closed = done->sealed != 0 && how.keys == nullptr;
    if (closed) print(fmt::format("sealed, without keys: texts of {} entries\n", done->sealed));
    print(fmt::format("to check it: amends verify {}{}\n", shown_store(options.store),
                      closed ? " --without-keys" : ""));
    return output_is_written() ? 0 : 2;
}

} // namespace

verb restore_verb() {
    auto options = std::make_shared<restore_verb_options>();
    return {
        .name = "restore",
        .summary = "Make a store of exported entries",
        .takes =
            {
                argument("FILE", options->file, "what amends export wrote as jsonl or archive")
                    .required(),
                option("--store", options->store,
                       "SQLite file or schema in PostgreSQL that is not there yet")
                    .required(),
                option("--keys-from", options->keys_from,
                       "store that has the keys of sealed texts; they stay sealed otherwise"),
            },
        .footer = R"(Example:
  amends restore cases.jsonl --store restored.db

Every entry must have the hash that the file says and follow on its case's last.
They are kept as they were decided; nothing is decided again. A foreign log is
another matter: amends replay.)",
        .does = [options] { return restore_store(*options); },
    };
}

} // namespace amends::cli
