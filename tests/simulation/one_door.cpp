// SPDX-License-Identifier: BSL-1.0
// Promise 1: every change passes the same door and leaves an entry.
#include "simulation/promises.hpp"

namespace amends::simulation {
namespace {

struct arrow {
    std::uint8_t fact;
    std::uint8_t from;
    std::uint8_t to;
};

// The lifecycle drawn once more, by hand, from its description: a table that lost a row or won one
// does not agree with it.
constexpr arrow arrows_of_resolution[] = {
    {1, 0, 1},                            // reported
    {2, 1, 1},    {2, 2, 1},              // recognised
    {3, 1, 2},                            // answered
    {4, 1, 3},                            // confirmed
    {5, 3, 4},    {5, 4, 4},              // options explained
    {6, 4, 6},    {6, 5, 6},   {6, 6, 6}, // offered
    {7, 4, 5},    {7, 5, 5},   {7, 6, 5}, // approval asked for
    {8, 5, 5},    {8, 5, 6},              // approved
    {9, 5, 4},                            // withheld
    {10, 6, 7},                           // agreed
    {11, 6, 4},                           // declined
    {12, 7, 7},   {12, 7, 8},             // carried out
    {13, 7, 7},   {13, 8, 8},  {13, 9, 9},  {13, 7, 4},  {13, 8, 4}, {13, 9, 4}, // comfort
    {14, 8, 9},                                          // colleagues informed
    {15, 9, 10},                                         // evaluated
    {16, 10, 11}, {16, 2, 11},                           // closed
    {17, 2, 1},   {17, 10, 1}, {17, 11, 1}, {17, 13, 1}, // reopened
};
constexpr arrow arrows_of_handling[] = {
    {30, 20, 21}, {30, 21, 21}, {31, 20, 21}, {31, 21, 21}, {32, 21, 22}, {33, 22, 21},
    {34, 21, 23}, {35, 23, 21}, {36, 23, 21}, {37, 21, 24}, {38, 24, 21},
};

bool is_drawn(std::span<arrow const> arrows, std::uint8_t fact, state_id from, state_id to) {
    for (auto const& a : arrows)
        if (a.fact == fact && state_id{a.from} == from && state_id{a.to} == to) return true;
    return false;
}

bool may_happen(entry const& e) {
    auto const fact = number_of(e.what);
    auto const [resolution, handling] = e.how.from;
    auto const still = [&] { return e.how.to == e.how.from; };
    if (fact >= 50) return still() && state_id{0} != resolution;
    if (fact >= 30)
        return e.how.to.resolution == resolution && resolution != state_id{0} &&
               is_drawn(arrows_of_handling, fact, handling, e.how.to.handling);
    if (e.how.to.handling != handling) return false;
    auto const place = static_cast<int>(resolution), target = static_cast<int>(e.how.to.resolution);
    if (fact == 18) return place >= 1 && place <= 11 && target == 12;
    if (fact == 19) return place >= 1 && place <= 10 && target == 13;
    return is_drawn(arrows_of_resolution, fact, resolution, e.how.to.resolution);
}

bool is_about(judged const& j, kept_entry const& e) {
    return j.who == e.says.who && j.command == e.says.command_name && j.on == e.on &&
           j.at == e.says.how.at;
}

class one_door_checker final : public promise {
  public:
    one_door_checker() : promise(1, "one door") {}

  private:
    void check(view const& at) override {
        for (auto const& e : at.fresh()) check_entry(at, e);
        for (auto const& h : at.now.handed) check_file(at, h.desk, h.what.on);
        for (auto const& m : at.now.moves)
            if (!m.on.empty()) check_file(at, m.desk, m.on);
        // A desk that had nothing to do with it may know the case as it was: it must not say so.
        if (!at.now.handed.empty() && at.chance.once_in(8))
            check_file(at, at.chance.below(at.desks.size()), at.now.handed.front().what.on);
    }

    void check_entry(view const& at, kept_entry const& e) {
        auto const where = [&] {
            return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + " (" +
                   std::string(name_of(e.says.what)) + ")";
        };
        auto const* from = at.origin_of(e);
        auto const* command = at.came_of<handed_in>(e);
        hold(from != nullptr && (command == nullptr || command->what.on == e.on), [&] {
            return where() + ": expected something that somebody asked for, found none with id " +
                   e.says.command.str() + " and that content";
        });
        auto const* before = at.log.find(e.on, e.sequence - 1);
        hold(e.says.how.from == (before ? before->says.how.to : position{}),
             [&] { return where() + ": expected it to begin where the entry before ends"; });
        if (from != nullptr) check_lifecycle(e, before, *from, where);
        hold(may_happen(e.says), [&] {
            return where() + ": expected an arrow of the lifecycle, found one from state " +
                   std::to_string(static_cast<int>(e.says.how.from.resolution)) + " to " +
                   std::to_string(static_cast<int>(e.says.how.to.resolution));
        });
        if (from == nullptr || std::holds_alternative<command_refused>(e.says.what)) return;
        for (auto const& j : at.now.asked)
            if (j.desk == from->desk && is_about(j, e)) return;
        hold(false, [&] { return where() + ": expected judges who were asked, found none"; });
    }

    /// An entry is taken under the lifecycle of its desk, to which the case is pinned; a move alone
    /// changes that, and says so.
    template <class Where>
    void check_lifecycle(kept_entry const& e, kept_entry const* before, request const& from,
                         Where where) {
        auto const* move = std::get_if<lifecycle_changed>(&e.says.what);
        auto const stays_behind = e.says.command_name == "migrate" && move == nullptr;
        auto const& pinned =
            before == nullptr || move != nullptr ? from.lifecycle : before->says.lifecycle;
        hold(e.says.lifecycle == pinned && (stays_behind || pinned == from.lifecycle), [&] {
            return where() + ": expected lifecycle " + to_text(pinned) +
                   ", to which the case is pinned, at a desk of it, or the fact that it changed; "
                   "found " +
                   to_text(e.says.lifecycle) + " at a desk of " + to_text(from.lifecycle);
        });
        if (move == nullptr) return;
        hold(before != nullptr && move->before == before->says.lifecycle &&
                 move->now == e.says.lifecycle && move->before != move->now,
             [&] {
                 return where() + ": expected a change from " +
                        (before == nullptr ? "nothing" : to_text(before->says.lifecycle)) + " to " +
                        to_text(e.says.lifecycle) + ", found one from " + to_text(move->before) +
                        " to " + to_text(move->now);
             });
    }

    void check_file(view const& at, std::size_t desk, case_id const& on) {
        auto const said = at.desks[desk]->file(on);
        auto const* known = at.log.file(on);
        auto const where = [&] { return "desk " + std::to_string(desk) + ", " + on.str(); };
        if (known == nullptr)
            return hold(!said && said.error().code == errc::unknown_case, [&] {
                return where() + ": expected an unknown case, found " +
                       (said ? "version " + std::to_string(said->version) : said.error().message);
            });
        auto const elsewhere = at.log.cases().at(on).pinned != at.desks[desk]->lifecycle();
        if (elsewhere)
            return hold(!said && said.error().code == errc::lifecycle_mismatch, [&] {
                return where() + ": expected a case of another lifecycle, found " +
                       (said ? "version " + std::to_string(said->version) : said.error().message);
            });
        hold(said && *said == *known, [&] {
            return where() + ": expected the case as its trail has it, at version " +
                   std::to_string(known->version) + ", found " +
                   (said ? "version " + std::to_string(said->version) +
                               (said->version == known->version ? " with another file" : "")
                         : said.error().message);
        });
        if (at.chance.once_in(8)) check_trail(at, desk, on);
    }

    void check_trail(view const& at, std::size_t desk, case_id const& on) {
        auto const trail = at.desks[desk]->trail(on);
        auto const& places = at.log.cases().at(on).places;
        bool same = trail && trail->size() == places.size();
        for (std::size_t i = 0; same && i < places.size(); ++i)
            same = (*trail)[i] == at.log.as_shown(at.log.entries()[places[i]]);
        hold(same, [&] {
            return "desk " + std::to_string(desk) + ", " + on.str() +
                   ": expected the trail as the store has it, found another";
        });
    }
};

} // namespace

std::unique_ptr<promise> one_door() { return std::make_unique<one_door_checker>(); }

} // namespace amends::simulation
