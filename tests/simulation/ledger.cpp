// SPDX-License-Identifier: BSL-1.0
// Entries copied, decoded and folded as they appear.
#include "simulation/ledger.hpp"

#include <amends/casefile/evolve.hpp>

#include <algorithm>

namespace amends::simulation {

bool ledger::is_as_it_was(stored_entry const& e) const {
    auto const& known = entries_[e.log_index];
    return known.on == e.on && known.sequence == e.sequence && known.command == e.command &&
           known.hash == e.hash && std::ranges::equal(known.content, e.bytes);
}

result<void> ledger::add(stored_entry const& e) {
    kept_entry fresh{e.log_index, e.on,   e.sequence,
                     e.command,   e.hash, bytes(e.bytes.begin(), e.bytes.end()),
                     {}};
    if (auto const read = decode_entry(e.bytes, fresh.says); !read) return read.error();
    auto& c = cases_[e.on];
    if (c.places.empty()) {
        c.file.id = e.on;
        c.file.at = table_->initial();
    }
    c.places.push_back(e.log_index);
    c.file = evolve(std::move(c.file), fresh.says.what, fresh.says.how);
    if (!e.command.empty()) commands_.emplace(e.command, e.log_index);
    entries_.push_back(std::move(fresh));
    return {};
}

case_file const* ledger::file(case_id const& on) const {
    auto const known = cases_.find(on);
    return known == cases_.end() ? nullptr : &known->second.file;
}

kept_entry const* ledger::find(case_id const& on, std::uint64_t sequence) const {
    auto const known = cases_.find(on);
    if (known == cases_.end() || sequence == 0 || sequence > known->second.places.size())
        return nullptr;
    return &entries_[known->second.places[sequence - 1]];
}

kept_entry const* ledger::find(command_id const& id) const {
    auto const known = commands_.find(id);
    return known == commands_.end() ? nullptr : &entries_[known->second];
}

} // namespace amends::simulation
