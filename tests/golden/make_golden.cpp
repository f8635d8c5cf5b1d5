// SPDX-License-Identifier: BSL-1.0
// amends_golden: makes the golden files of a release, and the tables of the page about the format.
//   amends_golden make tests/golden/v2     refuses a folder that exists
//   amends_golden page docs/format.md      puts the tables of today's code into the page
//   amends_golden exports tests/golden/exports     makes today's exports of the small log
#include "golden/export_log.hpp"
#include "golden/samples.hpp"
#include "golden/tables.hpp"

#include <amends/audit/archive.hpp>
#include <amends/exchange/export.hpp>
#include <amends/vocabulary/hex.hpp>
#include <amends/vocabulary/print.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace amends;
namespace fs = std::filesystem;

template <class Variant>
void write_canonical(fs::path const& to) {
    std::ofstream file(to);
    for (auto const& one : golden::all_alternatives<Variant>()) {
        bytes canonical(canonical::size(one));
        canonical::put(canonical.data(), one);
        file << unsigned{number_of(one)} << ' ' << name_of(one) << ' ' << to_hex(canonical) << '\n';
    }
}

void write_entries(fs::path const& to) {
    std::ofstream file(to);
    for (auto const& e : golden::sample_trail()) {
        bytes canonical;
        encode(e, canonical);
        file << e.hash << ' ' << to_hex(canonical) << '\n';
    }
}

template <class Value>
bool write_archives(fs::path const& folder, std::string const& name, Value const& value) {
    for (auto const form : {archive_form::binary, archive_form::text, archive_form::xml}) {
        auto const made = to_archive(value, form);
        if (!made) {
            std::cerr << made.error() << '\n';
            return false;
        }
        std::ofstream(folder / (name + '.' + std::string(name_of(form)) + ".archive"),
                      std::ios::binary)
            .write(reinterpret_cast<char const*>(made->data()),
                   static_cast<std::streamsize>(made->size()));
    }
    return true;
}

int make(fs::path const& folder) {
    if (fs::exists(folder)) {
        std::cerr << "expected a folder that does not exist, found " << folder
                  << ": the golden files of a release never change\n";
        return 1;
    }
    fs::create_directories(folder);
    write_canonical<command_content>(folder / "commands.txt");
    write_canonical<fact>(folder / "facts.txt");
    write_entries(folder / "entries.txt");
    return write_archives(folder, "trail", golden::sample_trail()) &&
                   write_archives(folder, "case_file", golden::sample<case_file>())
               ? 0
               : 1;
}

int page(fs::path const& path) {
    std::ifstream in(path);
    std::string const text((std::istreambuf_iterator<char>(in)), {});
    if (text.empty()) {
        std::cerr << "expected a page, found nothing in " << path << '\n';
        return 1;
    }
    in.close();
    std::ofstream(path) << golden::with_tables(text);
    return 0;
}

int exports(fs::path const& folder) {
    fs::create_directories(folder);
    memory_store kept;
    golden::fill_export_log(kept);
    for (auto const& one : golden::all_exports()) {
        std::ofstream file(folder / one.name, std::ios::binary);
        auto const written = export_trails(kept, one.as, one.how, [&](std::string_view piece) {
            return static_cast<bool>(file << piece);
        });
        if (!written) {
            std::cerr << one.name << ": " << written.error() << '\n';
            return 1;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    std::string const verb = argc == 3 ? argv[1] : "";
    if (verb == "make") return make(argv[2]);
    if (verb == "page") return page(argv[2]);
    if (verb == "exports") return exports(argv[2]);
    std::cerr << "amends_golden make FOLDER | page FILE | exports FOLDER\n";
    return 2;
}
