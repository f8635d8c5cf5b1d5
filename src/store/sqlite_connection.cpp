// SPDX-License-Identifier: BSL-1.0
// Opening a connection, running statements, and turning SQLite's codes into errors.
#include "store/sqlite_connection.hpp"

#include "store/longest_wait.hpp"
#include "store/sqlite_checked_pages.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <thread>

namespace amends::sqlite {

// --- one query ----------------------------------------------------------------------------------

query::query(sqlite3* db, statement& what) {
    if (what.prepared_ == nullptr)
        note(sqlite3_prepare_v3(db, what.sql_, -1, SQLITE_PREPARE_PERSISTENT, &what.prepared_,
                                nullptr));
    stmt_ = what.prepared_;
}

query& query::bind(std::int64_t number) {
    note(sqlite3_bind_int64(stmt_, next_++, number));
    return *this;
}

query& query::bind(std::uint64_t number) {
    // SQLite's numbers are signed: what lies beyond them is as good as the end.
    constexpr auto end = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return bind(static_cast<std::int64_t>(std::min(number, end)));
}

query& query::bind(std::string_view text) {
    note(sqlite3_bind_text64(stmt_, next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

query& query::bind(byte_view some) {
    // A null pointer would bind NULL instead of nothing at all.
    auto const* const data = some.empty() ? static_cast<void const*>("") : some.data();
    note(sqlite3_bind_blob64(stmt_, next_++, data, some.size(), SQLITE_STATIC));
    return *this;
}

query& query::bind_nothing() {
    note(sqlite3_bind_null(stmt_, next_++));
    return *this;
}

int query::step() {
    if (code_ != SQLITE_OK) return code_;
    return sqlite3_step(stmt_);
}

std::string_view query::text(int column) const {
    auto const* const data = sqlite3_column_text(stmt_, column);
    if (data == nullptr) return {};
    return {reinterpret_cast<char const*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

byte_view query::blob(int column) const {
    auto const* const data = sqlite3_column_blob(stmt_, column);
    if (data == nullptr) return {};
    return {static_cast<std::byte const*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

// --- errors -------------------------------------------------------------------------------------

error failure(sqlite3* db, int code, std::string_view expected) {
    std::string found = db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db);
    if (auto const system = db == nullptr ? 0 : sqlite3_system_errno(db);
        system != 0 && (code & 0xff) == SQLITE_IOERR)
        found += std::string(": ") + std::strerror(system);
    auto const* const path = db == nullptr ? nullptr : sqlite3_db_filename(db, "main");
    auto const where = path == nullptr ? std::string() : "file " + std::string(path);
    if (code == SQLITE_IOERR_DATA)
        return mismatch(errc::store_damaged, expected, "a page that is not as it was written",
                        where);
    // Nothing is wrong with what was looked for where the file alone cannot be written.
    constexpr std::string_view writable = "a store that can be written";
    switch (code & 0xff) {
    case SQLITE_FULL: return mismatch(errc::store_failed, writable, found, where);
    case SQLITE_CANTOPEN:
        return mismatch(errc::store_failed, expected, "a folder in which no file can be made",
                        where);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return mismatch(errc::store_failed, writable, "a file or folder that may only be read",
                        where);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return mismatch(errc::store_busy, expected, "the file held by another process", where);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: // a table or a column is missing
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT: return mismatch(errc::store_damaged, expected, found, where);
    default: return mismatch(errc::store_failed, expected, found, where);
    }
}

// --- the connection -----------------------------------------------------------------------------

/// Called while another connection holds the file. SQLite's own handler sleeps up to 100 ms, which
/// is long beside a commit of a tenth of one.
int connection::wait_a_little(void* self, int tries) noexcept {
    auto& c = *static_cast<connection*>(self);
    if (tries == 0) c.waited_ = {};
    if (c.waited_ >= c.patience_) return 0;
    auto const nap = std::chrono::microseconds(std::min(100 << std::min(tries / 8, 5), 2000));
    std::this_thread::sleep_for(nap);
    c.waited_ += nap;
    return 1;
}

int connection::after_commit(void* self, sqlite3*, char const*, int pages) noexcept {
    static_cast<connection*>(self)->wal_pages_ = static_cast<std::uint32_t>(pages);
    return SQLITE_OK;
}

namespace {

/// What the system says of the file itself: what it said last may have been about one beside it.
std::string why_not_opened(std::filesystem::path const& file, bool create) {
    std::error_code unknown;
    errno = 0;
    auto* const opened = std::fopen(file.string().c_str(), "rb");
    if (opened != nullptr) std::fclose(opened);
    auto const why = errno;
    auto const could_be_made = create && std::filesystem::is_directory(file.parent_path(), unknown);
    if (opened != nullptr || (why == ENOENT && could_be_made))
        return "a folder in which no file can be made";
    return std::strerror(why);
}

std::string as_uri(std::string_view path) {
    std::string uri = "file:";
    for (char const c : path) {
        if (c == '%') uri += "%25";
        else if (c == '?') uri += "%3f";
        else if (c == '#') uri += "%23";
        else uri += c;
    }
    return uri;
}

} // namespace

connection::unchanged::unchanged(std::filesystem::path path) : file(std::move(path)) {
    std::error_code unknown;
    // SQLite follows a link to the file, and puts the log there.
    if (auto real = std::filesystem::canonical(file, unknown); !unknown) file = std::move(real);
    written = std::filesystem::last_write_time(file, unknown);
    length = std::filesystem::file_size(file, unknown);
}

/// Whoever writes does so to a log beside the file first; what is in none is in the file.
bool connection::unchanged::has_log() const {
    for (auto const* suffix : {"-wal", "-journal"}) {
        std::error_code none;
        if (std::filesystem::file_size(file.string() + suffix, none) != 0 && !none) return true;
    }
    return false;
}

bool connection::is_outdated() const {
    return taken_as_ && (taken_as_->has_log() || unchanged(taken_as_->file) != *taken_as_);
}

result<void> connection::check_unchanged() const {
    if (!taken_as_ || unchanged(taken_as_->file) == *taken_as_) return {};
    return mismatch(errc::store_busy, "a file that stays as it is while it is read",
                    "one that somebody wrote", "file " + taken_as_->file.string());
}

error connection::failed(int code, std::string_view expected) const {
    if (auto const still = check_unchanged(); !still) return still.error();
    return failure(db_, code, expected);
}

error connection::not_committed(int code, std::string_view expected) const {
    auto why = failed(code, expected);
    // Where only the flush failed, the write-ahead log has all of it: who opens the file after a crash
    // finds it there, unless another commit took its place.
    if ((code & 0xff) == SQLITE_IOERR && why.code == errc::store_failed) {
        why.code = errc::store_unsure;
        why.message += "; whether it took place is not known";
    }
    return why;
}

result<void> connection::open(sqlite_options const& how) {
    std::error_code wrong;
    // An absolute path is a path, whatever SQLite reads into ":memory:" or "file:".
    auto const path = std::filesystem::absolute(how.path, wrong).string();
    if (how.path.empty() || wrong)
        return mismatch(errc::store_failed, "the path of a store",
                        how.path.empty() ? "an empty path" : how.path.string());
    constexpr auto expected = "a store that can be opened";
    // SQLite names a directory only when it is to be written.
    if (std::filesystem::is_directory(path, wrong))
        return mismatch(errc::store_failed, expected, "a directory", "file " + path);

    auto flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (how.read_only) flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    else flags |= SQLITE_OPEN_READWRITE | (how.create ? SQLITE_OPEN_CREATE : 0);
    auto name = path;
    if (how.read_only) {
        unchanged const now(path);
        name = as_uri(path);
        if (!now.has_log()) {
            name += "?immutable=1";
            taken_as_ = now;
        }
    }
    // Whoever writes keeps the checksums, whatever was asked for.
    auto const* const disk =
        how.read_only && !how.check_pages ? nullptr : disk_with_checked_pages();
    if (auto const code = sqlite3_open_v2(name.c_str(), &db_, flags, disk); code != SQLITE_OK) {
        if ((code & 0xff) != SQLITE_CANTOPEN) return failed(code, expected);
        return mismatch(errc::store_failed, expected,
                        why_not_opened(path, how.create && !how.read_only), "file " + path);
    }
    // Heeded where the file is yet to be made.
    int reserved = page_check_size;
    sqlite3_file_control(db_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    sqlite3_extended_result_codes(db_, 1);
    patience_ = detail::at_most_ten_years(how.busy_timeout);
    sqlite3_busy_handler(db_, wait_a_little, this);
    sqlite3_wal_hook(db_, after_commit, this);
    // The file may come from anywhere: nothing in its schema is executed, bad cells are noticed, and
    // it is not mapped, since a file cut short under a mapping ends the process.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    auto const settings = "PRAGMA cell_size_check=1; PRAGMA mmap_size=0; PRAGMA synchronous=FULL; "
                          // Pages that are given up, and cells that move, leave no copy behind.
                          "PRAGMA secure_delete=ON; "
                          "PRAGMA cache_size=-" +
                          std::to_string(how.cache_kib);
    return execute(settings.c_str());
}

result<void> connection::drain_wal() {
    // The handler is not asked while somebody else drains it, and is while readers are.
    constexpr std::chrono::microseconds nap(500);
    sqlite3_busy_handler(db_, nullptr, nullptr);
    int code = SQLITE_OK;
    for (auto left = patience_;; left -= nap) {
        code =
            sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if ((code & 0xff) != SQLITE_BUSY || left.count() <= 0) break;
        std::this_thread::sleep_for(nap);
    }
    sqlite3_busy_handler(db_, wait_a_little, this);
    if (code != SQLITE_OK) return failed(code, "a write-ahead log that can be drained");
    return flush_wal();
}

// SQLite cuts the log without a flush: should the power go, secrets would come back with it. The flush
// goes past SQLite, which has no words for how it ended.
result<void> connection::flush_wal() {
    sqlite3_file* log = nullptr;
    auto code = sqlite3_file_control(db_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code == SQLITE_OK && log != nullptr && log->pMethods != nullptr)
        code = log->pMethods->xSync(log, SQLITE_SYNC_FULL);
    if (code == SQLITE_OK) return {};
    return mismatch(errc::store_failed, "a write-ahead log whose cut is on the disk",
                    sqlite3_errstr(code), std::string("file ") + sqlite3_db_filename(db_, "main"));
}

result<void> connection::execute(char const* sql) {
    auto const code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failed(code, "a sound store");
    return {};
}

result<std::int64_t> connection::number(char const* sql) {
    statement asked(sql);
    query q(db_, asked);
    if (auto const code = q.step(); code != SQLITE_ROW) return failed(code, "a sound store");
    return q.number(0);
}

} // namespace amends::sqlite
