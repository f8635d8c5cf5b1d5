// SPDX-License-Identifier: BSL-1.0
// Runs a command with a PostgreSQL server of its own: with_postgres COMMAND [ARGUMENT]...
// The server's address stands in AMENDS_POSTGRES, and the server is gone when the command ends.
#include "support/postgres_server.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>

#include <sys/wait.h>
#include <unistd.h>

int main(int count, char** arguments) {
    using amends::testing::postgres_server;
    if (count < 2) {
        std::fprintf(stderr, "expected a command, found none\n");
        return 2;
    }
    if (auto const why = postgres_server::why_absent(); !why.empty()) {
        std::printf("SKIPPED: %s\n", why.c_str());
        return 0;
    }
    try {
        postgres_server const server;
        setenv("AMENDS_POSTGRES", server.tcp_url().c_str(), 1);
        auto const child = fork();
        if (child == 0) {
            execvp(arguments[1], arguments + 1);
            _exit(127);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
