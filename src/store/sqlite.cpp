// SPDX-License-Identifier: BSL-1.0
// The store over SQLite: opening a file, one transaction an append, the file as a whole.
#include <amends/store/sqlite.hpp>

#include "store/sqlite_schema.hpp"
#include "store/sqlite_working.hpp"

namespace amends {

sqlite_store::sqlite_store(std::unique_ptr<working> made) : working_(std::move(made)) {}
sqlite_store::~sqlite_store() = default;

result<std::unique_ptr<sqlite_store>> sqlite_store::open(sqlite_options how) {
    auto made = std::make_unique<working>();
    auto first = std::make_unique<sqlite::store_connection>();
    if (auto opened = first->open(how); !opened) return opened.error();
    if (auto current = sqlite::make_current(*first, how); !current) return current.error();
    if (auto whole = sqlite::check_length(*first, how); !whole) return whole.error();
    // A working directory may change; connections that are opened later must find the same file.
    how.path = sqlite3_db_filename(first->db(), "main");
    if (auto started = made->drain.start(how); !started) return started.error();
    made->connections.start(std::move(how), std::move(first));
    return std::unique_ptr<sqlite_store>(new sqlite_store(std::move(made)));
}

key_store* sqlite_store::keys() noexcept { return &working_->keys; }

result<std::uint64_t> sqlite_store::append(std::span<new_entry const> entries,
                                           std::span<unmarked const> unless) {
    if (entries.empty() && unless.empty()) return size();
    auto& w = *working_;
    auto const c = w.connections.take();
    if (!c) return c.error();
    // What subscribers are told needs memory: better it is missing before the commit than after.
    std::vector<stored_entry> committed;
    auto const telling = has_subscribers();
    if (telling) committed.reserve(entries.size());
    result<std::uint64_t> first = 0;
    {
        std::scoped_lock lock(w.writing);
        first = w.writer.write(**c, entries, unless);
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

result<void> sqlite_store::drain_wal() {
    auto& w = *working_;
    auto const c = w.connections.take();
    if (!c) return c.error();
    std::scoped_lock lock(w.writing);
    return (*c)->drain_wal();
}

result<void> sqlite_store::check() {
    // A file that somebody begins to write is looked at anew, as it then is: by then its writer has a
    // log beside it, from which one moment is read, or has gone.
    constexpr auto looks_max = 5;
    for (auto looks = 1;; ++looks) {
        auto const c = working_->connections.take();
        if (!c) return c.error();
        sqlite::query q((*c)->db(), (*c)->compare_all);
        auto const code = q.step();
        if (code == SQLITE_ROW && q.text(0) == "ok") return {};
        if (auto const still = (*c)->check_unchanged(); !still && looks < looks_max) continue;
        else if (!still) return still;
        if (code != SQLITE_ROW) return (*c)->failed(code, "a sound file");
        return mismatch(errc::store_damaged, "a sound file", q.text(0),
                        "file " + working_->connections.file().string());
    }
}

} // namespace amends
