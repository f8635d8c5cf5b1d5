// SPDX-License-Identifier: BSL-1.0
// Texts are found wherever they stand in a value, and put back where they were.
#include <amends/vocabulary/texts.hpp>

#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

using namespace amends;

namespace {

struct person {
    std::string name{};
    label kind{};
    std::vector<std::string> nicknames{};
    int age = 0;

    friend bool operator==(person const&, person const&) = default;
};
BOOST_DESCRIBE_STRUCT(person, (), (name, kind, nicknames, age))

struct household {
    std::optional<person> head{};
    std::vector<person> others{};
    std::optional<std::string> address{};
    bytes photograph{};
    std::vector<label> tags{};

    friend bool operator==(household const&, household const&) = default;
};
BOOST_DESCRIBE_STRUCT(household, (), (head, others, address, photograph, tags))

struct parcel {
    label kind{};
    bytes content{};
    digest seal{};
    std::optional<instant> sent{};
};
BOOST_DESCRIBE_STRUCT(parcel, (), (kind, content, seal, sent))

static_assert(has_texts<std::string> && has_texts<person> && has_texts<household const>);
static_assert(has_texts<std::variant<int, std::vector<person>>>);
static_assert(!has_texts<label> && !has_texts<parcel> && !has_texts<bytes> && !has_texts<int>);
static_assert(!has_texts<std::vector<label>> && !has_texts<std::variant<int, label>>);

household the_smiths() {
    return {person{"Ada", "customer", {"Addie", ""}, 40},
            {{"Bob", "child", {}, 7}, {"", "guest", {"Zed"}, 1}},
            "4 Mill Lane",
            {std::byte{1}},
            {"urgent"}};
}

std::vector<std::string> texts_in(household const& h) {
    std::vector<std::string> all;
    each_text(h, [&](std::string const& text) { all.push_back(text); });
    return all;
}

} // namespace

TEST_CASE("texts are visited in the order of the members, labels and bytes are passed over") {
    CHECK(texts_in(the_smiths()) ==
          std::vector<std::string>{"Ada", "Addie", "", "Bob", "", "Zed", "4 Mill Lane"});
    CHECK(texts_in({}).empty());
    std::variant<int, person> one = person{"Ada", "customer", {}, 40};
    int count = 0;
    each_text(one, [&](std::string& text) {
        text += "!";
        ++count;
    });
    CHECK(count == 1);
    CHECK(std::get<person>(one).name == "Ada!");
}

TEST_CASE("a value without its texts keeps everything else") {
    auto h = the_smiths();
    clear_texts(h);
    CHECK(h == household{person{"", "customer", {"", ""}, 40},
                         {{"", "child", {}, 7}, {"", "guest", {""}, 1}},
                         "",
                         {std::byte{1}},
                         {"urgent"}});
}

TEST_CASE("a value is its bytes without texts and its texts beside them") {
    INFO(cases::repeat_with());
    cases::random_values random(cases::seed());
    for (int i = 0; i < 500; ++i) {
        household const h = i == 0 ? the_smiths() : random.make<household>();
        bytes written(canonical::size(h) - canonical::size_of_texts(h));
        REQUIRE(canonical::put_without_texts(written.data(), h) == written.data() + written.size());
        auto blank = h;
        clear_texts(blank);
        REQUIRE(written == canonical::encode(blank));

        bytes apart;
        canonical::append_texts(apart, h);
        auto read = canonical::decode<household>(written);
        REQUIRE(read.has_value());
        canonical::reader from(apart);
        canonical::get_texts(from, *read);
        REQUIRE(from.finish().has_value());
        REQUIRE(*read == h);
    }
}

TEST_CASE("a reader that expects no texts refuses one, whether it keeps the value or not") {
    auto const whole = canonical::encode(the_smiths());
    auto blank = the_smiths();
    clear_texts(blank);
    auto const without = canonical::encode(blank);
    auto const reads = [](bytes const& some) {
        household h;
        canonical::reader keeping(some), passing(some);
        keeping.expect_no_texts();
        passing.expect_no_texts();
        keeping.get(h);
        passing.get(canonical::passed<household>{});
        auto const kept = keeping.finish(), passed = passing.finish();
        CHECK(kept == passed);
        return kept ? std::string("read") : kept.error().message;
    };
    CHECK(reads(without) == "read");
    CHECK(reads(whole) == "expected an empty text, as it is kept apart, found 3 (byte 5)");
}

TEST_CASE("texts that are too few or too many for a value are refused") {
    auto h = the_smiths();
    bytes apart;
    canonical::append_texts(apart, h);
    for (std::size_t size = 0; size < apart.size(); ++size) {
        canonical::reader from(byte_view(apart).first(size));
        canonical::get_texts(from, h);
        REQUIRE_FALSE(from.finish().has_value());
    }
    apart.push_back(std::byte{0});
    canonical::reader from(apart);
    canonical::get_texts(from, h);
    CHECK(from.finish().error().message ==
          "expected the end, found 1 (byte " + std::to_string(apart.size() - 1) + ")");
}
