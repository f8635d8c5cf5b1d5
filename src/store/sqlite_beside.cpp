// SPDX-License-Identifier: BSL-1.0
// What a store keeps beside its log: snapshots of cases, and contents under names.
#include "store/sqlite_rows.hpp"
#include "store/sqlite_working.hpp"
#include "store/stored_row.hpp"

namespace amends {
namespace {

using sqlite::bytes_of;
using sqlite::query;

} // namespace

result<void> sqlite_store::keep(snapshot const& kept) {
    auto& w = *working_;
    auto const c = w.connections.take();
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
    if (code != SQLITE_DONE)
        return (*c)->failed(code, "a snapshot of " + detail::in_words(kept.on));
    w.drain.after_commit(**c);
    return {};
}

result<std::optional<snapshot>> sqlite_store::recall(case_id const& on) {
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->snapshot_of);
    auto const code = q.bind(on.view()).step();
    if (code == SQLITE_DONE) return std::optional<snapshot>();
    if (code != SQLITE_ROW) return (*c)->failed(code, "the snapshot of " + detail::in_words(on));
    return detail::snapshot_at(q, on);
}

result<void> sqlite_store::keep_beside(std::string_view name, byte_view content) {
    if (auto within = check_beside(name, content); !within) return within;
    auto& w = *working_;
    auto const c = w.connections.take();
    if (!c) return c.error();
    std::scoped_lock lock(w.writing);
    query q((*c)->db(), (*c)->keep_beside);
    if (auto const code = q.bind(bytes_of(name)).bind(content).step(); code != SQLITE_DONE)
        return (*c)->not_committed(code, "a place for " + std::string(name));
    w.drain.after_commit(**c);
    return {};
}

result<std::optional<bytes>> sqlite_store::beside(std::string_view name) {
    auto const c = working_->connections.take();
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
    auto const c = working_->connections.take();
    if (!c) return c.error();
    query q((*c)->db(), (*c)->beside_from);
    q.bind(bytes_of(prefix));
    int code = SQLITE_DONE;
    auto going_on = true;
    while (going_on && (code = q.step()) == SQLITE_ROW) {
        auto const name = q.text(0);
        going_on = name.starts_with(prefix) && visit(name, q.blob(1));
    }
    if (auto const still = (*c)->check_unchanged(); !still) return still;
    if (going_on && code != SQLITE_DONE) return (*c)->failed(code, "what is kept beside the log");
    return {};
}

} // namespace amends
