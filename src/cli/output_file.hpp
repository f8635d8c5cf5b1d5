// SPDX-License-Identifier: BSL-1.0
// Where a verb's result goes: standard output, or a file that is either whole or not there.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amends::cli {

// Who may read the file: everybody whom the process lets (its umask), or its owner alone.
enum class readable_by : std::uint8_t { usual, owner };

// A file that a verb reads; a name that stands for none, such as a store's on a server, is empty.
struct file_in_use {
    std::string_view what; // "the store"
    std::string path;
};

// A new file or folder stands beside the name that it will get, under the first of so many other names
// that is free.
inline constexpr int parts_at_most = 100;
// The name beside `target` for the try of this number, counted from 1.
std::string part_name(std::string const& target, int number);

// Where a result goes, and what it must not take the place of.
struct output_place {
    std::string path{}; // empty: standard output
    std::vector<file_in_use> beside{};
    std::string_view option = "--out";
    readable_by whom = readable_by::usual;
};

class output_file {
  public:
    // A regular file gets its name only when it is finished; until then a new one stands beside that
    // name (`part_name`). It gets the mode of the file that it replaces. A link stays one: what it leads
    // to is replaced.
    // Errors: `malformed` where a file in use, or any store, would be written over; `io_failed`.
    static result<output_file> open(output_place const& place);
    ~output_file();
    output_file(output_file&& other) noexcept;
    output_file& operator=(output_file&&) = delete;

    // False once something could not be written; `failed` and `finish` say why.
    bool write(std::string_view text);
    // Why something could not be written so far, or nothing.
    std::optional<error> failed() const;
    // Errors: `io_failed`; what was written is taken away again.
    result<void> finish();

  private:
    output_file() = default;
    error failure(int code) const;

    std::string path_;
    std::string target_; // what is replaced: `path_`, or where its links lead
    std::string part_;   // empty: written in place
    std::FILE* to_ = nullptr;
    int failed_ = 0;
};

} // namespace amends::cli
