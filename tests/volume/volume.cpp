// SPDX-License-Identifier: BSL-1.0
// Generates cases into a SQLite file, then reads all of them in every way, in memory that stays flat.
#include "source_dir.hpp"
#include "volume/costs.hpp"
#include "volume/memory_in_use.hpp"

#include <amends/audit/verify.hpp>
#include <amends/authority/document.hpp>
#include <amends/desk/desk_pool.hpp>
#include <amends/exchange/generate.hpp>
#include <amends/store/follower.hpp>
#include <amends/store/sqlite.hpp>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace amends::volume {
namespace {

constexpr std::uint32_t small_cache_kib = 8 * 1024;

struct options {
    std::uint64_t cases = 1'000'000;
    std::uint64_t seed = 1;
    std::filesystem::path store = "build/volume/cases.db";
    /// Small, so that it is full early; --default-cache for what a product has.
    std::uint32_t cache_kib = small_cache_kib;
    bool keep = false; ///< the file stays

    /// Beyond what was held before: a cache, since whoever reads may take a connection of their own.
    std::uint64_t growth_allowed() const;
};

/// From here on cases are closed as fast as others are opened, and every cache is full.
constexpr std::uint64_t steady_after = 20'000;
/// What may be held beyond what was held then, apart from caches: what is being worked on. Measured: 8 MB.
constexpr std::uint64_t growth_max = 8u << 20;
std::uint64_t options::growth_allowed() const {
    return growth_max + std::uint64_t{cache_kib} * 1024;
}
/// Of a verifier, a case: its last hash, with the room that a table of them leaves free.
constexpr std::uint64_t verifier_max = 200;

struct failed : std::runtime_error {
    using runtime_error::runtime_error;
};
template <class T>
T sure(result<T> got) {
    if (!got) throw failed(got.error().message);
    if constexpr (!std::is_void_v<T>) return std::move(*got);
}

class stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

void held_at_most(std::uint64_t before, std::uint64_t allowed, char const* doing) {
    auto const now = memory_in_use();
    if (now <= before + allowed) return;
    throw failed(std::string("expected at most ") + std::to_string((before + allowed) >> 20) +
                 " MiB in memory while " + doing + ", found " + std::to_string(now >> 20));
}

std::uintmax_t size_on_disk(std::filesystem::path const& file) {
    std::uintmax_t all = 0;
    for (auto const* suffix : {"", "-wal"}) {
        std::error_code none;
        auto const size = std::filesystem::file_size(file.string() + suffix, none);
        if (!none) all += size;
    }
    return all;
}
void remove_store(std::filesystem::path const& file) {
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
}

authority_document policy_of_the_examples() {
    std::string const path = AMENDS_SOURCE_DIR "/examples/policies/authority.toml";
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return sure(authority_document::parse(text.str(), path));
}

/// Commands in order of time, many handed in at once.
class hand_in {
  public:
    explicit hand_in(desk_pool& to) : pool_(to) {}
    void add(given_command const& given) {
        sessions_.push_back({given.by, provenance::live});
        batch_.push_back({nullptr, given.what, given.at});
        if (batch_.size() == 1024) flush();
    }
    void flush() {
        for (std::size_t i = 0; i < batch_.size(); ++i) batch_[i].from = &sessions_[i];
        for (auto const& said : pool_.handle(batch_)) sure(said);
        handled += batch_.size();
        batch_.clear();
        sessions_.clear();
    }
    std::uint64_t handled = 0;

  private:
    desk_pool& pool_;
    std::vector<session> sessions_;
    std::vector<submission> batch_;
};

void print_progress(std::uint64_t cases, std::uint64_t commands, double seconds,
                    std::filesystem::path const& file) {
    std::printf("  %12llu  %12llu  %12.0f  %12.1f  %12.1f\n",
                static_cast<unsigned long long>(cases), static_cast<unsigned long long>(commands),
                static_cast<double>(commands) / seconds, megabytes(memory_in_use()),
                megabytes(size_on_disk(file)));
    std::fflush(stdout);
}

/// Fills the store; what a command costs at a hundredth, a tenth and all of the cases.
std::vector<costs> fill(store& kept, options const& how) {
    auto const policy = policy_of_the_examples();
    pool_options shape;
    shape.each.must_be_informed = policy.must_be_informed();
    shape.each.times_are_given = true;
    shape.each.cached_cases = 2048; // few: what is open at a time is far less than what was ever
    shape.batch_max = 256;
    desk_pool pool(kept, policy, shape);
    hand_in in(pool);
    std::vector<costs> sheet;
    stopwatch watch;
    std::uint64_t cases = 0, early = 0;
    std::printf("  %12s  %12s  %12s  %12s  %12s\n", "cases", "commands", "a second", "memory MB",
                "file MB");
    auto const is_at = [&](std::uint64_t parts) { return cases == how.cases / parts; };
    generate({.cases = how.cases, .seed = how.seed}, [&](given_command const& given) {
        in.add(given);
        if (!std::holds_alternative<report>(given.what.what)) return true;
        ++cases;
        if (cases % std::max<std::uint64_t>(1, how.cases / 20) == 0)
            print_progress(cases, in.handled, watch.seconds(), how.store);
        if (is_at(100) || is_at(10) || is_at(1)) {
            in.flush();
            sheet.push_back(costs_of_a_command(kept, policy, cases, *given.at));
        }
        if (cases == std::max(how.cases / 10, steady_after)) early = memory_in_use();
        if (early != 0) held_at_most(early, how.growth_allowed(), "generating");
        return true;
    });
    in.flush();
    pool.close();
    print_progress(cases, in.handled, watch.seconds(), how.store);
    return sheet;
}

void verify(store& kept, options const& how) {
    auto const before = memory_in_use();
    stopwatch watch;
    trail_verifier verifier;
    std::optional<damage> first;
    sure(kept.scan(0, [&](stored_entry const& e) { return !(first = verifier.check(e)); }));
    std::uint64_t heads = 0;
    if (!first)
        sure(kept.heads([&](case_head const& h) {
            ++heads;
            return !(first = verifier.check_head(h.on, h.last_sequence, h.last_hash));
        }));
    if (first) throw failed("expected a sound log, found: " + first->message);
    if (heads != verifier.cases())
        throw failed("expected the ends of " + std::to_string(verifier.cases()) + " cases, found " +
                     std::to_string(heads));
    auto const held = memory_in_use() - std::min(before, memory_in_use());
    std::printf(
        "verified   %12llu entries of %llu cases, %.0f a second, %.1f MB, %.0f bytes a case\n",
        static_cast<unsigned long long>(verifier.entries()),
        static_cast<unsigned long long>(verifier.cases()),
        static_cast<double>(verifier.entries()) / watch.seconds(), megabytes(held),
        static_cast<double>(held) / static_cast<double>(verifier.cases()));
    held_at_most(before, how.growth_allowed() + verifier_max * verifier.cases(), "verifying");
}

void scan(store& kept, options const& how) {
    auto const before = memory_in_use();
    stopwatch watch;
    std::uint64_t next = 0, bytes = 0;
    auto const end = sure(kept.scan(0, [&](stored_entry const& e) {
        if (e.log_index != next++) return false;
        bytes += e.bytes.size();
        return true;
    }));
    if (end != next || next != sure(kept.size()))
        throw failed("expected every log index once, found a gap at " + std::to_string(next));
    std::printf("scanned    %12llu entries of %.0f bytes, %.0f a second\n",
                static_cast<unsigned long long>(next),
                static_cast<double>(bytes) / static_cast<double>(next),
                static_cast<double>(next) / watch.seconds());
    held_at_most(before, how.growth_allowed(), "scanning");
}

void follow(store& kept, options const& how) {
    auto const before = memory_in_use();
    stopwatch watch;
    follower counts(kept, "volume", {.entries_max = 4096});
    std::uint64_t next = 0;
    auto const told = sure(counts.catch_up([&](std::span<stored_entry const> some) -> result<void> {
        for (auto const& e : some)
            if (e.log_index != next++) return error{errc::damaged_trail, "an entry left out"};
        return {};
    }));
    if (told != sure(kept.size()))
        throw failed("expected a follower to be told everything, found " + std::to_string(told));
    std::printf("followed   %12llu entries, %.0f a second\n", static_cast<unsigned long long>(told),
                static_cast<double>(told) / watch.seconds());
    held_at_most(before, how.growth_allowed(), "following");
}

void run(options const& how) {
    std::filesystem::create_directories(std::filesystem::absolute(how.store).parent_path());
    remove_store(how.store);
    {
        auto const kept = sure(sqlite_store::open({.path = how.store, .cache_kib = how.cache_kib}));
        auto const sheet = fill(*kept, how);
        sure(kept->drain_wal());
        std::printf("\non disk    %12.0f bytes a case, %.0f an entry\n",
                    static_cast<double>(size_on_disk(how.store)) / static_cast<double>(how.cases),
                    static_cast<double>(size_on_disk(how.store)) /
                        static_cast<double>(sure(kept->size())));
        scan(*kept, how);
        follow(*kept, how);
        verify(*kept, how);
        print(sheet);
    }
    if (!how.keep) remove_store(how.store);
}

bool read_number(char const* text, std::uint64_t& into) {
    auto const* const end = text + std::strlen(text);
    auto const [at, wrong] = std::from_chars(text, end, into);
    return wrong == std::errc() && at == end && into != 0;
}

bool read_options(int count, char** arguments, options& into) {
    for (int i = 1; i < count; ++i) {
        std::string_view const word = arguments[i];
        auto const* const next = i + 1 < count ? arguments[i + 1] : nullptr;
        if (word == "--keep") {
            into.keep = true;
            continue;
        }
        if (word == "--default-cache") {
            into.cache_kib = sqlite_options{}.cache_kib;
            continue;
        }
        if (next == nullptr) return false;
        ++i;
        if (word == "--store") into.store = next;
        else if (word == "--cases" && read_number(next, into.cases)) continue;
        else if (word == "--seed" && read_number(next, into.seed)) continue;
        else if (word != "--store") return false;
    }
    return true;
}

} // namespace
} // namespace amends::volume

int main(int count, char** arguments) {
    amends::volume::options how;
    if (!amends::volume::read_options(count, arguments, how)) {
        std::fprintf(stderr, "expected [--cases NUMBER] [--seed NUMBER] [--store FILE] "
                             "[--default-cache] [--keep]\n");
        return 2;
    }
    try {
        amends::volume::run(how);
    } catch (std::exception const& why) {
        std::fprintf(stderr, "%s\n", why.what());
        return 1;
    }
}
