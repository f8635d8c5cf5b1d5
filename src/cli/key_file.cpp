// SPDX-License-Identifier: BSL-1.0
// Secrets go into files of their owner alone; public keys may be typed.
#include "cli/key_file.hpp"

#include "exchange/text_file.hpp"
#include "vocabulary/cleansing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace amends::cli {

namespace {

constexpr std::size_t key_file_max = 64 * 1024;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

} // namespace

error in_file(std::string const& path, error why) {
    why.message.insert(0, path + ": ");
    return why;
}

result<signing_key> read_signing_key(std::string const& path) {
    auto text = detail::read_secret(path, key_file_max);
    if (!text) return text.error();
    detail::cleansed const over(*text);
    auto key = signing_key::parse(trimmed(*text));
    if (!key) return in_file(path, key.error());
    return key;
}

result<void> write_secret(std::string const& path, std::string const& secret) {
    auto const failed = [&](int code) {
        return in_file(path, mismatch(errc::io_failed, "to write a new file",
                                      code == EEXIST ? "one that is there already"
                                                     : std::generic_category().message(code)));
    };
    auto const file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return failed(errno);
    auto text = secret + '\n';
    detail::cleansed const over(text);
    auto wrong = 0;
    for (std::size_t done = 0; done < text.size() && wrong == 0;) {
        auto const n = ::write(file, text.data() + done, text.size() - done);
        if (n >= 0) done += static_cast<std::size_t>(n);
        else if (errno != EINTR) wrong = errno;
    }
    if (wrong == 0 && ::fsync(file) != 0) wrong = errno;
    if (::close(file) != 0 && wrong == 0) wrong = errno;
    if (wrong == 0) return {};
    ::unlink(path.c_str());
    return failed(wrong);
}

result<std::vector<verifying_key>> read_verifying_keys(std::vector<std::string> const& named) {
    std::vector<verifying_key> keys;
    for (auto const& one : named) {
        // A file's name may hold a plus sign, a key must.
        auto const typed = parse_verifying_key(one);
        if (typed) {
            keys.push_back(*typed);
            continue;
        }
        auto text = detail::read_secret(one, key_file_max); // somebody may name the wrong one
        if (!text) {
            if (one.find('+') != one.npos) return typed.error();
            return text.error();
        }
        detail::cleansed const over(*text);
        auto left = trimmed(*text);
        do {
            auto const end = left.find('\n');
            auto const key = parse_verifying_key(trimmed(left.substr(0, end)));
            if (!key) return in_file(one, key.error());
            keys.push_back(*key);
            left = end == left.npos ? std::string_view() : left.substr(end + 1);
        } while (!left.empty());
    }
    return keys;
}

namespace {

constexpr std::size_t checkpoints_size_max = 64 * note_size_max; // some 300,000 of them

/// The first of the notes that stand one after the other, taken off: it ends with its signatures.
std::string_view take_note(std::string_view& notes) {
    constexpr std::string_view signature = "\u2014 ";
    auto end = notes.find("\n\n" + std::string(signature));
    if (end == notes.npos) return std::exchange(notes, {});
    for (end += 2; notes.substr(end).starts_with(signature);)
        end = std::min(notes.find('\n', end), notes.size() - 1) + 1;
    auto const first = notes.substr(0, end);
    notes.remove_prefix(end);
    return first;
}

} // namespace

result<std::vector<checkpoint>> read_checkpoints(std::vector<std::string> const& paths,
                                                 std::span<verifying_key const> keys) {
    std::vector<checkpoint> all;
    for (auto const& path : paths) {
        auto const text = detail::read_whole(path, checkpoints_size_max);
        if (!text) return text.error();
        std::string_view left = *text;
        auto number = 0;
        do {
            auto const note = take_note(left);
            ++number;
            auto opened = open_checkpoint(note, keys);
            if (!opened) {
                auto const is_one_of_many = note.size() != text->size();
                return in_file(is_one_of_many ? fmt::format("{}, checkpoint {}", path, number)
                                              : path,
                               opened.error());
            }
            all.push_back(std::move(*opened));
        } while (!left.empty());
    }
    return all;
}

} // namespace amends::cli
