// SPDX-License-Identifier: BSL-1.0
// A scan that goes on when a case is not whole yet, within a bound of memory.
#include "exchange/case_by_case.hpp"

namespace amends::detail {

namespace {

constexpr std::size_t bytes_max = std::size_t{24} << 20;
// Read at once: a scan begins with a question to the store.
constexpr std::uint64_t entries_at_once = 4096;

} // namespace

result<void> case_by_case::read_on() {
    auto left = entries_at_once;
    auto is_enough = false;
    auto const read = from_.scan(next_, [&](stored_entry const& e) {
        // Whose first entry is not waiting was asked for before.
        auto known = waiting_.find(e.on);
        if (known == waiting_.end() && e.sequence == 1) known = waiting_.try_emplace(e.on).first;
        if (known != waiting_.end()) {
            known->second.push_back({e, bytes(e.bytes.begin(), e.bytes.end()),
                                     bytes(e.sealed.begin(), e.sealed.end())});
            size_ += sizeof(copied_entry) + e.bytes.size() + e.sealed.size();
        }
        is_enough = --left == 0 || size_ >= bytes_max;
        return !is_enough;
    });
    if (!read) return read.error();
    next_ = *read;
    is_over_ = !is_enough;
    return {};
}

bool case_by_case::has_all(case_head const& head) const {
    auto const known = waiting_.find(head.on);
    return known != waiting_.end() && known->second.size() >= head.last_sequence;
}

result<void> case_by_case::read(case_head const& head, entry_visitor const& visit) {
    while (!has_all(head) && !is_over_ && size_ < bytes_max)
        if (auto more = read_on(); !more) return more;
    std::vector<copied_entry> mine;
    if (auto const known = waiting_.find(head.on); known != waiting_.end()) {
        mine = std::move(known->second);
        waiting_.erase(known);
    }
    for (auto const& one : mine)
        size_ -= sizeof(copied_entry) + one.content.size() + one.sealed.size();
    if (mine.size() < head.last_sequence) return from_.read(head.on, 1, head.last_sequence, visit);
    mine.resize(head.last_sequence);
    for (auto const& one : mine) {
        auto e = one.columns;
        e.bytes = one.content;
        e.sealed = one.sealed;
        if (!visit(e)) break;
    }
    return {};
}

} // namespace amends::detail
