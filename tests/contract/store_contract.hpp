// SPDX-License-Identifier: BSL-1.0
// The contract of every store as one body of tests. `written` and `read` are two views of the same
// empty store: one object twice, or two connections to it.
#pragma once

#include <amends/store/store.hpp>

#include "catch.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace amends::testing {

/// Entries with bytes of their own; a store neither reads nor judges them.
class drafts {
  public:
    drafts& add(std::string_view on, std::uint64_t sequence, std::string_view command = {},
                std::string text = {}) {
        if (text.empty()) text = std::string(on) + " " + std::to_string(sequence);
        auto const& kept = texts_->emplace_back(std::move(text));
        byte_view const some(reinterpret_cast<std::byte const*>(kept.data()), kept.size());
        entries_.push_back(
            {*case_id::parse(on), sequence, *command_id::parse(command), sha256_of(some), some});
        return *this;
    }
    std::span<new_entry const> all() const { return entries_; }

  private:
    std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
    std::vector<new_entry> entries_;
};

/// What a stored entry says, with its bytes copied out of the store.
struct told {
    std::uint64_t log_index;
    std::string on;
    std::uint64_t sequence;
    std::string command;
    std::string text;

    explicit told(stored_entry const& e)
        : log_index(e.log_index),
          on(e.on.view()),
          sequence(e.sequence),
          command(e.command.view()),
          text(reinterpret_cast<char const*>(e.bytes.data()), e.bytes.size()) {
        CHECK(e.hash == sha256_of(e.bytes));
    }
};

inline std::vector<told> read_all(store& from, std::string_view on, std::uint64_t first = 1,
                                  std::uint64_t last = ~std::uint64_t{0}) {
    std::vector<told> all;
    auto const read = from.read(*case_id::parse(on), first, last, [&](stored_entry const& e) {
        all.emplace_back(e);
        return true;
    });
    REQUIRE(read.has_value());
    return all;
}

inline std::vector<told> scan_all(store& from, std::uint64_t first = 0) {
    std::vector<told> all;
    auto const next = from.scan(first, [&](stored_entry const& e) {
        all.emplace_back(e);
        return true;
    });
    REQUIRE(next.has_value());
    return all;
}

inline void store_contract(store& written, store& read) {
    auto const append = [&](drafts const& d) { return written.append(d.all()); };
    auto const keep = [&](drafts const& d) {
        auto const first = append(d);
        INFO((first ? std::string() : first.error().message));
        REQUIRE(first.has_value());
        return *first;
    };
    auto const size = [&] { return *read.size(); };

    SECTION("log indexes are gapless from 0 over all cases") {
        CHECK(keep(drafts().add("41", 1)) == 0);
        CHECK(keep(drafts().add("42", 1).add("41", 2).add("42", 2)) == 1);
        CHECK(keep(drafts().add("41", 3)) == 4);
        CHECK(size() == 5);

        auto const all = scan_all(read);
        REQUIRE(all.size() == 5);
        for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].log_index == i);
        CHECK(all[2].text == "41 2");
        CHECK(all[3].text == "42 2");
    }
    SECTION("an empty append keeps nothing and answers the next log index") {
        CHECK(*written.append({}) == 0);
        keep(drafts().add("41", 1));
        CHECK(*written.append({}) == 1);
        CHECK(size() == 1);
    }
    SECTION("a sequence that is not the next is a version conflict with both sides") {
        keep(drafts().add("41", 1).add("41", 2));
        struct {
            char const* on;
            std::uint64_t sequence;
            char const* message;
        } const wrong[] = {
            {"41", 1, "expected version 0, found 2 (case 41)"},
            {"41", 2, "expected version 1, found 2 (case 41)"},
            {"41", 4, "expected version 3, found 2 (case 41)"},
            {"43", 2, "expected version 1, found 0 (case 43)"},
        };
        for (auto const& w : wrong) {
            auto const answer = append(drafts().add(w.on, w.sequence));
            REQUIRE(answer.has_error());
            CHECK(answer.error().code == errc::version_conflict);
            CHECK(answer.error().message == w.message);
        }
        CHECK(append(drafts().add("41", 0)).error().code == errc::version_conflict);
        CHECK(size() == 2);
        CHECK_FALSE(read.head("43")->has_value());
    }
    SECTION("a conflict anywhere in a batch keeps none of it") {
        keep(drafts().add("41", 1, "a"));
        auto const late = append(drafts().add("42", 1, "b").add("41", 2, "c").add("43", 2, "d"));
        REQUIRE(late.has_error());
        CHECK(late.error().code == errc::version_conflict);
        auto const gap = append(drafts().add("42", 1, "b").add("42", 3, "c"));
        REQUIRE(gap.has_error());
        CHECK(gap.error().code == errc::version_conflict);
        auto const twice = append(drafts().add("42", 1, "b").add("42", 1, "c"));
        REQUIRE(twice.has_error());
        CHECK(twice.error().code == errc::version_conflict);

        CHECK(size() == 1);
        CHECK(read_all(read, "42").empty());
        CHECK_FALSE(read.head("42")->has_value());
        CHECK(read.head("41")->value().last_sequence == 1);
        CHECK_FALSE(read.seen("b")->has_value());
        CHECK_FALSE(read.seen("c")->has_value());
        // Nothing of it stands in the way of doing it right.
        CHECK(keep(drafts().add("42", 1, "b").add("42", 2, "c").add("41", 2, "d")) == 1);
    }
    SECTION("a command id is kept once within a batch and across batches") {
        keep(drafts().add("41", 1, "a"));
        for (auto const& again : {drafts().add("41", 2, "a"), drafts().add("42", 1, "a"),
                                  drafts().add("42", 1, "b").add("43", 1, "b"),
                                  drafts().add("42", 1, "b").add("42", 2, "a").add("42", 3, "c")}) {
            auto const answer = append(again);
            REQUIRE(answer.has_error());
            CHECK(answer.error().code == errc::command_id_reused);
        }
        CHECK(append(drafts().add("42", 1, "a")).error().message ==
              "expected a new command id, found a (case 42)");
        CHECK(size() == 1);
        CHECK_FALSE(read.seen("b")->has_value());
        CHECK(keep(drafts().add("42", 1, "b")) == 1);
    }
    SECTION("an empty command id may be used any number of times") {
        keep(drafts().add("41", 1).add("41", 2).add("42", 1));
        CHECK_FALSE(read.seen({})->has_value());
    }
    SECTION("a command id leads to its case and sequence") {
        keep(drafts().add("41", 1, "a").add("42", 1, "b").add("42", 2, "c"));
        CHECK(read.seen("c")->value() == std::pair<case_id, std::uint64_t>("42", 2));
        CHECK(read.seen("a")->value() == std::pair<case_id, std::uint64_t>("41", 1));
        CHECK_FALSE(read.seen("d")->has_value());
    }
    SECTION("a case is read by range and in order") {
        for (std::uint64_t i = 1; i <= 9; ++i)
            keep(drafts().add("41", i).add("other " + std::to_string(i), 1));
        auto const sequences = [&](std::uint64_t from, std::uint64_t to) {
            std::string s;
            for (auto const& e : read_all(read, "41", from, to)) s += std::to_string(e.sequence);
            return s;
        };
        CHECK(sequences(1, ~std::uint64_t{0}) == "123456789");
        CHECK(sequences(0, 3) == "123");
        CHECK(sequences(4, 4) == "4");
        CHECK(sequences(8, 99) == "89");
        CHECK(sequences(10, 99).empty());
        CHECK(sequences(5, 4).empty());
        CHECK(read_all(read, "nobody's").empty());
        std::size_t visited = 0;
        CHECK(
            read.read("41", 1, 9, [&](stored_entry const&) { return ++visited < 3; }).has_value());
        CHECK(visited == 3);
    }
    SECTION("a scan goes on where it was left") {
        for (std::uint64_t i = 1; i <= 5; ++i) keep(drafts().add("41", i));
        std::string heard;
        auto const hear = [&](stored_entry const& e) {
            heard += std::to_string(e.sequence);
            return e.sequence % 2 != 0;
        };
        auto next = *read.scan(0, hear);
        CHECK(next == 2);
        next = *read.scan(next, hear);
        CHECK(next == 4);
        next = *read.scan(next, hear);
        CHECK(next == 5);
        CHECK(*read.scan(next, hear) == 5);
        keep(drafts().add("41", 6));
        CHECK(*read.scan(next, hear) == 6);
        CHECK(heard == "123456");
        CHECK(*read.scan(100, hear) == 100);
    }
    SECTION("a scan over many commits gives each entry once") {
        std::uint64_t const count = 10'000;
        for (std::uint64_t i = 0; i < count;) {
            drafts batch;
            for (auto end = i + 500; i < end; ++i) batch.add("case " + std::to_string(i), 1);
            keep(batch);
        }
        std::uint64_t next = 0;
        CHECK(*read.scan(0, [&](stored_entry const& e) { return e.log_index == next++; }) == count);
        CHECK(next == count);
        std::vector<std::string> names;
        CHECK(read.heads([&](case_head const& h) {
                      names.push_back(h.on.str());
                      return true;
                  })
                  .has_value());
        std::sort(names.begin(), names.end());
        CHECK(std::unique(names.begin(), names.end()) == names.end());
        CHECK(names.size() == count);
    }
    SECTION("contents alone are those of the scan") {
        drafts batch;
        for (std::uint64_t i = 1; i <= 9; ++i) batch.add("41", i).add("42", i);
        keep(batch);
        using contents = std::vector<std::pair<std::uint64_t, bytes>>;
        contents of_scan, alone;
        CHECK(*read.scan(3, [&](stored_entry const& e) {
            of_scan.emplace_back(e.log_index, bytes(e.bytes.begin(), e.bytes.end()));
            return e.log_index < 12;
        }) == 13);
        auto const hear = [&](std::uint64_t log_index, byte_view content) {
            alone.emplace_back(log_index, bytes(content.begin(), content.end()));
            return log_index < 12;
        };
        CHECK(*read.scan_contents(3, hear) == 13);
        CHECK(alone.size() == 10);
        CHECK((alone == of_scan));
        CHECK(*read.scan_contents(18, hear) == 18);
        CHECK(*read.scan_contents(100, hear) == 100);
        CHECK(alone.size() == 10);
    }
    SECTION("heads say where each case ends") {
        keep(drafts().add("41", 1).add("42", 1).add("41", 2));
        CHECK(read.head("41")->value() == case_head{"41", 2, sha256_of("41 2")});
        CHECK_FALSE(read.head("43")->has_value());
        std::uint64_t total = 0;
        CHECK(read.heads([&](case_head const& h) {
                      total += h.last_sequence;
                      return true;
                  })
                  .has_value());
        CHECK(total == 3);
        std::size_t visited = 0;
        CHECK(read.heads([&](case_head const&) { return ++visited < 1; }).has_value());
        CHECK(visited == 1);
    }
    SECTION("big entries and empty ones come back byte for byte") {
        std::string big(std::size_t{1} << 20, '\0');
        for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>(i * 31 % 251);
        keep(drafts().add("41", 1, "a", big).add("41", 2).add("41", 3, "c", big + "x"));
        auto none = drafts().add("42", 1, "n");
        auto entry = none.all().front();
        entry.bytes = {};
        entry.hash = sha256_of(byte_view{});
        REQUIRE(written.append({&entry, 1}).has_value());

        auto const all = read_all(read, "41");
        REQUIRE(all.size() == 3);
        CHECK((all[0].text == big));
        CHECK((all[2].text == big + "x"));
        REQUIRE(read_all(read, "42").size() == 1);
        CHECK(read_all(read, "42").front().text.empty());
    }
    SECTION("ids of any script and of every length up to 39 bytes are kept") {
        std::string const longest(39, 'z');
        for (std::string const& name :
             {std::string("Fäll 41 ✓"), std::string("案件-41"), longest, std::string("\xff\xfe"),
              std::string("a"), std::string("A"), std::string("a "), std::string("' OR 1=1 --")}) {
            keep(drafts().add(name, 1, "for " + name.substr(0, 35)));
            auto const all = read_all(read, name);
            REQUIRE(all.size() == 1);
            CHECK(all.front().on == name);
            CHECK(read.head(*case_id::parse(name))->value().on.view() == name);
            CHECK(
                read.seen(*command_id::parse("for " + name.substr(0, 35)))->value().first.view() ==
                name);
        }
        CHECK(size() == 8);
    }
    SECTION("a snapshot takes the place of an earlier one of the same case") {
        keep(drafts().add("41", 1).add("42", 1));
        CHECK_FALSE(read.recall("41")->has_value());
        snapshot first{"41",          1, sha256_of("l"), sha256_of("h"), bytes(1000, std::byte{7}),
                       sha256_of("c")};
        snapshot second{"41", 2, sha256_of("m"), sha256_of("i"), {}, sha256_of("d")};
        REQUIRE(written.keep(first).has_value());
        CHECK(read.recall("41")->value() == first);
        REQUIRE(written.keep(second).has_value());
        CHECK(read.recall("41")->value() == second);
        CHECK_FALSE(read.recall("42")->has_value());
        CHECK(size() == 2);
    }
    SECTION("what is sealed of an entry comes back with it, and nothing where there is none") {
        auto const as_text = [](byte_view some) {
            return std::string(reinterpret_cast<char const*>(some.data()), some.size());
        };
        auto const both = drafts().add("41", 1, "a").add("41", 2, "b");
        std::vector<new_entry> entries(both.all().begin(), both.all().end());
        std::string const secret("\0sealed\xff", 8);
        entries[1].sealed = std::as_bytes(std::span(secret));
        std::string heard;
        auto const told_of = written.subscribe([&](std::span<stored_entry const> some) {
            for (auto const& e : some) heard += as_text(e.sealed);
        });
        REQUIRE(written.append(entries).has_value());
        CHECK(heard == secret);

        std::vector<std::string> found;
        auto const note = [&](stored_entry const& e) {
            found.push_back(as_text(e.sealed));
            return true;
        };
        REQUIRE(read.read("41", 1, 2, note).has_value());
        REQUIRE(read.scan(0, note).has_value());
        CHECK(found == std::vector<std::string>{"", secret, "", secret});
    }
    SECTION("marks are visited in the order of the log from where it is asked") {
        auto const mark_of = [](std::uint64_t about, std::string_view content) {
            return mark{about, std::as_bytes(std::span(content))};
        };
        auto const keep_marked = [&](std::uint64_t sequence, std::vector<mark> const& marks,
                                     std::vector<unmarked> const& unless = {}) {
            auto const one = drafts().add("41", sequence);
            auto e = one.all().front();
            e.marks = marks;
            return written.append({&e, 1}, unless);
        };
        auto const of = [&](std::uint64_t about, std::uint64_t from) {
            std::string all;
            REQUIRE(read.marked(about, from,
                                [&](std::uint64_t at, byte_view content) {
                                    all +=
                                        std::to_string(at) +
                                        std::string(reinterpret_cast<char const*>(content.data()),
                                                    content.size()) +
                                        " ";
                                    return at < 2;
                                })
                        .has_value());
            return all;
        };
        std::uint64_t const high = ~std::uint64_t{0}; // a hash may have any bit
        REQUIRE(
            keep_marked(1, {mark_of(high, "a"), mark_of(7, "b"), mark_of(high, "c")}).has_value());
        REQUIRE(keep_marked(2, {mark_of(7, "")}).has_value());
        CHECK(of(high, 0) == "0a 0c ");
        CHECK(of(high, 1).empty());
        CHECK(of(high - 1, 0).empty()); // two subjects stay two, whatever their bits
        CHECK(of(std::uint64_t{1} << 63, 0).empty());
        CHECK(of((std::uint64_t{1} << 63) - 1, 0).empty());
        CHECK(of(7, 0) == "0b 1 ");
        CHECK(of(7, 1) == "1 ");
        CHECK(of(8, 0).empty());

        // Whoever decided by what they read is told when it is no longer so.
        auto const late = keep_marked(3, {mark_of(7, "d")}, {{high, 1}, {7, 1}});
        REQUIRE(late.has_error());
        CHECK(late.error().code == errc::version_conflict);
        CHECK(late.error().message == "expected no mark from log index 1, found one at 1");
        CHECK(size() == 2);
        CHECK(of(7, 0) == "0b 1 ");
        REQUIRE(keep_marked(3, {mark_of(7, "d")}, {{high, 1}, {7, 2}, {8, 0}}).has_value());
        REQUIRE(keep_marked(4, {mark_of(7, "e")}).has_value());
        CHECK(of(7, 1) == "1 2d ");

        // An append of nothing still says whether what was read holds.
        std::vector<unmarked> const stale{{7, 3}}, holds{{7, 4}, {high, 1}};
        auto const nothing = written.append({}, stale);
        REQUIRE(nothing.has_error());
        CHECK(nothing.error().code == errc::version_conflict);
        CHECK(nothing.error().message == "expected no mark from log index 3, found one at 3");
        CHECK(written.append({}, holds) == result<std::uint64_t>(4));
        CHECK(size() == 4);
    }
    SECTION("what is kept beside the log is found by its name and by how names begin") {
        auto const content = [](std::string_view text) { return std::as_bytes(std::span(text)); };
        auto const named = [&](std::string_view prefix) {
            std::string all;
            REQUIRE(read.beside(prefix,
                                [&](std::string_view name, byte_view of) {
                                    all += std::string(name) + "=" +
                                           std::string(reinterpret_cast<char const*>(of.data()),
                                                       of.size()) +
                                           " ";
                                    return name != "tile/0/9";
                                })
                        .has_value());
            return all;
        };
        CHECK_FALSE(read.beside("tile/0/0")->has_value());
        CHECK(named("").empty());
        for (auto const* name :
             {"tile/1/0", "tile/0/9", "tile/0/10", "tile", "üb", "position/mail"}) {
            auto const shortened = std::string_view(name).substr(0, 3);
            REQUIRE(written.keep_beside(name, content(shortened)).has_value());
        }
        REQUIRE(written.keep_beside("tile/1/0", content("new")).has_value());
        REQUIRE(written.keep_beside("empty", {}).has_value());

        CHECK(named("tile/0") == "tile/0/10=til tile/0/9=til ");
        CHECK(named("tile/1") == "tile/1/0=new ");
        CHECK(named("tiles").empty());
        CHECK(named("ü") == "üb=üb ");
        CHECK(read.beside("empty")->value().empty());
        CHECK(size() == 0);
        CHECK(written.keep_beside("", {}).error().code == errc::malformed);
        CHECK(written.keep_beside(std::string(256, 'n'), {}).error().message ==
              "expected a name of at most 255 bytes, found 256 bytes (" + std::string(24, 'n') +
                  ")");
        CHECK(written.keep_beside("big", bytes((std::size_t{16} << 20) + 1)).error().code ==
              errc::too_long);
        REQUIRE(
            written.keep_beside(std::string(255, 'n'), bytes(std::size_t{16} << 20)).has_value());
        CHECK(read.beside(std::string(255, 'n'))->value().size() == std::size_t{16} << 20);
    }
    SECTION("a log that was closed takes no more entries and keeps what it has") {
        auto const close = [&](std::string_view content) {
            return written.keep_beside(frozen_mark, std::as_bytes(std::span(content)));
        };
        keep(drafts().add("41", 1).add("42", 1));
        REQUIRE(close("with this checkpoint").has_value());
        for (auto* const to : {&written, &read})
            for (auto const& more : {drafts().add("41", 2), drafts().add("43", 1)}) {
                auto const refused = to->append(more.all());
                REQUIRE(refused.has_error());
                CHECK(refused.error().code == errc::store_frozen);
                CHECK(refused.error().message ==
                      "expected a log that goes on, found one that was frozen (case " +
                          more.all()[0].on.str() + ")");
            }
        CHECK(*written.append({}) == 2);
        std::vector<unmarked> const holds{{7, 0}};
        CHECK(*written.append({}, holds) == 2); // nothing of it is refused
        CHECK(size() == 2);
        CHECK(read_all(read, "41").size() == 1);
        CHECK_FALSE(read.head("43")->has_value());
        REQUIRE(written.keep_beside("checkpoint", {}).has_value());
        REQUIRE(close("").has_value()); // nobody's business but that of who holds the file
        CHECK(keep(drafts().add("41", 2)) == 2);
    }
    SECTION("a subscriber hears each commit once and in order until it leaves") {
        std::string heard;
        auto const told_of = written.subscribe([&](std::span<stored_entry const> some) {
            for (auto const& e : some)
                heard += std::to_string(e.log_index) + "=" + told(e).text + " ";
            heard += "| ";
        });
        keep(drafts().add("41", 1).add("42", 1));
        CHECK(append(drafts().add("41", 7)).has_error());
        keep(drafts().add("41", 2));
        CHECK(heard == "0=41 1 1=42 1 | 2=41 2 | ");
        {
            auto const other = written.subscribe([&](auto) { heard += "other "; });
            heard.clear();
            keep(drafts().add("41", 3));
            CHECK(heard == "3=41 3 | other ");
        }
        heard.clear();
        keep(drafts().add("41", 4));
        CHECK(heard == "4=41 4 | ");
    }
    SECTION("what a subscriber throws does not change the answer") {
        auto const told_of = written.subscribe([](auto) { throw std::runtime_error("no"); });
        CHECK(keep(drafts().add("41", 1)) == 0);
        CHECK(keep(drafts().add("41", 2)) == 1);
    }
    SECTION("a subscriber and a visitor may call the store") {
        std::uint64_t known = 0;
        auto const told_of = written.subscribe([&](auto) { known = *written.size(); });
        keep(drafts().add("41", 1).add("41", 2));
        CHECK(known == 2);
        auto const next = written.scan(0, [&](stored_entry const& e) {
            if (e.log_index < 2) keep(drafts().add("copy", e.sequence));
            return written.head(e.on)->has_value();
        });
        CHECK(*next == 4);
    }
    SECTION("whoever visits the heads may append to their cases") {
        for (int n = 0; n < 40; ++n) keep(drafts().add("case " + std::to_string(n), 1));
        std::map<case_id, std::uint64_t> seen;
        auto const visited = written.heads([&](case_head const& h) {
            CHECK(seen.emplace(h.on, h.last_sequence).second);
            keep(drafts().add(h.on.str(), h.last_sequence + 1));
            return read.head(h.on)->value().last_sequence == h.last_sequence + 1;
        });
        REQUIRE(visited.has_value());
        CHECK(seen.size() == 40);
        CHECK(*written.size() == 80);
    }
    SECTION("what was appended is read at once by the other view") {
        for (std::uint64_t i = 1; i <= 20; ++i) {
            auto& by = i % 2 == 0 ? written : read;
            auto& other = i % 2 == 0 ? read : written;
            auto const d = drafts().add("41", i, "k" + std::to_string(i));
            REQUIRE(by.append(d.all()).has_value());
            CHECK(other.head("41")->value().last_sequence == i);
            CHECK(other.append(d.all()).has_error());
        }
        CHECK(read_all(read, "41").size() == 20);
    }
}

} // namespace amends::testing
