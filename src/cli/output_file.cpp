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

// Never readable by others, not even before the first byte.
std::FILE* open_for_owner(char const* path) {
    auto const file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return nullptr;
    auto* const made = ::fchmod(file, S_IRUSR | S_IWUSR) == 0 ? ::fdopen(file, "wb") : nullptr;
    if (made == nullptr) ::close(file);
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
    auto const in_place = fs::exists(status) && status.type() != fs::file_type::regular;
    if (!in_place) {
        auto const part = path + ".part";
        for (auto const& name : {path, part})
            if (auto const free = is_free(name, place); !free) return free.error();
        made.part_ = part;
    }
    errno = 0;
    auto const* const name = in_place ? path.c_str() : made.part_.c_str();
    made.to_ = place.whom == readable_by::owner && !in_place ? open_for_owner(name)
                                                             : std::fopen(name, "wb");
    if (made.to_ == nullptr) {
        made.part_.clear();
        return made.failure(errno);
    }
    return made;
}

output_file::output_file(output_file&& other) noexcept
    : path_(std::move(other.path_)),
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
    fs::rename(part_, path_, failed);
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
