// SPDX-License-Identifier: BSL-1.0
// amends_fuzz_replay: gives a target every input of a folder, without a fuzzer and with any compiler.
//   amends_fuzz_replay list
//   amends_fuzz_replay TARGET FOLDER-OR-FILE...
//   amends_fuzz_replay finding              ends as a finding does
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> inputs_in(fs::path const& where) {
    if (!fs::is_directory(where)) return {where};
    std::vector<fs::path> all;
    for (auto const& one : fs::directory_iterator(where))
        if (one.is_regular_file()) all.push_back(one.path());
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "list") {
        for (auto const& one : amends::fuzz::all_targets()) std::cout << one.name << '\n';
        return 0;
    }
    if (argc == 2 && std::string_view(argv[1]) == "finding")
        amends::fuzz::must(false, "a promise that is broken ends the process");
    auto const* const target = argc < 3 ? nullptr : amends::fuzz::target_named(argv[1]);
    if (target == nullptr) {
        std::cerr << "amends_fuzz_replay list | finding | TARGET FOLDER-OR-FILE...\n";
        return 2;
    }
    std::size_t inputs = 0;
    for (int i = 2; i < argc; ++i)
        for (auto const& path : inputs_in(argv[i])) {
            std::ifstream in(path, std::ios::binary);
            if (!in) {
                std::cerr << "expected a readable file, found " << path << '\n';
                return 2;
            }
            std::vector<char> const content((std::istreambuf_iterator<char>(in)), {});
            // An input that ends the process is the last one named.
            std::fprintf(stderr, "%s\n", path.c_str());
            target->run({reinterpret_cast<std::byte const*>(content.data()), content.size()});
            ++inputs;
        }
    std::cout << inputs << " inputs of " << target->name << " without a finding\n";
    // A corpus that is not there shows nothing.
    return inputs == 0 ? 1 : 0;
}
