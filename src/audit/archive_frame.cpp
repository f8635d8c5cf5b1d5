// SPDX-License-Identifier: BSL-1.0
// Frames sealed and opened; the checks stand in the order in which a mismatch is named.
#include "audit/archive_size.hpp"

#include <amends/vocabulary/print.hpp>
#include <amends/vocabulary/reader.hpp>

#include <boost/archive/basic_archive.hpp>

#include <cstring>

namespace amends::archives {
namespace {

constexpr char magic[] = {'A', 'M', 'E', 'N', 'D', 'S', '\r', '\n'};
constexpr std::size_t covered_from = 41;

std::uint32_t boost_version() {
    boost::serialization::library_version_type const version =
        boost::archive::BOOST_ARCHIVE_VERSION();
    return static_cast<std::uint16_t>(version);
}

std::string count_of_bytes(std::uint64_t n) { return std::to_string(n) + " bytes"; }

std::string in_words(std::uint8_t kind_found) {
    switch (static_cast<kind>(kind_found)) {
    case kind::trail: return "a trail";
    case kind::case_file: return "a case file";
    }
    return "kind " + std::to_string(kind_found);
}

} // namespace

void seal(bytes& archive, kind what, archive_form form) {
    using canonical::put;
    auto* at = canonical::put_raw(archive.data(), magic, sizeof magic);
    at = put(at, frame_version);
    auto* const digest_at = at;
    at = put(at + 32, what);
    at = put(at, form);
    at = put(at, content_version);
    at = put(at, boost_version());
    put(at, std::uint64_t{archive.size() - frame_size});
    put(digest_at, sha256_of(byte_view(archive).subspan(covered_from)));
}

namespace {

// What a frame says, not believed yet.
struct frame_fields {
    digest kept{};
    std::uint8_t what = 0, form = 0, content = 0;
    std::uint32_t boost = 0;
    std::uint64_t length = 0;
};

result<frame_fields> read_frame(byte_view archive, archive_limits const& limits) {
    if (archive.size() < frame_size)
        return mismatch(errc::malformed, "a frame of 56 bytes", count_of_bytes(archive.size()));
    if (std::memcmp(archive.data(), magic, sizeof magic) != 0)
        return mismatch(errc::malformed, "an archive that begins with AMENDS", "other bytes");

    canonical::reader from(archive.subspan(sizeof magic, frame_size - sizeof magic));
    std::uint8_t version = 0;
    frame_fields f;
    from.get(version);
    from.get(f.kept);
    from.get(f.what);
    from.get(f.form);
    from.get(f.content);
    from.get(f.boost);
    from.get(f.length);

    if (version != frame_version)
        return mismatch(errc::unsupported_version, "a frame of version 1", std::to_string(version));
    if (f.length > limits.bytes_max)
        return mismatch(errc::too_long, "a body of at most " + count_of_bytes(limits.bytes_max),
                        count_of_bytes(f.length));
    return f;
}

} // namespace

result<framed> open_frame(byte_view archive, kind wanted, archive_limits const& limits) {
    auto const fields = read_frame(archive, limits);
    if (!fields) return fields.error();
    auto const& [kept, what, form, content, boost, length] = *fields;
    if (length != archive.size() - frame_size)
        return mismatch(errc::malformed, "a body of " + count_of_bytes(length),
                        count_of_bytes(archive.size() - frame_size));
    if (auto const actual = sha256_of(archive.subspan(covered_from)); actual != kept)
        return mismatch(errc::malformed, "an archive with SHA-256 " + to_text(kept),
                        to_text(actual));
    if (what != static_cast<std::uint8_t>(wanted))
        return mismatch(errc::malformed, in_words(static_cast<std::uint8_t>(wanted)),
                        in_words(what));
    if (form < 1 || form > 3)
        return mismatch(errc::out_of_range, "form 1, 2 or 3", std::to_string(form));
    if (content != content_version)
        return mismatch(errc::unsupported_version, "content of version 1", std::to_string(content));
    if (boost > boost_version())
        return mismatch(errc::unsupported_version,
                        "an archive of Boost.Serialization " + std::to_string(boost_version()) +
                            " or older",
                        std::to_string(boost));
    return framed{static_cast<archive_form>(form), archive.subspan(frame_size)};
}

result<std::uint64_t> archive_size(byte_view beginning, archive_limits const& limits) {
    auto const fields = read_frame(beginning, limits);
    if (!fields) return fields.error();
    return frame_size + fields->length;
}

} // namespace amends::archives
