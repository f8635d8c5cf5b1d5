// SPDX-License-Identifier: BSL-1.0
// A failing world with fewer steps: pieces are left out as long as the same promise does not hold.
#include "simulation/world.hpp"

#include <algorithm>

namespace amends::simulation {

std::vector<std::size_t> shortened(world_plan const& plan, failure const& failed,
                                   std::size_t tries_max) {
    auto const promise = failed.promises.front().promise;
    std::vector<std::size_t> steps;
    for (std::size_t n = 1; n <= failed.step; ++n) steps.push_back(n);
    auto const still_fails = [&](std::vector<std::size_t>& fewer) {
        auto const end = run_steps(plan, fewer);
        if (!end.failed || std::ranges::none_of(end.failed->promises, [&](broken const& b) {
                return b.promise == promise;
            }))
            return false;
        // Nothing after the step that fails is needed.
        auto const last = std::ranges::find(fewer, end.failed->step);
        if (last != fewer.end()) fewer.erase(last + 1, fewer.end());
        return true;
    };
    std::size_t tries = 0;
    for (auto piece = std::max<std::size_t>(steps.size() / 2, 1);;) {
        auto const before = steps.size();
        for (std::size_t at = 0; at < steps.size() && tries < tries_max; ++tries) {
            auto fewer = steps;
            auto const from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
            auto const left = steps.size() - at;
            fewer.erase(from, from + static_cast<std::ptrdiff_t>(std::min(piece, left)));
            if (!fewer.empty() && still_fails(fewer)) steps = std::move(fewer);
            else at += piece;
        }
        // Without a later step an earlier one may be beside the point, too.
        if (tries >= tries_max || (piece == 1 && steps.size() == before)) return steps;
        piece = std::max<std::size_t>(piece / 2, 1);
    }
}

} // namespace amends::simulation
