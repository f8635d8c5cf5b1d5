// SPDX-License-Identifier: BSL-1.0
// What followers promise over any store, as one body of tests. `written` and `followed` are two views of
// the same empty store: one object twice, or two connections to it.
#pragma once

#include <amends/store/follower.hpp>

#include "contract/store_contract.hpp"
#include "support/passing_on.hpp"

namespace amends::testing {

/// Remembers what it was told, batch by batch: `0 1 2 | 3 4 | `.
struct listener {
    std::string heard;
    int fails = 0;  ///< so many times from now on, with an error
    int throws = 0; ///< then so many times by throwing

    result<void> operator()(std::span<stored_entry const> some) {
        for (auto const& e : some) heard += std::to_string(told(e).log_index) + " ";
        heard += "| ";
        if (fails > 0 && fails-- > 0) return error{errc::io_failed, "the index is down"};
        if (throws > 0 && throws-- > 0) throw std::runtime_error("the index fell over");
        return {};
    }
};

/// A store that cannot keep a position, so many times.
struct forgetful_store final : passing_on {
    using passing_on::passing_on;
    int forgets = 0;

    result<void> keep_beside(std::string_view name, byte_view content) override {
        if (forgets > 0 && forgets-- > 0) return error{errc::store_failed, "the disk is full"};
        return real.keep_beside(name, content);
    }
};

inline void follower_contract(store& written, store& followed_store) {
    std::uint64_t next[3] = {1, 1, 1}; ///< sequence of each case
    auto const keep = [&](int entries, std::string const& text = {}) {
        for (int n = 0; n < entries; ++n) {
            auto const which = std::size_t(n % 3);
            auto const d =
                drafts().add(std::string("4") + char('1' + which), next[which]++, {}, text);
            REQUIRE(written.append(d.all()).has_value());
        }
    };
    listener hears;
    auto const tell = [&](std::span<stored_entry const> some) { return hears(some); };
    auto const heard = [&] { return std::exchange(hears.heard, {}); };

    SECTION("a follower is told everything once and in order, in batches of at most so many") {
        keep(7);
        follower index(followed_store, "index", {.entries_max = 3});
        CHECK(*index.position() == 0);
        CHECK(*index.tell_next(tell) == 3);
        CHECK(*index.position() == 3);
        CHECK(*index.catch_up(tell) == 4);
        CHECK(heard() == "0 1 2 | 3 4 5 | 6 | ");
        CHECK(*index.tell_next(tell) == 0);
        CHECK(*index.catch_up(tell) == 0);
        keep(1);
        CHECK(*index.catch_up(tell) == 1);
        CHECK(heard() == "7 | ");
    }
    SECTION("a batch has at most so many bytes, and a longer entry is told alone") {
        keep(3, std::string(400, 'x'));
        keep(1, std::string(3000, 'y'));
        keep(3, std::string(400, 'z'));
        follower index(followed_store, "index", {.bytes_max = 1000});
        CHECK(*index.catch_up(tell) == 7);
        CHECK(heard() == "0 1 | 2 | 3 | 4 5 | 6 | ");
    }
    SECTION("an empty log tells nothing and keeps no position") {
        follower index(followed_store, "index");
        CHECK(*index.catch_up(tell) == 0);
        CHECK(*index.position() == 0);
        CHECK(followers_of(followed_store)->empty());
    }
    SECTION("another follower of the same name goes on where the first was") {
        keep(5);
        CHECK(*follower(followed_store, "index", {.entries_max = 2}).tell_next(tell) == 2);
        CHECK(*follower(written, "index").position() == 2);
        CHECK(*follower(written, "index").catch_up(tell) == 3);
        CHECK(heard() == "0 1 | 2 3 4 | ");
    }
    SECTION("followers of other names do not know of each other") {
        keep(3);
        follower index(followed_store, "index"), mails(followed_store, "mails");
        CHECK(*index.catch_up(tell) == 3);
        keep(1);
        CHECK(*mails.catch_up(tell) == 4);
        CHECK(*index.catch_up(tell) == 1);
        CHECK(heard() == "0 1 2 | 0 1 2 3 | 3 | ");
        follower(followed_store, "index of mails").go_to(1).value();
        CHECK(*followers_of(written) ==
              std::vector<followed>{{"index", 4}, {"index of mails", 1}, {"mails", 4}});
    }
    SECTION("what a follower fails at is told again, with what came meanwhile") {
        keep(2);
        follower index(followed_store, "index");
        hears.fails = 2;
        CHECK(index.catch_up(tell).error() == error{errc::io_failed, "the index is down"});
        CHECK(index.tell_next(tell).error().code == errc::io_failed);
        CHECK(*index.position() == 0);
        CHECK(*follower(written, "index").position() == 0);
        keep(1);
        CHECK(*index.catch_up(tell) == 3);
        CHECK(heard() == "0 1 | 0 1 | 0 1 2 | ");
    }
    SECTION("a follower that throws is told again and nobody else hears of it") {
        keep(2);
        follower index(followed_store, "index");
        hears.throws = 1;
        CHECK(index.catch_up(tell).error() ==
              error{errc::follower_failed,
                    "expected an answer to what it was told, found the index "
                    "fell over (follower index)"});
        CHECK(index.catch_up([](auto) -> result<void> { throw 7; }).error().code ==
              errc::follower_failed);
        CHECK(*index.catch_up(tell) == 2);
        CHECK(heard() == "0 1 | 0 1 | ");
    }
    SECTION("a position that could not be kept has everything told again") {
        keep(3);
        forgetful_store forgets(followed_store);
        follower index(forgets, "index", {.entries_max = 2});
        forgets.forgets = 1;
        CHECK(index.catch_up(tell).error() == error{errc::store_failed, "the disk is full"});
        CHECK(*index.catch_up(tell) == 3);
        CHECK(heard() == "0 1 | 0 1 | 2 | ");
    }
    SECTION("somebody who is told may read and write the store") {
        keep(1);
        follower index(followed_store, "index");
        auto const copied = index.catch_up([&](std::span<stored_entry const> some) {
            if (some.front().log_index < 3) keep(1);
            return written.size() ? result<void>() : error{errc::io_failed, "no size"};
        });
        CHECK(*copied == 4);
    }
    SECTION("a follower goes where it is sent, and not beyond the end") {
        keep(4);
        follower index(followed_store, "index");
        REQUIRE(index.go_to(4).has_value());
        CHECK(*index.catch_up(tell) == 0);
        REQUIRE(index.go_to(2).has_value());
        CHECK(*follower(written, "index").position() == 2);
        CHECK(*index.catch_up(tell) == 2);
        REQUIRE(index.go_to(0).has_value());
        CHECK(*index.catch_up(tell) == 4);
        CHECK(heard() == "2 3 | 0 1 2 3 | ");
        CHECK(index.go_to(5).error() ==
              error{errc::out_of_range,
                    "expected a log index up to the end of the log, found 5 (follower index)"});
        CHECK(*index.position() == 4);
    }
    SECTION("a position in another log is an error and not a place to go on from") {
        keep(3);
        follower(followed_store, "index").go_to(3).value();
        auto const kept = *followed_store.beside("follower/index");
        REQUIRE(kept.has_value());
        for (std::size_t at = 0; at < kept->size(); ++at) {
            auto other = *kept;
            other[at] ^= std::byte{1};
            REQUIRE(written.keep_beside("follower/other", other).has_value());
            follower wrong(followed_store, "other");
            INFO("byte " << at);
            CHECK(wrong.catch_up(tell).error().code ==
                  (at == 0 ? errc::unsupported_version : errc::damaged_trail));
            CHECK(wrong.position().has_error());
        }
        REQUIRE(written.keep_beside("follower/other", byte_view(*kept).first(7)).has_value());
        CHECK(follower(followed_store, "other").position().error().code == errc::damaged_trail);
        CHECK(followers_of(followed_store).error().code == errc::damaged_trail);
        CHECK(heard().empty());

        follower sent_back(followed_store, "other");
        REQUIRE(sent_back.go_to(1).has_value());
        CHECK(*sent_back.catch_up(tell) == 2);
    }
    SECTION("a follower needs a name that can be kept") {
        keep(1);
        for (auto const& [name, code] : {std::pair{std::string(), errc::malformed},
                                         {std::string("a\0b", 3), errc::malformed},
                                         {std::string(247, 'n'), errc::too_long}}) {
            follower index(followed_store, name);
            CHECK(index.catch_up(tell).error().code == code);
            CHECK(index.go_to(0).error().code == code);
        }
        CHECK(heard().empty());
        CHECK(*follower(followed_store, std::string(246, 'n')).catch_up(tell) == 1);
    }
}

} // namespace amends::testing
