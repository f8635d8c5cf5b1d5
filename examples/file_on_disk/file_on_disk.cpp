// SPDX-License-Identifier: BSL-1.0
// A file on disk: what was acknowledged is there after the program ends, and a retry is no second.
//
// The shop's till takes a contact in, and the power fails before it hears the answer. When it starts
// again it sends the same command with the same id: the desk answers what it answered before, and
// the case has one report.
//
// Output:
//   first: accepted contact_reported (version 1)
//   after the restart: accepted contact_reported (version 1)
//   with other words: command_id_reused: expected the content that till-1 had before, found other content (case r-1)
//   the file holds 1 entry

#include <amends/amends.hpp>
#include <amends/store/sqlite.hpp>

#include <filesystem>
#include <iostream>

using namespace amends;

namespace {

report contact(std::string experienced) {
    return {.kind = contact_kind::problem,
            .origin = origin::customer,
            .customer = "c-5",
            .expected = "a working torch",
            .experienced = std::move(experienced),
            .impact = "dark cellar"};
}

} // namespace

int main() {
    auto const path = std::filesystem::temp_directory_path() / "amends_file_on_disk.db";
    for (auto const* rest : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + rest);
    session const customer{{.id = "c-5", .side = side::customer}};
    auto const now = *parse_instant("2026-07-01T12:00:00Z");
    money_limits const limits({}, {});

    auto const send = [&](char const* when, report what) {
        auto const file = sqlite_store::open({.path = path.string()});
        if (!file) {
            std::cout << when << ": " << file.error() << '\n';
            return;
        }
        desk till(**file, limits, {.clock = [&] { return now; }});
        auto const said = till.handle(customer, {.on = "r-1", .id = "till-1", .what = what});
        std::cout << when << ": ";
        if (said) std::cout << *said << '\n';
        else std::cout << said.error() << '\n';
    };
    send("first", contact("it does not light"));
    send("after the restart", contact("it does not light"));
    send("with other words", contact("it flickers"));

    auto const file = sqlite_store::open({.path = path.string()});
    std::cout << "the file holds " << *(*file)->size() << " entry\n";
    for (auto const* rest : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + rest);
}
