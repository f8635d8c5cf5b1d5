// SPDX-License-Identifier: BSL-1.0
// amends export: trails in formats that other tools read.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/opened_store.hpp"
#include "cli/output_file.hpp"
#include "cli/verbs.hpp"
#include "cli/word_option.hpp"

#include <amends/exchange/export.hpp>
#include <amends/exchange/tile_folder.hpp>
#include <amends/vocabulary/print.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace amends::cli {

namespace {

struct export_verb_options {
    std::string format;
    std::string store = usual_store;
    std::string out;
    std::string on;
    std::string from;
    std::string to;
    bool without_personal_data = false;
    bool without_keys = false;
};

// A folder, where every other format is one text.
constexpr std::string_view tiles = "tiles";

std::string known_formats() {
    std::vector<std::string_view> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<export_format>>(
        [&](auto e) { names.push_back(e.name); });
    return fmt::format("{} or {}", fmt::join(names, ", "), tiles);
}

result<std::optional<instant>> moment_in(std::string_view option, std::string const& text) {
    if (text.empty()) return std::optional<instant>{};
    auto at = parse_instant(text);
    if (at) return std::optional<instant>(*at);
    auto why = at.error();
    why.message = fmt::format("{}: {}", option, why.message);
    return why;
}

result<export_options> read(export_verb_options const& options) {
    export_options how;
    how.without_personal_data = options.without_personal_data;
    if (!options.on.empty()) {
        auto const on = case_id::parse(options.on);
        if (!on) return on.error();
        how.on = *on;
    }
    auto const from = moment_in("--from", options.from);
    if (!from) return from.error();
    auto const to = moment_in("--to", options.to);
    if (!to) return to.error();
    how.from = *from;
    how.to = *to;
    if (how.from && how.to && *how.to <= *how.from)
        return mismatch(errc::out_of_range, "a moment after --from in --to", to_text(*how.to));
    return how;
}

// What tiles cannot do, or an empty text: their tree is over every entry as it is.
std::string_view wrong_with_tiles(export_verb_options const& options) {
    if (!options.on.empty()) return "--case";
    if (!options.from.empty()) return "--from";
    if (!options.to.empty()) return "--to";
    if (options.without_personal_data) return "--without-personal-data";
    if (options.without_keys) return "--without-keys";
    return {};
}

int export_tiles(export_verb_options const& options) {
    if (options.out.empty())
        return fail(mismatch(errc::malformed, "a folder for the tiles in --out", "none"));
    if (auto const wrong = wrong_with_tiles(options); !wrong.empty())
        return fail(mismatch(errc::malformed, "the whole log in tiles", wrong));
    auto const kept = open_store(options.store, access::reading);
    if (!kept) return fail(kept.error());
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());

    progress_line line("exporting", *size, "entries");
    auto const written = write_tiles(**kept, options.out,
                                     [&](std::uint64_t entries) { line.show(entries, entries); });
    line.clear();
    if (!written) {
        auto why = written.error();
        if (why.code == errc::out_of_range) why.message += "; amends checkpoint --key signs one";
        return fail(why);
    }
    complain(fmt::format("{}: {} entries, {} new files", options.out, written->says.head.size,
                         written->files));
    return 0;
}

int export_text(export_verb_options const& options) {
    auto const format = from_name<export_format>(options.format);
    if (!format)
        return fail(mismatch(errc::malformed, known_formats() + " in --format",
                             fmt::format("\"{}\"", options.format)));
    auto how = read(options);
    if (!how) return fail(how.error());
    auto const kept = open_store(options.store, access::reading);
    if (!kept) return fail(kept.error());
    if (!options.without_keys) how->keys = (*kept)->keys();
    auto const size = (*kept)->size();
    if (!size) return fail(size.error());

    auto out = output_file::open(
        {.path = options.out, .beside = {{"the store", path_of_store(options.store)}}});
    if (!out) return fail(out.error());
    progress_line line("exporting", *size, "entries");
    how->progress = [&](std::uint64_t entries) { line.show(entries, entries); };
    auto const written = export_trails(**kept, *format, *how,
                                       [&](std::string_view text) { return out->write(text); });
    line.clear();
    // The output knows better than the export why it takes no more.
    if (auto const full = out->failed()) return fail(*full);
    if (!written) return fail_to_open(written.error());
    if (auto const finished = out->finish(); !finished) return fail(finished.error());
    if (!options.out.empty()) complain(fmt::format("{}: {} entries", options.out, *written));
    return 0;
}

} // namespace

verb export_verb() {
    auto options = std::make_shared<export_verb_options>();
    return {
        .name = "export",
        .summary = "Write trails in a format that other tools read",
        .takes =
            {
                option("--format", options->format,
                       "what to write; docs/exchange.md says what each holds")
                    .required()
                    .takes(choices<export_format>() + "|" + std::string(tiles)),
                store_option(options->store),
                option("--out", options->out,
                       "file to write, a folder for tiles; standard output otherwise")
                    .takes("PATH"),
                option("--case", options->on, "only this case"),
                option("--from", options->from, "only entries of this moment and later")
                    .takes("MOMENT"),
                option("--to", options->to, "only entries before this moment").takes("MOMENT"),
                flag("--without-personal-data", options->without_personal_data,
                     "leave out free texts"),
                flag("--without-keys", options->without_keys,
                     "leave sealed texts closed: for a store that was restored without its keys"),
            },
        .footer = R"(Example:
  amends export --format jsonl --store cases.db --out cases.jsonl
  amends export --format tiles --store cases.db --out exported

An export holds the entries that the log had when it began. A damaged entry ends
it: amends verify tells more. Tiles go as far as the newest checkpoint and are for
amends verify --tiles. docs/exchange.md says what each format holds.)",
        .does =
            [options] {
                return options->format == tiles ? export_tiles(*options) : export_text(*options);
            },
    };
}

} // namespace amends::cli
