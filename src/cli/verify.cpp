// SPDX-License-Identifier: BSL-1.0
// amends verify: reads a whole store and names the first damage.
#include "cli/console.hpp"
#include "cli/opened_store.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"

#include <amends/audit/verify.hpp>
#include <amends/exchange/json.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>

namespace amends::cli {

namespace {

struct verify_options {
    std::string store = usual_store;
    bool json = false;
};

// Every case must end where the store says it does, and the store must know no other cases.
result<std::optional<damage>> check_heads(store& kept, trail_verifier const& verifier) {
    std::optional<damage> first;
    std::uint64_t heads = 0;
    auto const read = kept.heads([&](case_head const& h) {
        ++heads;
        first = verifier.check_head(h.on, h.last_sequence, h.last_hash);
        return !first;
    });
    if (!read) return read.error();
    if (!first && heads != verifier.cases())
        first =
            damage{damage_kind::head,
                   verifier.entries(),
                   {},
                   0,
                   fmt::format("expected the ends of {} cases, found {}", verifier.cases(), heads)};
    return first;
}

void print_json(verify_options const& options, trail_verifier const& verifier,
                std::optional<damage> const& first, double seconds) {
    std::string what = "null";
    if (first)
        what = fmt::format(R"({{"kind":"{}","log_index":{},"case":{},"sequence":{},"message":{}}})",
                           name_of(first->kind), first->log_index, to_json(first->on.view()),
                           first->sequence, to_json(first->message));
    print(fmt::format(
        R"({{"store":{},"sound":{},"entries":{},"cases":{},"bytes":{},"seconds":{:.3f},)"
        R"("damage":{}}})"
        "\n",
        to_json(options.store), !first, verifier.entries(), verifier.cases(), verifier.bytes(),
        seconds, what));
}

void print_words(verify_options const& options, trail_verifier const& verifier,
                 std::optional<damage> const& first, double seconds) {
    print(fmt::format("{}: {}\n", options.store, first ? "damaged" : "sound"));
    if (first) {
        print(fmt::format("  first damage {:>12}\n", name_of(first->kind)));
        print(fmt::format("  log index    {:>12}\n", first->log_index));
        print(fmt::format("  case         {:>12}\n", shown(first->on.view())));
        print(fmt::format("  sequence     {:>12}\n", first->sequence));
        print(fmt::format("  {}\n", shown(first->message)));
    }
    print(
        fmt::format("  entries      {:>12}   of {} cases\n", verifier.entries(), verifier.cases()));
    print(fmt::format("  bytes        {:>12}\n", verifier.bytes()));
    print(fmt::format("  seconds      {:>12.2f}   {:.0f} entries a second\n", seconds,
                      seconds > 0 ? static_cast<double>(verifier.entries()) / seconds : 0));
}

int verify_store(verify_options const& options) {
    auto const began = std::chrono::steady_clock::now();
    auto const kept = open_store(options.store, access::reading);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());

    progress_line line("verifying", *size, "entries");
    trail_verifier verifier;
    std::optional<damage> first;
    auto const read = (*kept)->scan(0, [&](stored_entry const& e) {
        first = verifier.check(e);
        if (verifier.entries() % 1024 == 0) line.show(verifier.entries(), verifier.entries());
        return !first;
    });
    line.clear();
    if (!read) return fail(read.error());
    if (!first) {
        auto const ends = check_heads(**kept, verifier);
        if (!ends) return fail(ends.error());
        first = *ends;
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
    if (options.json) print_json(options, verifier, first, took.count());
    else print_words(options, verifier, first, took.count());
    if (!output_is_written()) return 2;
    return first ? 1 : 0;
}

} // namespace

void add_verify(CLI::App& app, int& status) {
    auto* verb =
        app.add_subcommand("verify", "Check every entry of a store, and how they hang together");
    auto options = std::make_shared<verify_options>();
    verb->add_option("STORE", options->store, "SQLite file")->capture_default_str();
    verb->add_flag("--json", options->json, "print one JSON object");
    verb->footer(
        "Example:\n  amends verify cases.db\n\n"
        "Exit status: 0 sound, 1 damaged, 2 when the store cannot be read. A store that was\n"
        "replaced as a whole by an older copy of itself is sound: only a checkpoint kept\n"
        "elsewhere could tell.");
    verb->callback([options, &status] { status = verify_store(*options); });
}

} // namespace amends::cli
