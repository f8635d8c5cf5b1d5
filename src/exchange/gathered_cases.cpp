// SPDX-License-Identifier: BSL-1.0
// One scan for many cases, within bounds of memory and of looking in vain.
#include "exchange/gathered_cases.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends::detail {

namespace {

constexpr std::size_t bytes_max = std::size_t{8} << 20;
// Entries looked at for each that is wanted, and in vain one after the other: then a reading for each
// case that is left costs less.
constexpr std::uint64_t looks_max = 4, vain_looks_max = 1024;

} // namespace

result<gathered_cases> gathered_cases::of(store& from, std::vector<case_head> cases) {
    gathered_cases made(from, std::move(cases));
    if (auto done = made.gather(); !done) return done.error();
    return made;
}

result<void> gathered_cases::gather() {
    if (cases_.size() < 2) return {};
    boost::unordered_flat_map<case_id, std::size_t> places;
    std::uint64_t wanted = 0;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        places.emplace(cases_[i].on, i);
        wanted += cases_[i].last_sequence;
    }
    std::optional<std::uint64_t> first;
    auto const found = from_->read(cases_.front().on, 1, 1, [&](stored_entry const& e) {
        first = e.log_index;
        return false;
    });
    if (!found) return found.error();
    if (!first) return {};

    std::uint64_t left = wanted, looks = 0, vain_looks = 0;
    std::size_t size = 0;
    auto const read = from_->scan(*first, [&](stored_entry const& e) {
        ++looks;
        ++vain_looks;
        if (auto const known = places.find(e.on); known != places.end()) {
            auto& mine = entries_[known->second];
            if (e.sequence == mine.size() + 1 &&
                e.sequence <= cases_[known->second].last_sequence) {
                mine.push_back({e, bytes(e.bytes.begin(), e.bytes.end()),
                                bytes(e.sealed.begin(), e.sealed.end())});
                size += sizeof(copied_entry) + e.bytes.size() + e.sealed.size();
                --left;
                vain_looks = 0;
            }
        }
        return left != 0 && size < bytes_max && looks < looks_max * wanted &&
               vain_looks < vain_looks_max;
    });
    if (!read) return read.error();
    return {};
}

result<void> gathered_cases::read(std::size_t place, entry_visitor const& visit) {
    auto const& head = cases_[place];
    auto const mine = std::exchange(entries_[place], {});
    if (mine.size() != head.last_sequence)
        return from_->read(head.on, 1, head.last_sequence, visit);
    for (auto const& one : mine) {
        auto e = one.columns;
        e.bytes = one.content;
        e.sealed = one.sealed;
        if (!visit(e)) break;
    }
    return {};
}

} // namespace amends::detail
