// SPDX-License-Identifier: BSL-1.0
// Several processes on one file, of which one after the other is killed: nobody loses an answer.
#include <amends/store/sqlite.hpp>

#include "contract/desk_at_work.hpp"
#include "contract/many_desks.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"

#include <array>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace amends;
using namespace amends::testing;

namespace {

constexpr int workers = 3;

std::string id_of(int worker, int n) {
    return "w" + std::to_string(worker) + "-" + std::to_string(n);
}
/// Every third step is a batch.
int size_of_step(int n) { return n % 3 == 0 ? 4 : 1; }

/// Handles one step after the other, all workers on the same cases, and writes how far it got.
[[noreturn]] void work(std::filesystem::path const& file, int worker, int first, int answers) {
    auto opened = sqlite_store::open({.path = file, .drain_wal_pages = 40});
    if (!opened) _exit(3);
    auto d = desk_over(**opened, {.conflict_retries = 10'000, .snapshot_every = 20});
    for (int n = first;;) {
        std::vector<submission> batch;
        for (int i = 0; i < size_of_step(n); ++i)
            batch.push_back({&agent,
                             note_on(std::to_string((n + i) * 7 % shared_cases),
                                     id_of(worker, n + i), "called"),
                             {}});
        for (auto const& answer : d.handle(batch))
            if (!answer) _exit(4);
        n += static_cast<int>(batch.size());
        if (write(answers, &n, sizeof n) != sizeof n) _exit(5);
    }
}

struct worker_process {
    pid_t id = 0;
    int answers = -1;
    int acknowledged = 0; ///< commands below this number were answered

    void start(std::filesystem::path const& file, int worker) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        id = fork();
        REQUIRE(id >= 0);
        if (id == 0) {
            ::close(ends[0]);
            work(file, worker, acknowledged, ends[1]);
        }
        ::close(ends[1]);
        answers = ends[0];
    }
    /// Waits for a further answer.
    void hear_one() {
        REQUIRE(read(answers, &acknowledged, sizeof acknowledged) == sizeof acknowledged);
    }
    void hear_what_is_there() {
        fcntl(answers, F_SETFL, O_NONBLOCK);
        while (read(answers, &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        fcntl(answers, F_SETFL, 0);
    }
    void end() {
        REQUIRE(kill(id, SIGKILL) == 0);
        int status = 0;
        REQUIRE(waitpid(id, &status, 0) == id);
        REQUIRE(WIFSIGNALED(status));
        while (read(answers, &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        ::close(answers);
    }
};

} // namespace

TEST_CASE("a process killed among others takes no answer of anybody with it") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    auto const file = folder / "kept.db";
    {
        auto const kept = *sqlite_store::open({.path = file});
        report_cases(*kept);
    }
    std::array<worker_process, workers> all;
    for (int w = 0; w < workers; ++w) all[static_cast<std::size_t>(w)].start(file, w);
    auto const rounds = 30;
    for (int round = 0; round < rounds; ++round) {
        INFO("round " << round);
        auto const w = static_cast<int>(random() % workers);
        auto& one = all[static_cast<std::size_t>(w)];
        for (auto answers = 1 + random() % 10; answers > 0; --answers) one.hear_one();
        for (auto turns = random() % 200; turns > 0; --turns) sched_yield();
        one.end();
        // The others go on over a file that somebody left in the middle of something.
        for (auto& other : all)
            if (&other != &one) other.hear_what_is_there();
        one.start(file, w);
    }
    for (auto& one : all) one.end();

    auto const kept = *sqlite_store::open({.path = file, .create = false});
    check_sound(*kept);
    CHECK(kept->check().has_value());
    std::uint64_t expected = shared_cases;
    for (int w = 0; w < workers; ++w) {
        auto const acknowledged = all[static_cast<std::size_t>(w)].acknowledged;
        INFO("worker " << w << ", " << acknowledged << " answers");
        CHECK(acknowledged > 0);
        auto const is_there = [&](int n) {
            return kept->seen(*command_id::parse(id_of(w, n)))->has_value();
        };
        for (int n = 0; n < acknowledged; ++n) REQUIRE(is_there(n));
        expected += static_cast<std::uint64_t>(acknowledged);
        // The step that nobody answered is there as a whole, or not at all.
        int unanswered = 0;
        for (int i = 0; i < size_of_step(acknowledged); ++i)
            unanswered += is_there(acknowledged + i);
        CHECK((unanswered == 0 || unanswered == size_of_step(acknowledged)));
        expected += static_cast<std::uint64_t>(unanswered);
    }
    CHECK(*kept->size() == expected);
}
