// SPDX-License-Identifier: BSL-1.0
// Mishaps, drawn call by call.
#include "simulation/faulty_store.hpp"

namespace amends::simulation {
namespace {

error gone() { return mismatch(errc::store_failed, "a disk", "none for a moment"); }

} // namespace

void faulty_store::die(mishap how) {
    shared_.count(how);
    died_ = true;
    throw process_died{};
}

result<std::uint64_t> faulty_store::append(std::span<new_entry const> entries,
                                           std::span<unmarked const> unless) {
    auto* const attempts = shared_.attempts;
    auto const place = attempts == nullptr ? 0 : attempts->size();
    if (attempts != nullptr) {
        auto& one = attempts->emplace_back();
        one.desk = desk_;
        for (auto const& e : entries) one.entries.push_back({e.on, e.sequence, e.hash});
    }
    // Others may have tried something meanwhile.
    auto const nobody_hears = [&] {
        if (attempts != nullptr) (*attempts)[place].unheard = true;
    };
    if (shared_.calm) return real.append(entries, unless);
    if (shared_.chance.once_in(shared_.how.overtaking)) {
        shared_.count(mishap::overtaken);
        overtake_(entries.front().on);
    }
    if (!shared_.chance.once_in(shared_.how.appends)) return real.append(entries, unless);
    switch (auto const what = static_cast<mishap>(shared_.chance.below(5))) {
    case mishap::append_failed: shared_.count(what); return gone();
    case mishap::store_was_busy:
        shared_.count(what);
        return mismatch(errc::store_busy, "a free store", "one held by somebody else");
    case mishap::died_before_append: die(what);
    case mishap::died_after_append:
        nobody_hears();
        (void)real.append(entries, unless);
        die(what);
    default:
        shared_.count(mishap::answer_lost);
        nobody_hears();
        (void)real.append(entries, unless);
        return gone();
    }
}

std::optional<error> faulty_store::reading_goes_wrong() {
    if (shared_.calm || !shared_.chance.once_in(shared_.how.reads)) return std::nullopt;
    if (shared_.chance.once_in(4)) die(mishap::died_while_reading);
    shared_.failed(mishap::reading_failed, desk_);
    return gone();
}

result<void> faulty_store::marked(std::uint64_t about, std::uint64_t from,
                                  mark_visitor const& visit) {
    if (auto const wrong = reading_goes_wrong()) return *wrong;
    return real.marked(about, from, visit);
}

result<void> faulty_store::read(case_id const& on, std::uint64_t from, std::uint64_t to,
                                entry_visitor const& visit) {
    if (auto const wrong = reading_goes_wrong()) return *wrong;
    return real.read(on, from, to, visit);
}

result<std::optional<std::pair<case_id, std::uint64_t>>> faulty_store::seen(command_id const& id) {
    if (auto const wrong = reading_goes_wrong()) return *wrong;
    return real.seen(id);
}

result<std::optional<case_head>> faulty_store::head(case_id const& on) {
    if (auto const wrong = reading_goes_wrong()) return *wrong;
    return real.head(on);
}

result<void> faulty_store::keep(snapshot const& s) {
    if (!shared_.calm && shared_.chance.once_in(shared_.how.snapshots)) {
        shared_.count(mishap::snapshot_unkept);
        return gone();
    }
    return real.keep(s);
}

result<std::optional<snapshot>> faulty_store::recall(case_id const& on) {
    auto recalled = real.recall(on);
    if (shared_.calm || !recalled || !*recalled || !shared_.chance.once_in(shared_.how.snapshots))
        return recalled;
    shared_.count(mishap::snapshot_altered);
    auto& s = **recalled;
    auto const bit = static_cast<std::byte>(1u << shared_.chance.below(8));
    if (auto const at = shared_.chance.below(s.content.size() + 32); at < s.content.size())
        s.content[at] ^= bit;
    else s.head.bytes[at - s.content.size()] ^= bit;
    return recalled;
}

} // namespace amends::simulation
