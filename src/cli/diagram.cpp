// SPDX-License-Identifier: BSL-1.0
// amends diagram: the lifecycle as it runs, with a case's way through it.
#include "cli/asking.hpp"
#include "cli/console.hpp"
#include "cli/output_file.hpp"
#include "cli/verbs.hpp"

#include <amends/vocabulary/print.hpp>
#include <amends/workflow/diagram.hpp>

#include <algorithm>

namespace amends::cli {

namespace {

struct diagram_options {
    std::string lifecycle = std::string(standard_lifecycle().name());
    std::string format = "mermaid";
    std::string on;
    std::string store = usual_store;
    std::string out;
    bool guards = false;
};

result<marked_path> way_of(std::string const& on, std::string const& store_name) {
    auto const id = case_id::parse(on);
    if (!id) return id.error();
    auto asked = reading_desk::open(store_name);
    if (!asked) return asked.error();
    auto const trail = asked->at.trail(*id);
    if (!trail) return trail.error();
    marked_path way;
    auto const pass = [&](state_id state) {
        if (std::find(way.passed.begin(), way.passed.end(), state) == way.passed.end())
            way.passed.push_back(state);
    };
    auto const& table = standard_lifecycle();
    for (auto const& e : *trail) {
        pass(e.how.from.resolution);
        pass(e.how.from.handling);
        pass(e.how.to.resolution);
        pass(e.how.to.handling);
        // A refusal takes no arrow.
        auto const* command = table.command_by_number(e.command_number);
        if (command == nullptr || std::holds_alternative<command_refused>(e.what)) continue;
        if (command->in == workflow::region::resolution)
            way.taken.push_back(
                {e.how.from.resolution, e.command_number, e.how.to.resolution, e.how.sequence});
        if (command->in == workflow::region::handling)
            way.taken.push_back(
                {e.how.from.handling, e.command_number, e.how.to.handling, e.how.sequence});
    }
    way.now = trail->back().how.to;
    return way;
}

int draw(diagram_options const& options) {
    auto const& table = standard_lifecycle();
    if (options.lifecycle != table.name())
        return fail(mismatch(errc::malformed, "the lifecycle " + std::string(table.name()),
                             options.lifecycle));
    auto const format = from_name<diagram_format>(options.format);
    if (!format)
        return fail(
            mismatch(errc::malformed, "mermaid, plantuml or dot in --format", options.format));
    std::optional<marked_path> way;
    if (!options.on.empty()) {
        auto found = way_of(options.on, options.store);
        if (!found) return fail(found.error());
        way = std::move(*found);
    }
    auto out = output_file::open(
        {.path = options.out,
         .beside = {{"the store", options.on.empty() ? "" : path_of_store(options.store)}}});
    if (!out) return fail(out.error());
    out->write(diagram(table, {*format, options.guards, way ? &*way : nullptr}));
    auto const finished = out->finish();
    return finished ? 0 : fail(finished.error());
}

} // namespace

verb diagram_verb() {
    auto options = std::make_shared<diagram_options>();
    return {
        .name = "diagram",
        .summary = "Draw a lifecycle from the table that runs",
        .takes =
            {
                argument("LIFECYCLE", options->lifecycle, "its name"),
                option("--format", options->format, "in which notation")
                    .takes("mermaid|plantuml|dot"),
                option("--case", options->on, "mark where this case is and was"),
                option("--store", options->store, "the store that has the case"),
                option("--out", options->out, "file to write; standard output otherwise"),
                flag("--guards", options->guards, "write the conditions beside each command"),
            },
        .footer = R"(Example:
  amends diagram resolution --format dot --case C000001 | dot -Tsvg > C000001.svg)",
        .does = [options] { return draw(*options); },
    };
}

} // namespace amends::cli
