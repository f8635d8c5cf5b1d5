// SPDX-License-Identifier: BSL-1.0
// initdb and postgres as child processes.
#include "support/postgres_server.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace amends::testing {
namespace {

namespace fs = std::filesystem;

/// The folder of `initdb` and `postgres`: AMENDS_POSTGRES_BIN, Debian's of the newest version, or one
/// of the path.
std::optional<fs::path> programs() {
    auto const has_both = [](fs::path const& folder) {
        std::error_code none;
        return fs::exists(folder / "initdb", none) && fs::exists(folder / "postgres", none);
    };
    if (auto const* given = std::getenv("AMENDS_POSTGRES_BIN"))
        return has_both(given) ? std::optional<fs::path>(given) : std::nullopt;
    std::optional<fs::path> newest;
    int version = 0;
    std::error_code none;
    for (auto const& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        auto const number = std::atoi(entry.path().filename().c_str());
        if (number > version && has_both(entry.path() / "bin")) {
            version = number;
            newest = entry.path() / "bin";
        }
    }
    if (newest) return newest;
    std::istringstream path(std::getenv("PATH") == nullptr ? "" : std::getenv("PATH"));
    for (std::string folder; std::getline(path, folder, ':');)
        if (has_both(folder)) return folder;
    return std::nullopt;
}

/// Who the server runs as; nothing when we are not root and it runs as we do.
passwd const* other_user() {
    if (geteuid() != 0) return nullptr;
    auto const* const user = getpwnam("postgres");
    return user != nullptr ? user : getpwnam("nobody");
}

int free_port() {
    auto const s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto const found = ::bind(s, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                       ::getsockname(s, reinterpret_cast<sockaddr*>(&at), &size) == 0;
    ::close(s);
    if (!found) throw std::runtime_error("no free port on loopback");
    return ntohs(at.sin_port);
}

std::string content_of(fs::path const& file) {
    std::ostringstream all;
    all << std::ifstream(file).rdbuf();
    return all.str();
}

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }

bool ended_well(pid_t child) {
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// What initdb writes takes it seconds, and is the same for every server: made by the first test of a
/// build, copied by the others.
fs::path files_made_before() {
    return fs::path(AMENDS_POSTGRES_FILES) /
           programs()->parent_path().filename(); // of this version
}

/// Keeps them under a name that is there only when all of them are. Somebody else may be first.
void keep_files(fs::path const& made, fs::path const& kept) {
    auto const part = kept.string() + ".part" + std::to_string(getpid());
    std::error_code failed;
    fs::create_directories(kept.parent_path(), failed);
    auto const child = fork();
    if (child == 0) {
        ::execl("/bin/cp", "cp", "-a", made.c_str(), part.c_str(), nullptr);
        _exit(127);
    }
    if (child > 0 && ended_well(child)) fs::rename(part, kept, failed);
    fs::remove_all(part, failed);
}

struct process {
    char state = 0;
    pid_t parent = 0;
};
std::optional<process> look_at(pid_t id) {
    // FORMAT: proc(5): id (name) state parent; the name may hold anything.
    auto const line = content_of(fs::path("/proc") / std::to_string(id) / "stat");
    auto const name_ends = line.rfind(')');
    if (name_ends == line.npos) return std::nullopt;
    process found;
    std::istringstream(line.substr(name_ends + 1)) >> found.state >> found.parent;
    return found;
}

std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> found;
    for (auto const& entry : fs::directory_iterator("/proc")) {
        auto const id = std::atoi(entry.path().filename().c_str());
        if (id <= 0) continue;
        if (auto const one = look_at(id); one && one->parent == parent) found.push_back(id);
    }
    return found;
}

/// One that waits to be asked how it ended works no more; whoever has to ask may take its time.
bool works(pid_t id) {
    auto const one = look_at(id);
    return one && one->state != 'Z' && one->state != 'X';
}

} // namespace

std::string postgres_server::why_absent() {
    if (!programs())
        return "PostgreSQL's server (Debian: postgresql) is not here; AMENDS_POSTGRES_BIN names the "
               "folder of initdb and postgres";
    if (geteuid() == 0 && other_user() == nullptr)
        return "PostgreSQL refuses to run as root, and there is no other user";
    return {};
}

postgres_server::postgres_server(std::vector<std::string> settings)
    : settings_(std::move(settings)) {
    if (auto const why = why_absent(); !why.empty()) throw std::runtime_error(why);
    auto name = (fs::temp_directory_path() / "amends-postgres-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder at " + name);
    folder_ = name;
    try {
        make();
        start();
    } catch (...) {
        kill();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        throw;
    }
}

postgres_server::~postgres_server() {
    try {
        kill(); // nothing in it is wanted any more
    } catch (...) {
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

/// Starts a program as the server's user, with its output in a file.
pid_t postgres_server::launch(std::vector<std::string> const& command,
                              std::string const& log) const {
    auto const* const user = other_user();
    auto const out = (folder_ / log).string();
    std::vector<char*> words;
    for (auto const& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    auto const child = fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child != 0) return child;
    // Nothing but system calls from here on: other threads may have held locks.
    auto const file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(file, 1);
    ::dup2(file, 2);
    if (user != nullptr &&
        (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(126);
#ifdef __linux__
    // A test that is killed leaves no server behind.
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
#endif
    if (::chdir(folder_.c_str()) != 0) _exit(126);
    ::execv(words.front(), words.data());
    _exit(127);
}

void postgres_server::make() {
    if (auto const* const user = other_user())
        if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::system_error(errno, std::generic_category(), folder_.string());
    auto const kept = files_made_before();
    if (fs::exists(kept) &&
        ended_well(launch({"/bin/cp", "-R", kept.string(), data().string()}, "cp.log")))
        return;
    std::error_code ignored;
    fs::remove_all(data(), ignored); // of a copy that failed
    auto const passwords = folder_ / "password";
    std::ofstream(passwords) << "secret\n";
    fs::permissions(passwords, fs::perms::owner_read | fs::perms::others_read);
    // Through the socket everybody who gets into the folder may enter; through loopback it takes the
    // password. What initdb wrote need not be on disk when it ends: the server's own writes must.
    auto const made =
        launch({(*programs() / "initdb").string(), "-D", data().string(), "-U", "owner", "-E",
                "UTF8", "--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256",
                "--pwfile=" + passwords.string(), "--no-sync", "--data-checksums"},
               "initdb.log");
    if (!ended_well(made))
        throw std::runtime_error("initdb failed: " + content_of(folder_ / "initdb.log"));
    keep_files(data(), kept);
}

void postgres_server::start() {
    for (int tries = 0; tries < 5; ++tries) {
        if (port_ == 0) port_ = free_port();
        std::vector<std::string> command{(*programs() / "postgres").string(),
                                         "-D",
                                         data().string(),
                                         "-p",
                                         std::to_string(port_),
                                         "-k",
                                         folder_.string(),
                                         "-c",
                                         "listen_addresses=127.0.0.1",
                                         "-c",
                                         "fsync=on"};
        for (auto const& one : settings_) {
            command.push_back("-c");
            command.push_back(one);
        }
        server_ = launch(command, "server.log");
        if (wait_until_ready()) return;
        kill();
        port_ = 0; // somebody took it, most likely
    }
    throw std::runtime_error("no server started: " + content_of(folder_ / "server.log"));
}

bool postgres_server::wait_until_ready() {
    auto const until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (std::chrono::steady_clock::now() < until) {
        if (PQping(url().c_str()) == PQPING_OK) return true;
        int status = 0;
        if (waitpid(server_, &status, WNOHANG) == server_) {
            server_ = -1;
            return false;
        }
        nap();
    }
    return false;
}

std::string postgres_server::url(std::string_view database) const {
    return "host=" + folder_.string() + " port=" + std::to_string(port_) +
           " user=owner dbname=" + std::string(database);
}

std::string postgres_server::tcp_url(std::string_view database, std::string_view password,
                                     int port) const {
    return "postgres://owner:" + std::string(password) +
           "@127.0.0.1:" + std::to_string(port == 0 ? port_ : port) + "/" + std::string(database);
}

std::string postgres_server::new_database() {
    auto const name = "d" + std::to_string(++databases_);
    sql("CREATE DATABASE " + name);
    return name;
}

void postgres_server::stop() {
    if (server_ < 0) return;
    ::kill(server_, SIGINT);
    waitpid(server_, nullptr, 0);
    server_ = -1;
}

void postgres_server::kill() {
    if (server_ < 0) return;
    // A process of the server that works on would finish a commit after its server is gone.
    ::kill(server_, SIGSTOP);
    auto const others = children_of(server_);
    for (auto const one : others) ::kill(one, SIGKILL);
    ::kill(server_, SIGKILL);
    waitpid(server_, nullptr, 0);
    server_ = -1;
    for (auto const one : others)
        while (works(one)) nap();
}

std::string postgres_server::sql(std::string const& text) const {
    return postgres_session(url())(text);
}

postgres_session::postgres_session(std::string const& url) : c_(PQconnectdb(url.c_str())) {
    if (PQstatus(c_) == CONNECTION_OK) return;
    std::string const wrong = PQerrorMessage(c_);
    PQfinish(c_);
    throw std::runtime_error(wrong);
}

postgres_session::~postgres_session() { PQfinish(c_); }

std::string postgres_session::operator()(std::string const& text) {
    auto* const r = PQexec(c_, text.c_str());
    auto const status = PQresultStatus(r);
    std::string value;
    if (status == PGRES_TUPLES_OK && PQntuples(r) > 0 && PQnfields(r) > 0)
        value = PQgetvalue(r, 0, 0);
    PQclear(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(text + ": " + PQerrorMessage(c_));
    return value;
}

} // namespace amends::testing
