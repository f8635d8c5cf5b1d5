// SPDX-License-Identifier: BSL-1.0
// Keys and checkpoints as verbs are given them: as text, or as the file that holds it.
#pragma once

#include <amends/audit/checkpoint.hpp>

namespace amends::cli {

// The signing key in a file. Errors: those of reading and of `signing_key::parse`, with the path.
result<signing_key> read_signing_key(std::string const& path);

// Writes a secret so that nobody else can read it. Errors: `io_failed`, also where a file is already.
result<void> write_secret(std::string const& path, std::string const& secret);

// Verifying keys, each as `name+hash+base64` or as a file with one a line.
result<std::vector<verifying_key>> read_verifying_keys(std::vector<std::string> const& named);

// Checkpoints in files, any number one after the other in each, opened with the keys. Errors: with the
// path, and which of several.
result<std::vector<checkpoint>> read_checkpoints(std::vector<std::string> const& paths,
                                                 std::span<verifying_key const> keys);

// The same error with the file before its message.
error in_file(std::string const& path, error why);

} // namespace amends::cli
