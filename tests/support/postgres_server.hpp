// SPDX-License-Identifier: BSL-1.0
// A PostgreSQL server of a program's own, on loopback, gone with everything in it when that ends.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

struct pg_conn;

namespace amends::testing {

/// Another program at the same database: SQL by hand. Throws what the server says.
class postgres_session {
  public:
    explicit postgres_session(std::string const& url);
    postgres_session(postgres_session const&) = delete;
    postgres_session& operator=(postgres_session const&) = delete;
    ~postgres_session();

    /// The first value of the last answer; empty when there is none.
    std::string operator()(std::string const& text);

  private:
    pg_conn* c_;
};

/// Made, started, stopped and killed by its process id. It keeps what it says it keeps: fsync is on.
/// PostgreSQL refuses to run as root; then it runs as `postgres`, or as nobody. On Linux it ends with
/// the thread that started it, whatever becomes of that.
class postgres_server {
  public:
    /// Why no server can be started here; empty when one can.
    static std::string why_absent();

    /// Starts a server with more settings, such as "-c max_connections=20". Throws when it cannot.
    explicit postgres_server(std::vector<std::string> settings = {});
    postgres_server(postgres_server const&) = delete;
    postgres_server& operator=(postgres_server const&) = delete;
    ~postgres_server();

    /// Of a database through the socket in the server's own folder, where nobody else gets in.
    std::string url(std::string_view database = "postgres") const;
    /// Of a database through loopback, with the password that is needed there.
    std::string tcp_url(std::string_view database = "postgres",
                        std::string_view password = "secret", int port = 0) const;
    int port() const { return port_; }
    /// Where the server keeps its files.
    std::filesystem::path data() const { return folder_ / "data"; }

    /// A new database and its name.
    std::string new_database();

    /// Waits for those at work; others cannot connect meanwhile.
    void stop();
    /// SIGKILL to the server and each of its processes at once; all are gone afterwards.
    void kill();
    void start();

    /// Runs SQL as another program would; see `postgres_session`.
    std::string sql(std::string const& text) const;

  private:
    void make();
    pid_t launch(std::vector<std::string> const& command, std::string const& log) const;
    bool wait_until_ready();

    std::filesystem::path folder_;
    std::vector<std::string> settings_;
    int port_ = 0;
    pid_t server_ = -1;
    int databases_ = 0;
};

} // namespace amends::testing

/// Ends the test case with a word about it where no server can be started.
#define AMENDS_NEEDS_POSTGRES()                                                                    \
    if (auto const why = amends::testing::postgres_server::why_absent(); !why.empty()) {           \
        WARN("SKIPPED: " << why);                                                                  \
        return;                                                                                    \
    }
