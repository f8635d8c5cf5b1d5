// SPDX-License-Identifier: BSL-1.0
// Walks cases side by side, as they lie in a log.
#include "trails.hpp"

namespace bench {

using namespace amends;

std::unique_ptr<memory_store> walked(std::size_t cases, bool with_refusals) {
    auto kept = std::make_unique<memory_store>();
    desk_options how;
    how.clock = ticking_clock();
    desk d(*kept, policy_of_the_shop(), how);
    std::uint64_t commands = 0;
    for (auto const& one : path_of_a_parcel(with_refusals))
        for (std::size_t i = 0; i < cases; ++i)
            (void)d.handle(
                one.from,
                {numbered<case_id>('c', i), numbered<command_id>('k', commands++), {}, one.what});
    return kept;
}

std::vector<entry> entries_of(store& kept) {
    std::vector<entry> all;
    (void)kept.scan(0, [&](stored_entry const& e) {
        if (auto decoded = decode_entry(e.bytes)) all.push_back(std::move(*decoded));
        return true;
    });
    return all;
}

} // namespace bench
