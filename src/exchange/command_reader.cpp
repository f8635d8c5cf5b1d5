// SPDX-License-Identifier: BSL-1.0
// Lines of bounded length out of a file, each handed to command_from_json.
#include <amends/exchange/command_reader.hpp>

#include "exchange/text_file.hpp"

#include <amends/exchange/json.hpp>

#include <array>

namespace amends {

struct command_reader::lines {
    explicit lines(detail::text_file from) : file(std::move(from)) {}

    enum class kind { line, too_long, end };

    // The next line without its end, into `text`.
    result<kind> next() {
        text.clear();
        bool cut = false;
        for (;;) {
            if (at == filled) {
                auto const n = file.read(buffer);
                if (!n) return n.error();
                at = 0;
                filled = *n;
                if (filled == 0 && text.empty() && !cut) return kind::end;
                if (filled == 0) break;
            }
            std::string_view const seen(buffer.data() + at, filled - at);
            auto const end = seen.find('\n');
            auto const part = seen.substr(0, end);
            // What is too long is passed over, not kept.
            if (cut || text.size() + part.size() > line_size_max) cut = true;
            else text += part;
            at += end == seen.npos ? seen.size() : end + 1;
            if (end != seen.npos) break;
        }
        ++number;
        return cut ? kind::too_long : kind::line;
    }

    bool is_blank() const { return text.find_first_not_of(" \t\r") == text.npos; }

    detail::text_file file;
    std::array<char, 65536> buffer{};
    std::size_t at = 0;
    std::size_t filled = 0;
    std::string text;
    std::uint64_t number = 0;
};

command_reader::command_reader(std::unique_ptr<lines> from) : lines_(std::move(from)) {}
command_reader::~command_reader() = default;
command_reader::command_reader(command_reader&&) noexcept = default;
command_reader& command_reader::operator=(command_reader&&) noexcept = default;

result<command_reader> command_reader::open(std::string const& path) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    return command_reader(std::make_unique<lines>(std::move(*file)));
}

result<std::optional<given_command>> command_reader::next() {
    for (;;) {
        auto const read = lines_->next();
        if (!read) return read.error();
        if (*read == lines::kind::end) return std::optional<given_command>{};
        if (*read == lines::kind::too_long)
            return detail::at_line(errc::too_long, lines_->file.path(), lines_->number,
                                   "a line of at most " + std::to_string(line_size_max) + " bytes",
                                   "a longer one");
        if (lines_->is_blank()) continue;
        auto given = command_from_json(lines_->text);
        if (given) return std::optional<given_command>(std::move(*given));
        auto why = given.error();
        why.message.insert(0, lines_->file.path() + ':' + std::to_string(lines_->number) + ": ");
        return why;
    }
}

std::uint64_t command_reader::line() const noexcept { return lines_->number; }
std::uint64_t command_reader::bytes_read() const noexcept { return lines_->file.bytes_read(); }

} // namespace amends
