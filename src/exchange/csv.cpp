// SPDX-License-Identifier: BSL-1.0
// CSV on libcsv, fed line by line so that every row knows where it began.
#include <amends/exchange/csv.hpp>

#include "text_file.hpp"
#include "vocabulary/byte_in_words.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace amends {
namespace {

int is_carriage_return(unsigned char c) { return c == CSV_CR ? 1 : 0; }
int is_line_feed(unsigned char c) { return c == CSV_LF ? 1 : 0; }

// The fields of one record, one after the other in one buffer.
struct record {
    std::string text;
    std::vector<std::size_t> ends;
    bool complete = false;
    std::optional<error> bad; // what is no text in it

    void clear() {
        text.clear();
        ends.clear();
        complete = false;
        bad.reset();
    }
    std::string_view field(std::size_t i) const {
        auto const begin = i == 0 ? 0 : ends[i - 1];
        return std::string_view(text).substr(begin, ends[i] - begin);
    }
};

extern "C" {
void add_field(void* text, std::size_t size, void* into) {
    auto& to = *static_cast<record*>(into);
    to.text.append(static_cast<char const*>(text), size);
    to.ends.push_back(to.text.size());
}
void end_record(int, void* into) { static_cast<record*>(into)->complete = true; }
}

// Follows the quotes of a file. libcsv takes whatever comes after a closing quote for more of the
// field, up to the next quote, however many rows further on; strict, it refuses a quote within a
// field that has none around it (`5" pipe`), which means itself.
class quote_watch {
  public:
    explicit quote_watch(char delimiter) : delimiter_(delimiter) {}

    // Where in a line, or in a part of one, something follows a closing quote that must not; npos
    // where nothing does.
    std::size_t find_misplaced(std::string_view line) {
        constexpr auto npos = std::string_view::npos;
        auto const ends = line.ends_with('\n');
        if (at_ == place::before && ends && line.find('"') == npos) return npos;
        for (std::size_t i = 0; i < line.size(); ++i) {
            auto const c = line[i];
            switch (at_) {
            case place::before:
                if (c == '"') at_ = place::within_quotes;
                else if (c != delimiter_ && c != '\r' && c != '\n') at_ = place::within;
                break;
            case place::within:
                i = line.find(delimiter_, i);
                if (i != npos || ends) at_ = place::before;
                if (i == npos) return npos;
                break;
            case place::within_quotes:
                i = line.find('"', i);
                if (i == npos) return npos;
                at_ = place::after_quote;
                break;
            case place::after_quote:
            case place::before_line_end:
                if (c == '"' && at_ == place::after_quote) at_ = place::within_quotes;
                else if (c == delimiter_ || c == '\n') at_ = place::before;
                else if (c == '\r') at_ = place::before_line_end;
                else return i;
                break;
            }
        }
        return npos;
    }

  private:
    enum class place : std::uint8_t { before, within, within_quotes, after_quote, before_line_end };

    char delimiter_;
    place at_ = place::before; // of a field
};

// Reads records; the header is a record like any other.
class record_reader {
  public:
    record_reader(detail::text_file file, char delimiter)
        : file_(std::move(file)), quotes_(delimiter) {
        csv_init(&parser_, 0);
        csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
        // Spaces belong to the field; only the CR of a CRLF does not.
        csv_set_space_func(&parser_, is_carriage_return);
        csv_set_term_func(&parser_, is_line_feed);
    }
    ~record_reader() { csv_free(&parser_); }
    record_reader(record_reader const&) = delete;
    record_reader& operator=(record_reader const&) = delete;

    // The next record, which began at `line`; false at the end.
    result<bool> next(record& into, std::uint64_t& line) {
        into.clear();
        record_bytes_ = 0;
        record_line_ = line_;
        while (!into.complete) {
            if (from_ == to_) {
                if (ended_) return false;
                auto const n = file_.read(chunk_);
                if (!n) return n.error();
                from_ = 0;
                to_ = *n;
                if (*n == 0) {
                    if (auto r = finish(into); !r) return r.error();
                    break;
                }
                if (auto r = skip_mark(); !r) return r.error();
            }
            if (auto r = feed(into); !r) return r.error();
        }
        line = record_line_;
        if (!into.complete) return false;
        if (auto const bad = detail::first_not_utf8(into.text); bad != std::string_view::npos)
            into.bad = detail::at_line(errc::malformed, path(), record_line_, "UTF-8",
                                       detail::byte_in_words(into.text[bad]));
        else if (into.text.find('\0') != std::string::npos)
            into.bad = detail::at_line(errc::malformed, path(), record_line_, "text", "a NUL byte");
        return true;
    }

    std::string const& path() const { return file_.path(); }
    std::uint64_t bytes_read() const { return file_.bytes_read(); }

  private:
    // Passes the chunk up to the end of the line on to the parser.
    result<void> feed(record& into) {
        auto const* begin = chunk_.data() + from_;
        auto const* newline = static_cast<char const*>(std::memchr(begin, '\n', to_ - from_));
        auto const size =
            newline == nullptr ? to_ - from_ : static_cast<std::size_t>(newline - begin) + 1;
        // Blank lines before a record are not part of it.
        auto const blank =
            record_bytes_ == 0 &&
            std::string_view(begin, size).find_first_not_of("\r\n") == std::string_view::npos;
        if (!blank) record_bytes_ += size;
        else if (newline != nullptr) record_line_ = line_ + 1;
        if (record_bytes_ > log_row_size_max)
            return detail::at_line(errc::too_long, path(), record_line_,
                                   "a row of at most 1 MiB, quotes closed", "a longer one");
        if (auto const misplaced = quotes_.find_misplaced({begin, size});
            misplaced != std::string_view::npos)
            return detail::at_line(errc::malformed, path(), line_,
                                   "a delimiter or the end of the line after a closing quote",
                                   detail::byte_in_words(begin[misplaced]));
        if (csv_parse(&parser_, begin, size, add_field, end_record, &into) != size)
            return detail::at_line(errc::malformed, path(), line_, "CSV",
                                   csv_strerror(csv_error(&parser_)));
        from_ += size;
        if (newline != nullptr) ++line_;
        return {};
    }

    result<void> finish(record& into) {
        ended_ = true;
        csv_set_opts(&parser_, CSV_STRICT | CSV_STRICT_FINI);
        if (csv_fini(&parser_, add_field, end_record, &into) != 0)
            return detail::at_line(errc::malformed, path(), record_line_, "a closing quote",
                                   "the end of the file");
        return {};
    }

    // A UTF-8 byte order mark is passed over; one of UTF-16 is named.
    result<void> skip_mark() {
        if (file_.bytes_read() != to_) return {};
        std::string_view const start(chunk_.data(), std::min<std::size_t>(to_, 3));
        if (start == "\xef\xbb\xbf") from_ = 3;
        else if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
            return detail::at_line(errc::malformed, path(), 1, "UTF-8", "UTF-16");
        return {};
    }

    detail::text_file file_;
    quote_watch quotes_;
    csv_parser parser_{};
    std::array<char, 64 * 1024> chunk_{};
    std::size_t from_ = 0;
    std::size_t to_ = 0;
    bool ended_ = false;
    std::uint64_t line_ = 1;
    std::uint64_t record_line_ = 1;
    std::size_t record_bytes_ = 0;
};

class csv_source final : public log_source {
  public:
    csv_source(detail::text_file file, char delimiter) : reader_(std::move(file), delimiter) {}

    result<void> read_header() {
        std::uint64_t line = 1;
        auto const some = reader_.next(record_, line);
        if (!some) return some.error();
        if (!*some)
            return detail::at_line(errc::malformed, reader_.path(), 1, "a header row",
                                   "an empty file");
        if (record_.bad) return *record_.bad;
        for (std::size_t i = 0; i < record_.ends.size(); ++i)
            header_.emplace_back(record_.field(i));
        if (record_.text.find('\r') != std::string::npos)
            return detail::at_line(errc::malformed, reader_.path(), 1,
                                   "lines that end in LF or CRLF", "lines that end in CR");
        return {};
    }

    result<void> choose(std::vector<std::string> const& columns) {
        for (auto const& wanted : columns) {
            auto const n = std::count(header_.begin(), header_.end(), wanted);
            if (n != 1)
                return detail::at_line(errc::malformed, reader_.path(), 1,
                                       "one column " + detail::quoted(wanted),
                                       n == 0 ? "the columns " + listed() : std::to_string(n));
            places_.push_back(static_cast<std::size_t>(
                std::find(header_.begin(), header_.end(), wanted) - header_.begin()));
        }
        fields_.resize(places_.size());
        return {};
    }

    result<bool> next(log_row& row) override {
        row.bad.reset();
        auto const some = reader_.next(record_, row.line);
        if (!some || !*some) return some;
        // A file that begins with what is no text is of another encoding altogether.
        if (record_.bad && !has_text_) return *record_.bad;
        has_text_ = true;
        auto const complete = !record_.bad && record_.ends.size() == header_.size();
        if (record_.bad) row.bad = std::move(record_.bad);
        else if (!complete)
            row.bad = detail::at_line(errc::malformed, reader_.path(), row.line,
                                      std::to_string(header_.size()) + " fields",
                                      std::to_string(record_.ends.size()));
        for (std::size_t i = 0; i < places_.size(); ++i)
            fields_[i] = complete ? record_.field(places_[i]) : std::string_view{};
        row.fields = fields_;
        return true;
    }

    std::uint64_t bytes_read() const noexcept override { return reader_.bytes_read(); }
    std::vector<std::string> const& header() const { return header_; }

  private:
    std::string listed() const {
        std::string all;
        for (auto const& name : header_) {
            if (all.size() > 400) return all + ", ...";
            if (!all.empty()) all += ", ";
            all += detail::quoted(name);
        }
        return all;
    }

    record_reader reader_;
    record record_;
    bool has_text_ = false; // a row was
    std::vector<std::string> header_;
    std::vector<std::size_t> places_; // of the wanted columns among the header's
    std::vector<std::string_view> fields_;
};

result<std::unique_ptr<csv_source>> open_with_header(std::string const& path, char delimiter) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    auto made = std::make_unique<csv_source>(std::move(*file), delimiter);
    if (auto r = made->read_header(); !r) return r.error();
    return made;
}

} // namespace

result<log_source_ptr> open_csv(std::string const& path, csv_layout const& layout) {
    auto made = open_with_header(path, layout.delimiter);
    if (!made) return made.error();
    if (auto r = (*made)->choose(layout.columns); !r) return r.error();
    return log_source_ptr(std::move(*made));
}

result<std::vector<std::string>> csv_columns(std::string const& path, char delimiter) {
    auto made = open_with_header(path, delimiter);
    if (!made) return made.error();
    return (*made)->header();
}

} // namespace amends
