// SPDX-License-Identifier: BSL-1.0
// A trial over a generated store: decisions a second, and the memory that it takes.
#include "figures.hpp"
#include "measure.hpp"
#include "scratch.hpp"

#include <amends/amends.hpp>
#include <amends/authority/document.hpp>
#include <amends/exchange/generate.hpp>
#include <amends/store/sqlite.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace bench {
namespace {

using namespace amends;

[[noreturn]] void give_up(error const& why) {
    std::fprintf(stderr, "%s\n", why.message.c_str());
    std::exit(1);
}

/// The counter of examples/policies/authority.toml, with other limits and one that looks back.
authority_document document(char const* agents, bool looks_back) {
    auto text = std::string(R"(
name = "Counter and back office"
version = 2
effective = 2010-01-01
changed_by = "manager"

limit = [
    { role = "agent", remedy = "any", max = ")") +
                agents + R"(" },
    { role = "agent", remedy = "replacement", max = "120.00 EUR" },
    { role = "team_lead", remedy = "any", max = "500.00 EUR" },
    { role = "manager", remedy = "any", max = "5000.00 EUR" },
]
[ladder]
roles = ["agent", "team_lead", "manager"]
)";
    if (looks_back)
        text += R"(
[[cumulative]]
role = "agent"
max = "200.00 EUR"
per = ["actor", "customer"]
period = "month"
)";
    auto read = authority_document::parse(text, "counter.toml");
    if (!read) give_up(read.error());
    return std::move(*read);
}

/// A store with the generated work of so many cases.
std::unique_ptr<store> generated(std::filesystem::path const& path, std::uint64_t cases) {
    auto opened = sqlite_store::open({.path = path});
    if (!opened) give_up(opened.error());
    desk at(**opened, document("50.00 EUR", false));
    constexpr std::size_t batch = 4096;
    std::vector<session> sessions;
    std::vector<submission> some;
    sessions.reserve(batch); // submissions point into it
    auto const commit = [&] {
        for (auto const& said : at.handle(some))
            if (!said) give_up(said.error());
        some.clear();
        sessions.clear();
    };
    generate({.cases = cases}, [&](given_command const& given) {
        sessions.push_back({given.by, provenance::imported});
        some.push_back({&sessions.back(), given.what, given.at});
        if (some.size() == batch) commit();
        return true;
    });
    commit();
    return std::move(*opened);
}

struct tried {
    double seconds = 0;
    double peak_bytes = 0; ///< from `operator new`, beyond what was there before
    trial_summary found{};
};

tried try_document(store& kept, authority_document const& candidate) {
    tried t;
    auto const before = allocated().live_bytes;
    trial_options how;
    how.progress = [&](std::uint64_t) {
        t.peak_bytes = std::max(t.peak_bytes, double(allocated().live_bytes - before));
    };
    t.seconds = wall_nanoseconds([&] {
                    auto found = try_out(kept, candidate, standard_lifecycle(), how);
                    if (!found) give_up(found.error());
                    t.found = std::move(*found);
                }) /
                1e9;
    return t;
}

} // namespace

void measure_trial(report& to, options const& how) {
    scratch const place("amends_bench_trial");
    auto const many = how.quick ? std::uint64_t{10'000} : std::uint64_t{100'000};
    auto const few_kept = generated(place.folder / "few.db", many / 10);
    auto const kept = generated(place.folder / "many.db", many);
    auto const stricter = document("20.00 EUR", true);
    auto const few_tried = try_document(*few_kept, stricter);

    std::vector<double> rates;
    tried one;
    for (int i = 0; i < how.rounds(5); ++i) {
        one = try_document(*kept, stricter);
        rates.push_back(double(one.found.decisions) / one.seconds);
    }
    char text[160];
    std::snprintf(text, sizeof text, "%llu decisions of %llu cases, %llu entries; %llu differ",
                  static_cast<unsigned long long>(one.found.decisions),
                  static_cast<unsigned long long>(one.found.cases),
                  static_cast<unsigned long long>(one.found.entries),
                  static_cast<unsigned long long>(one.found.different));
    to.bar("trial_decisions", "decisions judged again a second", median(rates), "/s",
           wanted::at_least, 200'000, text);
    std::snprintf(text, sizeof text, "%.1f MB with a tenth of the cases",
                  few_tried.peak_bytes / 1e6);
    to.bar("trial_memory", "memory of a trial, at most", one.peak_bytes / 1e6, "MB",
           wanted::at_most, 64, text);
}

} // namespace bench
