// SPDX-License-Identifier: BSL-1.0
// What is archived comes back equal, in every form.
#include "catch.hpp"

#include "golden/samples.hpp"
#include "unit/audit/archive_support.hpp"

#include <amends/audit/verify.hpp>

#include <locale>

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

template <class Read, class Value>
void comes_back(Read read, Value const& value) {
    for (auto const form : all_forms) {
        INFO(name_of(form));
        auto const made = to_archive(value, form);
        if (!made) FAIL(made.error().message);
        auto const again = read(*made, archive_limits{});
        if (!again) FAIL(again.error().message);
        CHECK(*again == value);
        CHECK((*to_archive(*again, form) == *made));
    }
}

// What a program gets that sets the locale of its users: 1.234 for 1234.
struct grouped_digits : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

TEST_CASE("a trail with every fact comes back from every archive form") {
    comes_back(trail_from_archive, golden::sample_trail());
}

TEST_CASE("an empty trail comes back from every archive form") {
    comes_back(trail_from_archive, std::vector<entry>{});
    comes_back(trail_from_archive, std::vector<entry>{entry{}});
}

TEST_CASE("a case file comes back from every archive form") {
    comes_back(case_file_from_archive, golden::sample<case_file>());
    comes_back(case_file_from_archive, case_file{});
}

TEST_CASE("texts of any bytes come back from every archive form") {
    std::string every;
    for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
    for (auto const& text :
         {every, std::string(), std::string(" "), std::string("\n \t"), std::string("\\x0a\\\\"),
          std::string("</text>]]>&amp;"), std::string("12 345"), std::string(text_size_max, '<')}) {
        auto trail = golden::sample_trail({note_added{{text}}});
        trail[0].hash = {};
        comes_back(trail_from_archive, trail);
    }
}

TEST_CASE("an archived trail still verifies") {
    for (auto const form : all_forms) {
        auto const sound = golden::under_one_lifecycle(golden::sample_trail());
        auto const trail = trail_from_archive(*to_archive(sound, form));
        REQUIRE(trail.has_value());

        trail_verifier verifier;
        for (auto const& e : *trail) {
            bytes canonical;
            encode(e, canonical);
            auto const damage =
                verifier.check({e.log_index, e.on, e.how.sequence, e.command, e.hash, canonical});
            // Sample times run over the trail; a damage is told in words.
            CHECK((damage ? damage->message : "") == "");
        }
        CHECK(verifier.entries() == trail->size());
    }
}

TEST_CASE("the locale of the program does not reach an archive") {
    auto const plain = *to_archive(golden::sample_trail(), archive_form::text);
    auto const before =
        std::locale::global(std::locale(std::locale::classic(), new grouped_digits));
    auto const grouped = to_archive(golden::sample_trail(), archive_form::text);
    auto const read = trail_from_archive(plain);
    std::locale::global(before);

    CHECK((*grouped == plain));
    CHECK(read.has_value());
}

TEST_CASE("an archive in XML is one element that names every member") {
    auto const body = text_of(body_of(*to_archive(golden::sample_trail(), archive_form::xml)));

    CHECK(body.substr(0, 7) == "<trail>");
    CHECK(body.substr(body.size() - 10) == "</trail>\n\n");
    CHECK_THAT(body, ContainsSubstring("<solution_offered>"));
    CHECK_THAT(body, ContainsSubstring("<command_name>"));
    CHECK_THAT(body, ContainsSubstring("\\x1f"));
}

TEST_CASE("what is beyond a bound is not archived") {
    auto const long_text =
        golden::sample_trail({note_added{{std::string(text_size_max + 1, 'x')}}});
    case_file long_list;
    long_list.options.resize(list_size_max + 1);

    for (auto const form : all_forms) {
        CHECK(to_archive(long_text, form).error() ==
              error{errc::too_long, "expected at most 1048576 bytes, found 1048577 (text)"});
        CHECK(to_archive(long_list, form).error() ==
              error{errc::too_long, "expected at most 4096 elements, found 4097 (item)"});
    }
    case_file unknown_kind;
    unknown_kind.kind = contact_kind{9};
    CHECK(to_archive(unknown_kind, archive_form::text).error() ==
          error{errc::out_of_range, "expected a known enumerator, found 9 (kind)"});
    CHECK(to_archive(golden::sample_trail({extended_fact{7, "own", {}}}), archive_form::xml)
              .error() ==
          error{errc::out_of_range, "expected a number from 128 for an own fact, found 7 (what)"});
    CHECK(to_archive(case_file{}, archive_form{9}).error() ==
          error{errc::out_of_range, "expected form 1, 2 or 3, found 9"});
}
