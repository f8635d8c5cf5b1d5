// SPDX-License-Identifier: BSL-1.0
// Where users, hosts and ports stand in an address, and what may not stand there.
#include "store/postgres_address.hpp"

#include <algorithm>
#include <cstddef>

namespace amends::postgres {
namespace {

bool is_url(std::string_view url) {
    return url.starts_with("postgres://") || url.starts_with("postgresql://");
}

/// libpq's settings, as in `host=... dbname=...`.
bool has_settings(std::string_view url) { return !is_url(url) && url.find('=') != url.npos; }

/// Whether each percent sign begins a byte that is written as two hexadecimal digits.
bool has_whole_percents(std::string_view url) {
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    for (auto at = url.find('%'); at != url.npos; at = url.find('%', at + 1)) {
        auto const byte = url.substr(at + 1, 2);
        if (byte.size() != 2 || byte == "00" || byte.find_first_not_of(digits) != byte.npos)
            return false;
    }
    return true;
}

/// Where the hosts of an address begin: as for libpq, after the first @ before a slash.
std::size_t begin_of_hosts(std::string_view url) {
    auto const user = url.find("://") + 3;
    auto const at = url.find('@', user);
    return at != url.npos && at < url.find('/', user) ? at + 1 : user;
}

/// Whether an address has an @ where a password would be cut short: libpq ends it at the first @ or
/// slash and takes the rest for a host or a database, which messages name.
bool cuts_a_password(std::string_view url) {
    if (!is_url(url)) return url.find('@') != url.npos;
    auto const hosts = begin_of_hosts(url);
    auto const at = url.find('@', hosts);
    return at != url.npos && at < url.find('?', hosts);
}

/// Whether what stands where ports are is numbers: a password without an @ after it is not.
bool has_numbers_as_ports(std::string_view url) {
    auto const begins = begin_of_hosts(url);
    auto hosts = url.substr(begins, url.find_first_of("/?", begins) - begins);
    for (auto more = true; more;) {
        auto const ends = std::min(hosts.find(','), hosts.size());
        auto const host = hosts.substr(0, ends);
        auto const colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
        if (colon != host.npos && host.find_first_not_of("0123456789", colon + 1) != host.npos)
            return false;
        more = ends != hosts.size();
        hosts.remove_prefix(std::min(ends + 1, hosts.size()));
    }
    return true;
}

} // namespace

result<void> check_address(std::string_view url) {
    if (url.empty()) return malformed_address("an empty one");
    if (!has_settings(url) && cuts_a_password(url))
        return malformed_address(
            "an @ that ends no user (within a password it is %40, and / is %2F)");
    if (is_url(url) && !has_whole_percents(url))
        return malformed_address(
            "a percent sign without two hexadecimal digits (as itself it is %25)");
    if (is_url(url) && !has_numbers_as_ports(url))
        return malformed_address("a port that is no number (after user and password comes an @)");
    return {};
}

bool is_database_name(std::string_view url) { return !is_url(url) && !has_settings(url); }

error malformed_address(std::string_view found) {
    return mismatch(errc::malformed, "an address such as postgres://user@host/database", found);
}

} // namespace amends::postgres
