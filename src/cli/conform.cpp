// SPDX-License-Identifier: BSL-1.0
// amends conform: how well a foreign log fits the lifecycle.
#include "cli/console.hpp"
#include "cli/log_input.hpp"
#include "cli/verbs.hpp"
#include "exchange/json_writing.hpp"

#include <amends/exchange/conformance.hpp>
#include <amends/lifecycle/standard.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace amends::cli {

namespace {

struct conform_options {
    std::string log;
    std::string mapping;
    bool strict = false;
    bool json = false;
};

// Steps that the lifecycle needs in these cases and that no case shows.
std::vector<std::string> never_recorded(conformance const& found) {
    std::vector<std::string> steps;
    for (auto const& s : found.steps)
        if (s.done == 0 && s.skipped > 0) steps.push_back(s.step);
    return steps;
}

std::string in_json(conform_options const& options, mapping const& by, conformance const& found) {
    return detail::json_object([&](detail::json_writer& to) {
        to.member("log", options.log);
        to.member("mapping", by.name);
        to.member("read", found.read);
        to.member("bad", found.bad);
        to.member("events", found.events);
        to.member("cases", found.cases);
        to.member("fitting", found.fitting);
        to.member("variants", found.variants);
        to.member("cost", found.cost);
        to.member("worst_cost", found.worst);
        to.member("fitness", found.fitness());
        to.member("mean_case_fitness", found.mean_case_fitness);
        to.key("steps");
        to.put_each(found.steps, [&](auto const& s) {
            to.object([&](detail::json_writer& step) {
                step.member("step", s.step);
                step.member("done", s.done);
                step.member("skipped", s.skipped);
                step.member("repeated", s.repeated);
                step.member("out_of_order", s.out_of_order);
                step.member("unexpected", s.unexpected);
            });
        });
        to.member("never_recorded", never_recorded(found));
    });
}

void print_table(conform_options const& options, mapping const& by, conformance const& found) {
    print(fmt::format("{}, read by the mapping \"{}\"\n\n", options.log, by.name));
    print(fmt::format("rows read        {:>9}\n", found.read));
    print(fmt::format("not understood   {:>9}\n", found.bad));
    print(fmt::format("cases            {:>9}   in {} variants\n", found.cases, found.variants));
    print(fmt::format("that fit wholly  {:>9}\n", found.fitting));
    print(fmt::format("fitness          {:>9.3f}   mean of the cases {:.3f}\n\n", found.fitness(),
                      found.mean_case_fitness));
    print(fmt::format("{:<20}{:>9}{:>9}{:>9}{:>14}{:>12}\n", "cases by step", "done", "skipped",
                      "repeated", "out of order", "unexpected"));
    for (auto const& s : found.steps)
        if (s.done + s.skipped + s.repeated + s.out_of_order + s.unexpected > 0)
            print(fmt::format("{:<20}{:>9}{:>9}{:>9}{:>14}{:>12}\n", s.step, s.done, s.skipped,
                              s.repeated, s.out_of_order, s.unexpected));
    auto const never = never_recorded(found);
    if (!never.empty()) print(fmt::format("\nnever recorded: {}\n", fmt::join(never, ", ")));
}

int conform_log(conform_options const& options) {
    if (auto const sound = can_be_read_again(options.log); !sound) return fail(sound.error());
    auto const by = mapping_for(options.log, options.mapping);
    if (!by) return fail(by.error());
    auto log = open_log(options.log, *by);
    if (!log) return fail(log.error());
    progress_line line("comparing", options.log, "rows");
    auto const found =
        conform(**log, options.log, *by, standard_lifecycle(),
                {[&](error const& why) {
                     line.clear();
                     complain(why.message);
                 },
                 [&](std::uint64_t rows, std::uint64_t bytes) { line.show(rows, bytes); }});
    line.clear();
    if (!found) return fail(found.error());
    if (found->events == 0) {
        complain(fmt::format("{}: expected a row that the mapping \"{}\" understands, found none "
                             "of {}",
                             options.log, by->name, found->read));
        return 2;
    }
    if (options.json) print(in_json(options, *by, *found) + '\n');
    else print_table(options, *by, *found);
    if (!output_is_written()) return 2;
    return options.strict && (found->bad > 0 || found->fitting != found->cases) ? 1 : 0;
}

} // namespace

verb conform_verb() {
    auto options = std::make_shared<conform_options>();
    return {
        .name = "conform",
        .summary = "Compare a foreign event log with the lifecycle, without assuming anything",
        .takes =
            {
                log_argument(options->log),
                mapping_option(options->mapping),
                flag("--strict", options->strict,
                     "exit with 1 unless every row is understood and every case fits wholly"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer = R"(Example:
  amends conform helpdesk.csv --mapping examples/mappings/helpdesk.toml

Prints the fitness (1 is a perfect fit) and, for each step of the lifecycle, how
many cases skip it, repeat it or do it out of order. docs/conform.md defines them.)",
        .does = [options] { return conform_log(*options); },
    };
}

} // namespace amends::cli
