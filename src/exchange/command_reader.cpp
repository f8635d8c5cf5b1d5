// SPDX-License-Identifier: BSL-1.0
// Lines of bounded length out of a file, each handed to command_from_json.
#include <amends/exchange/command_reader.hpp>

#include "exchange/text_lines.hpp"

#include <amends/exchange/json.hpp>

namespace amends {

struct command_reader::lines : detail::text_lines {
    using detail::text_lines::text_lines;
};

command_reader::command_reader(std::unique_ptr<lines> from) : lines_(std::move(from)) {}
command_reader::~command_reader() = default;
command_reader::command_reader(command_reader&&) noexcept = default;
command_reader& command_reader::operator=(command_reader&&) noexcept = default;

result<command_reader> command_reader::open(std::string const& path) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    return command_reader(std::make_unique<lines>(std::move(*file), line_size_max));
}

result<std::optional<given_command>> command_reader::next() {
    auto const more = lines_->next();
    if (!more) return more.error();
    if (!*more) return std::optional<given_command>{};
    auto given = command_from_json(lines_->text());
    if (!given) return lines_->at_line(given.error());
    return std::optional<given_command>(std::move(*given));
}

std::uint64_t command_reader::line() const noexcept { return lines_->number(); }
std::uint64_t command_reader::bytes_read() const noexcept { return lines_->bytes_read(); }

} // namespace amends
