// SPDX-License-Identifier: BSL-1.0
// Who comes to the desks of a world, and what they ask for next.
#pragma once

#include "simulation/dice.hpp"
#include "simulation/ledger.hpp"

#include "support/random_cases.hpp"

#include <deque>
#include <set>

namespace amends::simulation {

/// A command, from whom and, for an imported one, when.
struct wanted {
    session from;
    command what;
    std::optional<instant> at;
};
struct wanted_erasure {
    session from;
    erase_personal_data what;
};
struct wanted_move {
    session from;
    case_id on; ///< empty: every case
    migration how;
    bool only_looked = false;
};

/// People of all roles, who ask for what could come next, what could not, and what they asked before.
class visitors {
  public:
    visitors(std::uint64_t seed, std::size_t cases) : cases_(cases), makes_(seed, cases) {}

    /// What follows depends on this number, on the log and on what was asked before.
    void begin_again(std::uint64_t from) { makes_.values().begin_again(from); }
    /// The latest time that anybody named.
    instant now() const noexcept { return now_; }

    /// The next command; about this case, where one is named.
    wanted next(ledger const& log, dice& chance, case_id const& on = {});
    /// It was handed in, and may be so again.
    void remember(wanted const& w);

    wanted_erasure an_erasure(ledger const& log, dice& chance);
    /// Whether it came to an end; who was not told asks again.
    void was_erased(customer_id const& whose, bool to_the_end);
    wanted_move a_move(ledger const& log, dice& chance);

    case_id any_case(dice& chance) const;

  private:
    customer_id customer_of(case_id const& on) const;
    void mind_whose_case(wanted& w) const;
    wanted something_new(ledger const& log, dice& chance);
    wanted once_more(dice& chance);
    static void ask_about_a_hold(wanted& w, ledger const& log, dice& chance);

    std::size_t cases_;
    cases::random_cases makes_;
    instant now_{std::chrono::milliseconds(1'772'442'000'000)};
    std::deque<wanted> before_;
    std::set<customer_id> unfinished_; ///< customers whose erasure ended with an error, or unheard
};

} // namespace amends::simulation
