// SPDX-License-Identifier: BSL-1.0
// What a frame refuses, word for word, before an archive is opened.
#include "catch.hpp"

#include "golden/samples.hpp"
#include "unit/audit/archive_support.hpp"

#include <boost/archive/basic_archive.hpp>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

bytes small_trail(archive_form form) {
    return *to_archive(golden::sample_trail({note_added{{"late"}}}), form);
}

error refusal(bytes const& archive, archive_limits limits = {}) {
    auto const read = trail_from_archive(archive, limits);
    return read ? error{} : read.error();
}

bytes with_byte(bytes archive, std::size_t at, unsigned value) {
    archive[at] = static_cast<std::byte>(value);
    return resealed(std::move(archive));
}

} // namespace

TEST_CASE("a flip of any single byte of an archive is refused") {
    for (auto const form : all_forms) {
        auto const sound = small_trail(form);
        REQUIRE(refusal(sound) == error{});
        for (std::size_t at = 0; at < sound.size(); ++at)
            for (unsigned bit : {0x01u, 0x20u, 0x80u}) {
                auto damaged = sound;
                damaged[at] ^= static_cast<std::byte>(bit);
                if (refusal(damaged) == error{}) FAIL("byte " << at << " of " << name_of(form));
            }
    }
}

TEST_CASE("an archive cut short anywhere is refused") {
    for (auto const form : all_forms) {
        auto const sound = small_trail(form);
        for (std::size_t size = 0; size < sound.size(); ++size)
            if (refusal(bytes(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(size))) ==
                error{})
                FAIL(size << " bytes of " << name_of(form));
    }
}

TEST_CASE("bytes after an archive are refused") {
    auto longer = small_trail(archive_form::binary);
    auto const body = longer.size() - archives::frame_size;
    longer.push_back({});
    CHECK(refusal(longer).message == "expected a body of " + std::to_string(body) +
                                         " bytes, found " + std::to_string(body + 1) + " bytes");
}

TEST_CASE("bytes after the trail within a sound frame are refused") {
    for (auto const form : all_forms) {
        auto const sound = small_trail(form);
        auto body = body_of(sound);
        body.push_back(std::byte{' '});
        auto const why = refusal(with_body(sound, body));
        CHECK(why.code == errc::malformed);
        CHECK_THAT(why.message, ContainsSubstring("expected the end, found "));
    }
}

TEST_CASE("what is no archive is refused as such") {
    CHECK(refusal({}).message == "expected a frame of 56 bytes, found 0 bytes");
    CHECK(refusal(bytes(56)).message ==
          "expected an archive that begins with AMENDS, found other bytes");
}

TEST_CASE("an archive longer than the limit is refused by its frame") {
    auto const sound = small_trail(archive_form::binary);
    auto const body = std::to_string(sound.size() - archives::frame_size);
    CHECK(refusal(sound, {.bytes_max = 100}) ==
          error{errc::too_long, "expected a body of at most 100 bytes, found " + body + " bytes"});
}

TEST_CASE("a trail of more entries than the limit is refused") {
    for (auto const form : all_forms) {
        auto const two = *to_archive(golden::sample_trail({note_added{}, note_added{}}), form);
        CHECK(refusal(two, {.entries_max = 2}) == error{});
        auto const why = refusal(two, {.entries_max = 1});
        CHECK(why.code == errc::too_long);
        CHECK_THAT(why.message, ContainsSubstring("expected at most 1, found 2 (count, byte "));
    }
}

TEST_CASE("a case file is not read as a trail") {
    auto const file = *to_archive(case_file{}, archive_form::text);
    auto const trail = small_trail(archive_form::text);
    CHECK(refusal(file).message == "expected a trail, found a case file");
    CHECK(case_file_from_archive(trail).error().message == "expected a case file, found a trail");
    CHECK(refusal(with_byte(trail, 41, 7)).message == "expected a trail, found kind 7");
}

TEST_CASE("an archive of a newer amends is refused clearly") {
    auto frame = small_trail(archive_form::binary);
    frame[8] = std::byte{2};
    CHECK(refusal(frame) ==
          error{errc::unsupported_version, "expected a frame of version 1, found 2"});
    CHECK(refusal(with_byte(small_trail(archive_form::binary), 43, 2)) ==
          error{errc::unsupported_version, "expected content of version 1, found 2"});
    CHECK(refusal(with_byte(small_trail(archive_form::binary), 42, 4)) ==
          error{errc::out_of_range, "expected form 1, 2 or 3, found 4"});
}

TEST_CASE("an archive of a newer Boost is refused clearly") {
    boost::serialization::library_version_type const ours = boost::archive::BOOST_ARCHIVE_VERSION();
    auto const version = static_cast<unsigned>(static_cast<std::uint16_t>(ours));
    auto const older = with_byte(small_trail(archive_form::text), 44, version - 1);
    auto const newer = with_byte(small_trail(archive_form::text), 44, version + 1);

    CHECK(refusal(older) == error{});
    CHECK(refusal(newer) ==
          error{errc::unsupported_version, "expected an archive of Boost.Serialization " +
                                               std::to_string(version) + " or older, found " +
                                               std::to_string(version + 1)});
}
