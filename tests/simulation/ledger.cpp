// SPDX-License-Identifier: BSL-1.0
// Entries copied, decoded, opened and folded as they appear.
#include "simulation/ledger.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>

#include <algorithm>
#include <cstring>

namespace amends::simulation {
namespace {

/// In one go: every entry is compared after every step.
bool are_same(byte_view a, byte_view b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

bool is_about(handed_in const& h, case_id const& on) { return h.what.on == on; }
bool is_about(request const&, case_id const&) { return true; }

} // namespace

bool ledger::is_as_it_was(stored_entry const& e) const {
    auto const& known = entries_[e.log_index];
    return known.on == e.on && known.sequence == e.sequence && known.command == e.command &&
           known.hash == e.hash && are_same(known.content, e.bytes) &&
           are_same(known.sealed, e.sealed);
}

result<void> ledger::add(stored_entry const& e) {
    kept_entry fresh{.log_index = e.log_index,
                     .on = e.on,
                     .sequence = e.sequence,
                     .command = e.command,
                     .hash = e.hash,
                     .content = bytes(e.bytes.begin(), e.bytes.end()),
                     .sealed = bytes(e.sealed.begin(), e.sealed.end())};
    if (auto const read = decode_entry(e.bytes, fresh.says); !read) return read.error();
    if (auto const key = key_named_in(e.sealed); key) fresh.key = *key;
    if (auto const opened = opens_.open(fresh.says, e.sealed); !opened)
        fresh.unopened = opened.error().message;
    auto& c = cases_[e.on];
    if (c.places.empty()) {
        c.file.id = e.on;
        c.file.at = table_->initial();
    }
    c.places.push_back(e.log_index);
    c.pinned = fresh.says.lifecycle;
    c.file = evolve(std::move(c.file), fresh.says.what, fresh.says.how);
    if (auto const* reported = std::get_if<contact_reported>(&fresh.says.what))
        customers_[reported->what.customer].push_back(e.on);
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

std::uint64_t ledger::erased_through(case_id const& on) const {
    auto const* known = file(on);
    return known != nullptr && known->erased ? known->erased->through : 0;
}

bool ledger::is_of(kept_entry const& e, digest const& content) const {
    auto const kept = opens_.as_kept(content, e.says, e.sealed);
    return kept && *kept && **kept == e.says.command_digest;
}

entry ledger::as_shown(kept_entry const& e) const {
    auto shown = e.says;
    shown.hash = e.hash;
    shown.log_index = e.log_index;
    if (e.sequence <= erased_through(e.on)) {
        clear_texts(shown.what);
        shown.texts = texts_are::erased;
    }
    return shown;
}

bool ledger::is_of(kept_entry const& e, handed_in const& h) const {
    return h.what.id == e.says.command && e.says.command_number == number_of(h.what.what) &&
           is_of(e, h.content);
}

bool ledger::is_of(kept_entry const& e, erasure_asked const& asked) const {
    return e.says.command.empty() && e.says.command_number == erase_personal_data::number &&
           is_of(e, asked.content);
}

bool ledger::is_of(kept_entry const& e, move_asked const& asked) const {
    if (asked.only_looked || e.says.command_name != "migrate" || e.sequence < 2) return false;
    if (!asked.on.empty() && asked.on != e.on) return false;
    auto const* before = find(e.on, e.sequence - 1);
    lifecycle_changed const move{before->says.lifecycle, asked.lifecycle};
    return is_of(e, sha256_of(canonical::encode(move)));
}

bool ledger::is_whole(attempt const& tried) const {
    return std::ranges::all_of(tried.entries, [&](attempt::one const& one) {
        auto const* e = find(one.on, one.sequence);
        return e != nullptr && e->hash == one.hash;
    });
}

origin_of_entry ledger::origin_of(kept_entry const& e, happening const& now) const {
    origin_of_entry found;
    int fits = 0;
    auto const look_among = [&](auto const& some, attempt const& tried) {
        for (auto const& one : some) {
            if (one.desk != tried.desk || !is_of(e, one)) continue;
            auto const is_whose = one.from.who == e.says.who && one.from.origin == e.says.origin &&
                                  is_about(one, e.on);
            auto const is_answered = !one.answer || *one.answer;
            auto const fit =
                1 + (is_whole(tried) ? 4 : 0) + (is_whose ? 2 : 0) + (is_answered ? 1 : 0);
            if (fit <= fits) continue;
            found = {&one, &tried};
            fits = fit;
        }
    };
    // What was tried last was kept: what was tried before, and was the same, was not.
    for (auto tried = now.attempts.rbegin(); tried != now.attempts.rend(); ++tried) {
        if (!tried->has(e.hash)) continue;
        look_among(now.handed, *tried);
        look_among(now.erasures, *tried);
        look_among(now.moves, *tried);
    }
    return found;
}

} // namespace amends::simulation
