// SPDX-License-Identifier: BSL-1.0
// Each call about keys takes a connection, and those that write stand in line with appends.
#include "store/sqlite_key_store.hpp"

namespace amends::sqlite {

result<subject_key> key_store_of_file::key_for(customer_id const& whose) {
    auto const c = connections_.take();
    if (!c) return c.error();
    return keys_.key_for(**c, (*c)->about_keys, whose);
}

result<kept_key> key_store_of_file::find(std::uint64_t id) {
    auto const c = connections_.take();
    if (!c) return c.error();
    return keys_.find(**c, (*c)->about_keys, id);
}

result<std::vector<kept_key>> key_store_of_file::keys_of(customer_id const& whose) {
    auto const c = connections_.take();
    if (!c) return c.error();
    return keys_.keys_of(**c, (*c)->about_keys, whose);
}

result<void> key_store_of_file::retire(customer_id const& whose) {
    auto const c = connections_.take();
    if (!c) return c.error();
    std::scoped_lock lock(writing_);
    return keys_.retire(**c, (*c)->about_keys, whose);
}

result<void> key_store_of_file::destroy(std::span<std::uint64_t const> ids) {
    auto const c = connections_.take();
    if (!c) return c.error();
    std::scoped_lock lock(writing_);
    if (auto done = keys_.destroy(**c, (*c)->about_keys, ids); !done) return done;
    // Older pages in the log still hold the secrets, and so may what lies behind its end.
    return (*c)->drain_wal();
}

result<void> key_store_of_file::adopt(customer_id const& whose, kept_key const& from) {
    auto const c = connections_.take();
    if (!c) return c.error();
    return keys_.adopt(**c, (*c)->about_keys, whose, from);
}

} // namespace amends::sqlite
