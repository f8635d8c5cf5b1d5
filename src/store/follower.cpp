// SPDX-License-Identifier: BSL-1.0
// Entries copied out of the store batch by batch, and a position that is kept after each.
#include <amends/store/follower.hpp>

#include <amends/vocabulary/reader.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>

namespace amends {
namespace {

constexpr std::string_view kept_below = "follower/";
constexpr std::size_t name_size_max = 255 - kept_below.size();

// FORMAT: u8 version (1), u64 log index to go on from, digest of the entry before it.
struct kept_position {
    static constexpr std::uint8_t known_version = 1;

    std::uint8_t version = known_version;
    std::uint64_t next = 0;
    digest last{}; ///< none before the first entry
};
BOOST_DESCRIBE_STRUCT(kept_position, (), (version, next, last))

std::string place_of(std::string_view name) { return std::string(kept_below) + std::string(name); }

result<kept_position> read_position(std::string_view name, byte_view from) {
    auto read = canonical::decode<kept_position>(from);
    if (!read)
        return mismatch(errc::damaged_trail, "a position in the log", read.error().message,
                        "follower " + std::string(name));
    if (read->version != kept_position::known_version)
        return mismatch(errc::unsupported_version, "a position of version 1",
                        std::to_string(read->version), "follower " + std::string(name));
    return *read;
}

/// Before anybody is told: a position that cannot be kept would have them told for ever.
result<void> check_name(std::string_view name) {
    if (name.empty() || name.find('\0') != name.npos)
        return mismatch(errc::malformed, "a follower with a name without a zero byte",
                        name.empty() ? "one without a name" : "one with a zero byte");
    if (name.size() > name_size_max)
        return mismatch(errc::too_long, "a follower with a name of at most 246 bytes",
                        std::to_string(name.size()) + " bytes", name.substr(0, 24));
    return {};
}

/// The hash of an entry, or nothing when the log does not reach so far.
result<std::optional<digest>> hash_at(store& of, std::uint64_t log_index) {
    std::optional<digest> found;
    auto const read = of.scan(log_index, [&](stored_entry const& e) {
        if (e.log_index == log_index) found = e.hash;
        return false;
    });
    if (!read) return read.error();
    return found;
}

/// Entries with bytes of their own.
class copied_entries {
  public:
    void clear() {
        entries_.clear();
        bytes_.clear();
    }
    void add(stored_entry const& e) {
        entries_.push_back(e);
        bytes_.insert(bytes_.end(), e.bytes.begin(), e.bytes.end());
        bytes_.insert(bytes_.end(), e.sealed.begin(), e.sealed.end());
    }
    /// Lifetime: until the next change.
    std::span<stored_entry const> all() {
        // Only now: bytes that grow move.
        auto const* at = bytes_.data();
        for (auto& e : entries_) {
            e.bytes = {at, e.bytes.size()};
            at += e.bytes.size();
            e.sealed = {at, e.sealed.size()};
            at += e.sealed.size();
        }
        return entries_;
    }
    std::size_t size() const noexcept { return entries_.size(); }
    std::size_t size_in_bytes() const noexcept { return bytes_.size(); }

  private:
    std::vector<stored_entry> entries_;
    bytes bytes_;
};

/// Whether there may be something new; outlives its follower in a commit that is being told.
struct alarm_bell {
    std::mutex guard;
    std::condition_variable changed;
    bool rung = false;  ///< something was committed since the last telling began
    bool woken = false; ///< somebody woke whoever waits, or waits next: no telling takes that away

    void ring() { set(rung); }
    void wake() { set(woken); }

  private:
    void set(bool& what) {
        {
            std::scoped_lock held(guard);
            what = true;
        }
        changed.notify_all();
    }
};

} // namespace

struct follower::working {
    working(store& where, std::string called, follower_options what)
        : of(where), name(std::move(called)), how(what) {}

    result<kept_position const*> known_position();
    result<void> keep(kept_position const& to);

    store& of;
    std::string name;
    follower_options how;
    std::optional<kept_position> at;
    copied_entries batch;
    std::shared_ptr<alarm_bell> bell = std::make_shared<alarm_bell>();
    subscription hears = of.subscribe([bell = bell](auto) { bell->ring(); });
};

follower::follower(store& of, std::string name, follower_options how)
    : working_(std::make_unique<working>(of, std::move(name), how)) {}
follower::~follower() = default;

/// The position, read once; the log must still have the entry before it.
result<kept_position const*> follower::working::known_position() {
    if (at) return &*at;
    if (auto sound = check_name(name); !sound) return sound.error();
    auto const kept = of.beside(place_of(name));
    if (!kept) return kept.error();
    kept_position found;
    if (*kept) {
        auto const read = read_position(name, **kept);
        if (!read) return read.error();
        found = *read;
    }
    if (found.next != 0) {
        auto const last = hash_at(of, found.next - 1);
        if (!last) return last.error();
        if (*last != found.last)
            return mismatch(errc::damaged_trail,
                            "entry " + std::to_string(found.next - 1) + " with hash " +
                                to_text(found.last),
                            *last ? "hash " + to_text(**last) : "a log that ends before it",
                            "follower " + name);
    }
    at = found;
    return &*at;
}

result<void> follower::working::keep(kept_position const& to) {
    if (auto kept = of.keep_beside(place_of(name), canonical::encode(to)); !kept) return kept;
    at = to;
    return {};
}

result<std::size_t> follower::tell_next(teller const& tell) {
    auto& w = *working_;
    {
        // Whatever is committed from here on rings again.
        std::scoped_lock held(w.bell->guard);
        w.bell->rung = false;
    }
    auto const from = w.known_position();
    if (!from) return from.error();
    w.batch.clear();
    auto to = **from;
    auto const read = w.of.scan(to.next, [&](stored_entry const& e) {
        if (w.batch.size() != 0 &&
            w.batch.size_in_bytes() + e.bytes.size() + e.sealed.size() > w.how.bytes_max)
            return false;
        w.batch.add(e);
        to.next = e.log_index + 1;
        to.last = e.hash;
        return w.batch.size() < w.how.entries_max;
    });
    if (!read) return read.error();
    if (w.batch.size() == 0) return std::size_t{0};
    auto const where = "follower " + w.name;
    try {
        if (auto told = tell(w.batch.all()); !told) return told.error();
    } catch (std::exception const& e) {
        return mismatch(errc::follower_failed, "an answer to what it was told", e.what(), where);
    } catch (...) {
        return mismatch(errc::follower_failed, "an answer to what it was told", "an exception",
                        where);
    }
    if (auto kept = w.keep(to); !kept) return kept.error();
    return w.batch.size();
}

result<std::uint64_t> follower::catch_up(teller const& tell) {
    for (std::uint64_t all = 0;;) {
        auto const some = tell_next(tell);
        if (!some) return some.error();
        if (*some == 0) return all;
        all += *some;
    }
}

result<std::uint64_t> follower::position() {
    auto const known = working_->known_position();
    if (!known) return known.error();
    return (*known)->next;
}

result<void> follower::go_to(std::uint64_t log_index) {
    auto& w = *working_;
    if (auto sound = check_name(w.name); !sound) return sound;
    kept_position to;
    to.next = log_index;
    if (log_index != 0) {
        auto const last = hash_at(w.of, log_index - 1);
        if (!last) return last.error();
        if (!*last)
            return mismatch(errc::out_of_range, "a log index up to the end of the log",
                            std::to_string(log_index), "follower " + w.name);
        to.last = **last;
    }
    return w.keep(to);
}

void follower::wait(std::chrono::milliseconds at_most) {
    auto& bell = *working_->bell;
    std::unique_lock held(bell.guard);
    bell.changed.wait_for(held, at_most, [&] { return bell.rung || bell.woken; });
    bell.woken = false;
}

void follower::wake() { working_->bell->wake(); }

result<std::vector<followed>> followers_of(store& of) {
    std::vector<followed> all;
    std::optional<error> wrong;
    auto const read = of.beside(kept_below, [&](std::string_view name, byte_view content) {
        name.remove_prefix(kept_below.size());
        auto const at = read_position(name, content);
        if (!at) wrong = at.error();
        else all.push_back({std::string(name), at->next});
        return !wrong;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    return all;
}

} // namespace amends
