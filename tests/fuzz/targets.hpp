// SPDX-License-Identifier: BSL-1.0
// The fuzz targets: each takes any bytes, gives them to one reader, and holds the answer to its word.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <span>
#include <string_view>

// tests/fuzz/README.md says what a target is and how one is added.
// clang-format off
#define AMENDS_FUZZ_TARGETS(X)                                                                     \
    X(account_lines)                                                                               \
    X(archive)                                                                                     \
    X(authority_document)                                                                          \
    X(case_file)                                                                                   \
    X(case_file_in_binary)                                                                         \
    X(case_file_in_text)                                                                           \
    X(case_file_in_xml)                                                                            \
    X(checkpoint)                                                                                  \
    X(command_content)                                                                             \
    X(command_json)                                                                                \
    X(command_lines)                                                                               \
    X(csv)                                                                                         \
    X(customer_marks)                                                                              \
    X(entry)                                                                                       \
    X(entry_json)                                                                                  \
    X(exported_archives)                                                                           \
    X(exported_entries)                                                                            \
    X(fact)                                                                                        \
    X(follower_position)                                                                           \
    X(foreign_log)                                                                                 \
    X(history)                                                                                     \
    X(kept_checkpoint)                                                                             \
    X(kept_tile)                                                                                   \
    X(key)                                                                                         \
    X(log)                                                                                         \
    X(log_proof)                                                                                   \
    X(mapping)                                                                                     \
    X(note)                                                                                        \
    X(options)                                                                                     \
    X(own_fact)                                                                                    \
    X(replayed_log)                                                                                \
    X(sealed)                                                                                      \
    X(snapshot)                                                                                    \
    X(sqlite_file)                                                                                 \
    X(sqlite_rows)                                                                                 \
    X(text_template)                                                                               \
    X(tile)                                                                                        \
    X(tile_folder)                                                                                 \
    X(time_format)                                                                                 \
    X(trail_in_binary)                                                                             \
    X(trail_in_text)                                                                               \
    X(trail_in_xml)                                                                                \
    X(verdict)                                                                                     \
    X(words)                                                                                       \
    X(xes)
// clang-format on

namespace amends::fuzz {

#define AMENDS_DECLARE(NAME) void try_##NAME(byte_view input);
AMENDS_FUZZ_TARGETS(AMENDS_DECLARE)
#undef AMENDS_DECLARE

struct target {
    std::string_view name;
    void (*run)(byte_view input);
};

/// Every target, by name.
std::span<target const> all_targets() noexcept;
/// The target of that name, or nullptr.
target const* target_named(std::string_view name) noexcept;

} // namespace amends::fuzz
