// SPDX-License-Identifier: BSL-1.0
// Random cases: the trail gives the present, and the same inputs give the same bytes.
#include "support/random_cases.hpp"

#include <amends/audit/verify.hpp>
#include <amends/casefile/evolve.hpp>

#include "catch.hpp"
#include "support/repeat_with.hpp"

#include <set>

using namespace amends;
using namespace amends::cases;

namespace {

struct run {
    std::vector<std::string> log; ///< hash and bytes of each entry
};
run run_of(std::vector<wish> const& stream, std::size_t batch_size, desk_options how) {
    memory_store kept;
    desk at(kept, house_rules(2), at_given_times(std::move(how)));
    run out;
    for (std::size_t i = 0; i < stream.size(); i += batch_size) {
        std::vector<submission> batch;
        for (auto k = i; k < std::min(stream.size(), i + batch_size); ++k)
            batch.push_back({&stream[k].from, stream[k].what, stream[k].at});
        (void)at.handle(batch);
    }
    (void)kept.scan(0, [&](stored_entry const& e) {
        out.log.push_back(
            to_text(e.hash) +
            std::string(reinterpret_cast<char const*>(e.bytes.data()), e.bytes.size()));
        return true;
    });
    return out;
}
/// Where two logs part, in words; a whole log is too much to read.
std::string difference(run const& a, run const& b) {
    for (std::size_t i = 0; i < std::max(a.log.size(), b.log.size()); ++i) {
        if (i < a.log.size() && i < b.log.size() && a.log[i] == b.log[i]) continue;
        auto const says = [&](run const& r) {
            if (i >= r.log.size()) return std::string("the end");
            auto const* content = reinterpret_cast<std::byte const*>(r.log[i].data()) + 64;
            auto const e = decode_entry({content, r.log[i].size() - 64}).value();
            return e.on.str() + " " + std::to_string(e.how.sequence) + " " +
                   std::string(name_of(e.what)) + " for " + e.command.str();
        };
        return "entry " + std::to_string(i) + ": " + says(a) + ", and " + says(b);
    }
    return "none";
}
desk_options remembering(std::size_t cases, std::uint64_t snapshot_every = 0) {
    desk_options how;
    how.cached_cases = cases;
    how.snapshot_every = snapshot_every;
    return how;
}

} // namespace

TEST_CASE("a case folded from its trail is the live one") {
    INFO(repeat_with());
    std::set<std::pair<state_id, state_id>> seen;
    for (std::uint64_t n = 0; n < 1000; ++n) {
        INFO("case " << n);
        memory_store kept;
        desk at(kept, house_rules(static_cast<std::uint32_t>(1 + n % 2)), at_given_times());
        random_cases maker(seed() + n, 1);
        auto const file_of = [&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        };
        for (int k = 0; k < 40; ++k) (void)hand_in(at, maker.next(file_of));
        auto const live = at.file("case 0");
        REQUIRE(live.has_value());

        case_file folded;
        folded.id = "case 0";
        folded.at = at.table().initial();
        trail_verifier verifier;
        (void)kept.scan(0, [&](stored_entry const& e) {
            REQUIRE_FALSE(verifier.check(e).has_value());
            return true;
        });
        auto const trail = at.trail("case 0");
        for (auto const& e : *trail) {
            REQUIRE(e.how.from == folded.at);
            folded = evolve(std::move(folded), e.what, e.how);
            seen.insert({e.how.to.resolution, e.how.to.handling});
        }
        REQUIRE(folded == *live);
    }
    // A generator that never gets anywhere proves nothing.
    std::set<state_id> reached;
    for (auto const& [resolution, handling] : seen) reached.insert(resolution);
    CHECK(reached.size() == 13);
}

TEST_CASE("the same commands give the same bytes whatever the batches and the memory") {
    INFO(repeat_with());
    for (std::uint64_t n = 0; n < 60; ++n) {
        INFO("stream " << n);
        auto const stream = random_stream(seed() + n, 200, 7, house_rules(2));
        auto const once = run_of(stream, 1, remembering(10000));
        REQUIRE(once.log.size() > 50);
        REQUIRE(difference(run_of(stream, 1, remembering(10000)), once) == "none");
        REQUIRE(difference(run_of(stream, 1, remembering(2)), once) == "none");
        REQUIRE(difference(run_of(stream, 1, remembering(2, 3)), once) == "none");
        REQUIRE(difference(run_of(stream, 64, remembering(10000)), once) == "none");
        REQUIRE(difference(run_of(stream, 64, remembering(2)), once) == "none");
        REQUIRE(difference(run_of(stream, 7, remembering(2, 2)), once) == "none");
    }
}
