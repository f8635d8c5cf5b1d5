// SPDX-License-Identifier: BSL-1.0
// Boost archives, one after the other, each of a bounded number of entries; one of none is the end.
#include "exchange/export_formats.hpp"

#include <amends/audit/archive.hpp>
#include <amends/casefile/codec.hpp>

namespace amends::detail {
namespace {

// An archive is made in memory: so many entries, or so many bytes of content, are enough for one.
constexpr std::size_t entries_max = 1024;
constexpr std::size_t content_max = std::size_t{4} << 20;

} // namespace

result<std::uint64_t> export_archive(selected_entries& entries, export_options const& how,
                                     output_buffer& to) {
    if (how.without_personal_data)
        return mismatch(errc::malformed, "a format that texts can be left out of",
                        "archive, whose entries keep their hashes");
    std::uint64_t written = 0;
    std::vector<entry> together;
    std::size_t content = 0;
    std::optional<error> failed;
    auto const pack = [&] {
        auto const made = to_archive(together, archive_form::binary);
        if (!made) {
            failed = made.error();
            if (!together.empty())
                failed->message += " (entry " + std::to_string(together.front().how.sequence) +
                                   " of case " + together.front().on.str() + " and those after it)";
            return false;
        }
        to.text().append(reinterpret_cast<char const*>(made->data()), made->size());
        written += together.size();
        together.clear();
        content = 0;
        return to.pass_on();
    };
    auto const visited = entries.visit([&](entry const& e) {
        auto const size = canonical::size(e.what);
        auto const is_full =
            together.size() == entries_max || (!together.empty() && content + size > content_max);
        if (is_full && !pack()) return false;
        together.push_back(e);
        content += size;
        return true;
    });
    if (!visited) return visited.error();
    // The last archive has no entries, so that a file cut between two archives shows.
    if (!failed && to.takes_more() && (together.empty() || pack())) pack();
    if (failed) return *failed;
    return written;
}

} // namespace amends::detail
