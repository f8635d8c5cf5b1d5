// SPDX-License-Identifier: BSL-1.0
// Choosing a mapping, and telling how far a long reading has come.
#include "cli/log_input.hpp"

#include "cli/bundled.hpp"

#include <amends/exchange/csv.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace amends::cli {

namespace {

bool has_all(std::vector<std::string> const& header, mapping const& by) {
    return std::all_of(by.columns.begin(), by.columns.end(), [&](auto const& column) {
        return std::find(header.begin(), header.end(), column) != header.end();
    });
}

} // namespace

result<mapping> mapping_for(std::string const& log, std::string const& path) {
    if (!path.empty()) return mapping::load(path);
    auto const wanted = log.ends_with(".xes") ? log_format::xes : log_format::csv;
    std::vector<std::string> header;
    if (wanted == log_format::csv) {
        auto read = csv_columns(log);
        if (!read) return read.error();
        header = std::move(*read);
    }
    std::string known;
    for (auto const& document : bundled_mappings()) {
        auto by = mapping::parse(document.text, document.path);
        if (!by) return by.error();
        if (by->format != wanted) continue;
        if (wanted == log_format::xes || has_all(header, *by)) return by;
        known += fmt::format("{}{} ({})", known.empty() ? "" : " or ", by->name,
                             fmt::join(by->columns, ", "));
    }
    auto why = mismatch(errc::malformed, "the columns of a built-in mapping: " + known,
                        fmt::format("{}", fmt::join(header, ", ")));
    why.message = fmt::format("{}:1: {}; write a mapping and name it with --mapping", log,
                              why.message);
    return why;
}

progress_line::progress_line(std::string label, std::string const& file)
    : label_(std::move(label)), terminal_(::isatty(STDERR_FILENO) == 1) {
    std::error_code unknown;
    auto const size = std::filesystem::file_size(file, unknown);
    if (!unknown) bytes_all_ = size;
}

progress_line::~progress_line() { clear(); }

void progress_line::show(std::uint64_t rows, std::uint64_t bytes) {
    if (!terminal_) return;
    auto const percent = bytes_all_ == 0 ? 100 : std::min<std::uint64_t>(100, bytes * 100 / bytes_all_);
    fmt::print(stderr, "\r{} {:3} %, {} rows", label_, percent, rows);
    shown_ = true;
}

void progress_line::clear() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
}

void complain(std::string const& message) { fmt::print(stderr, "amends: {}\n", message); }

bool output_is_written() {
    errno = 0;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
    complain(fmt::format("standard output: expected it to take everything, found {}",
                         std::generic_category().message(errno)));
    return false;
}

} // namespace amends::cli
