// SPDX-License-Identifier: BSL-1.0
// Exports out of PostgreSQL and back into it: whole, or an error.
#include <amends/exchange/export.hpp>
#include <amends/exchange/restore.hpp>
#include <amends/store/restoring.hpp>
#include <amends/vocabulary/print.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/postgres/server_here.hpp"
#include "contract/scratch.hpp"
#include "contract/store_contract.hpp"
#include "support/exported.hpp"

#include <csignal>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

void report_some(store& kept, int cases) {
    auto d = desk_over(kept);
    for (int i = 0; i < cases; ++i) {
        auto const name = std::to_string(i);
        REQUIRE(d.handle(customer, report_of("case " + name, "r" + name)).has_value());
        REQUIRE(d.handle(agent, note_on("case " + name, "n" + name, "a note")).has_value());
    }
}

} // namespace

TEST_CASE("an export out of PostgreSQL ends where the last entry of a case is missing") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const kept = opened(how);
    report_some(*kept, 3);
    export_options one;
    one.on = case_id("case 1");
    CHECK_FALSE(exported(*kept, export_format::xes).starts_with("!"));

    server().sql("DELETE FROM " + how.schema + ".entries WHERE log_index = 3");
    for (auto const as : {export_format::jsonl, export_format::xes, export_format::csv}) {
        INFO(name_of(as));
        CHECK(exported(*kept, as, one) == "!expected 2 entries, found 1 (case case 1)");
        CHECK_THAT(exported(*kept, as), ContainsSubstring("!expected "));
    }
}

TEST_CASE("a PostgreSQL store whose restoring was killed is no store to work with") {
    AMENDS_NEEDS_POSTGRES();
    scratch const folder;
    auto const file = (folder / "cases.jsonl").string();
    {
        auto const source = opened(new_store());
        report_some(*source, 5);
        std::ofstream(file, std::ios::binary) << exported(*source, export_format::jsonl);
    }
    auto const how = new_store();
    (void)server().port(); // it is there before the child
    auto const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const kept = postgres_store::open(how);
        auto const from = open_entries(file);
        if (!kept || !from) _exit(1);
        restore_options slowly;
        slowly.batch_size = 2;
        slowly.progress = [](std::uint64_t entries, std::uint64_t) {
            if (entries == 4) raise(SIGKILL);
        };
        (void)restore(**from, **kept, slowly);
        _exit(2);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));

    auto const kept = opened(how);
    CHECK(*kept->size() == 4);
    auto const marked = check_restored(*kept);
    REQUIRE(marked.has_error());
    CHECK(marked.error().code == errc::store_damaged);
    auto d = desk_over(*kept);
    CHECK(d.handle(agent, note_on("case 0", "late", "a note")).error() == marked.error());
    auto const from = open_entries(file);
    CHECK(restore(**from, *kept).error() == marked.error());

    // Dropped, it is restored.
    server().sql("DROP SCHEMA " + how.schema + " CASCADE");
    auto const again = opened(how);
    auto const from_begin = open_entries(file);
    CHECK(restore(**from_begin, *again)->entries == 10);
    CHECK(check_restored(*again).has_value());
}
