// SPDX-License-Identifier: BSL-1.0
// Exported trails back into a store: the same entries or none.
#include <amends/exchange/restore.hpp>

#include "catch.hpp"

#include "desk/batch_marks.hpp"
#include "golden/export_log.hpp"
#include "support/exported.hpp"
#include "support/passing_on.hpp"
#include "support/sealed_desk.hpp"
#include "written_file.hpp"

#include <amends/audit/verify.hpp>
#include <amends/exchange/json.hpp>
#include <amends/store/restoring.hpp>

#include <algorithm>

using namespace amends;
using namespace amends::testing;

namespace {

struct answer {
    std::optional<restored> done;
    std::string said; // where it failed
};

answer restore_text(std::string_view text, store& to, restore_options const& how = {}) {
    written_file const file("cases.jsonl", text);
    auto source = open_json_lines(file.path());
    REQUIRE(source.has_value());
    auto const done = restore(**source, to, how);
    if (done) return {*done, {}};
    return {{}, file.plain(done.error().message)};
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}
std::string text_of(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) text += line + '\n';
    return text;
}

// The line with its entry changed, and its hash with it.
std::string changed(std::string const& line, std::function<void(entry&)> change) {
    auto e = *entry_from_json(line, standard_lifecycle());
    change(e);
    bytes content;
    encode(e, content);
    e.hash = sha256().of_leaf(content);
    return to_json(e, standard_lifecycle());
}

} // namespace

TEST_CASE("an exported log is restored as it was") {
    memory_store kept, again;
    golden::fill_export_log(kept);
    for (std::size_t const batch : {1, 3, 512}) {
        memory_store to;
        restore_options how;
        how.batch_size = batch;

        auto const told = restore_text(exported(kept, export_format::jsonl), to, how);

        CHECK(told.said.empty());
        CHECK((told.done == restored{10, 2, true}));
        CHECK((entries_in(to) == entries_in(kept)));
    }
}

TEST_CASE("an exported case is restored at places of its own") {
    memory_store kept, to;
    golden::fill_export_log(kept);
    export_options how;
    how.on = case_id("41");

    auto const told = restore_text(exported(kept, export_format::jsonl, how), to);

    CHECK((told.done == restored{8, 1, false}));
    CHECK((*to.head("41") == *kept.head("41")));
    trail_verifier verifier;
    REQUIRE(to.scan(0, [&](stored_entry const& e) { return !verifier.check(e); }).has_value());
    CHECK(verifier.entries() == 8);
}

TEST_CASE("a restored store goes on as the first would have") {
    cases::front_desk here;
    here.until_proposed(cases::terms_of(9000));
    memory_store to;
    REQUIRE(restore_text(exported(here.kept, export_format::jsonl), to).done.has_value());

    desk_options how;
    how.clock = [&] { return here.now; };
    desk there(to, cases::house_rules(), how);
    auto const yes = cases::approval_of(cases::terms_of(9000));
    auto const told = there.handle(here.lea, {"41", "next", {}, yes});
    here.record(here.lea, yes);

    REQUIRE(told.has_value());
    CHECK(std::holds_alternative<accepted>(*told));
    CHECK((there.file("41")->proposed == here.file().proposed));
    CHECK(there.file("41")->version == here.file().version);
}

TEST_CASE("a restored store has the marks that the desk left") {
    cases::front_desk here;
    here.until_agreed(cases::terms_of(3000), "1");
    here.until_proposed(cases::terms_of(9000), "2");
    here.record(here.lea, cases::approval_of(cases::terms_of(9000)), "2");
    here.until_proposed(cases::terms_of(2000), "3");
    here.record(here.customer, cases::a_no(), "3");
    here.until_reported(cases::a_problem(), "4");
    here.record(here.ann, cases::merged_with("3"), "4");
    auto const marks_of = [](store& kept) {
        std::vector<std::pair<std::uint64_t, bytes>> all;
        for (auto const about : {account_of(customer_id("c1")), account_of(actor_id("ann")),
                                 account_of(actor_id("lea")), merges_of("4")}) {
            auto const read = kept.marked(about, 0, [&](std::uint64_t index, byte_view content) {
                all.emplace_back(index, bytes(content.begin(), content.end()));
                return true;
            });
            REQUIRE(read.has_value());
        }
        return all;
    };
    auto const before = marks_of(here.kept);
    REQUIRE(before.size() > 4);
    for (std::size_t const batch : {1, 5, 512}) {
        memory_store to;
        restore_options how;
        how.batch_size = batch;
        REQUIRE(restore_text(exported(here.kept, export_format::jsonl), to, how).done.has_value());
        CHECK((marks_of(to) == before));
    }
}

TEST_CASE("a store that has entries takes no others") {
    cases::front_desk here;
    here.until_reported();
    auto const before = entries_in(here.kept);

    auto const told = restore_text(exported(here.kept, export_format::jsonl), here.kept);

    CHECK(told.said == "expected a store without entries, found 2 of them");
    CHECK((entries_in(here.kept) == before));
}

TEST_CASE("what was changed in an export is found at its line") {
    memory_store kept;
    golden::fill_export_log(kept);
    auto const lines = lines_of(exported(kept, export_format::jsonl));
    auto const without = [&](std::size_t line) {
        auto left = lines;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(line));
        return left;
    };
    auto const with = [&](std::size_t line, std::string const& text) {
        auto changed = lines;
        changed[line] = text;
        return changed;
    };
    auto swapped = lines;
    std::swap(swapped[4], swapped[5]);
    auto doubled = lines;
    doubled.insert(doubled.begin() + 3, lines[2]);
    auto word = lines[3];
    word.replace(word.find("depot"), 5, "Depot");
    auto const hash_of_line = [&](std::size_t line) {
        return to_text(entry_from_json(lines[line], standard_lifecycle())->hash);
    };
    struct {
        std::vector<std::string> lines;
        std::string said;
    } const table[] = {
        {with(3, word), "cases.jsonl:4: expected hash " + hash_of_line(3) + ", found "},
        {without(0), "cases.jsonl:2: expected entry 1 of case 41, found 2"},
        {without(3), "cases.jsonl:4: expected entry 3 of case 41, found 4"},
        {swapped, "cases.jsonl:5: expected entry 4 of case 41, found 5"},
        {doubled, "cases.jsonl:4: expected entry 3 of case 41, found 2"},
        {with(2, changed(lines[2], [](entry& e) { e.previous = {}; })),
         "cases.jsonl:3: expected previous hash " + hash_of_line(0) + ", found "},
        {with(2, changed(lines[2], [](entry& e) { e.how.at -= std::chrono::hours(1); })),
         "cases.jsonl:3: expected a time not before 2026-03-02T09:01:00Z, found "
         "2026-03-02T08:03:00Z"},
        {with(9, changed(lines[9], [](entry& e) { e.command = "k1"; })),
         "cases.jsonl:10 or before it: expected a new command id, found k1 (case 41)"},
        {with(1, "{\"case\":"),
         "cases.jsonl:2: expected one JSON object, found the end of the line"},
    };
    for (auto const& [changed, said] : table) {
        memory_store to;
        auto const told = restore_text(text_of(changed), to);
        INFO(told.said);
        CHECK(told.said.substr(0, said.size()) == said);
    }
}

TEST_CASE("a store whose restoring failed on the way is no store to work with") {
    cases::front_desk here;
    here.until_closed("1");
    auto const whole = exported(here.kept, export_format::jsonl);
    auto lines = lines_of(whole);
    lines[5] = "{";
    memory_store to;
    restore_options how;
    how.batch_size = 2;
    CHECK(restore_text(text_of(lines), to, how).said.starts_with("cases.jsonl:6: "));
    CHECK(*to.size() == 4); // what was committed before

    error const unfinished{errc::store_damaged,
                           "expected a whole store, found one whose restoring did not end"};
    CHECK((check_restored(to) == result<void>(unfinished)));
    CHECK(restore_text(whole, to).said == unfinished.message);
    desk d(to, cases::house_rules());
    command const note{"1", "another", {}, cases::a_note()};
    for (auto again = 0; again < 2; ++again)
        CHECK((d.handle(here.ann, note).error() == unfinished));
    CHECK(*to.size() == 4);
}

TEST_CASE("a store says that it is being restored from before its first entry to after its last") {
    cases::front_desk here;
    here.until_closed("1");
    auto const whole = exported(here.kept, export_format::jsonl);
    class watched : public passing_on {
      public:
        using passing_on::passing_on;
        result<std::uint64_t> append(std::span<new_entry const> entries,
                                     std::span<unmarked const> unless) override {
            marked_while_appending &= !check_restored(real).has_value();
            ++appends;
            return real.append(entries, unless);
        }
        bool marked_while_appending = true;
        int appends = 0;
    };
    memory_store kept;
    watched to(kept);
    restore_options how;
    how.batch_size = 2;
    REQUIRE(restore_text(whole, to, how).done.has_value());
    CHECK(to.appends > 3);
    CHECK(to.marked_while_appending);
    CHECK(check_restored(kept).has_value());
    // Where nothing was kept yet, the next one may begin.
    memory_store other;
    CHECK(restore_text("{\n", other).done == std::nullopt);
    CHECK(restore_text("", other).done.has_value());
    CHECK(restore_text(whole, other).done.has_value());
}

TEST_CASE("a restoring into which others write ends and says so") {
    cases::front_desk here, there;
    here.until_closed("1");
    there.until_reported(cases::a_problem(), "2");
    memory_store kept;
    restore_options how;
    how.batch_size = 2;
    bool written = false;
    how.progress = [&](std::uint64_t, std::uint64_t) {
        if (std::exchange(written, true)) return;
        REQUIRE(there.kept
                    .read("2", 1, 1,
                          [&](stored_entry const& e) {
                              new_entry const one{e.on, e.sequence, {}, e.hash, e.bytes};
                              CHECK(kept.append({&one, 1}).has_value());
                              return true;
                          })
                    .has_value());
    };
    CHECK(restore_text(exported(here.kept, export_format::jsonl), kept, how).said ==
          "expected log index 2, the store's end, found 3, since others write to it");
    CHECK(check_restored(kept).has_error());
}

TEST_CASE("the last entries of a case are missed only by who knows of them") {
    memory_store kept, to;
    golden::fill_export_log(kept);
    auto lines = lines_of(exported(kept, export_format::jsonl));
    lines.pop_back();

    CHECK((restore_text(text_of(lines), to).done == restored{9, 2, true}));
    CHECK((*to.head("41") != *kept.head("41")));
}

TEST_CASE("an export without personal data cannot be restored and says why") {
    memory_store kept, to;
    golden::fill_export_log(kept);
    export_options how;
    how.without_personal_data = true;

    CHECK(restore_text(exported(kept, export_format::jsonl, how), to).said ==
          "cases.jsonl:1: expected an entry with every text, found one that was exported without "
          "personal data");
    CHECK(entries_in(to).empty());
}

TEST_CASE("exported lines are read as other tools may have left them") {
    memory_store kept, to;
    golden::fill_export_log(kept);
    auto text = exported(kept, export_format::jsonl);
    std::string other = "\r\n\n  \n";
    for (auto const& line : lines_of(text)) other += " " + line + " \r\n\n";
    other.erase(other.find_last_not_of("\r\n") + 1);

    CHECK(restore_text(other, to).done.has_value());
    CHECK((entries_in(to) == entries_in(kept)));
}

TEST_CASE("a line without end is refused before it is kept") {
    memory_store to;
    auto const told = restore_text(std::string(entry_line_size_max + 1, ' ') + "\n", to);
    CHECK(told.said ==
          "cases.jsonl:1: expected a line of at most 67108864 bytes, found a longer one");
}

TEST_CASE("a sealed log is restored sealed, and opens with keys that come along") {
    cases::sealed_desk here;
    here.until_proposed(cases::terms_of(9000));
    export_options opened;
    opened.keys = &here.keys;
    auto const text = exported(here.kept, export_format::jsonl, opened);
    CHECK(text.find("\"texts\":\"opened\"") != text.npos);

    memory_store to, blind;
    restore_options how;
    how.keys = &here.keys;
    REQUIRE(restore_text(text, to, how).said.empty());
    REQUIRE(restore_text(text, blind).said.empty());

    CHECK((cases::everything_in(to) == cases::everything_in(here.kept)));
    CHECK((cases::everything_in(blind) == cases::everything_in(here.kept)));
    auto const trail_with = [&](store& of, key_store* keys) {
        desk_options with;
        with.clock = [&] { return here.now; };
        with.keys = keys;
        return desk(of, cases::privacy_rules(), with).trail("41");
    };
    auto const there = trail_with(to, to.keys());
    REQUIRE(there.has_value());
    CHECK((*there == *trail_with(here.kept, &here.keys)));
    CHECK(trail_with(blind, nullptr).error().code == errc::key_missing);
}

TEST_CASE("an export of a sealed log without keys has no texts") {
    cases::sealed_desk here;
    here.until_proposed(cases::terms_of(9000));
    auto const text = exported(here.kept, export_format::jsonl);
    CHECK(text.find("\"texts\":\"sealed\"") != text.npos);
    CHECK(text.find("\"texts\":\"opened\"") == text.npos);
    memory_store to;
    CHECK(restore_text(text, to).said.empty());
    CHECK((cases::everything_in(to) == cases::everything_in(here.kept)));
}

TEST_CASE("an entry that commits to texts is not restored without what is sealed of it") {
    cases::sealed_desk here;
    here.until_proposed(cases::terms_of(9000));
    auto lines = lines_of(exported(here.kept, export_format::jsonl));
    auto const begins = lines[0].find("\"sealed\":\"");
    REQUIRE(begins != lines[0].npos);
    auto const ends = lines[0].find('"', begins + 10);
    lines[0].erase(begins, ends + 2 - begins);
    memory_store to;
    CHECK(restore_text(text_of(lines), to).said ==
          "cases.jsonl:1: expected texts sealed beside the entry, found none");
}
