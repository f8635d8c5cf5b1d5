// SPDX-License-Identifier: BSL-1.0
// Row lists: several sources, staying, adding and overriding, and what they are as data.
#include "catch.hpp"
#include "parcel.hpp"

#include <amends/workflow/proofs.hpp>

using namespace parcel;

namespace {

struct lost : state<131, region::resolution> {};
struct search {
    static constexpr std::uint8_t number = 130;
    static constexpr amends::parties who = amends::party::owner;
};

template <class... Rows>
struct table_of : lifecycle {
    using rows = written_out<amends::workflow::rows<Rows...>>;
};

} // namespace

TEST_CASE("several sources are written out as one row each") {
    using list = written_out<
        amends::workflow::rows<on<any_of_states<packed, under_way>, send, lost, not_empty>>>;
    STATIC_REQUIRE(
        std::is_same_v<list, amends::workflow::rows<on<packed, send, lost, not_empty>,
                                                    on<under_way, send, lost, not_empty>>>);
}

TEST_CASE("a row that stays has its source as target whatever the source") {
    using list =
        written_out<amends::workflow::rows<on<any_of_states<packed, under_way>, send, same_state>>>;
    STATIC_REQUIRE(std::is_same_v<list, amends::workflow::rows<on<packed, send, packed>,
                                                               on<under_way, send, under_way>>>);
}

TEST_CASE("own rows are added after the base's") {
    using list = extended_by<parcel::rows, amends::workflow::rows<on<under_way, search, lost>>>;
    STATIC_REQUIRE(mp::mp_size<list>::value == 4);
    STATIC_REQUIRE(std::is_same_v<mp::mp_back<list>, on<under_way, search, lost>>);
}

TEST_CASE("own rows replace every base row with the same source and command") {
    using list =
        extended_by<parcel::rows,
                    amends::workflow::rows<on<any_of_states<packed, lost>, send, same_state>>>;
    STATIC_REQUIRE(
        std::is_same_v<list,
                       amends::workflow::rows<on<under_way, deliver, arrived, none, record_arrival>,
                                              on<packed, send, packed>, on<lost, send, lost>>>);
}

TEST_CASE("an extension can be extended") {
    using once = extended_by<parcel::rows, amends::workflow::rows<on<under_way, search, lost>>>;
    using twice = extended_by<once, amends::workflow::rows<on<under_way, search, same_state>>>;
    STATIC_REQUIRE(std::is_same_v<mp::mp_back<twice>, on<under_way, search, under_way>>);
    STATIC_REQUIRE(mp::mp_size<twice>::value == mp::mp_size<once>::value);
}

TEST_CASE("a guard's name lists its conditions in order with all inside all written out") {
    CHECK(guard_name<all<known_case, all<heavy, not_empty>>> == "known_case, heavy, not_empty");
    CHECK(guard_name<none>.empty());
    CHECK(rows_of<lifecycle>[0].guard_name == "known_case, heavy");
    CHECK(rows_of<lifecycle>[2].guard_name.empty());
    CHECK_FALSE(rows_of<lifecycle>[2].guarded);
}

TEST_CASE("rows states and commands are data") {
    CHECK(rows_of<lifecycle>[1].source_name == "packed");
    CHECK(rows_of<lifecycle>[1].command_name == "send");
    CHECK(rows_of<lifecycle>[1].target_name == "under_way");
    CHECK(state_infos_of<lifecycle>[0].is_initial);
    CHECK(state_infos_of<lifecycle>[2].is_end);
    CHECK(command_infos_of<lifecycle>[1].name == "deliver");
    CHECK(command_infos_of<lifecycle>[1].in == region::resolution);
}

TEST_CASE("the proofs find what is unreachable endless hidden and ambiguous") {
    using sound = lifecycle;
    STATIC_REQUIRE(every_state_is_reachable<sound>);
    STATIC_REQUIRE(every_state_can_end<sound>);
    STATIC_REQUIRE(no_row_is_hidden<sound>);
    STATIC_REQUIRE(regions_are_disjoint<sound>);

    STATIC_REQUIRE(
        !every_state_is_reachable<table_of<on<packed, send, arrived>, on<lost, search, arrived>>>);
    STATIC_REQUIRE(
        !every_state_can_end<table_of<on<packed, send, arrived>, on<packed, search, lost>>>);
    STATIC_REQUIRE(
        !no_row_is_hidden<table_of<on<packed, send, lost>, on<packed, send, arrived, heavy>>>);
    STATIC_REQUIRE(!no_row_is_hidden<
                   table_of<on<packed, send, lost, heavy>, on<packed, send, arrived, heavy>>>);
    STATIC_REQUIRE(
        no_row_is_hidden<table_of<on<packed, send, lost, heavy>, on<packed, send, arrived>>>);
}

TEST_CASE("a row may not leave its region and a command may not move two") {
    struct held : state<140, region::handling> {};
    STATIC_REQUIRE(!regions_are_disjoint<table_of<on<packed, send, held>>>);
    STATIC_REQUIRE(!regions_are_disjoint<table_of<on<packed, send, lost>, on<held, send, held>>>);
    STATIC_REQUIRE(regions_are_disjoint<table_of<on<packed, send, lost>, on<held, search, held>>>);
    struct another : state<128, region::resolution> {};
    STATIC_REQUIRE(!regions_are_disjoint<table_of<on<packed, send, another>>>);
}

TEST_CASE("a path through a state can be proved and a way around it is found") {
    using straight = lifecycle;
    using around = table_of<on<packed, send, under_way>, on<under_way, deliver, arrived>,
                            on<packed, search, arrived, heavy>>;
    STATIC_REQUIRE(always_through<straight, packed, arrived, under_way>);
    STATIC_REQUIRE(!always_through<around, packed, arrived, under_way>);
    STATIC_REQUIRE(only_through<straight, arrived, set<under_way>>);
    STATIC_REQUIRE(!only_through<around, arrived, set<under_way>>);
    STATIC_REQUIRE(only_through<around, arrived, set<under_way>, set<heavy>>);
    STATIC_REQUIRE(!every_row_into<around, set<arrived>, set<heavy>>);
}
