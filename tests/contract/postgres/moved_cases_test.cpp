// SPDX-License-Identifier: BSL-1.0
// Cases that move to another lifecycle in PostgreSQL, also while other machines work on them.
#include "contract/moved_cases_contract.hpp"
#include "contract/postgres/server_here.hpp"

using namespace amends;
using namespace amends::testing;

TEST_CASE("cases in PostgreSQL move once, as was foreseen") {
    AMENDS_NEEDS_POSTGRES();
    cases_move_as_foreseen(*opened(new_store()));
    a_migration_goes_on_where_it_ended(*opened(new_store()));
}

TEST_CASE("cases in PostgreSQL move while desks work", "[threads]") {
    AMENDS_NEEDS_POSTGRES();
    auto const how = new_store();
    auto const one = opened(how);
    auto const other = opened(how);
    cases_move_while_desks_work({one.get(), other.get()});
}
