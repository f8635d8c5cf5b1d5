// SPDX-License-Identifier: BSL-1.0
// Where a verb's result goes: standard output, or a file that is either whole or not there.
#pragma once

#include <amends/vocabulary/error.hpp>

#include <cstdint>
#include <cstdio>
#include <optional>

namespace amends::cli {

// Who may read the file: everybody whom the process lets (its umask), or its owner alone.
enum class readable_by : std::uint8_t { usual, owner };

class output_file {
  public:
    // An empty path is standard output. A regular file gets its name only when it is finished;
    // until then it stands beside that name, with `.part` at its end.
    static result<output_file> open(std::string const& path, readable_by whom = readable_by::usual);
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
    std::string part_; // empty: written in place
    std::FILE* to_ = nullptr;
    int failed_ = 0;
};

} // namespace amends::cli
