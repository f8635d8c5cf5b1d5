// SPDX-License-Identifier: BSL-1.0
// Entries out of JSON Lines.
#include <amends/exchange/entry_source.hpp>
#include <amends/exchange/json.hpp>

#include "exchange/json_lines.hpp"
#include "exchange/text_lines.hpp"

namespace amends {
namespace {

class json_lines final : public entry_source {
  public:
    json_lines(detail::text_file file, lifecycle const& table)
        : lines_(std::move(file), entry_line_size_max), table_(table) {}

    result<bool> next(entry& into) override {
        auto const more = lines_.next();
        if (!more || !*more) return more;
        auto read = entry_from_json(lines_.text(), table_, &sealed_);
        if (!read) return lines_.at_line(read.error());
        into = std::move(*read);
        return true;
    }
    byte_view sealed() const noexcept override { return sealed_; }
    std::string where() const override {
        return lines_.path() + ':' + std::to_string(lines_.number());
    }
    std::uint64_t bytes_read() const noexcept override { return lines_.bytes_read(); }

  private:
    detail::text_lines lines_;
    lifecycle const& table_;
    bytes sealed_;
};

} // namespace

entry_source_ptr detail::json_lines_of(text_file file, lifecycle const& table) {
    return std::make_unique<json_lines>(std::move(file), table);
}

result<entry_source_ptr> open_json_lines(std::string const& path, lifecycle const& table) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    return detail::json_lines_of(std::move(*file), table);
}

} // namespace amends
