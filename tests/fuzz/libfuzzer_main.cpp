// SPDX-License-Identifier: BSL-1.0
// libFuzzer's door: the target is the one that the program is called by, as in `fuzz_entry`.
#include "fuzz/targets.hpp"

#include <cstdio>
#include <cstdlib>

namespace {
amends::fuzz::target const* chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int*, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

extern "C" int LLVMFuzzerInitialize(int*, char*** argv) {
    std::string_view name = (*argv)[0];
    name.remove_prefix(name.find_last_of('/') + 1);
    if (name.starts_with("fuzz_")) chosen = amends::fuzz::target_named(name.substr(5));
    if (chosen != nullptr) return 0;
    std::fprintf(stderr, "expected to be called fuzz_<target>, found %s; the targets are:\n",
                 (*argv)[0]);
    for (auto const& one : amends::fuzz::all_targets())
        std::fprintf(stderr, "  %.*s\n", static_cast<int>(one.name.size()), one.name.data());
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    chosen->run({reinterpret_cast<std::byte const*>(data), size});
    return 0;
}
