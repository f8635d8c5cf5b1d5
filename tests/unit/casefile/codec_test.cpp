// SPDX-License-Identifier: BSL-1.0
// Commands and facts as bytes: all of them there and back, and what is refused.
#include <amends/casefile/codec.hpp>
#include <amends/vocabulary/reader.hpp>

#include "support/cases.hpp"
#include "support/random_values.hpp"
#include "support/repeat_with.hpp"

#include "catch.hpp"

#include <set>

using namespace amends;

namespace {

template <class Variant>
bytes bytes_of(Variant const& what) {
    bytes out(canonical::size(what));
    auto* const end = canonical::put(out.data(), what);
    REQUIRE(end == out.data() + out.size());
    return out;
}
template <class Variant>
result<Variant> read(byte_view from) {
    Variant what;
    canonical::reader r(from);
    canonical::get(r, what);
    if (auto done = r.finish(); !done) return done.error();
    return what;
}
template <class Variant>
void goes_there_and_back(cases::random_values& some) {
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<Variant>>>([&](auto i) {
        for (int n = 0; n < 20; ++n) {
            Variant what;
            some.fill(what.template emplace<i()>());
            auto const whole = bytes_of(what);
            auto const back = read<Variant>(whole);
            INFO(name_of(what));
            REQUIRE(back.has_value());
            REQUIRE(*back == what);
            for (std::size_t k = 0; k < whole.size(); k += 1 + whole.size() / 40)
                REQUIRE_FALSE(read<Variant>(byte_view(whole).first(k)).has_value());
        }
    });
}
template <class Variant>
std::set<int> numbers() {
    std::set<int> all;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<Variant>>>([&](auto i) {
        Variant what;
        what.template emplace<i()>();
        all.insert(number_of(what));
    });
    return all;
}

} // namespace

TEST_CASE("every command and every fact goes to bytes and back") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    goes_there_and_back<command_content>(some);
    goes_there_and_back<fact>(some);
}

TEST_CASE("no two commands and no two facts have one number") {
    CHECK(numbers<command_content>().size() == std::variant_size_v<command_content>);
    CHECK(numbers<fact>().size() == std::variant_size_v<fact>);
}

TEST_CASE("content says its number and version and length first") {
    auto const whole = bytes_of(command_content(note{"hi"}));
    bytes const expected{
        std::byte{50},  std::byte{1},  std::byte{6}, {}, {}, {}, std::byte{2}, {}, {}, {},
        std::byte{'h'}, std::byte{'i'}};
    CHECK(whole == expected);
}

TEST_CASE("an unknown number and another version and a lying length are refused") {
    auto const good = bytes_of(fact(note_added{{"hi"}}));
    auto const with = [&](std::size_t place, int value) {
        auto damaged = good;
        damaged[place] = static_cast<std::byte>(value);
        return read<fact>(damaged);
    };

    CHECK(with(0, 49).error() ==
          error{errc::out_of_range, "expected a known number, found 49 (byte 6)"});
    CHECK(with(0, 127).error().code == errc::out_of_range);
    CHECK(with(1, 2).error() ==
          error{errc::unsupported_version, "expected content of version 1, found 2 (byte 2)"});
    CHECK(with(2, 5).error().code == errc::malformed);
    CHECK(with(2, 7).error().code == errc::malformed);
    CHECK(with(5, 0x7f).error().code == errc::too_long);
    CHECK(with(4, 1).error().code == errc::malformed);
    CHECK(with(0, 200).error().code == errc::malformed);
}

TEST_CASE("a shorter length than the content takes is refused though bytes follow") {
    auto padded = bytes_of(fact(note_added{{"hi"}}));
    padded[2] = std::byte{4}; // the text's own length still says 2
    CHECK(read<fact>(padded).error().code == errc::malformed);
}

TEST_CASE("content that could not be read back is found before it is written") {
    using canonical::check_bounds;
    auto const edge = std::string(text_size_max, 'x');

    CHECK(check_bounds(note{edge}).has_value());
    CHECK(check_bounds(note{edge + "x"}).error() ==
          error{errc::too_long, "expected a text of at most 1048576 bytes, found 1048577 (text)"});
    CHECK(check_bounds(carry_out{std::vector<std::uint32_t>(4096), ""}).has_value());
    CHECK(check_bounds(carry_out{std::vector<std::uint32_t>(4097), ""}).error().code ==
          errc::too_long);
    auto strange = cases::a_problem();
    strange.kind = static_cast<contact_kind>(9);
    CHECK(check_bounds(strange).error().code == errc::out_of_range);
    auto foreign = cases::terms_of(100);
    foreign.remedies[0].cost.in = currency::of('e', 'u', 'r');
    CHECK(check_bounds(propose{foreign}).error().code == errc::out_of_range);
    CHECK(check_bounds(assign{actor_id::trusted("a\nb"), ""}).error().code == errc::malformed);
    CHECK(check_bounds(extended_command{7, "own", {}}).error().code == errc::out_of_range);
    CHECK(check_bounds(extended_command{128, "own", bytes(text_size_max + 1)}).error().code ==
          errc::too_long);
}

TEST_CASE("what is within its bounds reads back and nothing else does") {
    INFO(cases::repeat_with());
    cases::random_values some(cases::seed());
    for (int n = 0; n < 2000; ++n) {
        auto what = some.make<command_content>();
        if (some.once_in(3)) what = assign{actor_id::trusted(some.once_in(2) ? "a\x7f" : "a"), ""};
        if (some.once_in(9))
            what = record_feedback{static_cast<feedback_scale>(some.below(9)), 1, ""};
        REQUIRE(canonical::check_bounds(what).has_value() ==
                read<command_content>(bytes_of(what)).has_value());
    }
}
