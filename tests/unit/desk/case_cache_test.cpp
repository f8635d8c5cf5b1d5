// SPDX-License-Identifier: BSL-1.0
// The cache of case files: at most so many, but for one batch that needs more.
#include "desk/case_cache.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

case_id nth(int n) { return case_id::trusted("case " + std::to_string(n)); }

} // namespace

TEST_CASE("a cache that grew for one batch is small again after it") {
    case_cache cache(4);
    for (int n = 0; n < 100; ++n) cache.add(nth(n), 1).batch = 1;
    CHECK(cache.size() == 100);
    cache.forget(nth(2));
    cache.forget(nth(70));
    cache.release_surplus();
    CHECK(cache.size() == 4);

    int left = 0;
    for (int n = 0; n < 100; ++n)
        if (auto const* c = cache.find(nth(n))) {
            CHECK(c->file.id == nth(n));
            ++left;
        }
    CHECK(left == 3);
    for (int n = 200; n < 220; ++n) CHECK(cache.add(nth(n), 2).file.id == nth(n));
    CHECK(cache.size() == 4);
}

TEST_CASE(
    "a batch larger than the cache looks for something to evict now and then, not each time") {
    case_cache cache(4);
    for (int n = 0; n < 1000; ++n) cache.add(nth(n), 1).batch = 1;
    CHECK(cache.size() == 1000);
    CHECK(cache.looked_at() < 5000); // a round of twice the slots whenever they have doubled
    cache.release_surplus();

    // What the batch left behind is nobody's: a reader takes the first place that was not used since.
    auto const before = cache.looked_at();
    for (int n = 2000; n < 2100; ++n) cache.add(nth(n), 2);
    CHECK(cache.size() == 4);
    CHECK(cache.looked_at() - before < 1000);
}

TEST_CASE("cases that are only looked at in a large batch are evicted among themselves") {
    case_cache cache(4);
    for (int n = 0; n < 4; ++n) cache.add(nth(n), 1).batch = 1;
    for (int n = 100; n < 1100; ++n) cache.add(nth(n), 1);
    CHECK(cache.size() <= 8);
}

TEST_CASE("the cases of many customers are forgotten with one look at each slot") {
    auto const customer = [](int n) { return customer_id::trusted("c" + std::to_string(n % 500)); };
    case_cache cache(1000);
    for (int n = 0; n < 1000; ++n) cache.add(nth(n), 1).file.contact.customer = customer(n);
    cache.forget(nth(7));
    cache.forget(nth(400));
    boost::unordered_flat_set<customer_id> erased;
    for (int n = 0; n < 250; ++n) erased.insert(customer(n));

    auto const before = cache.looked_at();
    cache.forget_those_of(erased);
    CHECK(cache.looked_at() - before == 1000);

    for (int n = 0; n < 1000; ++n)
        CHECK((cache.find(nth(n)) != nullptr) == (n % 500 >= 250 && n != 400));
    // Each place is given once.
    for (int n = 2000; n < 2501; ++n) CHECK(cache.add(nth(n), 2).file.contact.customer.empty());
    CHECK(cache.size() == 1000);
    for (int n = 500; n < 1000; ++n) CHECK((cache.find(nth(n)) != nullptr) == (n % 500 >= 250));
    for (int n = 2000; n < 2501; ++n) CHECK(cache.find(nth(n))->file.id == nth(n));
}
