// SPDX-License-Identifier: BSL-1.0
// amends generate: a desk's daily work from a seed, as commands.
#include "cli/console.hpp"
#include "cli/number_option.hpp"
#include "cli/output_file.hpp"
#include "cli/verbs.hpp"

#include <amends/exchange/generate.hpp>
#include <amends/exchange/json.hpp>

#include <fmt/format.h>

#include <limits>

namespace amends::cli {

namespace {

struct generate_options {
    std::string cases = "1000";
    std::string seed = "1";
    std::string out;
};

constexpr std::uint64_t cases_max = 10'000'000;

int generate_commands(generate_options const& options) {
    auto const wanted = number_in("--cases", options.cases, 1, cases_max);
    if (!wanted) return fail(wanted.error());
    auto const seed =
        number_in("--seed", options.seed, 0, std::numeric_limits<std::uint64_t>::max());
    if (!seed) return fail(seed.error());
    generation how;
    how.cases = *wanted;
    how.seed = *seed;
    auto out = output_file::open({.path = options.out});
    if (!out) return fail(out.error());
    progress_line line("generating", how.cases, "commands");
    std::uint64_t commands = 0;
    std::uint64_t cases = 0;
    generate(how, [&](given_command const& given) {
        if (std::holds_alternative<report>(given.what.what)) ++cases;
        if (++commands % 1024 == 0) line.show(commands, cases);
        return out->write(to_json(given) + '\n');
    });
    line.clear();
    if (auto const finished = out->finish(); !finished) return fail(finished.error());
    if (!options.out.empty())
        complain(fmt::format("{}: {} commands of {} cases", options.out, commands, how.cases));
    return 0;
}

} // namespace

verb generate_verb() {
    auto options = std::make_shared<generate_options>();
    return {
        .name = "generate",
        .summary = "Make up a desk's daily work, as commands",
        .takes =
            {
                option("--cases", options->cases, "how many cases"),
                option("--seed", options->seed, "the same seed gives the same commands"),
                option("--out", options->out, "file to write; standard output otherwise"),
            },
        .footer = R"(Example:
  amends generate --cases 3000 --seed 1 --out contacts.jsonl

Queries, requests and problems, with approvals, declined offers, referrals, merged
and reopened cases, and a few mistakes that are refused. Amounts fit the built-in
authority document.)",
        .does = [options] { return generate_commands(*options); },
    };
}

} // namespace amends::cli
