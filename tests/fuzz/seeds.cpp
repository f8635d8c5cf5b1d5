// SPDX-License-Identifier: BSL-1.0
// amends_fuzz_seeds: writes the inputs that a fuzzer starts from, a folder a target.
//   amends_fuzz_seeds FOLDER
// They are made of golden files, of samples of every value, of the examples, and of generated work.
#include "fuzz/holding.hpp"
#include "fuzz/sample_log.hpp"
#include "fuzz/sealed_by_the_target.hpp"
#include "fuzz/some_commands.hpp"
#include "fuzz/targets.hpp"
#include "golden/files.hpp"
#include "golden/samples.hpp"
#include "support/some_keys.hpp"

#include <amends/audit/archive.hpp>
#include <amends/audit/log_proof.hpp>
#include <amends/audit/tiles.hpp>
#include <amends/authority/account.hpp>
#include <amends/exchange/generate.hpp>
#include <amends/exchange/json.hpp>
#include <amends/lifecycle/standard.hpp>

#include "audit/archive_frame.hpp"
#include "desk/snapshot_layout.hpp"

#include <iostream>

namespace {

using namespace amends;
namespace fs = std::filesystem;

fs::path seeds;

byte_view bytes_of(std::string_view text) {
    return {reinterpret_cast<std::byte const*>(text.data()), text.size()};
}

void add(std::string_view target, byte_view content) {
    auto const folder = seeds / target;
    fs::create_directories(folder);
    // As libFuzzer names its files: by their content.
    std::ofstream(folder / to_text(sha256_of(content)).substr(0, 40), std::ios::binary)
        .write(reinterpret_cast<char const*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}
void add(std::string_view target, std::string_view text) { add(target, bytes_of(text)); }

void add(std::string_view target, verdict const& said) {
    bytes content(canonical::size(said));
    canonical::put(content.data(), said);
    add(target, content);
}

template <class Value>
void add_archives(std::string const& name, Value const& value) {
    for (auto const form : {archive_form::binary, archive_form::text, archive_form::xml}) {
        auto const archive = to_archive(value, form).value();
        add("archive", archive);
        add(name + "_in_" + std::string(name_of(form)),
            byte_view(archive).subspan(archives::frame_size));
    }
}

void values() {
    for (auto const& release : golden::releases()) {
        for (auto const& line : golden::lines_of(release / "entries.txt"))
            add("entry", line.content);
        for (auto const& line : golden::lines_of(release / "facts.txt")) add("fact", line.content);
        for (auto const& line : golden::lines_of(release / "commands.txt"))
            add("command_content", line.content);
        for (auto const& file : fs::directory_iterator(release))
            if (file.path().extension() == ".archive" && file.file_size() < 100'000)
                add("archive", golden::read_bytes(file.path()));
    }
    auto const trail = golden::under_one_lifecycle(golden::sample_trail());
    bytes log;
    for (auto const& e : trail) {
        bytes content;
        encode(e, content);
        add("entry", content);
        if (log.size() > 4000) continue;
        log.push_back(static_cast<std::byte>(content.size() & 255));
        log.push_back(static_cast<std::byte>(content.size() >> 8));
        log.push_back({});
        log.insert(log.end(), content.begin(), content.end());
    }
    add("log", log);
    add("case_file", canonical::encode(golden::sample<case_file>()));
    add("case_file", canonical::encode(case_file{}));
    add("verdict", golden::sample<verdict>());
    add("verdict", verdict{});
    for (auto const& one : golden::all_alternatives<fact>())
        add_archives("trail", golden::sample_trail({one}));
    add_archives("trail", golden::sample_trail({note_added{}, note_added{{"late"}}}));
    add_archives("trail", std::vector<entry>{});
    add_archives("case_file", golden::sample<case_file>());
    add_archives("case_file", case_file{});
}

void notes_and_tiles() {
    // Named as the log of the targets, but with another key: what they read nobody signed.
    auto const log = testing::key_of("log", 3), witness = testing::key_of("witness", 4);
    add("key", to_text(log.verifier()));
    add("key", log.secret_text());
    add("key", to_text(log.verifier()) + "\r\n" + to_text(witness.verifier()) + '\n');
    add("key", "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    for (std::uint64_t const size : {0u, 1u, 5u, 300u}) {
        growing_tree tree;
        std::vector<digest> hashes;
        while (tree.size() < size) {
            hashes.push_back(sha256_of(canonical::encode(tree.size())));
            tree.add(hashes.back());
        }
        auto note = sign_checkpoint(tree.head(), log).value();
        add("checkpoint", note.text);
        note.signatures.push_back(witness.sign(note.text).value());
        add("note", to_text(note));
        add("note", to_text(note.signatures[0]) + '\n' + to_text(note.signatures[1]) + '\n');
        auto const path = std::span(hashes).first(std::min<std::size_t>(hashes.size(), 3));
        add("log_proof", to_text(inclusion_proof{0, {path.begin(), path.end()}, note, {}}));
        add("log_proof", to_text(consistency_proof{size / 2, {path.begin(), path.end()}, note}));
        add("tile", tile_of(path));
        add("tile", path_of({{}, size, 1 + static_cast<std::uint32_t>(size % 256)}));
    }
    add("note", "log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    add("checkpoint", "log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nan extension\n");

    auto const trail =
        golden::under_one_lifecycle(golden::sample_trail({note_added{}, note_added{{"late"}}}));
    bytes bundle;
    for (auto const& e : trail) {
        bytes content;
        encode(e, content);
        if (!add_to_bundle(content, bundle)) std::abort();
    }
    add("tile", bundle);
    // A checkpoint over as many entries, and one over more; then each thing that can be wrong.
    for (auto const wrong : {0, 1, 2, 4, 8, 16})
        for (auto const size : {trail.size(), std::size_t{256}}) {
            bytes folder{static_cast<std::byte>(size - 1), static_cast<std::byte>(wrong)};
            folder.insert(folder.end(), bundle.begin(), bundle.end());
            add("tile_folder", folder);
        }
}

void sealed_texts() {
    auto const [key, at, texts] = fuzz::sealed_by_the_target();
    sealer seals;
    bytes sealed;
    seals.seal(key, at, seals.commitment(seals.salt_of(key, at), texts), texts, sealed);
    add("sealed", sealed);
    add("sealed", byte_view(sealed).first(8));
    sealed.front() = std::byte{2};
    add("sealed", sealed);
    add("sealed", texts);
}

/// Bytes one after the other, each given as a number.
template <class... Byte>
bytes bytes_with(Byte... some) {
    return {static_cast<std::byte>(some)...};
}
bytes joined(bytes front, byte_view back) {
    front.insert(front.end(), back.begin(), back.end());
    return front;
}

void marks() {
    account_line line;
    line.on = "41";
    line.by = "ann";
    line.to = "c1";
    line.at = fuzz::sample_noon - std::chrono::hours(5);
    line.remedies = {{remedy_kind::refund, {3000, eur}}, {remedy_kind::credit, {2000, usd}}};
    auto again = line;
    again.by = "bob";
    again.behalf_of = "ann";
    again.again = true;
    auto settled = line;
    settled.change = account_change::settled;
    settled.remedies.clear();
    auto taken_back = settled;
    taken_back.change = account_change::taken_back;
    auto long_past = line;
    long_past.on = "42";
    long_past.at = instant::min();
    auto to_come = long_past;
    to_come.at = instant::max();
    for (auto const how : {0, 1, 2, 3, 4, 5, 8, 16, 48})
        for (auto const& some :
             {std::vector{line}, std::vector{line, again, settled}, std::vector{line, taken_back},
              std::vector{long_past, to_come, line}}) {
            auto lines = bytes_with(how);
            for (auto const& one : some) fuzz::put_piece(lines, canonical::encode(one));
            add("account_lines", lines);
        }

    bytes cases, customers;
    for (auto const& whose : {customer_id("c1"), customer_id("c2"), customer_id("c1")}) {
        auto const one = canonical::encode(whose);
        fuzz::put_piece(customers, one);
        fuzz::put_piece(cases, joined(one, canonical::encode(case_id("41"))));
    }
    add("customer_marks", customers);
    add("customer_marks", cases);
}

void beside() {
    for (std::uint64_t next : {0u, 1u, 8u, 9u}) {
        bytes position = bytes_with(1, 1); // the right hash, version 1
        position.resize(2 + sizeof next + 32);
        std::memcpy(&position[2], &next, sizeof next);
        add("follower_position", position);
    }
    auto const key = testing::key_of("log"), witness = testing::key_of("witness", 4);
    growing_tree tree;
    for (auto const& e : fuzz::sample_log()) tree.add(e.hash);
    auto note = sign_checkpoint(tree.head(), key).value();
    // Kept in each way, as it is and with a right root, signed and not.
    for (auto const as : {1, 2, 3, 7, 33, 35})
        for (auto const size : {0, 3, 8}) {
            add("kept_checkpoint", joined(bytes_with(as | 8 | 16, size), bytes_of("")));
            add("kept_checkpoint", joined(bytes_with(as, size), bytes_of(to_text(note))));
        }
    add("kept_checkpoint", joined(bytes_with(3 | 8, 8), bytes_of(note.text)));
    note.signatures.assign(100, witness.sign(note.text).value());
    add("kept_checkpoint", joined(bytes_with(3, 8), bytes_of(to_text(note))));
    note.signatures.resize(1);
    add("kept_checkpoint", joined(bytes_with(3, 8), bytes_of(to_text(note))));
    note.signatures = {key.sign("another text\n").value()};
    add("kept_checkpoint", joined(bytes_with(3, 8), bytes_of(to_text(note))));

    for (auto const size : {0, 31, 32, 64, 96}) {
        bytes tile(static_cast<std::size_t>(1 + size));
        add("kept_tile", tile);
        tile.front() = std::byte{1}; // nothing is wrong with the right content
        add("kept_tile", tile);
        if (size != 0) tile.back() = std::byte{1};
        add("kept_tile", tile);
    }
}

/// Commands by their places in the lists of the targets.
bytes commands_from(unsigned first) {
    bytes all;
    for (unsigned i = 0; i < 4; ++i) {
        all.push_back(static_cast<std::byte>((first + i) % fuzz::some_commands().size()));
        all.push_back(static_cast<std::byte>(i));
    }
    return all;
}

void strange_cases() {
    // As a snapshot keeps it: its layout, a case file, no commitment, nothing sealed.
    auto const behind_it = bytes_with(0, 0, 0, 0, 0);
    auto file = golden::sample<case_file>();
    file.id = "41";
    auto commands = 0u;
    for (auto const version : {1u, 3u, 5u})
        for (auto const how : {0, 1, 2, 4}) {
            file.version = version;
            auto const content = joined(
                joined(canonical::encode(snapshot_layout), canonical::encode(file)), behind_it);
            commands += 5;
            add("snapshot",
                joined(joined(bytes_with(version - 1, how), commands_from(commands)), content));
        }

    // A fact of nothing but zeroes, with its only text; and one that ends too early.
    bytes own;
    fuzz::put_piece(own, bytes(65));
    fuzz::put_piece(own, bytes_of("a van"));
    add("own_fact", own);
    add("own_fact", bytes_of("\xff\xff"));

    auto const states = standard_lifecycle().states();
    std::size_t n = 0;
    for (auto const& one : golden::all_alternatives<fact>()) {
        bytes content(canonical::size(one));
        canonical::put(content.data(), one);
        auto history = joined(bytes_with(n % 4), commands_from(static_cast<unsigned>(n)));
        for (auto const how : {0, 1, 2, 32}) {
            history.push_back(static_cast<std::byte>(how));
            history.push_back(static_cast<std::byte>(n));
            history.push_back(static_cast<std::byte>(states[n++ % states.size()].id));
            history.push_back(std::byte{20});
            fuzz::put_piece(history, content);
        }
        add("history", history);
    }
}

void files() {
    // How, and patches: page, place, length, bytes.
    for (auto const how : {0, 2, 4, 6, 8, 10, 16}) {
        add("sqlite_file", bytes_with(how));
        for (auto const page : {0, 1, 2, 3, 5, 8})
            for (auto const place : {0, 3, 8, 100, 2000})
                add("sqlite_file", bytes_with(how, page, place & 255, place >> 8, 2, 0x0d, 0x01));
    }
    add("sqlite_file", joined(bytes_with(1), bytes_of("SQLite format 3")));
    for (int column = 0; column < 26; ++column)
        for (int becomes = 0; becomes < 5; ++becomes) {
            auto rows = bytes_with(column, column % 8, becomes);
            fuzz::put_piece(rows, bytes_with(1, 0, 0, 0, 0, 0, 0, becomes == 2 ? 0x7f : 0));
            add("sqlite_rows", joined(rows, commands_from(static_cast<unsigned>(column))));
        }
    bytes secret(64, std::byte{1});
    add("sqlite_rows", secret);
}

void options() {
    for (auto const* text :
         {"17", "2026-03-01", "2026-03-01T09:30:00", "2026-03-01T09:30:00Z", "jsonl",
          "postgres://ann:secret@host/db", "sqlite:cases.db", "a p@ss/w?rd", "correct-horse"})
        for (auto const how : {0, 1, 3, 5, 10, 33})
            add("options", joined(bytes_with(how), bytes_of(text)));
}

void documents() {
    for (auto const& [folder, target] :
         {std::pair("policies", "authority_document"), std::pair("mappings", "mapping")})
        for (auto const& file :
             fs::directory_iterator(fs::path(AMENDS_SOURCE_DIR "/examples") / folder)) {
            auto const text = golden::read_text(file.path());
            add(target, text);
            // Sections alone, since a change in one needs nothing of the others.
            for (std::size_t at = 0; (at = text.find("\n\n", at)) != text.npos; at += 2)
                add(target, std::string_view(text).substr(at + 2, 400));
        }
}

void commands() {
    std::string lines;
    generate({.cases = 12, .seed = 3}, [&](given_command const& given) {
        auto const line = to_json(given);
        add("command_json", line);
        if (lines.size() < 3000) lines += line + '\n';
        return true;
    });
    add("command_lines", lines);
    add("command_lines", "\n\n{}\r\nno JSON\n");
    for (auto const& one : golden::all_alternatives<command_content>())
        add("command_json", to_json(given_command{{"ann", side::staff, {"agent"}, "max", "d-1"},
                                                  instant(std::chrono::seconds(1'772'452'800)),
                                                  {"41", "k1", 3, one}}));
}

void exports() {
    std::string lines;
    auto const& table = standard_lifecycle();
    auto const add_all = [&](std::vector<entry> const& trail) {
        for (auto const& e : trail) {
            auto const line = to_json(e, table);
            add("entry_json", line);
            if (lines.size() < 3000) lines += line + '\n';
        }
    };
    add_all(golden::sample_trail());
    // What the usual notation has no words for.
    entry odd = golden::sample_trail({note_added{{"Z\xfcrich"}}})[0];
    odd.how.at = instant(std::chrono::hours(-24 * 366 * 2000));
    add_all({odd});
    // An entry of a log whose texts are sealed, as it is and with what was sealed.
    auto apart = odd;
    apart.commitment = sha256_of(bytes_of("salt and texts"));
    apart.texts = texts_are::sealed;
    add_all({apart});
    auto with_sealed = to_json(apart, table);
    with_sealed.insert(with_sealed.rfind(R"(,"hash")"), R"(,"sealed":"0700ff")");
    add("entry_json", with_sealed);
    add("exported_entries", with_sealed + '\n' + with_sealed);
    add("exported_entries", lines);
    add("exported_entries", to_archive(std::vector{odd}, archive_form::binary).value());

    auto const put = [](bytes& file, std::vector<entry> const& trail) {
        auto const archive = to_archive(trail, archive_form::binary).value();
        fuzz::put_piece(file, byte_view(archive).subspan(archives::frame_size));
    };
    for (auto const& one : golden::all_alternatives<fact>()) {
        bytes file;
        put(file, golden::sample_trail({one}));
        put(file, {odd});
        put(file, {});
        add("exported_archives", file);
    }
    bytes file;
    put(file, {});
    add("exported_archives", file); // the end and nothing else
    put(file, {odd});
    add("exported_archives", file); // more after the end
    add("exported_entries", "\n\n{}\r\nno JSON\n");
}

void logs() {
    for (auto const* text :
         {"case,activity,time,customer,owner,category,kind,text\n"
          "1,report,2026-03-02 09:00:00.000,carla,ann,delivery,1,\"nothing, came\"\n"
          "1,offer,2026-03-02 10:00:00.000,carla,bob,,2,50.00 EUR\n"
          "2,report,2026-03-01 10:00:00.000,?,?,?,3,\"two\nlines \"\"said\"\"\"\n",
          "\xef\xbb\xbf"
          "case;activity;time\r\n1;a;2026-03-02 09:00:00.000\r\n\r\n2;b\r\n",
          "case,activity,time\n1,open,\"unfinished"}) {
        add("csv", text);
        add("foreign_log", text);
        add("replayed_log", text);
    }
    for (auto const* text : {R"xml(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0"><extension name="Concept" prefix="concept" uri="u"/>
<global scope="event"><string key="concept:name" value="name"/></global>
<trace><string key="concept:name" value="41"/>
<event><string key="concept:name" value="report &amp; more"/><date key="time:timestamp" value="2026-03-02T09:00:00.000+01:00"/><int key="cost" value="5"/></event>
<event><string key="concept:name" value="offer"/><date key="time:timestamp" value="2026-03-02T10:00:00Z"/>
<list key="l"><values><string key="cost" value="1"/></values></list></event></trace></log>)xml",
                             R"xml(<log><trace/><event/></log>)xml",
                             R"xml(<!DOCTYPE log [<!ENTITY a "aa">]><log>&a;</log>)xml"}) {
        add("xes", text);
        add("foreign_log", text);
        add("replayed_log", text);
    }
}

void notations() {
    for (auto const* text : {"2026-03-01T09:30:00Z", "2026-03-01", "2026-03-01T09:30:00.123+01:00",
                             "50.00 EUR", "-3.5 EUR", "50 JPY", "9223372036854775807 KWD", "EUR",
                             "41", "\"caf\xc3\xa9\" \\ \x01 \xff",
                             "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"})
        add("words", text);
    for (auto const* text :
         {"d/m/yyyy HH:MM\n1/2/2026 09:30", "yyyy-mm-ddTHH:MM:SS.fffZ\n2026-03-01T09:30:00.123Z",
          "iso\n2026-03-01T09:30:00+01:00", "dd.mm.yyyy H\n01.03.2026 9"})
        add("time_format", text);
    for (auto const* text :
         {"{category}, {subcategory|none}\ndelivery\n", "{kind>kind} {{ {a|b}\n1\n\n", "plain"})
        add("text_template", text);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "amends_fuzz_seeds FOLDER\n";
        return 2;
    }
    seeds = argv[1];
    values();
    notes_and_tiles();
    sealed_texts();
    marks();
    beside();
    strange_cases();
    files();
    options();
    documents();
    commands();
    exports();
    logs();
    notations();
    int missing = 0;
    for (auto const& target : fuzz::all_targets())
        if (!fs::exists(seeds / target.name)) {
            std::cerr << "expected seeds for " << target.name << ", found none\n";
            ++missing;
        }
    return missing == 0 ? 0 : 1;
}
