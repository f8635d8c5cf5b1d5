// SPDX-License-Identifier: BSL-1.0
// Written beside its name, renamed when whole.
#include "cli/output_file.hpp"

#include "cli/word_option.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace amends::cli {

namespace fs = std::filesystem;

namespace {

// The file that a result under this name takes the place of, at the end of all links; nothing where
// they lead through an open file, such as /dev/stdout, whose name is not its own.
std::optional<fs::path> replaced_by(fs::path name) {
    constexpr int links_at_most = 40; // as Linux follows
    std::error_code failed;
    for (int i = 0; i <= links_at_most; ++i) {
        auto const folder =
            fs::canonical(name.has_parent_path() ? name.parent_path() : fs::path("."), failed);
        if (failed) return std::nullopt;
        name = folder / name.filename();
        if (!fs::is_symlink(fs::symlink_status(name, failed))) return name;
        if (name.native().starts_with("/proc/")) return std::nullopt;
        auto const to = fs::read_symlink(name, failed);
        if (failed) return std::nullopt;
        name = folder / to;
    }
    return std::nullopt;
}

// A new file beside the one that it will replace, with its mode: what stands under such a name is
// somebody's, and another process may be writing the same.
std::FILE* open_beside(std::string const& target, readable_by whom, std::string& part) {
    struct stat there {};
    auto const is_there = ::stat(target.c_str(), &there) == 0;
    // Of what was not there before, what the process lets.
    auto const has_mode = is_there || whom == readable_by::owner;
    mode_t const mode = whom == readable_by::owner ? S_IRUSR | S_IWUSR
                                                   : there.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    int file = -1;
    for (int i = 1; file < 0; ++i) {
        part = part_name(target, i);
        // With a mode to come it is never readable by others, not even before the first byte.
        file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                      has_mode ? mode_t{S_IRUSR | S_IWUSR} : mode_t{0666});
        if (file < 0 && (errno != EEXIST || i == parts_at_most)) {
            part.clear();
            return nullptr;
        }
    }
    auto* const made = !has_mode || ::fchmod(file, mode) == 0 ? ::fdopen(file, "wb") : nullptr;
    if (made == nullptr) {
        auto const why = errno;
        ::close(file);
        ::unlink(part.c_str());
        part.clear();
        errno = why;
    }
    return made;
}

// Also of names that stand for no file yet.
bool same_file(fs::path const& a, fs::path const& b) {
    std::error_code unknown;
    if (fs::equivalent(a, b, unknown)) return true;
    auto const one = fs::weakly_canonical(fs::absolute(a, unknown), unknown);
    return !one.empty() && one == fs::weakly_canonical(fs::absolute(b, unknown), unknown);
}

bool is_a_store(std::string const& path) {
    constexpr std::string_view opening("SQLite format 3\0", 16);
    std::string begins(opening.size(), ' ');
    std::ifstream from(path, std::ios::binary);
    return from.read(begins.data(), std::streamsize(begins.size())) && begins == opening;
}

// Whether nothing is lost when a regular file is written there.
result<void> is_free(std::string const& path, output_place const& place) {
    for (auto const& [what, used] : place.beside) {
        if (used.empty()) continue;
        // What SQLite keeps beside a store is a part of it.
        for (auto const* suffix : {"", "-wal", "-shm", "-journal"})
            if (same_file(path, used + suffix))
                return of_option(
                    place.option,
                    mismatch(errc::malformed, "a file other than " + std::string(what), path));
    }
    if (is_a_store(path))
        return of_option(place.option,
                         mismatch(errc::malformed, "a file other than a store", path));
    return {};
}

} // namespace

std::string part_name(std::string const& target, int number) {
    return target + ".part" + (number == 1 ? std::string() : std::to_string(number));
}

result<output_file> output_file::open(output_place const& place) {
    auto const& path = place.path;
    output_file made;
    made.path_ = path;
    if (path.empty()) {
        made.path_ = "standard output";
        made.to_ = stdout;
        return made;
    }
    // Elsewhere that is standard output: nobody looks for a file of that name.
    if (path == "-")
        return of_option(place.option,
                         mismatch(errc::malformed, "the name of a file, such as ./-", path));
    std::error_code unknown;
    auto const status = fs::status(path, unknown);
    if (status.type() == fs::file_type::directory) return made.failure(EISDIR);
    // A device or a pipe cannot be replaced by a file.
    auto const is_file = !fs::exists(status) || status.type() == fs::file_type::regular;
    if (is_file)
        if (auto const free = is_free(path, place); !free) return free.error();
    auto const target = is_file ? replaced_by(path) : std::nullopt;
    errno = 0;
    if (target) {
        made.target_ = target->native();
        made.to_ = open_beside(made.target_, place.whom, made.part_);
    } else made.to_ = std::fopen(path.c_str(), "wb");
    if (made.to_ == nullptr) return made.failure(errno);
    return made;
}

output_file::output_file(output_file&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      part_(std::exchange(other.part_, {})),
      to_(std::exchange(other.to_, nullptr)),
      failed_(other.failed_) {}

output_file::~output_file() {
    if (to_ != nullptr && to_ != stdout) std::fclose(to_);
    std::error_code ignored;
    if (!part_.empty()) fs::remove(part_, ignored);
}

bool output_file::write(std::string_view text) {
    if (failed_ != 0) return false;
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), to_) != text.size())
        failed_ = errno != 0 ? errno : EIO;
    return failed_ == 0;
}

std::optional<error> output_file::failed() const {
    return failed_ == 0 ? std::nullopt : std::optional<error>(failure(failed_));
}

result<void> output_file::finish() {
    errno = 0;
    if (failed_ == 0 && std::fflush(to_) != 0) failed_ = errno;
    if (to_ != stdout && std::fclose(to_) != 0 && failed_ == 0) failed_ = errno;
    to_ = nullptr;
    if (failed_ != 0) return failure(failed_);
    if (part_.empty()) return {};
    std::error_code failed;
    fs::rename(part_, target_, failed);
    if (failed) return failure(failed.value());
    part_.clear();
    return {};
}

error output_file::failure(int code) const {
    auto why =
        mismatch(errc::io_failed, "to write everything", std::generic_category().message(code));
    why.message.insert(0, path_ + ": ");
    return why;
}

} // namespace amends::cli
