// SPDX-License-Identifier: BSL-1.0
// The states of the resolution lifecycle, in its regions. Numbers are stored and never reused.
#pragma once

#include <amends/workflow/state.hpp>

namespace amends::resolution {

using workflow::finality;
using workflow::region;
using workflow::state;

// Region resolution: what becomes of the problem.
struct unreported : state<0, region::resolution> {};        ///< before the first fact
struct reported : state<1, region::resolution> {};          ///< on record with the customer's view
struct answered : state<2, region::resolution> {};          ///< a query or request got its answer
struct confirmed : state<3, region::resolution> {};         ///< nature and cause confirmed
struct options_explained : state<4, region::resolution> {}; ///< with benefits and drawbacks
struct awaiting_approval : state<5, region::resolution> {}; ///< with somebody competent
struct offered : state<6, region::resolution> {};           ///< a firm, authorised offer stands
struct agreed : state<7, region::resolution> {};            ///< yes to exactly these terms
struct actioned : state<8, region::resolution> {};          ///< every agreed action is done
struct colleagues_informed : state<9, region::resolution> {};
struct evaluated : state<10, region::resolution> {};             ///< this occasion, with evidence
struct closed : state<11, region::resolution, finality::end> {}; ///< nothing is owed any more
struct complaint : state<12, region::resolution, finality::end> {}; ///< with another procedure
struct withdrawn : state<13, region::resolution, finality::end> {}; ///< the customer took it back

// Region handling: who has it.
struct unassigned : state<20, region::handling> {};
struct with_owner : state<21, region::handling> {};
struct help_sought : state<22, region::handling> {};
struct referral_offered : state<23, region::handling> {};
struct merged : state<24, region::handling> {};

// Region record: nothing moves.
struct on_record : state<40, region::record> {};

} // namespace amends::resolution
