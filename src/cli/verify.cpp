// SPDX-License-Identifier: BSL-1.0
// amends verify: a whole store, one case, exported tiles, or proofs without the store.
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "cli/verifying.hpp"

#include <amends/desk/continuation.hpp>
#include <amends/exchange/json.hpp>
#include <amends/exchange/tile_folder.hpp>

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <system_error>

namespace amends::cli {

namespace {

std::string in_json(std::optional<checkpoint> const& c) {
    if (!c) return "null";
    return fmt::format(R"({{"origin":{},"entries":{},"root":"{}"}})", to_json(c->origin),
                       c->head.size, to_text(c->head.root));
}

void print_json(verify_request const& asked, verified const& done) {
    auto const& found = done.found;
    std::string first = "null";
    if (found.first)
        first = fmt::format(
            R"({{"kind":"{}","log_index":{},"case":{},"sequence":{},"message":{}}})",
            name_of(found.first->kind), found.first->log_index, to_json(found.first->on.view()),
            found.first->sequence, to_json(found.first->message));
    else if (done.file)
        first = fmt::format(R"({{"kind":"file","message":{}}})", to_json(done.file->message));
    print(fmt::format(
        R"({{"store":{},"sound":{},"entries":{},"cases":{},"bytes":{},"sealed":{},"erased":{},)"
        R"("erased_elsewhere":{},"closed":{},"seconds":{:.3f},)"
        R"("root":"{}","checkpoints":{},"checkpoint":{},"signatures_checked":{},"continues":{},)"
        R"("damage":{}}})"
        "\n",
        to_json(done.what), done.is_sound(), found.entries, found.cases, found.bytes, found.sealed,
        found.erased, found.erased_elsewhere, found.closed, done.seconds, to_text(found.head.root),
        found.checkpoints, in_json(found.last), !asked.keys.empty(), in_json(done.continues),
        first));
}

void print_words(verify_request const& asked, verified const& done) {
    auto const& found = done.found;
    print(fmt::format("{}: {}\n", done.what, done.is_sound() ? "sound" : "damaged"));
    if (done.file)
        print(fmt::format("  damage       {:>12}   around a log that is sound\n  {}\n", "file",
                          shown(done.file->message, 400)));
    if (auto const& first = found.first) {
        print(fmt::format("  first damage {:>12}\n", name_of(first->kind)));
        print(fmt::format("  log index    {:>12}\n", first->log_index));
        if (!first->on.empty()) {
            print(fmt::format("  case         {:>12}\n", shown(first->on.view())));
            print(fmt::format("  sequence     {:>12}\n", first->sequence));
        }
        print(fmt::format("  {}\n", shown(first->message, 400)));
    }
    print(fmt::format("  entries      {:>12}   of {} cases\n", found.entries, found.cases));
    print(fmt::format("  bytes        {:>12}\n", found.bytes));
    if (found.sealed != 0 || found.erased != 0)
        print(fmt::format("  sealed       {:>12}   of which {} erased\n",
                          found.sealed + found.erased, found.erased));
    if (found.erased_elsewhere != 0)
        print(
            fmt::format("  elsewhere    {:>12}   erased, and no fact of their case here says so\n",
                        found.erased_elsewhere));
    if (found.closed != 0)
        print(fmt::format("  closed       {:>12}   not opened, without keys\n", found.closed));
    if (found.last)
        print(fmt::format("  checkpoint   {:>12}   entries of {}{}\n", found.last->head.size,
                          shown(found.last->origin),
                          asked.keys.empty() ? "; its signature was not looked at (--key)" : ""));
    else
        print("  checkpoint           none   without one, a store that was put back looks sound\n");
    if (done.continues)
        print(fmt::format("  continues    {:>12}   entries of {}\n", done.continues->head.size,
                          shown(done.continues->origin)));
    print(fmt::format("  seconds      {:>12.2f}   {:.0f} entries a second\n", done.seconds,
                      done.seconds > 0 ? static_cast<double>(found.entries) / done.seconds : 0));
}

// What does not go together, or an empty text.
std::string wrong_together(verify_request const& asked) {
    auto const without_store = !asked.proof.empty() || !asked.tiles.empty();
    if (!asked.proof.empty() && !asked.tiles.empty())
        return "expected --proof or --tiles, found both";
    if (without_store && asked.keys.empty())
        return "expected --key, found none; without a key nothing is proved";
    if (!asked.checkpoints.empty() && asked.keys.empty())
        return "expected --key with --checkpoint, found none";
    if (asked.proof.empty() && !asked.entry.empty())
        return "expected --proof with --entry, found none";
    if (asked.proof.empty() && !asked.since.empty())
        return "expected --proof with --since, found none";
    if (without_store && !asked.on.empty())
        return std::string("expected a store with --case, found ") +
               (asked.proof.empty() ? "--tiles" : "--proof");
    if (without_store && asked.without_keys)
        return std::string("expected a store with --without-keys, found ") +
               (asked.proof.empty() ? "--tiles" : "--proof");
    if (!asked.proof.empty() && !asked.checkpoints.empty())
        return "expected --checkpoint with a store or --tiles, found --proof";
    return {};
}

double seconds_since(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// `check_file`, said on a terminal: SQLite does not tell how far it is.
result<void> check_file_shown(std::string const& name) {
    std::error_code unknown;
    auto const size = std::filesystem::file_size(path_of_store(name), unknown);
    progress_line line("checking the file", std::uint64_t{0}, "MB");
    if (!unknown) line.show(size / 1'000'000, 0);
    return check_file(name);
}

int verify(verify_request const& asked) {
    if (auto const wrong = wrong_together(asked); !wrong.empty()) {
        complain("verify: " + wrong);
        return 2;
    }
    if (!asked.proof.empty()) return verify_proof(asked);
    return asked.tiles.empty() ? verify_store(asked) : verify_tile_folder(asked);
}

} // namespace

result<verify_options> options_of(verify_request const& asked) {
    auto keys = read_verifying_keys(asked.keys);
    if (!keys) return keys.error();
    auto elsewhere = read_checkpoints(asked.checkpoints, *keys);
    if (!elsewhere) return elsewhere.error();
    return verify_options{std::move(*keys), std::move(*elsewhere), {}};
}

int print_found(verify_request const& asked, verified const& done) {
    if (asked.json) print_json(asked, done);
    else print_words(asked, done);
    if (!output_is_written()) return 2;
    return done.is_sound() ? 0 : 1;
}

int verify_store(verify_request const& asked) {
    auto const began = std::chrono::steady_clock::now();
    auto on = case_id::parse(asked.on);
    if (!on) return fail(on.error());
    auto options = options_of(asked);
    if (!options) return fail(options.error());
    auto const kept = open_store(asked.store, access::verifying);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());

    if (!asked.without_keys) options->sealed_under = (*kept)->keys();
    progress_line line("verifying", *size, "entries");
    options->progress = [&](std::uint64_t n) { line.show(n, n); };
    auto found = on->empty() ? verify_log(**kept, *options) : verify_case(**kept, *on, *options);
    line.clear();
    if (!found) return fail(found.error());
    auto const before = continues(**kept);
    if (!before) return fail(before.error());
    verified done{shown_store(asked.store), std::move(*found), {}, seconds_since(began)};
    if (*before) done.continues = (*before)->says;
    if (on->empty() && done.is_sound())
        if (auto const whole = check_file_shown(asked.store); !whole) {
            if (whole.error().code != errc::store_damaged) return fail(whole.error());
            done.file = whole.error();
        }
    return print_found(asked, done);
}

int verify_tile_folder(verify_request const& asked) {
    auto const began = std::chrono::steady_clock::now();
    auto options = options_of(asked);
    if (!options) return fail(options.error());
    progress_line line("verifying", std::uint64_t{0}, "entries");
    options->progress = [&](std::uint64_t n) { line.show(n, n); };
    auto found = verify_tiles(asked.tiles, *options);
    line.clear();
    if (!found) {
        complain(found.error().message);
        return found.error().code == errc::signature_failed ? 1 : 2;
    }
    return print_found(asked, {asked.tiles, std::move(*found), {}, seconds_since(began)});
}

verb verify_verb() {
    auto asked = std::make_shared<verify_request>();
    return {
        .name = "verify",
        .summary = "Check a store, a case, exported tiles or a proof: what is damaged, and where",
        .takes =
            {
                argument("STORE", asked->store, kinds_of_store),
                option("--case", asked->on, "check this case alone"),
                option("--key", asked->keys,
                       "a verifying key, or a file of them: who must have signed (one for each key "
                       "that the log had)")
                    .takes("KEY"),
                option("--checkpoint", asked->checkpoints,
                       "checkpoints that were kept elsewhere: the log must continue each"),
                option("--tiles", asked->tiles, "check a folder of tiles instead of a store"),
                option("--proof", asked->proof,
                       "check a proof, or a folder that amends prove wrote, instead of a store"),
                option("--entry", asked->entry,
                       "the entry that --proof is about: its canonical bytes"),
                option("--since", asked->since, "the older checkpoint that --proof is about"),
                flag("--without-keys", asked->without_keys,
                     "leave sealed texts closed: for a store that was restored without its keys"),
                flag("--json", asked->json, "print one JSON object"),
            },
        .footer = R"(Example:
  amends verify cases.db
  amends verify cases.db --key log.pub --checkpoint monday.checkpoint
  amends verify cases.db --case C000001 --key log.pub
  amends verify --proof C000001.proof --key log.pub
  amends verify --proof 000001.tlog-proof --entry 000001.entry --key log.pub
  amends verify --tiles exported --key log.pub

Exit status: 0 sound, 1 damaged or not proved, 2 when something cannot be read. A store
that was replaced as a whole by an older copy of itself is sound: only a checkpoint kept
elsewhere can tell.)",
        .does = [asked] { return verify(*asked); },
    };
}

} // namespace amends::cli
