// SPDX-License-Identifier: BSL-1.0
// Whether a log can be read, and choosing a mapping by its header.
#include "cli/log_input.hpp"

#include "cli/bundled.hpp"

#include <amends/exchange/csv.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace amends::cli {

namespace {

bool has_all(std::vector<std::string> const& header, mapping const& by) {
    return std::all_of(by.columns.begin(), by.columns.end(), [&](auto const& column) {
        return std::find(header.begin(), header.end(), column) != header.end();
    });
}

std::string_view in_words(std::filesystem::file_type type) {
    switch (type) {
    case std::filesystem::file_type::fifo: return "a pipe";
    case std::filesystem::file_type::socket: return "a socket";
    default: return "a device";
    }
}

} // namespace

parameter log_argument(std::string& log) {
    return argument("LOG", log, "event log, in CSV or XES").required();
}

parameter mapping_option(std::string& path) {
    return option("--mapping", path,
                  "TOML file that says what the rows mean; built in for the logs of the "
                  "documentation");
}

result<void> can_be_read_again(std::string const& log) {
    using std::filesystem::file_type;
    std::error_code unknown;
    auto const type = std::filesystem::status(log, unknown).type();
    // Opening says more of a file that is not there, and of a directory.
    if (type == file_type::regular || type == file_type::directory ||
        type == file_type::not_found || type == file_type::none)
        return {};
    auto why = mismatch(errc::io_failed, "a regular file", in_words(type));
    why.message = fmt::format("{}: {}; store it first", log, why.message);
    return why;
}

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
    why.message =
        fmt::format("{}:1: {}; write a mapping and name it with --mapping", log, why.message);
    return why;
}

} // namespace amends::cli
