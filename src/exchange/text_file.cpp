// SPDX-License-Identifier: BSL-1.0
// Opening and reading files with a message for everything that a path can turn out to be.
#include "text_file.hpp"

#include "vocabulary/cleansing.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace amends::detail {

error at_line(errc code, std::string_view file, std::uint64_t line, std::string_view expected,
              std::string_view found) {
    auto made = mismatch(code, expected, found);
    std::string where(file);
    where += ':';
    where += std::to_string(line);
    where += ": ";
    made.message.insert(0, where);
    return made;
}

result<text_file> text_file::open(std::string const& path) {
    auto const refuse = [&](std::string_view found) {
        auto why = mismatch(errc::io_failed, "a readable file", found);
        why.message.insert(0, path + ": ");
        return why;
    };
    std::error_code failed;
    auto const status = std::filesystem::status(path, failed);
    if (status.type() == std::filesystem::file_type::directory) return refuse("a directory");

    text_file made;
    made.path_ = path;
    errno = 0;
    made.file_.reset(std::fopen(path.c_str(), "rb"));
    if (!made.file_)
        return refuse(errno == ENOENT ? "no such file" : std::generic_category().message(errno));
    return made;
}

result<std::size_t> text_file::read(std::span<char> into) {
    auto const again = ahead_.copy(into.data(), into.size());
    ahead_.erase(0, again);
    into = into.subspan(again);
    errno = 0;
    auto const n = again + std::fread(into.data(), 1, into.size(), file_.get());
    if (n == 0 && std::ferror(file_.get()) != 0) {
        auto why =
            mismatch(errc::io_failed, "more of the file", std::generic_category().message(errno));
        why.message.insert(0, path_ + ": ");
        return why;
    }
    bytes_read_ += n;
    return n;
}

namespace {

error longer_than(std::size_t bound, std::string const& path) {
    auto why = mismatch(errc::too_long, "at most " + std::to_string(bound) + " bytes", "more");
    why.message.insert(0, path + ": ");
    return why;
}

} // namespace

result<std::string> read_whole(std::string const& path, std::size_t bound) {
    auto file = text_file::open(path);
    if (!file) return file.error();
    std::string text;
    for (;;) {
        auto const before = text.size();
        text.resize(before + 4096);
        auto const n = file->read({text.data() + before, 4096});
        if (!n) return n.error();
        text.resize(before + *n);
        if (*n == 0) return text;
        if (text.size() > bound) return longer_than(bound, path);
    }
}

result<std::string> read_secret(std::string const& path, std::size_t bound) {
    auto file = text_file::open(path);
    if (!file) return file.error();
    file->keep_no_copy();
    std::string text(bound + 1, '\0'); // with all its room: as it grew it would leave copies
    cleansed const over(text);
    std::size_t size = 0;
    while (size < text.size()) {
        auto const n = file->read(std::span(text).subspan(size));
        if (!n) return n.error();
        if (*n == 0) break;
        size += *n;
    }
    if (size > bound) return longer_than(bound, path);
    text.resize(size);
    return result<std::string>(std::move(text));
}

} // namespace amends::detail
