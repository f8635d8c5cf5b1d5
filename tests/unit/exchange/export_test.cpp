// SPDX-License-Identifier: BSL-1.0
// What an export holds, what it leaves out, and what ends it.
#include "catch.hpp"

#include "golden/export_log.hpp"
#include "golden/files.hpp"
#include "support/exported.hpp"
#include "support/front_desk.hpp"
#include "support/showing.hpp"
#include "written_file.hpp"

#include <amends/exchange/entry_source.hpp>
#include <amends/vocabulary/print.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr export_format all_formats[] = {export_format::jsonl, export_format::csv,
                                         export_format::xes, export_format::ocel,
                                         export_format::archive};

export_options only(case_id const& on) {
    export_options how;
    how.on = on;
    return how;
}

// The entries of archives, with their hashes and places.
std::vector<entry> entries_of(std::string const& archives) {
    written_file const file("cases.archive", archives);
    auto source = open_archives(file.path());
    REQUIRE(source.has_value());
    std::vector<entry> all;
    for (entry e;;) {
        auto const more = (*source)->next(e);
        if (!more) FAIL(more.error().message);
        if (!*more) return all;
        all.push_back(e);
    }
}
// The version of Boost's archives that a frame has under its digest: another Boost, other bytes.
std::string boost_of(std::string const& archives) { return archives.substr(44, 4); }

// A store that lost an entry without knowing: heads are as they were.
class losing : public passing_on {
  public:
    losing(store& to, std::uint64_t log_index) : passing_on(to), lost_(log_index) {}

    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        return real.scan(from, [&](stored_entry const& e) { return is_lost(e) || visit(e); });
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        return real.read(on, from, to,
                         [&](stored_entry const& e) { return is_lost(e) || visit(e); });
    }
    result<std::uint64_t> size() override {
        auto const all = real.size();
        return all && *all == lost_ + 1 ? result<std::uint64_t>(lost_) : all;
    }

  private:
    bool is_lost(stored_entry const& e) const { return e.log_index == lost_; }
    std::uint64_t lost_;
};

} // namespace

TEST_CASE("every export is what it was in the golden files") {
    memory_store kept;
    golden::fill_export_log(kept);
    for (auto const& [name, as, how] : golden::all_exports()) {
        INFO("tests/golden/exports/" << name);
        auto const today = exported(kept, as, how);
        auto const before = golden::read_text(AMENDS_SOURCE_DIR "/tests/golden/exports/" + name);
        if (as == export_format::archive) CHECK((entries_of(today) == entries_of(before)));
        if (as != export_format::archive || boost_of(today) == boost_of(before))
            CHECK(today == before);
    }
}

TEST_CASE("the page about exports names every member, column and attribute") {
    auto const page = golden::read_text(AMENDS_SOURCE_DIR "/docs/exchange.md");
    memory_store kept;
    golden::fill_export_log(kept);
    std::set<std::string> names;
    std::istringstream lines(exported(kept, export_format::jsonl));
    for (std::string line; std::getline(lines, line);) {
        auto const members = boost::json::parse(line).as_object();
        for (auto const& member : members) names.insert(std::string(member.key()));
        // The page has the one of the golden log for its example of an own fact.
        if (members.at("fact") == "inspection_done")
            CHECK_THAT(page, ContainsSubstring('`' + serialize(members.at("content")) + '`'));
    }
    auto const csv = exported(kept, export_format::csv);
    std::istringstream header(csv.substr(0, csv.find('\n')));
    for (std::string column; std::getline(header, column, ',');) names.insert(column);
    auto const xes = exported(kept, export_format::xes);
    for (auto at = xes.find(" key=\""); at != xes.npos; at = xes.find(" key=\"", at + 1)) {
        auto const name = xes.substr(at + 6, xes.find('"', at + 6) - at - 6);
        if (!name.starts_with("content.")) names.insert(name);
    }
    CHECK(names.size() > 30);
    for (auto const& name : names) {
        INFO(name);
        CHECK_THAT(page, ContainsSubstring('`' + name + '`'));
    }
}

TEST_CASE("a flat export has every member of an entry, or the page says that it is lost") {
    auto const page = golden::read_text(AMENDS_SOURCE_DIR "/docs/exchange.md");
    // What the section of that name says after "What is lost", up to the next empty line.
    auto const lost_in = [&](std::string const& section) {
        auto const begins = page.find("What is lost: ", page.find("\n## " + section + '\n'));
        REQUIRE(begins != page.npos);
        return page.substr(begins, page.find("\n\n", begins) - begins);
    };
    memory_store kept;
    golden::fill_export_log(kept);
    auto const csv = exported(kept, export_format::csv);
    auto const header = ',' + csv.substr(0, csv.find('\n')) + ',';
    auto const xes = exported(kept, export_format::xes);
    // Members that have other names there, as members of members do.
    std::map<std::string, std::vector<std::string>> const flat = {
        {"who", {"who", "side", "roles", "on_behalf_of", "by_delegation"}},
        {"from", {"resolution_from", "handling_from"}},
        {"to", {"resolution_to", "handling_to"}},
    };
    std::map<std::string, std::string> const in_xes = {
        {"case", "concept:name"}, {"fact", "concept:name"}, {"at", "time:timestamp"},
        {"who", "org:resource"},  {"roles", "org:role"},    {"content", "content.kind"},
    };
    auto const line = exported(kept, export_format::jsonl);
    auto const entry = boost::json::parse(line.substr(0, line.find('\n'))).as_object();
    CHECK(entry.size() > 15);
    for (auto const& member : entry) {
        auto const known = flat.find(std::string(member.key()));
        for (auto const& name : known != flat.end()
                                    ? known->second
                                    : std::vector<std::string>{std::string(member.key())}) {
            INFO(name);
            auto const quoted = '`' + name + '`';
            CHECK((header.find(',' + name + ',') != header.npos) !=
                  (lost_in("CSV").find(quoted) != page.npos));
            auto const other = in_xes.find(name);
            auto const key = " key=\"" + (other != in_xes.end() ? other->second : name) + '"';
            CHECK((xes.find(key) != xes.npos) != (lost_in("XES").find(quoted) != page.npos));
        }
    }
}

TEST_CASE("an export without personal data holds no free text") {
    memory_store kept;
    golden::fill_export_log(kept);
    export_options how;
    how.without_personal_data = true;
    for (auto const as : all_formats) {
        if (as == export_format::archive) continue; // refused: see its own tests
        INFO(name_of(as));
        auto const all = exported(kept, as, how);
        CHECK_THAT(all, ContainsSubstring("c-17"));
        for (auto const* text :
             {"Saturday", "nothing", "HYPERLINK", "bell", "label", "scan 7731", "parcel itself",
              "second shipment", "the money arrives", "pay", "00ab", "cried"}) {
            INFO(text);
            CHECK_FALSE(all.find(text) != all.npos);
        }
        // What names a kind of thing is no personal data.
        if (as == export_format::jsonl || as == export_format::csv)
            CHECK(all.find("lost at the depot") != all.npos);
    }
}

TEST_CASE("an export of a case or of a span of time holds just that") {
    memory_store kept;
    golden::fill_export_log(kept);
    auto const lines = [&](export_options const& how) {
        auto const all = exported(kept, export_format::jsonl, how);
        return std::count(all.begin(), all.end(), '\n');
    };
    auto const minute = [](int n) {
        return instant(std::chrono::milliseconds(1'772'442'000'000)) + std::chrono::minutes(n);
    };

    CHECK(lines({}) == 10);
    CHECK(lines(only("41")) == 8);
    CHECK(lines(only("=2+3, \"x\"")) == 2);
    export_options how;
    how.from = minute(3);
    CHECK(lines(how) == 8);
    how.to = minute(3);
    CHECK(lines(how) == 0);
    how.to = minute(4); // not itself any more
    CHECK(lines(how) == 1);
    how.from.reset();
    CHECK(lines(how) == 3);
    how.on = case_id("41");
    CHECK(lines(how) == 2);
}

TEST_CASE("an export of a case that was never reported says so") {
    memory_store kept;
    golden::fill_export_log(kept);
    for (auto const as : all_formats)
        CHECK(exported(kept, as, only("42")) ==
              "!expected a case that was reported, found none (case 42)");
}

TEST_CASE("what is kept while an export goes on is not in it") {
    for (auto const as : all_formats) {
        INFO(name_of(as));
        cases::front_desk here;
        here.until_closed("1");
        here.until_reported(cases::a_problem(), "2");
        auto const before = exported(here.kept, as);
        int entries = 0;
        showing growing(here.kept, [&](stored_entry&, bytes&) {
            if (++entries == 2) {
                here.record(here.ann, cases::a_note(), "2");
                here.until_reported(cases::a_problem(), "3");
            }
        });

        CHECK(exported(growing, as) == before);
        CHECK(exported(here.kept, as) != before);
    }
}

TEST_CASE("a damaged entry ends an export and is named") {
    cases::front_desk here;
    here.until_explained("1");
    auto const second = [](auto change) {
        return [change](stored_entry& e, bytes& content) {
            if (e.log_index == 2) change(e, content);
        };
    };
    auto const place = " (entry 3 of case 1, log index 2)";
    struct {
        showing::change change;
        std::string said;
    } const table[] = {
        {second([](stored_entry&, bytes& content) { content[40] ^= std::byte{1}; }),
         "expected hash "},
        {second([](stored_entry& e, bytes& content) {
             content.pop_back();
             e.hash = sha256().of_leaf(content);
         }),
         "expected more bytes, found "},
        {second([](stored_entry& e, bytes& content) {
             content[0] = std::byte{2};
             e.hash = sha256().of_leaf(content);
         }),
         "expected an entry of version 1, found 2"},
    };
    for (auto const as : all_formats)
        for (auto const& [change, said] : table) {
            showing damaged(here.kept, change);
            auto const all = exported(damaged, as);
            INFO(name_of(as) << ": " << all);
            CHECK(all.starts_with('!' + said));
            CHECK_THAT(all, ContainsSubstring(said == "expected hash " ? place : ""));
        }
}

TEST_CASE("an entry that is missing or stands elsewhere ends an export") {
    cases::front_desk here;
    here.until_explained("1");
    for (auto const as : all_formats) {
        INFO(name_of(as));
        showing shifted(here.kept, [](stored_entry& e, bytes&) {
            if (e.log_index >= 2) {
                ++e.log_index;
                ++e.sequence;
            }
        });
        CHECK_THAT(exported(shifted, as), ContainsSubstring("!expected log index 2, found 3") ||
                                              ContainsSubstring("!expected entry 3, found 4"));
        showing named(here.kept, [](stored_entry& e, bytes&) {
            if (e.log_index == 2) e.on = "2";
        });
        CHECK_THAT(exported(named, as),
                   ContainsSubstring("!expected entry 3 of case 2, found entry 3 of case 1"));
    }
}

TEST_CASE("an export ends where the last entry of a case is missing") {
    cases::front_desk here;
    here.until_explained("1");
    here.until_reported(cases::a_problem(), "2");
    auto const last_of_1 = here.kept.head("1")->value().last_sequence;
    auto const size = *here.kept.size();
    auto const n = [](std::uint64_t number) { return std::to_string(number); };

    losing without_last_of_case(here.kept, last_of_1 - 1);
    losing without_last_of_log(here.kept, size - 1);
    for (auto const as : all_formats) {
        INFO(name_of(as));
        auto const of_case =
            "!expected " + n(last_of_1) + " entries, found " + n(last_of_1 - 1) + " (case 1)";
        CHECK(exported(without_last_of_case, as, only("1")) == of_case);
        auto const of_log = exported(without_last_of_case, as);
        if (as == export_format::xes) CHECK(of_log == of_case);
        else CHECK_THAT(of_log, ContainsSubstring("!expected log index " + n(last_of_1 - 1)));
        CHECK(exported(without_last_of_log, as) ==
              (as == export_format::xes ? "!expected 2 entries, found 1 (case 2)"
                                        : "!expected a log of the " + n(size) +
                                              " entries of its cases, found " + n(size - 1)));
    }
}

TEST_CASE("an export ends where a case has another last entry, or none is known to end") {
    class other_heads : public passing_on {
      public:
        using passing_on::passing_on;
        bool leaves_out = false; // the second case; the first has another end otherwise
        result<std::optional<case_head>> head(case_id const& on) override {
            auto found = real.head(on);
            (*found)->last_hash = sha256_of("another");
            return found;
        }
        result<void> heads(std::function<bool(case_head const&)> const& visit) override {
            return real.heads([&](case_head h) {
                if (h.on == "2" && leaves_out) return true;
                if (h.on == "1" && !leaves_out) h.last_hash = sha256_of("another");
                return visit(h);
            });
        }
    };
    cases::front_desk here;
    here.until_explained("1");
    here.until_reported(cases::a_problem(), "2");
    other_heads other(here.kept);
    for (auto const as : all_formats) {
        INFO(name_of(as));
        for (auto const& how : {only("1"), export_options{}})
            CHECK_THAT(exported(other, as, how),
                       ContainsSubstring("!expected last hash " + to_text(sha256_of("another"))));
    }

    other.leaves_out = true;
    auto const size = *here.kept.size();
    for (auto const as : all_formats)
        CHECK(exported(other, as) ==
              "!expected a log of " +
                  (as == export_format::xes
                       ? std::to_string(size) + " entries, found " + std::to_string(size - 2)
                       : "the " + std::to_string(size - 2) + " entries of its cases, found " +
                             std::to_string(size)));
}

TEST_CASE("a case that does not hang together ends its export, and that of the log") {
    cases::front_desk here;
    here.until_explained("1");
    here.until_reported(cases::a_problem(), "2");
    // An entry of the first case, sound in itself, is another than it was.
    auto const other = [](std::uint64_t sequence, auto change) {
        return [=](stored_entry& e, bytes& content) {
            if (e.on != "1" || e.sequence != sequence) return;
            auto changed = *decode_entry(content);
            change(changed);
            e.sequence = changed.how.sequence;
            content.clear();
            encode(changed, content);
            e.hash = sha256().of_leaf(content);
        };
    };
    struct {
        showing::change change;
        std::string said;
    } const table[] = {
        {other(3, [](entry& e) { e.previous = {}; }), "!expected previous hash "},
        {other(1, [](entry& e) { e.previous = sha256_of("another"); }), "!expected previous hash "},
        {other(2, [](entry& e) { e.command = "another"; }), "!expected previous hash "},
        {other(3, [](entry& e) { e.how.sequence = 2; }), "!expected entry 3, found 2"},
    };
    for (auto const& [change, said] : table)
        for (auto const as : all_formats) {
            INFO(name_of(as));
            showing cut(here.kept, change);
            CHECK_THAT(exported(cut, as, only("1")), ContainsSubstring(said));
            CHECK_THAT(exported(cut, as), ContainsSubstring(said));
        }
}

TEST_CASE("two cases that name each other's entries end an export of the log") {
    memory_store kept;
    golden::log_maker log(kept);
    auto const take = [&](case_id const& on) -> entry& {
        return log.next(on, {"ann", side::staff, {}, {}, {}}, "take", case_taken{});
    };
    for (auto const* on : {"1", "2"}) {
        take(case_id::trusted(on));
        log.add();
    }
    auto const of_1 = kept.head("1")->value().last_hash;
    auto const of_2 = kept.head("2")->value().last_hash;
    take("1").previous = of_2;
    log.add();
    take("2").previous = of_1;
    log.add();

    for (auto const as : all_formats) {
        INFO(name_of(as));
        CHECK_THAT(exported(kept, as), ContainsSubstring("!expected previous hash "));
    }
}

TEST_CASE("what is kept while an export reads where cases end does not end it") {
    class growing : public passing_on {
      public:
        growing(store& to, std::function<void()> more) : passing_on(to), more_(std::move(more)) {}
        result<void> heads(std::function<bool(case_head const&)> const& visit) override {
            auto const read = real.heads(visit);
            if (more_) std::exchange(more_, {})();
            return read;
        }

      private:
        std::function<void()> more_;
    };
    for (auto const as : all_formats) {
        INFO(name_of(as));
        cases::front_desk here;
        here.until_closed("1");
        here.until_reported(cases::a_problem(), "2");
        growing store(here.kept, [&] {
            here.record(here.ann, cases::a_note(), "2");
            here.until_reported(cases::a_problem(), "3");
        });
        auto const all = exported(store, as);
        CHECK(all == exported(here.kept, as));
        CHECK_FALSE(all.starts_with('!'));
    }
}

TEST_CASE("an output that takes no more ends an export") {
    cases::front_desk here;
    here.until_closed("1");
    for (auto const as : all_formats)
        for (int taken : {0, 1}) {
            auto left = taken;
            auto const written =
                export_trails(here.kept, as, {}, [&](std::string_view) { return left-- > 0; });
            if (taken == 0) {
                REQUIRE(written.has_error());
                CHECK(written.error() == error{errc::io_failed, "expected an output that takes "
                                                                "everything, found one that is "
                                                                "full"});
            }
        }
}

TEST_CASE("a store that fails ends an export with its error") {
    class failing : public passing_on {
      public:
        using passing_on::passing_on;
        result<std::uint64_t> scan(std::uint64_t, entry_visitor const&) override {
            return error{errc::store_failed, "the disk is gone"};
        }
        result<void> read(case_id const&, std::uint64_t, std::uint64_t,
                          entry_visitor const&) override {
            return error{errc::store_failed, "the disk is gone"};
        }
    };
    cases::front_desk here;
    here.until_reported();
    failing broken(here.kept);
    for (auto const as : all_formats) {
        CHECK(exported(broken, as) == "!the disk is gone");
        CHECK(exported(broken, as, only("41")) == "!the disk is gone");
    }
}
