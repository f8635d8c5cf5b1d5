// SPDX-License-Identifier: BSL-1.0
// amends migrate: moves cases of another lifecycle to the standard one, or says which would move.
#include "cli/console.hpp"
#include "cli/deciding_desk.hpp"
#include "cli/text_table.hpp"
#include "cli/verbs.hpp"
#include "exchange/json_writing.hpp"
#include "vocabulary/nearest.hpp"

#include <fmt/format.h>

#include <charconv>
#include <compare>
#include <map>

namespace amends::cli {

namespace {

constexpr std::size_t examples_max = 3;

struct migrate_options : decision_options {
    std::string from;
    std::vector<std::string> states;
    bool dry_run = false;
    bool strict = false;
};

// `128=agreed`: the number of one's own state, and the standard state that it becomes.
result<state_change> change_in(std::string const& words, lifecycle const& table) {
    auto const equals = words.find('=');
    unsigned number = 0;
    auto const* const begin = words.data();
    auto const [end, wrong] = std::from_chars(begin, begin + words.size(), number);
    if (equals == words.npos || wrong != std::errc() || end != begin + equals || number < 128 ||
        number > 255)
        return of_option("--state", mismatch(errc::malformed,
                                             "a number from 128 to 255 and a state, as 128=agreed",
                                             detail::quoted(words)));
    auto const name = words.substr(equals + 1);
    std::vector<std::string_view> known;
    for (auto const& s : table.states()) {
        if (s.in == workflow::region::record) continue;
        if (s.name == name) return state_change{state_id(number), s.id};
        known.push_back(s.name);
    }
    return of_option("--state",
                     mismatch(errc::malformed, detail::meant(name, known), detail::quoted(name)));
}

result<migration> migration_in(migrate_options const& options) {
    migration how;
    if (!options.from.empty()) {
        auto const pinned = parse_digest(options.from);
        if (!pinned) return of_option("--from", pinned.error());
        how.from = *pinned;
    }
    for (auto const& words : options.states) {
        auto const one = change_in(words, standard_lifecycle());
        if (!one) return one.error();
        for (auto const& earlier : how.states)
            if (earlier.from == one->from)
                return of_option(
                    "--state",
                    mismatch(errc::malformed, "each state once",
                             std::to_string(static_cast<unsigned>(one->from)) + " twice"));
        how.states.push_back(*one);
    }
    return how;
}

// Both regions: an integrator's by the names that the trail gives them, and their numbers.
std::string in_words(position at, case_move const& move, lifecycle const& table) {
    auto const name_of = [&](state_id id) {
        for (auto const& own : move.own_states)
            if (own.id == id)
                return fmt::format("{} ({})", own.name.view(), static_cast<unsigned>(id));
        return std::string(table.name_of_state(id));
    };
    return shown(name_of(at.resolution) + ", " + name_of(at.handling));
}

// The way of a case, in words: where it came to, or why it stays.
struct way {
    std::string pinned, from, to, reason;

    auto operator<=>(way const&) const = default;
};

// Cases that went the same way.
struct group {
    std::uint64_t cases = 0;
    std::vector<case_id> examples{};
    std::string expected{}, found{}; // of the first
};

class moves_told {
  public:
    moves_told(bool dry_run, lifecycle const& table) : dry_run_(dry_run), table_(table) {}

    void add(case_move const& move) {
        ++(move.why_not ? stay_ : move_);
        auto& g = groups_[{to_text(move.pinned), in_words(move.from, move, table_),
                           move.why_not ? "" : in_words(move.to, {}, table_),
                           move.why_not ? move.why_not->reason : ""}];
        if (g.cases++ == 0 && move.why_not) {
            g.expected = move.why_not->expected;
            g.found = move.why_not->found;
        }
        if (g.examples.size() < examples_max) g.examples.push_back(move.on);
    }
    bool all_move() const { return stay_ == 0; }

    std::string in_table() const {
        auto out = fmt::format("to {}, {:.12}\n", table_.name(), to_text(table_.content_hash()));
        if (!groups_.empty()) {
            text_table rows({"pinned to", "from", "to", "why not", "cases", "such as"});
            for (auto const& [w, g] : groups_)
                rows.add({w.pinned.substr(0, 12), w.from, w.to.empty() ? "stays" : w.to,
                          w.reason.empty() ? "-"
                                           : shown(fmt::format("{}: expected {}, found {}",
                                                               w.reason, g.expected, g.found)),
                          std::to_string(g.cases), listed(g.examples)});
            out += '\n' + rows.text() + '\n';
        }
        return out + (dry_run_ ? fmt::format("{} would move, {} would stay; nothing was changed\n",
                                             move_, stay_)
                               : fmt::format("{} moved, {} stay\n", move_, stay_));
    }
    std::string in_json() const {
        return detail::json_object([&](detail::json_writer& to) {
            to.member("dry_run", dry_run_);
            to.member("lifecycle", table_.name());
            to.member("hash", table_.content_hash());
            to.member("move", move_);
            to.member("stay", stay_);
            to.key("groups");
            to.put_each(groups_, [&](auto const& one) { put(to, one.first, one.second); });
        });
    }

  private:
    static std::string listed(std::vector<case_id> const& some) {
        std::string out;
        for (auto const& on : some) out += (out.empty() ? "" : ", ") + shown(on.view(), 40);
        return out;
    }
    static void put(detail::json_writer& to, way const& w, group const& g) {
        to.object([&](detail::json_writer& one) {
            one.member("pinned", w.pinned);
            one.member("from", w.from);
            if (w.reason.empty()) {
                one.member("to", w.to);
            } else {
                one.member("reason", w.reason);
                one.member("expected", g.expected);
                one.member("found", g.found);
            }
            one.member("cases", g.cases);
            one.member("examples", g.examples);
        });
    }

    bool dry_run_;
    lifecycle const& table_;
    std::uint64_t move_ = 0, stay_ = 0;
    std::map<way, group> groups_;
};

int move_cases(migrate_options const& options) {
    auto how = migration_in(options);
    if (!how) return fail(how.error());
    auto house = deciding_desk::open(options, options.dry_run ? access::reading : access::changing);
    if (!house) return fail(house.error());

    moves_told told(options.dry_run, house->at.table());
    progress_line line("looking at", std::uint64_t{0}, "cases");
    how->progress = [&](std::uint64_t cases) { line.show(cases, cases); };
    auto const note_it = [&](case_move const& move) {
        told.add(move);
        return true;
    };
    auto const done = options.dry_run ? house->at.would_migrate(house->who, *how, note_it)
                                      : house->at.migrate(house->who, *how, note_it);
    line.clear();
    // What was moved before an error stays moved, and is told.
    print(options.json ? told.in_json() + '\n' : told.in_table());
    if (!done) return fail(done.error());
    if (!output_is_written()) return 2;
    return options.strict && !told.all_move() ? 1 : 0;
}

} // namespace

verb migrate_verb() {
    auto options = std::make_shared<migrate_options>();
    return {
        .name = "migrate",
        .summary = "Move cases of another lifecycle to the standard",
        .takes = joined(
            options->taken(),
            {
                option("--from", options->from,
                       "only cases that are pinned to the lifecycle with this hash")
                    .takes("HASH"),
                option("--state", options->states,
                       "what becomes of one's own state, as 128=agreed; may be given several times")
                    .takes("N=STATE")
                    .one_at_a_time(),
                flag("--dry-run", options->dry_run, "say what would move, and move nothing"),
                flag("--strict", options->strict, "exit status 1 where a case stays"),
            }),
        .footer = R"(Example:
  amends migrate --dry-run --as mia --role manager --state 128=options_explained
  amends migrate --as mia --role manager --state 128=options_explained

A case is pinned to the lifecycle it was written under, by its hash, and no desk with
another one goes on with it. Migrating is explicit, and decided by the policy: a fact in
each case that moves, a refusal in each that stays. States of amends stay as they are;
one's own, from 128, become what --state says, where the case was before. The same again
does nothing twice, and goes on where an earlier one ended.

Exit status: 0 also where cases stay, 1 then with --strict, 2 for an error.)",
        .does = [options] { return move_cases(*options); },
    };
}

} // namespace amends::cli
