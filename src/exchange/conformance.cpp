// SPDX-License-Identifier: BSL-1.0
// Traces gathered case by case, aligned once a variant, and counted step by step.
#include <amends/exchange/conformance.hpp>

#include <amends/exchange/understanding.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <array>

namespace amends {
namespace {

// Beyond so many different traces new ones are aligned each time instead of kept.
constexpr std::size_t variants_max = 65'536;

using trace = std::basic_string<char>; // one byte a step: short ones stay in place

struct step_result {
    std::uint8_t step = 0;
    bool done = false;
    bool skipped = false;
    bool repeated = false;
    bool out_of_order = false;
    bool unexpected = false;
};

struct variant_result {
    std::uint32_t cost = 0;
    std::vector<step_result> steps;
};

// FORMAT of the counts per step: docs/conform.md, "What is counted".
variant_result weigh(alignment const& found, step_graph const& graph) {
    struct counts {
        std::uint32_t together = 0, lifecycle_only = 0, log_only = 0;
    };
    std::array<counts, 256> each{};
    for (auto const& move : found.moves) {
        auto& c = each[move.step];
        if (move.kind == move_kind::together) ++c.together;
        else if (move.kind == move_kind::log_only) ++c.log_only;
        else if (!graph.silent[move.step]) ++c.lifecycle_only;
    }
    variant_result out{found.cost, {}};
    for (std::size_t step = 0; step < each.size(); ++step) {
        auto const& c = each[step];
        if (c.together + c.lifecycle_only + c.log_only == 0) continue;
        auto const surplus = c.log_only > c.lifecycle_only;
        out.steps.push_back({.step = static_cast<std::uint8_t>(step),
                             .done = c.together > 0,
                             .skipped = c.lifecycle_only > c.log_only,
                             .repeated = surplus && c.together + c.lifecycle_only > 0,
                             .out_of_order = c.lifecycle_only > 0 && c.log_only > 0,
                             .unexpected = surplus && c.together + c.lifecycle_only == 0});
    }
    return out;
}

class conformance_check {
  public:
    conformance_check(aligner align, step_graph graph)
        : aligner_(std::move(align)), graph_(std::move(graph)) {}

    void count(trace const& steps) {
        auto const known = variants_.find(steps);
        if (known != variants_.end()) return add(known->second, steps.size());
        std::vector<std::uint8_t> numbers(steps.begin(), steps.end());
        auto made = weigh(aligner_.align(numbers), graph_);
        ++total_.variants;
        add(made, steps.size());
        if (variants_.size() < variants_max) variants_.emplace(steps, std::move(made));
    }

    conformance& total() { return total_; }

    conformance finish(lifecycle const& under) {
        if (total_.cases > 0)
            total_.mean_case_fitness = sum_of_fitness_ / static_cast<double>(total_.cases);
        std::bitset<256> in_graph;
        for (auto const& a : graph_.arrows) in_graph.set(a.step);
        for (auto const& command : under.commands()) {
            auto& line = steps_[command.number];
            if (!in_graph[command.number] && line == step_conformance{}) continue;
            line.step = std::string(command.name);
            total_.steps.push_back(line);
        }
        return std::move(total_);
    }

  private:
    void add(variant_result const& one, std::size_t trace_size) {
        auto const worst = trace_size + aligner_.shortest_run();
        ++total_.cases;
        total_.fitting += one.cost == 0 ? 1 : 0;
        total_.cost += one.cost;
        total_.worst += worst;
        sum_of_fitness_ +=
            worst == 0 ? 1 : 1 - static_cast<double>(one.cost) / static_cast<double>(worst);
        for (auto const& s : one.steps) {
            auto& line = steps_[s.step];
            line.done += s.done;
            line.skipped += s.skipped;
            line.repeated += s.repeated;
            line.out_of_order += s.out_of_order;
            line.unexpected += s.unexpected;
        }
    }

    aligner aligner_;
    step_graph graph_;
    boost::unordered_flat_map<trace, variant_result> variants_;
    std::array<step_conformance, 256> steps_{};
    double sum_of_fitness_ = 0;
    conformance total_;
};

} // namespace

step_graph graph_of(lifecycle const& under, mapping const& by) {
    step_graph graph;
    graph.initial = static_cast<std::uint8_t>(under.initial().resolution);
    for (auto const& state : under.states())
        if (state.in == workflow::region::resolution && state.is_end)
            graph.ends.set(static_cast<std::uint8_t>(state.id));
    auto const named = [](std::vector<std::string> const& some, std::string_view one) {
        return std::find(some.begin(), some.end(), one) != some.end();
    };
    for (auto const& row : under.rows()) {
        if (row.in != workflow::region::resolution || named(by.left_out, row.command_name))
            continue;
        step_graph::arrow const arrow{static_cast<std::uint8_t>(row.source), row.command,
                                      static_cast<std::uint8_t>(row.target)};
        if (named(by.silent, row.command_name)) graph.silent.set(row.command);
        if (std::find(graph.arrows.begin(), graph.arrows.end(), arrow) == graph.arrows.end())
            graph.arrows.push_back(arrow);
    }
    return graph;
}

result<conformance> conform(log_source& log, std::string const& file, mapping const& by,
                            lifecycle const& under, conformance_listener const& listener) {
    auto const graph = graph_of(under, by);
    auto align = aligner::make(graph);
    if (!align) return align.error();
    conformance_check checking(std::move(*align), graph);
    auto& total = checking.total();

    std::bitset<256> counts; // steps of the region
    for (auto const& command : under.commands())
        if (command.in == workflow::region::resolution) counts.set(command.number);

    understanding rows(by, file);
    case_id present;
    trace of_present;
    boost::unordered_flat_map<case_id, trace> of_each;
    log_row row;
    for (;;) {
        auto const more = log.next(row);
        if (!more) return more.error();
        if (!*more) break;
        ++total.read;
        if (listener.progress && total.read % 1024 == 0)
            listener.progress(total.read, log.bytes_read());
        auto const understood = rows.understand(row);
        if (!understood) {
            ++total.bad;
            if (listener.bad_row) listener.bad_row(understood.error());
            continue;
        }
        ++total.events;
        if (by.grouped && understood->on != present) {
            if (!present.empty()) checking.count(of_present);
            present = understood->on;
            of_present.clear();
        }
        auto& steps = by.grouped ? of_present : of_each[understood->on];
        for (auto const* rule : understood->rules)
            for (auto const& step : rule->steps)
                if (step.basis == step_basis::log && counts[step.number])
                    steps.push_back(static_cast<char>(step.number));
        rows.remember(*understood);
    }
    if (!present.empty()) checking.count(of_present);
    for (auto const& [id, steps] : of_each) checking.count(steps);
    return checking.finish(under);
}

} // namespace amends
