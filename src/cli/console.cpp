// SPDX-License-Identifier: BSL-1.0
// Standard error for people, standard output for results, and what happens when that is full.
#include "cli/console.hpp"

#include "cli/opened_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace amends::cli {

namespace {

// Often enough to look alive.
constexpr std::chrono::milliseconds between_two{100};

// Why standard output took no more, from the first time that it did not.
int output_failed = 0;

// Where nobody can be told, the work goes on: nothing is thrown, and the exit status says the rest.
void tell(std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), stderr); }

} // namespace

void keep_streams_apart() {
    // A reader who went away does not end what we do: writing fails.
    std::signal(SIGPIPE, SIG_IGN);
    // Read only: whoever writes to what was closed finds out as before.
    for (auto const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) == -1 && ::open("/dev/null", O_RDONLY) != stream) return;
}

void complain(std::string const& message) {
    // Arguments are quoted in messages, and an address may stand where none was expected.
    tell(fmt::format("amends: {}\n", without_passwords(message)));
}

int fail(error const& why) {
    complain(why.message);
    return 2;
}

void print(std::string_view text) {
    if (output_failed != 0) return;
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
        output_failed = errno != 0 ? errno : EIO;
}

bool output_is_written() {
    errno = 0;
    if (output_failed == 0 && std::fflush(stdout) != 0) output_failed = errno != 0 ? errno : EIO;
    if (output_failed == 0) return true;
    if (output_failed == EPIPE) return false; // whoever read had enough, and knows
    complain(fmt::format("standard output: expected it to take everything, found {}",
                         std::generic_category().message(output_failed)));
    return false;
}

progress_line::progress_line(std::string label, std::string const& file, std::string noun)
    : label_(std::move(label)), noun_(std::move(noun)), terminal_(::isatty(STDERR_FILENO) == 1) {
    std::error_code unknown;
    auto const size = std::filesystem::file_size(file, unknown);
    if (!unknown) all_ = size;
}

progress_line::progress_line(std::string label, std::uint64_t all, std::string noun)
    : label_(std::move(label)),
      noun_(std::move(noun)),
      all_(all),
      terminal_(::isatty(STDERR_FILENO) == 1) {}

progress_line::~progress_line() { clear(); }

void progress_line::show(std::uint64_t rows, std::uint64_t part) {
    if (!terminal_) return;
    auto const now = std::chrono::steady_clock::now();
    if (shown_ && now < next_) return;
    next_ = now + between_two;
    if (all_ == 0) tell(fmt::format("\r{}: {} {}", label_, rows, noun_));
    else
        tell(fmt::format("\r{} {:3} %, {} {}", label_,
                         std::min<std::uint64_t>(100, part * 100 / all_), rows, noun_));
    shown_ = true;
}

void progress_line::clear() {
    if (shown_) tell("\r\x1b[K");
    shown_ = false;
}

} // namespace amends::cli
