// SPDX-License-Identifier: BSL-1.0
// The list of targets, to be looked up by name.
#include "fuzz/targets.hpp"

#include <algorithm>

namespace amends::fuzz {

std::span<target const> all_targets() noexcept {
#define AMENDS_LIST(NAME) target{#NAME, try_##NAME},
    static constexpr target all[] = {AMENDS_FUZZ_TARGETS(AMENDS_LIST)};
#undef AMENDS_LIST
    return all;
}

target const* target_named(std::string_view name) noexcept {
    auto const all = all_targets();
    auto const found = std::ranges::find(all, name, &target::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace amends::fuzz
