// SPDX-License-Identifier: BSL-1.0
// Knowing whether a store's file was there, so that only a new one is taken away.
#include "cli/store_file.hpp"

#include <filesystem>

namespace amends::cli {

namespace {

bool is_there(std::string const& path) {
    std::error_code unknown;
    return !path.empty() && std::filesystem::exists(path, unknown);
}

} // namespace

result<store_file> store_file::open(std::string const& name) {
    store_file made;
    made.path_ = path_of_store(name);
    made.is_new_ = !made.path_.empty() && !is_there(made.path_);
    auto opened = open_store(name, access::writing);
    if (!opened) {
        made.discard();
        return opened.error();
    }
    made.store_ = std::move(*opened);
    return made;
}

result<void> store_file::is_free(std::string const& name, std::string_view otherwise) {
    if (is_on_a_server(name)) {
        auto const opened = open_store(name, access::writing);
        if (!opened) return opened.error();
        auto const size = (*opened)->size();
        if (!size) return size.error();
        if (*size == 0) return {};
        return error{errc::io_failed, shown_store(name) + ": expected no entries yet, found " +
                                          std::to_string(*size) + "; " + std::string(otherwise)};
    }
    auto const path = path_of_store(name);
    if (!is_there(path)) return {};
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown)) // opening says more of it
        if (auto const opened = open_store(name, access::reading); !opened) return opened.error();
    return error{errc::io_failed,
                 path + ": expected no such file yet, found one; " + std::string(otherwise)};
}

std::string_view goes_on_after(error const& why) noexcept {
    return why.code == errc::store_frozen ? "" : "; the same command goes on from there";
}

void store_file::discard() {
    store_.reset();
    if (!is_new_) return;
    std::error_code ignored;
    for (auto const* suffix : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(path_ + suffix, ignored);
}

} // namespace amends::cli
