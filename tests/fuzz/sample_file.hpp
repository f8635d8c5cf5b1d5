// SPDX-License-Identifier: BSL-1.0
// The sample log in a SQLite file with something in every table, and everything a store can be asked.
#pragma once

#include "fuzz/sample_log.hpp"

#include <amends/audit/checkpoint.hpp>
#include <amends/store/sqlite.hpp>

#include <string>
#include <vector>

namespace amends::fuzz {

/// The bytes of the file: the same on every run with one release of SQLite.
bytes const& sample_file();

/// The head of the log in it.
checkpoint const& checkpoint_of_sample();

/// A file of this content, and nothing of an earlier one beside it.
std::filesystem::path as_file(byte_view content);

/// What a store answered: each answer in words, or an error.
using answers = std::vector<result<std::string>>;

/// Asks a store everything, the same for the sample as for what was made of it.
answers ask_everything(store& kept);

/// The answers of a sound file.
answers const& right_answers();

/// The entries of a log in words, as a verifier holds them against their hashes.
result<std::string> log_in_words(store& kept);

} // namespace amends::fuzz
