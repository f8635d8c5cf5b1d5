// SPDX-License-Identifier: BSL-1.0
// The store over SQLite: a few kept statements, one transaction an append, readers beside it.
#include <amends/store/sqlite.hpp>

#include "store/sqlite_keys.hpp"
#include "store/sqlite_schema.hpp"
#include "store/sqlite_wal_drain.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace amends {
namespace {

using sqlite::query;
using sqlite::statement;

// Names beside the log are kept as bytes, so that their order is that of their bytes.
byte_view bytes_of(std::string_view name) { return std::as_bytes(std::span(name)); }

/// Case keys kept in memory, at most; a key never changes once its case is committed.
constexpr std::size_t cached_keys_max = 65536;
/// Connections kept for whoever calls next, at most: each keeps pages in memory.
constexpr std::size_t idle_connections_max = 8;
/// Cases of an append for which room is kept until the next.
constexpr std::size_t turns_kept_max = 4096;
/// Entries or heads visited from one view of the file. A longer view would keep the write-ahead log
/// from starting anew.
constexpr std::int64_t visited_at_once = 4096;

/// A connection with the statements of the store.
struct store_connection : sqlite::connection {
    statement begin{"BEGIN IMMEDIATE"};
    statement commit{"COMMIT"};
    statement next_index{"SELECT coalesce(max(log_index) + 1, 0) FROM entries"};
    statement case_named{"SELECT key, last_sequence FROM cases WHERE name = ?"};
    statement add_case{"INSERT INTO cases(name, last_sequence, last_hash) VALUES(?, ?, ?) "
                       "ON CONFLICT(name) DO NOTHING"};
    // Compare and set in one: no row changes when the case moved on.
    statement move_case{"UPDATE cases SET last_sequence = ?, last_hash = ? "
                        "WHERE key = ? AND last_sequence = ?"};
    statement add_entry{"INSERT INTO entries(log_index, case_key, sequence, command, hash, bytes, "
                        "sealed) VALUES(?, ?, ?, ?, ?, ?, ?)"};
    statement add_mark{"INSERT INTO marks(about, log_index, place, content) VALUES(?, ?, ?, ?)"};
    statement marks_since{"SELECT log_index FROM marks WHERE about = ? AND log_index >= ? LIMIT 1"};
    statement marks_of{"SELECT log_index, content FROM marks WHERE about = ? AND log_index >= ? "
                       "ORDER BY log_index, place"};
    statement of_case{"SELECT log_index, ?1, sequence, command, hash, bytes, sealed FROM entries "
                      "WHERE case_key = (SELECT key FROM cases WHERE name = ?1) "
                      "AND sequence BETWEEN ?2 AND ?3 ORDER BY sequence"};
    statement of_log{"SELECT log_index, name, sequence, command, hash, bytes, sealed "
                     "FROM entries JOIN cases ON key = case_key "
                     "WHERE log_index >= ? ORDER BY log_index LIMIT ?"};
    statement contents{"SELECT log_index, bytes FROM entries WHERE log_index >= ? "
                       "ORDER BY log_index LIMIT ?"};
    statement of_command{"SELECT name, sequence FROM entries JOIN cases ON key = case_key "
                         "WHERE command = ?"};
    statement case_head_of{"SELECT name, last_sequence, last_hash FROM cases WHERE name = ?"};
    statement case_heads{"SELECT name, last_sequence, last_hash, key FROM cases "
                         "WHERE key > ? ORDER BY key LIMIT ?"};
    statement keep_snapshot{"INSERT OR REPLACE INTO snapshots(name, sequence, lifecycle, head, "
                            "checksum, content) VALUES(?, ?, ?, ?, ?, ?)"};
    statement snapshot_of{"SELECT sequence, lifecycle, head, checksum, content FROM snapshots "
                          "WHERE name = ?"};
    statement keep_beside{"INSERT OR REPLACE INTO beside(name, content) VALUES(?, ?)"};
    statement beside_named{"SELECT content FROM beside WHERE name = ?"};
    statement beside_from{"SELECT name, content FROM beside WHERE name >= ? ORDER BY name"};
    statement compare_all{"PRAGMA integrity_check(1)"};
    sqlite::key_statements about_keys;
};

error damaged(std::string_view expected, std::string_view found, std::string_view where) {
    return mismatch(errc::store_damaged, expected, found, where);
}

/// Fills an id, or notes that the column holds none.
template <class Id>
void get(Id& into, std::string_view text, std::optional<error>& wrong) {
    auto const parsed = Id::parse(text);
    if (parsed) into = *parsed;
    else if (!wrong) wrong = damaged("an id", parsed.error().message, "a row of the store");
}

void get(digest& into, byte_view some, std::optional<error>& wrong) {
    if (some.size() == into.bytes.size()) std::memcpy(into.bytes.data(), some.data(), some.size());
    else if (!wrong)
        wrong = damaged("a hash of 32 bytes", std::to_string(some.size()), "a row of the store");
}

stored_entry entry_at(query const& row, std::optional<error>& wrong) {
    stored_entry e;
    e.log_index = static_cast<std::uint64_t>(row.number(0));
    get(e.on, row.text(1), wrong);
    e.sequence = static_cast<std::uint64_t>(row.number(2));
    get(e.command, row.text(3), wrong);
    get(e.hash, row.blob(4), wrong);
    e.bytes = row.blob(5);
    e.sealed = row.blob(6);
    return e;
}

case_head head_at(query const& row, std::optional<error>& wrong) {
    case_head h;
    get(h.on, row.text(0), wrong);
    h.last_sequence = static_cast<std::uint64_t>(row.number(1));
    get(h.last_hash, row.blob(2), wrong);
    return h;
}

/// SQLite's numbers have a sign: the same bits, so that no two subjects become one.
std::int64_t subject(std::uint64_t about) noexcept { return static_cast<std::int64_t>(about); }

std::string of_case(case_id const& on) { return "case " + on.str(); }

} // namespace

// --- connections --------------------------------------------------------------------------------

struct sqlite_store::working final : key_store {
    sqlite_options options;
    std::mutex idle_guard;
    /// INVARIANT: has room for as many as are kept: giving one back must not need memory.
    std::vector<std::unique_ptr<store_connection>> idle;
    /// Writers of this process wait here, in memory, and not at the file.
    std::mutex writing;
    /// Of cases that were committed.
    boost::unordered_flat_map<case_id, std::int64_t> keys;

    /// What is known of a case within one append.
    struct turn {
        std::size_t last = 0; ///< place of the case's last entry in the append
        std::uint64_t next = 0;
        std::int64_t key = 0;
    };
    boost::unordered_flat_map<case_id, turn> turns;
    sqlite::file_keys customer_keys;
    sqlite::wal_drain drain;

    /// A connection for the length of a call: the one used last, since its pages are in memory.
    class lease {
      public:
        lease(working& from, std::unique_ptr<store_connection> taken)
            : from_(&from), taken_(std::move(taken)) {}
        lease(lease&&) noexcept = default;
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (taken_) from_->give_back(std::move(taken_));
        }
        store_connection* operator->() const { return taken_.get(); }
        store_connection& operator*() const { return *taken_; }

      private:
        working* from_;
        std::unique_ptr<store_connection> taken_;
    };

    result<lease> take() {
        while (auto taken = take_idle())
            if (!taken->is_outdated()) return lease(*this, std::move(taken));
        auto how = options;
        how.create = false;
        auto fresh = std::make_unique<store_connection>();
        if (auto connected = fresh->open(how); !connected) return connected.error();
        return lease(*this, std::move(fresh));
    }
    template <class Visit>
    result<std::uint64_t> along_the_log(statement store_connection::*what, std::uint64_t from,
                                        Visit const& visit);
    std::unique_ptr<store_connection> take_idle() {
        std::scoped_lock lock(idle_guard);
        if (idle.empty()) return nullptr;
        auto taken = std::move(idle.back());
        idle.pop_back();
        return taken;
    }
    void give_back(std::unique_ptr<store_connection> one) noexcept {
        std::scoped_lock lock(idle_guard);
        if (idle.size() < idle_connections_max) idle.push_back(std::move(one));
    }

    /// A case's row; key 0 for a case that has none.
    struct case_row {
        std::int64_t key = 0;
        std::int64_t last_sequence = 0;
    };

    result<std::uint64_t> write(store_connection& c, std::span<new_entry const> entries,
                                std::span<unmarked const> unless);
    void make_room_for_keys();
    result<void> check_open(store_connection& c, case_id const& on);
    result<void> check_unmarked(store_connection& c, std::span<unmarked const> unless);
    result<void> add_marks(store_connection& c, std::uint64_t log_index,
                           std::span<mark const> marks);
    result<std::int64_t> begin_turn(store_connection& c, new_entry const& e, new_entry const& last);
    result<case_row> find_case(store_connection& c, case_id const& on);
    result<subject_key> key_for(customer_id const& whose) override;
    result<kept_key> find(std::uint64_t id) override;
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override;
    result<void> retire(customer_id const& whose) override;
    result<void> destroy(std::span<std::uint64_t const> ids) override;
    result<void> adopt(customer_id const& whose, kept_key const& from) override;

    error conflict(store_connection& c, new_entry const& e);
    error not_kept(store_connection& c, int code, new_entry const& e);
};

sqlite_store::sqlite_store(std::unique_ptr<working> made) : working_(std::move(made)) {}
sqlite_store::~sqlite_store() = default;

result<std::unique_ptr<sqlite_store>> sqlite_store::open(sqlite_options how) {
    auto made = std::make_unique<working>();
    auto first = std::make_unique<store_connection>();
    if (auto opened = first->open(how); !opened) return opened.error();
    if (auto current = sqlite::make_current(*first, how); !current) return current.error();
    if (auto whole = sqlite::check_length(*first, how); !whole) return whole.error();
    // A working directory may change; connections that are opened later must find the same file.
    how.path = sqlite3_db_filename(first->db(), "main");
    if (auto started = made->drain.start(how); !started) return started.error();
    made->options = std::move(how);
    made->idle.reserve(idle_connections_max);
    made->idle.push_back(std::move(first));
    return std::unique_ptr<sqlite_store>(new sqlite_store(std::move(made)));
}

// --- writing ------------------------------------------------------------------------------------

result<std::uint64_t> sqlite_store::append(std::span<new_entry const> entries,
                                           std::span<unmarked const> unless) {
    if (entries.empty() && unless.empty()) return size();
    auto& w = *working_;
    auto const c = w.take();
    if (!c) return c.error();
    // What subscribers are told needs memory: better it is missing before the commit than after.
    std::vector<stored_entry> committed;
    auto const telling = has_subscribers();
    if (telling) committed.reserve(entries.size());
    result<std::uint64_t> first = 0;
    {
        std::scoped_lock lock(w.writing);
        first = w.write(**c, entries, unless);
        if (!first) return first;
        w.drain.after_commit(**c);
    }
    if (telling) {
        for (auto const& e : entries)
            committed.push_back({*first + committed.size(), e.on, e.sequence, e.command, e.hash,
                                 e.bytes, e.sealed});
        tell(committed);
    }
    return first;
}

result<std::uint64_t> sqlite_store::working::write(store_connection& c,
                                                   std::span<new_entry const> entries,
                                                   std::span<unmarked const> unless) {
    if (auto const code = query(c.db(), c.begin).step(); code != SQLITE_DONE)
        return c.failed(code, "a store that can be written");
    sqlite::transaction undone_unless_committed(c);
    // An append of nothing goes to a closed log, too.
    if (!entries.empty())
        if (auto open = check_open(c, entries.front().on); !open) return open.error();
    if (auto held = check_unmarked(c, unless); !held) return held.error();
    std::uint64_t first = 0;
    {
        query q(c.db(), c.next_index);
        if (auto const code = q.step(); code != SQLITE_ROW) return c.failed(code, "the log's end");
        first = static_cast<std::uint64_t>(q.number(0));
    }

    // A case's row is written once an append, with where the case ends after it.
    if (turns.size() > turns_kept_max) turns = {}; // clearing takes as long as there is room
    else turns.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) turns[entries[i].on].last = i;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const& e = entries[i];
        auto& t = turns[e.on];
        if (t.next == 0) {
            auto const key = begin_turn(c, e, entries[t.last]);
            if (!key) return key.error();
            t.key = *key;
        } else if (e.sequence != t.next) {
            return mismatch(errc::version_conflict, "version " + std::to_string(e.sequence - 1),
                            std::to_string(t.next - 1), of_case(e.on));
        }
        t.next = e.sequence + 1;
        query q(c.db(), c.add_entry);
        q.bind(first + i).bind(t.key).bind(e.sequence);
        e.command.empty() ? q.bind_nothing() : q.bind(e.command.view());
        q.bind(e.hash).bind(e.bytes);
        e.sealed.empty() ? q.bind_nothing() : q.bind(e.sealed);
        if (auto const code = q.step(); code != SQLITE_DONE) return not_kept(c, code, e);
        if (auto added = add_marks(c, first + i, e.marks); !added) return added.error();
    }
    auto const new_keys = customer_keys.write_waiting(c, c.about_keys);
    if (!new_keys) return new_keys.error();
    make_room_for_keys();
    // INVARIANT: from the commit on nothing needs memory, since what is kept must be said to be.
    if (auto const code = query(c.db(), c.commit).step(); code != SQLITE_DONE)
        return c.failed(code, "a commit");
    customer_keys.were_written(*new_keys);

    for (auto const& [on, t] : turns) keys.try_emplace(on, t.key);
    return first;
}

/// For those of the cases in `turns`.
void sqlite_store::working::make_room_for_keys() {
    if (keys.size() + turns.size() > cached_keys_max) keys.clear();
    auto const needed = keys.size() + turns.size();
    if (needed > keys.max_load()) keys.reserve(std::max(needed, 2 * keys.max_load()));
}

result<void> sqlite_store::working::check_open(store_connection& c, case_id const& on) {
    query q(c.db(), c.beside_named);
    auto const code = q.bind(bytes_of(frozen_mark)).step();
    if (code == SQLITE_ROW && !q.blob(0).empty()) return closed(on);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return c.failed(code, "whether the log goes on");
    return {};
}

result<void> sqlite_store::working::check_unmarked(store_connection& c,
                                                   std::span<unmarked const> unless) {
    for (auto const& u : unless) {
        query q(c.db(), c.marks_since);
        auto const code = q.bind(subject(u.about)).bind(u.since_log_index).step();
        if (code == SQLITE_ROW)
            return mismatch(errc::version_conflict,
                            "no mark from log index " + std::to_string(u.since_log_index),
                            "one at " + std::to_string(q.number(0)));
        if (code != SQLITE_DONE) return c.failed(code, "the marks");
    }
    return {};
}

result<void> sqlite_store::working::add_marks(store_connection& c, std::uint64_t log_index,
                                              std::span<mark const> marks) {
    for (std::size_t place = 0; place < marks.size(); ++place) {
        query q(c.db(), c.add_mark);
        q.bind(subject(marks[place].about)).bind(log_index).bind(std::uint64_t(place));
        if (auto const code = q.bind(marks[place].content).step(); code != SQLITE_DONE)
            return c.failed(code, "a place for a mark");
    }
    return {};
}

/// Moves the case's row from before `e` to after `last`; the case's key.
result<std::int64_t> sqlite_store::working::begin_turn(store_connection& c, new_entry const& e,
                                                       new_entry const& last) {
    if (e.sequence == 1) {
        query q(c.db(), c.add_case);
        auto const code = q.bind(e.on.view()).bind(last.sequence).bind(last.hash).step();
        if (code != SQLITE_DONE) return c.failed(code, "a row for " + of_case(e.on));
        if (sqlite3_changes(c.db()) == 0) return conflict(c, e);
        return sqlite3_last_insert_rowid(c.db());
    }
    std::int64_t key = 0;
    if (auto const known = keys.find(e.on); known != keys.end()) {
        key = known->second;
    } else {
        auto const row = find_case(c, e.on);
        if (!row) return row.error();
        key = row->key;
    }
    query q(c.db(), c.move_case);
    auto const code = q.bind(last.sequence).bind(last.hash).bind(key).bind(e.sequence - 1).step();
    if (code != SQLITE_DONE) return c.failed(code, "the row of " + of_case(e.on));
    if (sqlite3_changes(c.db()) == 0) return conflict(c, e);
    return key;
}

result<sqlite_store::working::case_row> sqlite_store::working::find_case(store_connection& c,
                                                                         case_id const& on) {
    query q(c.db(), c.case_named);
    auto const code = q.bind(on.view()).step();
    if (code == SQLITE_DONE) return case_row{};
    if (code != SQLITE_ROW) return c.failed(code, "the row of " + of_case(on));
    return case_row{q.number(0), q.number(1)};
}

error sqlite_store::working::conflict(store_connection& c, new_entry const& e) {
    auto const row = find_case(c, e.on);
    if (!row) return row.error();
    return mismatch(errc::version_conflict, "version " + std::to_string(e.sequence - 1),
                    std::to_string(row->last_sequence), of_case(e.on));
}

/// Why an entry was not taken: a command id that is kept already, or something worse.
error sqlite_store::working::not_kept(store_connection& c, int code, new_entry const& e) {
    auto const other =
        c.failed(code, "a place for entry " + std::to_string(e.sequence) + " of " + of_case(e.on));
    if ((code & 0xff) != SQLITE_CONSTRAINT || e.command.empty()) return other;
    query q(c.db(), c.of_command);
    if (q.bind(e.command.view()).step() != SQLITE_ROW) return other;
    return mismatch(errc::command_id_reused, "a new command id", e.command.view(), of_case(e.on));
}

result<void> sqlite_store::keep(snapshot const& kept) {
    auto& w = *working_;
    auto const c = w.take();
    if (!c) return c.error();
    std::scoped_lock lock(w.writing);
    query q((*c)->db(), (*c)->keep_snapshot);
    auto const code = q.bind(kept.on.view())
                          .bind(kept.sequence)
                          .bind(kept.lifecycle)
                          .bind(kept.head)
                          .bind(kept.checksum)
                          .bind(byte_view(kept.content))
                          .step();
    if (code != SQLITE_DONE) return (*c)->failed(code, "a snapshot of " + of_case(kept.on));
    w.drain.after_commit(**c);
    return {};
}

result<void> sqlite_store::keep_beside(std::string_view name, byte_view content) {
    if (auto within = check_beside(name, content); !within) return within;
    auto& w = *working_;
    auto const c = w.take();
    if (!c) return c.error();
    std::scoped_lock lock(w.writing);
    query q((*c)->db(), (*c)->keep_beside);
    if (auto const code = q.bind(bytes_of(name)).bind(content).step(); code != SQLITE_DONE)
        return (*c)->failed(code, "a place for " + std::string(name));
    w.drain.after_commit(**c);
    return {};
}

// --- reading ------------------------------------------------------------------------------------

result<void> sqlite_store::read(case_id const& on, std::uint64_t from, std::uint64_t to,
                                entry_visitor const& visit) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->of_case);
    q.bind(on.view()).bind(from).bind(to);
    int code = SQLITE_DONE;
    std::optional<error> wrong;
    while ((code = q.step()) == SQLITE_ROW) {
        auto const e = entry_at(q, wrong);
        if (wrong) return *wrong;
        if (!visit(e)) return {};
    }
    if (code != SQLITE_DONE) return (*c)->failed(code, "the entries of " + of_case(on));
    return {};
}

result<void> sqlite_store::marked(std::uint64_t about, std::uint64_t from_log_index,
                                  mark_visitor const& visit) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->marks_of);
    q.bind(subject(about)).bind(from_log_index);
    int code = SQLITE_DONE;
    while ((code = q.step()) == SQLITE_ROW)
        if (!visit(static_cast<std::uint64_t>(q.number(0)), q.blob(1))) return {};
    if (code != SQLITE_DONE) return (*c)->failed(code, "the marks");
    return {};
}

/// Runs a statement whose first column is the log index over the log from there on, and lets go of
/// the file now and then. `visit` answers whether to go on.
template <class Visit>
result<std::uint64_t> sqlite_store::working::along_the_log(statement store_connection::*what,
                                                           std::uint64_t from, Visit const& visit) {
    for (auto next = from;;) {
        auto const c = take();
        if (!c) return c.error();
        auto const before = next;
        query q((*c)->db(), (**c).*what);
        q.bind(next).bind(visited_at_once);
        int code = SQLITE_DONE;
        while ((code = q.step()) == SQLITE_ROW) {
            next = static_cast<std::uint64_t>(q.number(0)) + 1;
            result<bool> const going_on = visit(q);
            if (!going_on) return going_on.error();
            if (!*going_on) return next;
        }
        if (code != SQLITE_DONE) return (*c)->failed(code, "the log from " + std::to_string(next));
        if (next == before) return next;
    }
}

result<std::uint64_t> sqlite_store::scan(std::uint64_t from_log_index, entry_visitor const& visit) {
    std::optional<error> wrong;
    return working_->along_the_log(&store_connection::of_log, from_log_index,
                                   [&](query const& row) -> result<bool> {
                                       auto const e = entry_at(row, wrong);
                                       if (wrong) return *wrong;
                                       return visit(e);
                                   });
}

result<std::uint64_t> sqlite_store::scan_contents(std::uint64_t from_log_index,
                                                  content_visitor const& visit) {
    return working_->along_the_log(
        &store_connection::contents, from_log_index, [&](query const& row) -> result<bool> {
            return visit(static_cast<std::uint64_t>(row.number(0)), row.blob(1));
        });
}

result<std::optional<std::pair<case_id, std::uint64_t>>> sqlite_store::seen(command_id const& id) {
    std::optional<std::pair<case_id, std::uint64_t>> found;
    if (id.empty()) return found;
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->of_command);
    auto const code = q.bind(id.view()).step();
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "command id " + id.str());
    std::optional<error> wrong;
    found.emplace();
    get(found->first, q.text(0), wrong);
    found->second = static_cast<std::uint64_t>(q.number(1));
    if (wrong) return *wrong;
    return found;
}

result<std::optional<case_head>> sqlite_store::head(case_id const& on) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->case_head_of);
    auto const code = q.bind(on.view()).step();
    std::optional<case_head> found;
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "the head of " + of_case(on));
    std::optional<error> wrong;
    found = head_at(q, wrong);
    if (wrong) return *wrong;
    return found;
}

result<void> sqlite_store::heads(std::function<bool(case_head const&)> const& visit) {
    std::optional<error> wrong;
    for (std::int64_t last = 0;;) {
        auto const c = working_->take();
        if (!c) return c.error();
        auto const before = last;
        query q((*c)->db(), (*c)->case_heads);
        q.bind(last).bind(visited_at_once);
        int code = SQLITE_DONE;
        while ((code = q.step()) == SQLITE_ROW) {
            auto const h = head_at(q, wrong);
            if (wrong) return *wrong;
            last = q.number(3);
            if (!visit(h)) return {};
        }
        if (code != SQLITE_DONE) return (*c)->failed(code, "the heads of the cases");
        if (last == before) return {};
    }
}

result<std::uint64_t> sqlite_store::size() {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->next_index);
    if (auto const code = q.step(); code != SQLITE_ROW) return (*c)->failed(code, "the log's end");
    return static_cast<std::uint64_t>(q.number(0));
}

result<std::optional<snapshot>> sqlite_store::recall(case_id const& on) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->snapshot_of);
    auto const code = q.bind(on.view()).step();
    std::optional<snapshot> found;
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "the snapshot of " + of_case(on));
    std::optional<error> wrong;
    found.emplace();
    found->on = on;
    found->sequence = static_cast<std::uint64_t>(q.number(0));
    get(found->lifecycle, q.blob(1), wrong);
    get(found->head, q.blob(2), wrong);
    get(found->checksum, q.blob(3), wrong);
    auto const content = q.blob(4);
    found->content.assign(content.begin(), content.end());
    // A snapshot only spares work: a damaged one is none.
    if (wrong) found.reset();
    return found;
}

result<std::optional<bytes>> sqlite_store::beside(std::string_view name) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->beside_named);
    auto const code = q.bind(bytes_of(name)).step();
    std::optional<bytes> found;
    if (code == SQLITE_DONE) return found;
    if (code != SQLITE_ROW) return (*c)->failed(code, "what is kept as " + std::string(name));
    auto const content = q.blob(0);
    found.emplace(content.begin(), content.end());
    return found;
}

result<void> sqlite_store::beside(std::string_view prefix, beside_visitor const& visit) {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->beside_from);
    q.bind(bytes_of(prefix));
    int code = SQLITE_DONE;
    while ((code = q.step()) == SQLITE_ROW) {
        auto const name = q.text(0);
        if (!name.starts_with(prefix)) return {};
        if (!visit(name, q.blob(1))) return {};
    }
    if (code != SQLITE_DONE) return (*c)->failed(code, "what is kept beside the log");
    return {};
}

// --- keys of customers --------------------------------------------------------------------------

key_store* sqlite_store::keys() noexcept { return working_.get(); }

result<subject_key> sqlite_store::working::key_for(customer_id const& whose) {
    auto const c = take();
    if (!c) return c.error();
    return customer_keys.key_for(**c, (*c)->about_keys, whose);
}

result<kept_key> sqlite_store::working::find(std::uint64_t id) {
    auto const c = take();
    if (!c) return c.error();
    return customer_keys.find(**c, (*c)->about_keys, id);
}

result<std::vector<kept_key>> sqlite_store::working::keys_of(customer_id const& whose) {
    auto const c = take();
    if (!c) return c.error();
    return customer_keys.keys_of(**c, (*c)->about_keys, whose);
}

result<void> sqlite_store::working::retire(customer_id const& whose) {
    auto const c = take();
    if (!c) return c.error();
    std::scoped_lock lock(writing);
    return customer_keys.retire(**c, (*c)->about_keys, whose);
}

result<void> sqlite_store::working::destroy(std::span<std::uint64_t const> ids) {
    auto const c = take();
    if (!c) return c.error();
    std::scoped_lock lock(writing);
    if (auto done = customer_keys.destroy(**c, (*c)->about_keys, ids); !done) return done;
    // Older pages in the log still hold the secrets, and so may what lies behind its end.
    return (*c)->drain_wal();
}

result<void> sqlite_store::working::adopt(customer_id const& whose, kept_key const& from) {
    auto const c = take();
    if (!c) return c.error();
    return customer_keys.adopt(**c, (*c)->about_keys, whose, from);
}

// --- the file -----------------------------------------------------------------------------------

result<void> sqlite_store::drain_wal() {
    auto& w = *working_;
    auto const c = w.take();
    if (!c) return c.error();
    std::scoped_lock lock(w.writing);
    return (*c)->drain_wal();
}

result<void> sqlite_store::check() {
    auto const c = working_->take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->compare_all);
    if (auto const code = q.step(); code != SQLITE_ROW) return (*c)->failed(code, "a sound file");
    if (q.text(0) == "ok") return {};
    return damaged("a sound file", q.text(0), "file " + working_->options.path.string());
}

} // namespace amends
