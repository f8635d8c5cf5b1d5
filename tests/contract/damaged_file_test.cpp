// SPDX-License-Identifier: BSL-1.0
// A store's file damaged at any place: a clear error, or the right answer, and never another one.
#include <amends/store/memory_keys.hpp>
#include <amends/store/sqlite.hpp>

#include "contract/by_hand.hpp"
#include "contract/scratch.hpp"
#include "contract/seed.hpp"
#include "contract/store_contract.hpp"
#include "contract/whole_file.hpp"

#include <random>
#include <set>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using path = std::filesystem::path;

constexpr std::uint64_t entries_in_file = 60;
constexpr std::uint64_t cases_in_file = 12;
constexpr std::size_t page_size = 4096;

std::string name_of_case(std::uint64_t n) { return "case " + std::to_string(n); }
std::string name_of_command(std::uint64_t n) { return "command " + std::to_string(n); }
bytes mark_of(std::uint64_t n) { return {std::byte{1}, static_cast<std::byte>(n)}; }
bytes beside_of(std::size_t n) { return bytes(n, std::byte{7}); }

void append_one(store& to, std::uint64_t n) {
    auto const draft =
        drafts().add(name_of_case(n % cases_in_file), n / cases_in_file + 1, name_of_command(n),
                     std::string(400, 'a' + static_cast<char>(n % 26)));
    auto entry = draft.all().front();
    auto const content = mark_of(n);
    mark const one{n % 3, content};
    entry.marks = std::span(&one, 1);
    REQUIRE(to.append(std::span(&entry, 1)).has_value());
}

customer_id customer_of(std::uint64_t n) { return customer_id::trusted("c" + std::to_string(n)); }
subject_key key_of(std::uint64_t n) { return *memory_keys(1).key_for(customer_of(n)); }

/// They are written with the first entry.
void adopt_keys(store& to) {
    for (std::uint64_t n = 0; n < cases_in_file; ++n)
        REQUIRE(to.keys()->adopt(customer_of(n), {key_state::retired, key_of(n)}).has_value());
}

/// A store with something of everything, and pages that are free again.
void fill(store& to) {
    adopt_keys(to);
    for (std::uint64_t n = 0; n < entries_in_file; ++n) append_one(to, n);
    for (std::uint64_t n = 0; n < cases_in_file; ++n) {
        snapshot s;
        s.on = *case_id::parse(name_of_case(n));
        s.sequence = 2;
        s.content = beside_of(300);
        s.checksum = sha256_of(s.content);
        REQUIRE(to.keep(s).has_value());
    }
    REQUIRE(to.keep_beside("gone", beside_of(30'000)).has_value());
    REQUIRE(to.keep_beside("gone", {}).has_value());
    REQUIRE(to.keep_beside("large", beside_of(9000)).has_value());
    REQUIRE(to.keep_beside("small", beside_of(3)).has_value());
}

/// Asks everything that a store of the first `there` entries can be asked. Empty when each answer is
/// right; an error begins with "error: ", a wrong answer says which.
class questions {
  public:
    explicit questions(std::uint64_t first_so_many = entries_in_file) : there_(first_so_many) {}

    std::string answered_by(path const& file) {
        auto const opened = sqlite_store::open({.path = file, .create = false});
        if (!opened) return failed(opened.error());
        auto& kept = **opened;
        for (auto const ask :
             {&questions::log, &questions::commands, &questions::trails, &questions::heads,
              &questions::marks, &questions::snapshots, &questions::beside, &questions::keys})
            if (auto const found = (this->*ask)(kept); !found.empty()) return found;
        return {};
    }

  private:
    static std::string failed(error const& e) {
        if (e.code != errc::store_damaged && e.code != errc::store_failed &&
            e.code != errc::unsupported_version)
            return "an error of another kind: " + e.message;
        if (e.message.find("expected ") != 0 || e.message.find(", found ") == e.message.npos)
            return "an error that says half: " + e.message;
        return "error: " + e.message;
    }
    std::uint64_t length_of(std::uint64_t on) const {
        return on >= there_ ? 0 : (there_ - on - 1) / cases_in_file + 1;
    }
    bool is_entry(stored_entry const& e, std::uint64_t n) const {
        std::string const text(400, 'a' + static_cast<char>(n % 26));
        return e.log_index == n && e.on.view() == name_of_case(n % cases_in_file) &&
               e.sequence == n / cases_in_file + 1 && e.command.view() == name_of_command(n) &&
               e.hash == sha256_of(text) && e.sealed.empty() &&
               std::ranges::equal(e.bytes, std::as_bytes(std::span(text)));
    }

    std::string log(store& kept) {
        std::uint64_t next = 0;
        bool right = true;
        auto const scanned = kept.scan(0, [&](stored_entry const& e) {
            right = right && is_entry(e, next++);
            return right;
        });
        if (!scanned) return failed(scanned.error());
        if (!right || next != there_) return "another log at " + std::to_string(next);
        auto const size = kept.size();
        if (!size) return failed(size.error());
        return *size == there_ ? std::string() : "another size";
    }
    std::string keys(store& kept) {
        if (there_ == 0) return {};
        for (std::uint64_t n = 0; n < cases_in_file; ++n) {
            auto const expected = key_of(n);
            auto const found = kept.keys()->find(expected.id);
            if (!found) return failed(found.error());
            if (found->state != key_state::retired || found->key != expected) return "another key";
            auto const all = kept.keys()->keys_of(customer_of(n));
            if (!all) return failed(all.error());
            if (all->size() != 1) return "another number of keys";
            auto const seals = kept.keys()->key_for(customer_of(n));
            if (!seals) return failed(seals.error());
            if (*seals == expected) return "a key that seals though it was retired";
        }
        return {};
    }
    std::string commands(store& kept) {
        for (std::uint64_t n = 0; n < entries_in_file; ++n) {
            auto const seen = kept.seen(*command_id::parse(name_of_command(n)));
            if (!seen) return failed(seen.error());
            if (seen->has_value() != (n < there_)) return "a command that is there or not";
            if (*seen && ((*seen)->first.view() != name_of_case(n % cases_in_file) ||
                          (*seen)->second != n / cases_in_file + 1))
                return "a command that led elsewhere";
        }
        return {};
    }
    std::string trails(store& kept) {
        for (std::uint64_t on = 0; on < cases_in_file; ++on) {
            std::uint64_t next = 0;
            bool right = true;
            auto const read =
                kept.read(*case_id::parse(name_of_case(on)), 1, 99, [&](stored_entry const& e) {
                    right = right && is_entry(e, on + cases_in_file * next++);
                    return right;
                });
            if (!read) return failed(read.error());
            if (!right || next != length_of(on)) return "another trail of " + name_of_case(on);
        }
        return {};
    }
    std::string heads(store& kept) {
        for (std::uint64_t on = 0; on < cases_in_file; ++on) {
            auto const head = kept.head(*case_id::parse(name_of_case(on)));
            if (!head) return failed(head.error());
            auto const length = length_of(on);
            if (head->has_value() != (length != 0)) return "a head that is there or not";
            if (*head && (*head)->last_sequence != length) return "another head";
        }
        std::uint64_t seen = 0;
        auto const visited = kept.heads([&](case_head const&) { return ++seen < 100; });
        if (!visited) return failed(visited.error());
        return seen == std::min(cases_in_file, there_) ? std::string() : "other heads";
    }
    std::string marks(store& kept) {
        for (std::uint64_t about = 0; about < 3; ++about) {
            std::uint64_t n = about;
            bool right = true;
            auto const read = kept.marked(about, 0, [&](std::uint64_t at, byte_view content) {
                right = right && at == n && std::ranges::equal(content, mark_of(n));
                n += 3;
                return right;
            });
            if (!read) return failed(read.error());
            if (!right || n < there_) return "other marks";
        }
        return {};
    }
    std::string snapshots(store& kept) {
        if (there_ != entries_in_file) return {};
        for (std::uint64_t on = 0; on < cases_in_file; ++on) {
            auto const s = kept.recall(*case_id::parse(name_of_case(on)));
            if (!s) return failed(s.error());
            // A snapshot only spares work: none is as good, and a wrong one shows by its checksum.
            if (*s &&
                (sha256_of((*s)->content) != (*s)->checksum || (*s)->content != beside_of(300)))
                return "another snapshot";
        }
        return {};
    }
    std::string beside(store& kept) {
        if (there_ != entries_in_file) return {};
        for (auto const& [name, size] : {std::pair("gone", 0), {"large", 9000}, {"small", 3}}) {
            auto const found = kept.beside(name);
            if (!found) return failed(found.error());
            if (!*found || **found != beside_of(static_cast<std::size_t>(size)))
                return "something else beside the log";
        }
        std::size_t seen = 0;
        auto const visited =
            kept.beside("", [&](std::string_view, byte_view) { return ++seen < 100; });
        if (!visited) return failed(visited.error());
        return seen == 3 ? std::string() : "other names beside the log";
    }

    std::uint64_t there_;
};

bool is_error(std::string const& answer) { return answer.starts_with("error: "); }

struct flip {
    std::size_t at;
    unsigned bit;
};

/// Every bit of the file's header; of each page every byte of its own header and of the first cell
/// pointers, the checksum at its end, and a sample of the rest.
std::vector<flip> flips_of(std::size_t size, std::mt19937& random) {
    auto const some_bit = [&] { return static_cast<unsigned>(random() % 8); };
    std::vector<flip> all;
    for (std::size_t at = 0; at < 100; ++at)
        for (unsigned bit = 0; bit < 8; ++bit) all.push_back({at, bit});
    for (std::size_t page = 0; page < size; page += page_size) {
        auto const first = page == 0 ? std::size_t{100} : page;
        for (std::size_t i = 0; i < 32; ++i) all.push_back({first + i, some_bit()});
        for (std::size_t i = 0; i < 8; ++i) all.push_back({page + page_size - 1 - i, some_bit()});
        for (std::size_t i = 40; i + 61 < page_size; i += 61)
            all.push_back({page + i + random() % 61, some_bit()});
    }
    return all;
}

} // namespace

TEST_CASE("one bit of a store's file, changed anywhere, is an error or the right answer") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    fill(**sqlite_store::open({.path = folder / "kept.db"}));
    auto const whole = content_of(folder / "kept.db");
    REQUIRE(questions().answered_by(folder / "kept.db").empty());
    REQUIRE(whole.size() / page_size > 20);
    auto const free_pages =
        std::stoul(by_hand(folder / "kept.db").ask("PRAGMA freelist_count").at(0));
    REQUIRE(free_pages > 3);

    std::size_t found = 0;
    auto const flips = flips_of(whole.size(), random);
    for (auto const& f : flips) {
        auto damaged = whole;
        damaged[f.at] = static_cast<char>(damaged[f.at] ^ (1 << f.bit));
        write_file(folder / "damaged.db", damaged);
        auto const answer = questions().answered_by(folder / "damaged.db");
        INFO("bit " << f.bit << " of byte " << f.at % page_size << " of page "
                    << f.at / page_size + 1 << ": " << answer);
        REQUIRE((answer.empty() || is_error(answer)));
        found += is_error(answer);
        std::filesystem::remove(folder / "damaged.db-wal");
        std::filesystem::remove(folder / "damaged.db-shm");
    }
    // All but what lies on free pages, which nobody reads, is found.
    auto const of_a_page = flips.size() / (whole.size() / page_size);
    CHECK(found + (free_pages + 1) * of_a_page >= flips.size());
}

TEST_CASE("pages that changed places are an error or the right answer") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    fill(**sqlite_store::open({.path = folder / "kept.db"}));
    auto const whole = content_of(folder / "kept.db");
    auto const pages = whole.size() / page_size;
    std::size_t found = 0;
    for (int i = 0; i < 100; ++i) {
        auto const a = random() % pages, b = random() % pages;
        if (a == b) continue;
        auto damaged = whole;
        std::swap_ranges(damaged.begin() + std::ptrdiff_t(a * page_size),
                         damaged.begin() + std::ptrdiff_t((a + 1) * page_size),
                         damaged.begin() + std::ptrdiff_t(b * page_size));
        write_file(folder / "damaged.db", damaged);
        auto const answer = questions().answered_by(folder / "damaged.db");
        INFO("pages " << a + 1 << " and " << b + 1 << ": " << answer);
        REQUIRE((answer.empty() || is_error(answer)));
        found += is_error(answer);
    }
    CHECK(found > 60);
}

TEST_CASE("a page that became zeroes is an error wherever something stood") {
    scratch const folder;
    fill(**sqlite_store::open({.path = folder / "kept.db"}));
    auto const whole = content_of(folder / "kept.db");
    auto const free_pages =
        std::stoul(by_hand(folder / "kept.db").ask("PRAGMA freelist_count").at(0));
    std::size_t found = 0;
    for (std::size_t page = 0; page < whole.size(); page += page_size) {
        auto damaged = whole;
        std::fill_n(damaged.begin() + std::ptrdiff_t(page), page_size, '\0');
        write_file(folder / "damaged.db", damaged);
        auto const answer = questions().answered_by(folder / "damaged.db");
        INFO("page " << page / page_size + 1 << ": " << answer);
        REQUIRE((answer.empty() || is_error(answer)));
        found += is_error(answer);
    }
    CHECK(found == whole.size() / page_size - free_pages);
}

TEST_CASE("a page that another program wrote is damage, with the file's name") {
    scratch const folder;
    fill(**sqlite_store::open({.path = folder / "kept.db"}));
    by_hand(folder / "kept.db", nullptr).run("UPDATE entries SET sequence = 9 WHERE log_index = 3");
    auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
    auto const scanned = kept->scan(0, [](stored_entry const&) { return true; });
    REQUIRE(scanned.has_error());
    CHECK(scanned.error().code == errc::store_damaged);
    CHECK_THAT(scanned.error().message,
               ContainsSubstring("expected the log from 0, found a page that is not as it was "
                                 "written (file ") &&
                   ContainsSubstring("kept.db"));
    CHECK(kept->check().error().code == errc::store_damaged);
}

TEST_CASE("whoever verifies entries by their hashes can read pages that were changed") {
    scratch const folder;
    fill(**sqlite_store::open({.path = folder / "kept.db"}));
    by_hand(folder / "kept.db", nullptr).run("UPDATE entries SET sequence = 9 WHERE log_index = 3");
    auto const kept =
        *sqlite_store::open({.path = folder / "kept.db", .read_only = true, .check_pages = false});
    std::vector<std::uint64_t> other;
    REQUIRE(kept->scan(0,
                       [&](stored_entry const& e) {
                           if (e.sequence == 9) other.push_back(e.log_index);
                           return true;
                       })
                .has_value());
    CHECK(other == std::vector<std::uint64_t>{3});

    // Whoever writes checks, whatever they asked for: a page without its checksum would be lost.
    auto const writing = *sqlite_store::open({.path = folder / "kept.db", .check_pages = false});
    CHECK(writing->scan(0, [](stored_entry const&) { return true; }).error().code ==
          errc::store_damaged);
}

TEST_CASE(
    "a write-ahead log that was damaged is an error or ends early, and never says otherwise") {
    auto const seed = seed_of_this_run();
    INFO(how_to_repeat(seed));
    std::mt19937 random(seed);
    scratch const folder;
    std::string file, log;
    {
        auto const kept = *sqlite_store::open({.path = folder / "kept.db"});
        REQUIRE(kept->drain_wal().has_value());
        adopt_keys(*kept);
        for (std::uint64_t n = 0; n < entries_in_file; ++n) append_one(*kept, n);
        // As a process leaves it that was killed now.
        file = content_of(folder / "kept.db");
        log = content_of(folder / "kept.db-wal");
    }
    REQUIRE(log.size() > 100'000);
    std::set<std::uint64_t> lengths;
    for (int i = 0; i < 300; ++i) {
        auto damaged = log;
        auto const at = i < 64 ? static_cast<std::size_t>(i) : random() % damaged.size();
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
        write_file(folder / "damaged.db", file);
        write_file(folder / "damaged.db-wal", damaged);
        std::filesystem::remove(folder / "damaged.db-shm");
        std::uint64_t there = 0;
        {
            auto const opened = sqlite_store::open({.path = folder / "damaged.db"});
            if (!opened) continue;
            auto const size = (*opened)->size();
            if (!size) continue;
            there = *size;
        }
        auto const answer = questions(there).answered_by(folder / "damaged.db");
        INFO("byte " << at << ", " << there << " entries left: " << answer);
        REQUIRE((there <= entries_in_file && (answer.empty() || is_error(answer))));
        lengths.insert(there);
    }
    // A log that is cut is a shorter log: only a checkpoint that was kept elsewhere shows it.
    CHECK(lengths.size() > 20);
}
