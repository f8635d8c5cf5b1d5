// SPDX-License-Identifier: BSL-1.0
// The doors of the desk.
#include <amends/desk/desk.hpp>

#include <amends/casefile/evolve.hpp>
#include <amends/desk/continuation.hpp>

#include "desk/working.hpp"

#include <chrono>

namespace amends {
namespace {

instant system_clock_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// A case as its trail leaves it, whatever lifecycle it is pinned to.
result<case_file> file_of(case_id const& on, std::vector<entry> const& trail) {
    case_file file;
    file.id = on;
    digest pinned{};
    for (auto const& e : trail) {
        if (auto wrong = left_unsaid(e, pinned)) return *wrong;
        pinned = e.lifecycle;
        evolve_in_place(file, fact(e.what), e.how);
    }
    return file;
}

} // namespace

desk::working::working(store& where, any_policy judge, desk_options how)
    : kept(where),
      policy(std::move(judge)),
      options(std::move(how)),
      cache(options.cached_cases),
      accounts(where, marks),
      texts(where, options.keys) {
    if (!options.clock) options.clock = system_clock_now;
}

desk::desk(store& where, any_policy judge, desk_options how)
    : working_(std::make_unique<working>(where, std::move(judge), std::move(how))) {}
desk::~desk() = default;
desk::desk(desk&&) noexcept = default;
desk& desk::operator=(desk&&) noexcept = default;

lifecycle const& desk::table() const noexcept { return *working_->options.table; }

result<outcome> desk::handle(session const& from, command what) {
    submission one{&from, std::move(what), std::nullopt};
    auto& w = *working_;
    w.run(std::span(&one, 1));
    return std::move(*w.answers.front());
}

std::vector<result<outcome>> desk::handle(std::span<submission> batch) {
    auto& w = *working_;
    w.run(batch);
    std::vector<result<outcome>> answers;
    answers.reserve(batch.size());
    for (auto& one : w.answers) answers.push_back(std::move(*one));
    return answers;
}

result<std::vector<possibility>> desk::possible(case_id const& on, actor const& who) {
    auto& w = *working_;
    auto const c = w.reported(on);
    if (!c) return c.error();
    auto const now = w.now();
    if (!now) return now.error();
    w.marks.begin_batch();
    w.accounts.begin_batch();
    return w.possibilities((*c)->file, who, std::max(*now, (*c)->file.last_entry_at));
}

result<case_file> desk::file(case_id const& on) {
    auto& w = *working_;
    auto const c = w.reported(on);
    if (!c) return c.error();
    return (*c)->file;
}

result<std::vector<entry>> desk::trail(case_id const& on) {
    auto& w = *working_;
    if (auto const known = w.catch_up(); !known) return known.error();
    return w.trail(on);
}

result<customer_erasure> desk::erase(session const& from, erase_personal_data const& what) {
    return working_->erase(from, what);
}

result<personal_record> desk::access(customer_id const& whose) {
    auto& w = *working_;
    if (auto const known = w.catch_up(); !known) return known.error();
    auto const found = cases_of(w.kept, whose);
    if (!found) return found.error();
    if (found->cases.empty()) return no_such_customer(whose);
    personal_record record{whose, {}};
    for (auto const& on : found->cases) {
        auto trail = w.trail(on);
        if (!trail) return trail.error();
        auto file = file_of(on, *trail);
        if (!file) return file.error();
        record.cases.push_back({std::move(*file), std::move(*trail)});
    }
    return record;
}

result<std::vector<case_id>> desk::orphans() {
    std::vector<case_id> found;
    auto const visited = orphans([&](case_id const& on) {
        found.push_back(on);
        return true;
    });
    if (!visited) return visited.error();
    return found;
}

result<void> desk::orphans(std::function<bool(case_id const&)> const& visit) {
    auto& w = *working_;
    std::optional<error> wrong;
    auto const visited = w.kept.heads([&](case_head const& h) {
        if (h.on == log_case) return true; // the log's own note on where it began
        auto const* const cached = w.cache.find(h.on);
        auto const is_remembered = cached != nullptr;
        if (is_remembered && cached->file.version != h.last_sequence)
            w.cache.forget(h.on); // another desk went on with it
        auto const c = w.load(h.on);
        if (!c && c.error().code == errc::lifecycle_mismatch) {
            auto const pinned = w.pinned_in(h);
            if (pinned && *pinned != w.options.table->content_hash()) return true;
        }
        if (!c) {
            wrong = c.error();
            return false;
        }
        auto const at = (*c)->file.at;
        // Looking through all cases does not push out those that are worked on.
        if (!is_remembered) w.cache.forget(h.on);
        auto const* const state = w.options.table->state_by_id(at.resolution);
        auto const nobody = at.handling == w.options.table->initial().handling;
        return !nobody || state == nullptr || state->is_end || visit(h.on);
    });
    if (!visited) return visited.error();
    if (wrong) return *wrong;
    return {};
}

} // namespace amends
