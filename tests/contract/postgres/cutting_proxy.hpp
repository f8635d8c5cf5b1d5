// SPDX-License-Identifier: BSL-1.0
// A way to the server that can be cut, at a commit, in each of the moments that matter.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace amends::testing {

/// When the connection of the next commit is cut.
enum class cut {
    never,
    before_the_server, ///< nothing of what was sent arrives
    before_the_commit, ///< the entries arrive, the commit does not
    at_work,           ///< all arrives, and nobody waits for what becomes of it
    before_the_answer, ///< the commit takes place, and its answer is dropped
};

/// Relays connections from a port of its own on loopback to another.
class cutting_proxy {
  public:
    explicit cutting_proxy(int server_port) : server_port_(server_port) {
        listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
        auto at = on_loopback(0);
        socklen_t size = sizeof at;
        if (::bind(listening_, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
            ::listen(listening_, 16) != 0 ||
            ::getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
            throw std::runtime_error("no port for a proxy");
        port_ = ntohs(at.sin_port);
        accepting_ = std::thread([this] { accept_all(); });
    }
    cutting_proxy(cutting_proxy const&) = delete;
    cutting_proxy& operator=(cutting_proxy const&) = delete;
    ~cutting_proxy() {
        ending_ = true;
        accepting_.join();
        for (auto& one : relaying_) one.join();
        ::close(listening_);
    }

    int port() const { return port_; }
    /// `then` is called before the connection is closed.
    void next_commit(
        cut when, std::function<void()> then = [] {}) {
        then_ = std::move(then);
        when_ = when;
    }
    int cuts() const { return cuts_; }

  private:
    // FORMAT: a prepared statement is bound as an empty portal and the statement's name, each with
    // its end; a command that took place is answered with its name.
    static constexpr std::string_view commit_is_bound{"\0commit\0", 8};
    static constexpr std::string_view commit_took_place{"COMMIT\0", 7};

    static sockaddr_in on_loopback(int port) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        at.sin_port = htons(static_cast<std::uint16_t>(port));
        return at;
    }

    /// Whether there is something to read; false after a moment without, so that an end is noticed.
    static bool has_some(int from) {
        pollfd one{from, POLLIN, 0};
        return ::poll(&one, 1, 20) > 0;
    }

    void accept_all() {
        while (!ending_) {
            if (!has_some(listening_)) continue;
            auto const client = ::accept(listening_, nullptr, nullptr);
            if (client >= 0) relaying_.emplace_back([this, client] { relay(client); });
        }
    }

    static bool send_all(int to, std::string_view some) {
        while (!some.empty()) {
            auto const n = ::send(to, some.data(), some.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            some.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    static bool receive(int from, std::string& into) {
        into.resize(std::size_t{1} << 16);
        auto const n = ::recv(from, into.data(), into.size(), 0);
        into.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        return n > 0;
    }

    void relay(int client) {
        auto const server = ::socket(AF_INET, SOCK_STREAM, 0);
        auto const at = on_loopback(server_port_);
        std::string some;
        auto going = ::connect(server, reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0;
        while (going && !ending_) {
            pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(both, 2, 20) <= 0) continue;
            if (both[1].revents != 0) going = receive(server, some) && send_all(client, some);
            if (going && both[0].revents != 0)
                going = receive(client, some) && pass_on(server, some);
        }
        ::close(client);
        ::close(server);
    }

    /// Hands on what the client says; false when that was the end.
    bool pass_on(int server, std::string& some) {
        auto const place = some.find(commit_is_bound);
        auto const when = place == some.npos ? cut::never : when_.exchange(cut::never);
        if (when == cut::never) return send_all(server, some);
        ++cuts_;
        if (when == cut::before_the_commit) some.resize(place);
        if (when != cut::before_the_server && send_all(server, some) &&
            when == cut::before_the_answer)
            for (std::string said, more; said.find(commit_took_place) == said.npos;) {
                if (ending_ || (has_some(server) && !receive(server, more))) break;
                said += more;
                more.clear();
            }
        then_();
        return false;
    }

    int server_port_;
    int port_ = 0;
    int listening_ = -1;
    std::atomic<bool> ending_{false};
    std::atomic<cut> when_{cut::never};
    std::function<void()> then_;
    std::atomic<int> cuts_{0};
    std::thread accepting_;
    std::vector<std::thread> relaying_;
};

} // namespace amends::testing
