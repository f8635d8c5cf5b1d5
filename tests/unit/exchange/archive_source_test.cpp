// SPDX-License-Identifier: BSL-1.0
// Exports as archives: whole or refused, wherever they are cut or changed.
#include <amends/exchange/restore.hpp>

#include "catch.hpp"

#include "audit/archive_size.hpp"
#include "golden/export_log.hpp"
#include "support/exported.hpp"
#include "support/front_desk.hpp"
#include "written_file.hpp"

#include <fcntl.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

struct answer {
    std::size_t entries = 0;
    std::string said; // where it ended, when not at its end
};

answer read(std::string_view archives) {
    written_file const file("cases.archive", archives);
    auto source = open_archives(file.path());
    if (!source) return {0, file.plain(source.error().message)};
    answer a;
    for (entry e;; ++a.entries) {
        auto const more = (*source)->next(e);
        if (!more) return {a.entries, file.plain(more.error().message)};
        if (!*more) return a;
    }
}

// A log of more entries than an archive takes.
void fill(store& to, int entries) {
    golden::log_maker log(to);
    for (int i = 0; i < entries; ++i) {
        log.next(case_id::trusted("c" + std::to_string(i % 7)),
                 {"ann", side::staff, {"agent"}, {}, {}}, "note", note_added{{"again"}});
        log.add();
    }
}

} // namespace

TEST_CASE("a log that was exported as archives is restored as it was") {
    for (int const entries : {1, 1023, 1024, 1025, 3000}) {
        memory_store kept, to;
        fill(kept, entries);
        written_file const file("cases.archive", exported(kept, export_format::archive));

        auto source = open_entries(file.path());
        REQUIRE(source.has_value());
        auto const done = restore(**source, to);

        REQUIRE(done.has_value());
        CHECK((*done == restored{static_cast<std::uint64_t>(entries),
                                 static_cast<std::uint64_t>(std::min(entries, 7)), true}));
        CHECK((entries_in(to) == entries_in(kept)));
    }
}

TEST_CASE("what begins as an archive is opened as one and everything else as lines") {
    memory_store kept;
    golden::fill_export_log(kept);
    for (auto const as : {export_format::jsonl, export_format::archive}) {
        memory_store to;
        written_file const file("cases", exported(kept, as));
        auto source = open_entries(file.path());
        REQUIRE(source.has_value());
        CHECK(restore(**source, to).has_value());
        CHECK((entries_in(to) == entries_in(kept)));
    }
}

TEST_CASE("an export that comes through a pipe is restored whole") {
    memory_store kept;
    fill(kept, 300); // more than is read ahead
    for (auto const as : {export_format::jsonl, export_format::archive}) {
        auto const all = exported(kept, as);
        int ends[2] = {};
        REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
        REQUIRE(::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) > 0);
        REQUIRE(::write(ends[1], all.data(), all.size()) == static_cast<ssize_t>(all.size()));
        ::close(ends[1]);

        memory_store to;
        auto source = open_entries("/dev/fd/" + std::to_string(ends[0]));
        REQUIRE(source.has_value());
        auto const done = restore(**source, to);
        ::close(ends[0]);

        INFO((done ? "done" : done.error().message));
        CHECK(done.has_value());
        CHECK((entries_in(to) == entries_in(kept)));
    }
}

TEST_CASE("each archive of an export is one that a program can load by itself") {
    memory_store kept;
    fill(kept, 1500);
    auto const all = exported(kept, export_format::archive);
    byte_view left = std::as_bytes(std::span(all));
    std::vector<std::size_t> sizes;
    while (!left.empty()) {
        auto const size = archives::archive_size(left, {});
        REQUIRE(size.has_value());
        auto const trail = trail_from_archive(left.first(*size));
        REQUIRE(trail.has_value());
        sizes.push_back(trail->size());
        left = left.subspan(*size);
    }
    CHECK(sizes == std::vector<std::size_t>{1024, 476, 0});
}

TEST_CASE("archives cut anywhere are refused") {
    memory_store kept;
    fill(kept, 1030);
    auto const all = exported(kept, export_format::archive);
    auto const first = *archives::archive_size(std::as_bytes(std::span(all)), {});
    auto const second = *archives::archive_size(std::as_bytes(std::span(all)).subspan(first), {});

    CHECK(read(all).said.empty());
    CHECK(read(all.substr(0, 0)).said ==
          "cases.archive: byte 0: expected an archive of no entries, which is the end, found the "
          "end of the file");
    CHECK(read(all.substr(0, first)).said ==
          "cases.archive: byte " + std::to_string(first) +
              ": expected an archive of no entries, which is the end, found the end of the file");
    CHECK(read(all.substr(0, first)).entries == 1024);
    CHECK(read(all.substr(0, first + second)).said ==
          "cases.archive: byte " + std::to_string(first + second) +
              ": expected an archive of no entries, which is the end, found the end of the file");
    CHECK(read(all.substr(0, 10)).said ==
          "cases.archive: byte 0: expected an archive of 56 bytes or more, found 10");
    for (auto const cut : {first - 1, first + 1, first + 56, all.size() - 1})
        CHECK_FALSE(read(all.substr(0, cut)).said.empty());
    CHECK(read(all + "x").said == "cases.archive: byte " + std::to_string(first + second) +
                                      ": expected the end of the file after an archive of no "
                                      "entries, found more");
}

TEST_CASE("a changed byte of an archive is found before an archive is opened") {
    memory_store kept;
    fill(kept, 3);
    auto const all = exported(kept, export_format::archive);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto changed = all;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        if (read(changed).said.empty()) FAIL("byte " << i);
    }
}

TEST_CASE("an archive that says it is huge costs no more than what is there") {
    memory_store kept;
    fill(kept, 3);
    auto all = exported(kept, export_format::archive);
    all[48 + 3] = '\x0f'; // 240 MiB more
    CHECK_THAT(read(all).said, Catch::Matchers::ContainsSubstring("expected an archive of "));
    all[48 + 4] = '\x01'; // 4 GiB more
    CHECK_THAT(read(all).said,
               Catch::Matchers::ContainsSubstring("expected a body of at most 268435456 bytes"));
}

TEST_CASE("texts cannot be left out of an archive") {
    memory_store kept;
    fill(kept, 3);
    export_options how;
    how.without_personal_data = true;
    CHECK(exported(kept, export_format::archive, how) ==
          "!expected a format that texts can be left out of, found archive, whose entries keep "
          "their hashes");
}
