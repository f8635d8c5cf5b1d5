// SPDX-License-Identifier: BSL-1.0
// Connecting, trying again after a setback or a loss, and giving up.
#include "store/postgres_appending.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <utility>

namespace amends::postgres {
namespace {

/// Transactions that others undo, or that fail for a reason that is gone when it is looked for.
constexpr int setbacks_max = 8;

std::vector<statement> statements_of_both() {
    auto const some = group_transaction::statements(), others = conflicts::statements();
    std::vector<statement> all(some.begin(), some.end());
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

} // namespace

bool appending::are_coherent(std::span<new_entry const> entries) {
    if (entries.size() == 1) return entries.front().sequence != 0;
    boost::unordered_flat_map<case_id, std::uint64_t> last;
    boost::unordered_flat_set<command_id> commands;
    return std::ranges::all_of(entries, [&](new_entry const& e) {
        auto const [known, is_new] = last.try_emplace(e.on, e.sequence);
        auto const follows = is_new ? e.sequence != 0 : e.sequence == known->second + 1;
        known->second = e.sequence;
        return follows && (e.command.empty() || commands.insert(e.command).second);
    });
}

result<void> appending::connect() {
    static auto const prepared = statements_of_both();
    c_.emplace();
    auto connected = postgres::connect(*c_, how_, prepared);
    if (!connected) c_.reset();
    return connected;
}

/// Tries until everything is answered.
void appending::write(std::vector<request*>& left) {
    int setbacks = 0;
    patience reconnecting(how_.reconnect_for), others(how_.busy_timeout);
    auto const give_up = [&](error why) {
        if (unsure_) {
            why.code = errc::store_unsure;
            why.message += "; the connection was lost at a commit, and whether it took place is "
                           "not known";
        }
        for (auto* const one : left) one->answer = why;
    };
    while (!left.empty()) {
        if (!c_ || c_->is_lost()) {
            auto const connected = connect();
            if (connected) continue;
            if (connected.error().code == errc::store_failed && reconnecting.wait()) continue;
            return give_up(connected.error());
        }
        auto const t = transaction_.attempt(*c_, left);
        if (!t.wrong) {
            auto next = t.first;
            for (auto* const one : left)
                one->answer = std::exchange(next, next + one->entries.size());
            return;
        }
        unsure_ = unsure_ || t.may_have_kept;
        if (c_->is_lost()) {
            if (!reconnecting.wait()) return give_up(c_->failed(*t.wrong, "a commit"));
        } else if (t.wrong->is_conflict()) {
            auto const looked = conflicts_.answer(*c_, left, unsure_);
            auto const answered =
                std::erase_if(left, [](request* one) { return one->answer.has_value(); });
            if (!looked && !c_->is_lost()) return give_up(looked.error());
            if (looked && answered == 0 && ++setbacks > setbacks_max)
                return give_up(c_->failed(*t.wrong, "a commit"));
        } else if (unsure_ && t.wrong->is("55P03") && reconnecting.wait()) {
            // What holds the rows may be our own, until the server knows that its connection is gone.
        } else if (!t.wrong->is_setback() || ++setbacks > setbacks_max || !others.wait()) {
            return give_up(c_->failed(*t.wrong, "a commit"));
        }
    }
}

void appending::work(std::span<request* const> group) noexcept {
    unsure_ = false;
    try {
        std::vector<request*> left(group.begin(), group.end());
        write(left);
    } catch (...) {
        // Memory ran out in mid-work: without its connection the server undoes what it was about,
        // unless it had the commit already, then or at an attempt before. The words are short enough to
        // need no memory.
        c_.reset();
        auto const may_be_kept = unsure_ || transaction_.commit_is_out();
        auto const code = may_be_kept ? errc::store_unsure : errc::store_failed;
        for (auto* const one : group)
            if (!one->answer) one->answer = error{code, "out of memory"};
    }
}

} // namespace amends::postgres
