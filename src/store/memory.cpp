// SPDX-License-Identifier: BSL-1.0
// Entries in flat memory: bytes in chunks, records in one vector, cases by place.
#include <amends/store/memory.hpp>

#include "store/not_kept.hpp"

#include <algorithm>
#include <cstring>

namespace amends {
namespace {

constexpr std::size_t chunk_size = std::size_t{1} << 20;
constexpr std::size_t heads_at_once = 1024;

std::uint32_t print_of(command_id const& id) noexcept {
    return static_cast<std::uint32_t>(hash_value(id));
}

} // namespace

memory_store::memory_store() = default;
memory_store::~memory_store() = default;

std::byte const* memory_store::keep_bytes(byte_view some, byte_view behind) {
    auto const together = some.size() + behind.size();
    if (together > chunk_left_) {
        auto const size = std::max(chunk_size, together);
        chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
        chunk_at_ = chunks_.back().get();
        chunk_left_ = size;
    }
    auto* const kept = chunk_at_;
    if (!some.empty()) std::memcpy(kept, some.data(), some.size());
    if (!behind.empty()) std::memcpy(kept + some.size(), behind.data(), behind.size());
    chunk_at_ += together;
    chunk_left_ -= together;
    return kept;
}

stored_entry memory_store::view(std::uint64_t index) const {
    auto const& r = log_[index];
    return {index,
            cases_[r.case_place].on,
            r.sequence,
            r.command,
            r.hash,
            {r.bytes, r.size},
            {r.bytes + r.size, r.sealed_size}};
}

std::uint32_t memory_store::record_of(command_id const& id) const {
    auto const known = commands_.find(print_of(id));
    auto at = known == commands_.end() ? nowhere : known->second;
    while (at != nowhere && log_[at].command != id) at = log_[at].same_print;
    return at;
}

/// Makes `index` the record of a command id; false when the id has one already.
bool memory_store::note_command(command_id const& id, std::uint32_t index,
                                std::uint32_t& same_print) {
    auto const [known, is_new] = commands_.try_emplace(print_of(id), index);
    if (is_new) return true;
    if (record_of(id) != nowhere) return false;
    same_print = std::exchange(known->second, index);
    return true;
}

/// The place of a case, which is given one when it has none yet.
std::uint32_t memory_store::place_of(case_id const& on) {
    if (auto const known = case_places_.find(on); known != case_places_.end()) return known->second;
    auto const place = static_cast<std::uint32_t>(cases_.size());
    cases_.push_back({on, 0, nowhere});
    try {
        case_places_.emplace(on, place);
    } catch (...) {
        cases_.pop_back();
        throw;
    }
    return place;
}

/// Adds one entry or nothing. What needs memory comes first and the index last, so that without
/// memory no index names what is not there.
std::optional<error> memory_store::add(new_entry const& e) {
    auto const place = place_of(e.on);
    auto& c = cases_[place];
    if (e.sequence != c.last_sequence + 1) return detail::case_is_at(c.last_sequence, e);
    log_.make_room();
    auto const* const kept = keep_bytes(e.bytes, e.sealed);
    auto const index = static_cast<std::uint32_t>(log_.size());
    auto same_print = nowhere;
    if (!e.command.empty() && !note_command(e.command, index, same_print))
        return detail::command_was_seen(e);
    log_.push_back({kept, static_cast<std::uint32_t>(e.bytes.size()),
                    static_cast<std::uint32_t>(e.sealed.size()), place, c.last, same_print,
                    e.sequence, e.hash, e.command});
    c.last = index;
    c.last_sequence = e.sequence;
    add_marks(e.marks); // of the entry that is there now: `take_back` finds both
    return std::nullopt;
}

/// Marks the last record.
void memory_store::add_marks(std::span<mark const> marks) {
    for (auto const& m : marks) {
        auto& of_this = marks_[m.about];
        // Room first, and twice as much when there is none: a subject may have many marks.
        if (of_this.size() == of_this.capacity()) of_this.reserve(2 * of_this.size() + 4);
        marked_.push_back(m.about);
        of_this.push_back({log_.size() - 1, {keep_bytes(m.content), m.content.size()}});
    }
}

std::optional<error> memory_store::still_unmarked(std::span<unmarked const> unless) const {
    for (auto const& u : unless) {
        auto const known = marks_.find(u.about);
        if (known == marks_.end() || known->second.empty()) continue;
        if (known->second.back().log_index >= u.since_log_index)
            return detail::is_marked(u, known->second.back().log_index);
    }
    return std::nullopt;
}

/// Drops every record from `first` on with its marks; needs no memory.
void memory_store::take_back(std::uint64_t first) noexcept {
    for (; !marked_.empty(); marked_.pop_back()) {
        auto& of_this = marks_.find(marked_.back())->second;
        if (!of_this.empty() && of_this.back().log_index >= first) of_this.pop_back();
    }
    while (log_.size() > first) {
        auto const& r = log_[log_.size() - 1];
        auto& c = cases_[r.case_place];
        c.last = r.before;
        c.last_sequence = r.sequence - 1;
        if (!r.command.empty()) {
            auto const known = commands_.find(print_of(r.command));
            if (r.same_print == nowhere) commands_.erase(known);
            else known->second = r.same_print;
        }
        log_.pop_back();
    }
}

result<std::uint64_t> memory_store::append(std::span<new_entry const> entries,
                                           std::span<unmarked const> unless) {
    std::unique_lock lock(guard_);
    if (frozen_ && !entries.empty()) return closed(entries.front().on);
    if (auto changed = still_unmarked(unless)) return std::move(*changed);
    auto const first = log_.size();
    marked_.clear();
    auto const telling = has_subscribers();
    std::vector<stored_entry> committed;
    if (telling) committed.reserve(entries.size());
    // Nothing may be kept when an entry does not fit: what was added is taken back.
    try {
        for (auto const& e : entries)
            if (auto wrong = add(e)) {
                take_back(first);
                return std::move(*wrong);
            }
    } catch (...) {
        take_back(first);
        throw;
    }
    if (telling) {
        for (auto i = first; i < log_.size(); ++i) committed.push_back(view(i));
        lock.unlock();
        tell(committed);
    }
    return first;
}

result<void> memory_store::read(case_id const& on, std::uint64_t from, std::uint64_t to,
                                entry_visitor const& visit) {
    std::vector<stored_entry> found;
    {
        std::scoped_lock lock(guard_);
        auto const known = case_places_.find(on);
        if (known == case_places_.end()) return {};
        for (auto at = cases_[known->second].last; at != nowhere; at = log_[at].before) {
            if (log_[at].sequence < from) break;
            if (log_[at].sequence <= to) found.push_back(view(at));
        }
    }
    for (auto i = found.size(); i-- > 0;)
        if (!visit(found[i])) break;
    return {};
}

result<void> memory_store::marked(std::uint64_t about, std::uint64_t from_log_index,
                                  mark_visitor const& visit) {
    std::vector<mark_record> found;
    {
        std::scoped_lock lock(guard_);
        auto const known = marks_.find(about);
        if (known == marks_.end()) return {};
        auto const first =
            std::ranges::lower_bound(known->second, from_log_index, {}, &mark_record::log_index);
        found.assign(first, known->second.end());
    }
    for (auto const& m : found)
        if (!visit(m.log_index, m.content)) break;
    return {};
}

result<std::uint64_t> memory_store::scan(std::uint64_t from_log_index, entry_visitor const& visit) {
    for (auto i = from_log_index;; ++i) {
        stored_entry next;
        {
            std::scoped_lock lock(guard_);
            if (i >= log_.size()) return i;
            next = view(i);
        }
        if (!visit(next)) return i + 1;
    }
}

result<std::optional<std::pair<case_id, std::uint64_t>>> memory_store::seen(command_id const& id) {
    std::scoped_lock lock(guard_);
    std::optional<std::pair<case_id, std::uint64_t>> found;
    if (auto const at = id.empty() ? nowhere : record_of(id); at != nowhere) {
        auto const& r = log_[at];
        found.emplace(cases_[r.case_place].on, r.sequence);
    }
    return found;
}

result<std::optional<case_head>> memory_store::head(case_id const& on) {
    std::scoped_lock lock(guard_);
    std::optional<case_head> found;
    if (auto const known = case_places_.find(on); known != case_places_.end()) {
        auto const& c = cases_[known->second];
        if (c.last != nowhere) found = case_head{c.on, c.last_sequence, log_[c.last].hash};
    }
    return found;
}

result<void> memory_store::heads(std::function<bool(case_head const&)> const& visit) {
    std::vector<case_head> some;
    for (std::size_t place = 0;;) {
        some.clear();
        {
            // Piece by piece: all at once would take as much memory again.
            std::scoped_lock lock(guard_);
            for (; place < cases_.size() && some.size() < heads_at_once; ++place)
                if (auto const& c = cases_[place]; c.last != nowhere)
                    some.push_back({c.on, c.last_sequence, log_[c.last].hash});
        }
        if (some.empty()) return {};
        for (auto const& h : some)
            if (!visit(h)) return {};
    }
}

result<std::uint64_t> memory_store::size() {
    std::scoped_lock lock(guard_);
    return log_.size();
}

result<void> memory_store::keep(snapshot const& s) {
    std::scoped_lock lock(guard_);
    snapshots_[s.on] = s;
    return {};
}

result<std::optional<snapshot>> memory_store::recall(case_id const& on) {
    std::scoped_lock lock(guard_);
    auto const known = snapshots_.find(on);
    return known == snapshots_.end() ? std::optional<snapshot>{} : known->second;
}

result<void> memory_store::keep_beside(std::string_view name, byte_view content) {
    if (auto within = check_beside(name, content); !within) return within;
    std::scoped_lock lock(guard_);
    beside_.insert_or_assign(std::string(name), bytes(content.begin(), content.end()));
    if (name == frozen_mark) frozen_ = !content.empty();
    return {};
}

result<std::optional<bytes>> memory_store::beside(std::string_view name) {
    std::scoped_lock lock(guard_);
    auto const known = beside_.find(name);
    return known == beside_.end() ? std::optional<bytes>{} : known->second;
}

result<void> memory_store::beside(std::string_view prefix, beside_visitor const& visit) {
    std::vector<std::pair<std::string, bytes>> found;
    {
        std::scoped_lock lock(guard_);
        for (auto at = beside_.lower_bound(prefix);
             at != beside_.end() && at->first.starts_with(prefix); ++at)
            found.emplace_back(*at);
    }
    for (auto const& [name, content] : found)
        if (!visit(name, content)) break;
    return {};
}

} // namespace amends
