// SPDX-License-Identifier: BSL-1.0
// What `amends verify` is asked, and the ways in which it answers.
#pragma once

#include "cli/opened_store.hpp"

#include <amends/store/verify_log.hpp>

#include <string>
#include <vector>

namespace amends::cli {

struct verify_request {
    std::string store = usual_store;
    std::string on; // a case alone
    std::string tiles;
    std::string proof;
    std::string entry;
    std::string since;
    std::vector<std::string> keys;
    std::vector<std::string> checkpoints;
    bool without_keys = false; // sealed texts stay closed
    bool json = false;
};

// Each answers the exit status: 0 holds, 1 does not, 2 cannot be read.
int verify_store(verify_request const& asked);
int verify_tile_folder(verify_request const& asked);
int verify_proof(verify_request const& asked);

// Keys and opened checkpoints of a request. Errors: with the file.
result<verify_options> options_of(verify_request const& asked);

// What was verified, and the log that it says it continues.
struct verified {
    std::string what;
    verified_log found;
    std::optional<checkpoint> continues{};
    double seconds = 0;
    std::optional<error> file{}; // what is wrong with the file around a log that is sound

    bool is_sound() const { return !found.first && !file; }
};

// Prints it; answers the exit status.
int print_found(verify_request const& asked, verified const& done);

} // namespace amends::cli
