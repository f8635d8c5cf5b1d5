// SPDX-License-Identifier: BSL-1.0
// Opening and reading files with a message for everything that a path can turn out to be.
#include "text_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

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

std::string quoted(std::string_view text) {
    constexpr std::size_t shown_max = 60;
    auto const whole = text.size() <= shown_max;
    if (!whole) text = text.substr(0, shown_max);
    // A cut or foreign text may end inside a character.
    if (auto const bad = first_not_utf8(text); bad != std::string_view::npos)
        text = text.substr(0, bad);
    std::string out = "\"";
    for (char c : text) out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '.' : c;
    out += whole ? "\"" : "...\"";
    return out;
}

std::size_t first_not_utf8(std::string_view text) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
        return i < text.size() && at(i) >= low && at(i) <= high;
    };
    for (std::size_t i = 0; i < text.size();) {
        auto const c = at(i);
        if (c < 0x80) ++i;
        else if (c >= 0xc2 && c <= 0xdf && continues(i + 1)) i += 2;
        else if (c >= 0xe0 && c <= 0xef &&
                 continues(i + 1, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf) &&
                 continues(i + 2))
            i += 3;
        else if (c >= 0xf0 && c <= 0xf4 &&
                 continues(i + 1, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf) &&
                 continues(i + 2) && continues(i + 3))
            i += 4;
        else return i;
    }
    return std::string_view::npos;
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
    errno = 0;
    auto const n = std::fread(into.data(), 1, into.size(), file_.get());
    if (n == 0 && std::ferror(file_.get()) != 0) {
        auto why =
            mismatch(errc::io_failed, "more of the file", std::generic_category().message(errno));
        why.message.insert(0, path_ + ": ");
        return why;
    }
    bytes_read_ += n;
    return n;
}

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
        if (text.size() > bound) {
            auto why =
                mismatch(errc::too_long, "at most " + std::to_string(bound) + " bytes", "more");
            why.message.insert(0, path + ": ");
            return why;
        }
    }
}

} // namespace amends::detail
