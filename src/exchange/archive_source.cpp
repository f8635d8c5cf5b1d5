// SPDX-License-Identifier: BSL-1.0
// Entries out of a file of archives.
#include <amends/audit/archive.hpp>
#include <amends/exchange/entry_source.hpp>

#include "audit/archive_size.hpp"
#include "exchange/json_lines.hpp"

#include <algorithm>
#include <array>

namespace amends {
namespace {

class archive_source final : public entry_source {
  public:
    archive_source(detail::text_file file, archive_limits const& limits)
        : file_(std::move(file)), limits_(limits) {}

    result<bool> next(entry& into) override {
        while (at_ == trail_.size()) {
            if (ended_) return false;
            if (auto read = read_archive(); !read) return read.error();
        }
        into = std::move(trail_[at_++]);
        return true;
    }
    std::string where() const override {
        return file_.path() + ": entry " + std::to_string(at_) + " of the archive at byte " +
               std::to_string(begins_);
    }
    std::uint64_t bytes_read() const noexcept override { return file_.bytes_read(); }

  private:
    result<void> read_archive() {
        begins_ = file_.bytes_read();
        at_ = 0;
        bytes_.resize(archives::frame_size);
        if (auto whole = fill(0); !whole) return whole;
        auto const size = archives::archive_size(bytes_, limits_);
        if (!size) return at_byte(size.error());
        // Piece by piece, so that a length that lies costs no more than what is there.
        while (bytes_.size() < *size) {
            auto const before = bytes_.size();
            bytes_.resize(static_cast<std::size_t>(
                std::min<std::uint64_t>(*size, before + std::max<std::size_t>(before, 65536))));
            if (auto whole = fill(before); !whole) return whole;
        }
        auto read = trail_from_archive(bytes_, limits_);
        if (!read) return at_byte(read.error());
        trail_ = std::move(*read);
        if (trail_.empty()) return end();
        return {};
    }
    result<void> fill(std::size_t from) {
        auto const wanted = std::span(bytes_).subspan(from);
        auto const n = file_.read({reinterpret_cast<char*>(wanted.data()), wanted.size()});
        if (!n) return n.error();
        if (*n == wanted.size()) return {};
        if (from == 0 && *n == 0)
            return at_byte(mismatch(errc::malformed, "an archive of no entries, which is the end",
                                    "the end of the file"));
        return at_byte(mismatch(errc::malformed,
                                "an archive of " + std::to_string(bytes_.size()) + " bytes or more",
                                std::to_string(from + *n)));
    }
    result<void> end() {
        ended_ = true;
        char one = 0;
        auto const n = file_.read({&one, 1});
        if (!n) return n.error();
        if (*n == 0) return {};
        return at_byte(mismatch(errc::malformed,
                                "the end of the file after an archive of no entries", "more"));
    }
    error at_byte(error why) const {
        why.message.insert(0, file_.path() + ": byte " + std::to_string(begins_) + ": ");
        return why;
    }

    detail::text_file file_;
    archive_limits limits_;
    bytes bytes_;
    std::vector<entry> trail_;
    std::size_t at_ = 0;
    std::uint64_t begins_ = 0;
    bool ended_ = false;
};

} // namespace

result<entry_source_ptr> open_archives(std::string const& path, archive_limits limits) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    return entry_source_ptr(std::make_unique<archive_source>(std::move(*file), limits));
}

result<entry_source_ptr> open_entries(std::string const& path, lifecycle const& table) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    std::array<char, 6> beginning{};
    auto const n = file->read(beginning);
    if (!n) return n.error();
    // Not opened again: a pipe goes on where the reading stopped.
    std::string_view const begins(beginning.data(), *n);
    file->put_back(begins);
    if (begins == "AMENDS")
        return entry_source_ptr(
            std::make_unique<archive_source>(std::move(*file), archive_limits{}));
    return detail::json_lines_of(std::move(*file), table);
}

} // namespace amends
