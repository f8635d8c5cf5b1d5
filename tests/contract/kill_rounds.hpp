// SPDX-License-Identifier: BSL-1.0
// Rounds in which a process at work is killed, and what its store must hold afterwards.
#pragma once

#include "contract/desk_at_work.hpp"
#include "contract/seed.hpp"

#include <algorithm>
#include <functional>

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace amends::testing {

inline constexpr int cases_of_the_killed = 40;
inline constexpr int batch_size = 16;

/// Commands are numbered: number `n` is the same command whoever gives it. Every fifth step is a
/// batch. The first forty numbers report a case each.
inline submission numbered(int n) {
    auto const on = "case " + std::to_string(n % cases_of_the_killed);
    auto const id = "k" + std::to_string(n);
    if (n < cases_of_the_killed) return {&customer, report_of(on, id), {}};
    return {&agent, note_on(on, id, "note " + std::to_string(n)), {}};
}

struct step {
    int first;
    int count;
};
inline step step_from(int n) { return {n, n / batch_size % 5 == 0 ? batch_size : 1}; }

/// Opens the store anew; nothing when it cannot.
using opening = std::function<std::unique_ptr<store>()>;

/// Handles commands from `first` on for ever and writes the number after each acknowledged step.
[[noreturn]] inline void work_until_killed(opening const& open, int first, int answers) {
    auto const kept = open();
    if (!kept) _exit(3);
    auto d = desk_over(*kept, {.snapshot_every = 5});
    for (int n = first;;) {
        auto const [begins, count] = step_from(n);
        std::vector<submission> batch;
        for (int i = 0; i < count; ++i) batch.push_back(numbered(begins + i));
        for (auto const& answer : d.handle(batch))
            if (!answer) _exit(4);
        n = begins + count;
        if (write(answers, &n, sizeof n) != sizeof n) _exit(5);
    }
}

/// As many as AMENDS_KILL_ROUNDS says: a hundred among the slow tests, see CONTRIBUTING.md.
inline int rounds_of_killing(int usual) {
    auto const* given = std::getenv("AMENDS_KILL_ROUNDS");
    return given != nullptr ? std::atoi(given) : usual;
}

/// Kills a process that works on the store at random points: what it answered is there, and nothing
/// by half. `until_gone` waits until nobody works for the dead any more. The commands that are kept.
inline int kill_again_and_again(
    int rounds, opening const& open, std::mt19937& random,
    std::function<void()> const& until_gone = [] {}) {
    int next = 0;
    for (int round = 0; round < rounds; ++round) {
        INFO("round " << round);
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        auto const child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::close(ends[0]);
            work_until_killed(open, next, ends[1]);
        }
        ::close(ends[1]);

        // The kill comes after some answer and a little more, at any point of the next steps.
        auto const answers_to_hear = random() % 60;
        int acknowledged = next;
        for (std::uint32_t i = 0; i <= answers_to_hear; ++i)
            if (read(ends[0], &acknowledged, sizeof acknowledged) != sizeof acknowledged) break;
        for (auto turns = random() % 200; turns > 0; --turns) sched_yield();
        REQUIRE(kill(child, SIGKILL) == 0);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        ::close(ends[0]);
        REQUIRE(acknowledged > next);

        until_gone();
        auto const opened = open();
        REQUIRE(opened != nullptr);
        auto& kept = *opened;
        auto const size = static_cast<int>(*kept.size());
        CHECK(size >= acknowledged);
        auto const unanswered = step_from(acknowledged);
        CHECK((size == acknowledged || size == acknowledged + unanswered.count));
        check_sound(kept);
        for (int n = next; n < acknowledged; ++n)
            REQUIRE(kept.seen(*command_id::parse("k" + std::to_string(n)))->has_value());

        // Whoever got no answer asks again, and gets one, once.
        auto d = desk_over(kept);
        std::vector<submission> again;
        for (int i = 0; i < unanswered.count; ++i) again.push_back(numbered(acknowledged + i));
        for (auto const& answer : d.handle(again)) {
            REQUIRE(answer.has_value());
            CHECK(std::holds_alternative<accepted>(*answer));
        }
        next = acknowledged + unanswered.count;
        REQUIRE(*kept.size() == static_cast<std::uint64_t>(next));
    }
    return next;
}

} // namespace amends::testing
