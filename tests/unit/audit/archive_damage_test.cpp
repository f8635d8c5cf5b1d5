// SPDX-License-Identifier: BSL-1.0
// Archives damaged by somebody who can compute SHA-256: they end in a value or an error, in bounds.
#include "catch.hpp"

#include "golden/samples.hpp"
#include "unit/audit/archive_support.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#endif

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

// For as long as it lives the process gets so much more memory and no more: an allocation that a
// damaged length asked for fails, and the test sees the words "too little memory".
class memory_bound {
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  public:
    explicit memory_bound(rlim_t more) {
        std::ifstream statm("/proc/self/statm");
        rlim_t pages = 0;
        statm >> pages;
        ::getrlimit(RLIMIT_AS, &before_);
        auto bounded = before_;
        bounded.rlim_cur = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + more;
        ::setrlimit(RLIMIT_AS, &bounded);
    }
    ~memory_bound() { ::setrlimit(RLIMIT_AS, &before_); }

  private:
    rlimit before_{};
#else
  public:
    explicit memory_bound(std::size_t) {}
    ~memory_bound() {}
#endif
};

std::uint32_t seed_of_this_run() {
    auto const* const given = std::getenv("AMENDS_SEED");
    return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                            : 20260301u;
}

class mutator {
  public:
    explicit mutator(std::uint32_t seed) : random_(seed) {}

    bytes mutated(bytes body) {
        for (auto times = 1 + below(4); times > 0 && !body.empty(); --times) change(body);
        return body;
    }

  private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    std::ptrdiff_t place(bytes const& in) { return static_cast<std::ptrdiff_t>(below(in.size())); }

    void change(bytes& body) {
        static std::string const awkward = "0123456789-+ \n<>/&;\\\"";
        auto const at = place(body);
        switch (below(7)) {
        case 0: body[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(1u << below(8)); break;
        case 1: body[static_cast<std::size_t>(at)] = static_cast<std::byte>(random_()); break;
        case 2:
            body[static_cast<std::size_t>(at)] =
                static_cast<std::byte>(awkward[below(awkward.size())]);
            break;
        case 3: body.erase(body.begin() + at, body.begin() + at + 1); break;
        case 4: body.insert(body.begin() + at, 1 + below(24), std::byte{'9'}); break;
        case 5: { // a length that is far too great
            auto const n = std::min(1 + below(8), body.size() - static_cast<std::size_t>(at));
            std::fill_n(body.begin() + at, n, std::byte{0xff});
            break;
        }
        default: { // a piece of it again, somewhere else
            auto const n = std::min(1 + below(64), body.size() - static_cast<std::size_t>(at));
            bytes const piece(body.begin() + at,
                              body.begin() + at + static_cast<std::ptrdiff_t>(n));
            body.insert(body.begin() + place(body), piece.begin(), piece.end());
        }
        }
    }

    std::mt19937 random_;
};

template <class Value, class Read>
void survives_mutations(char const* title, Value const& value, Read read, int rounds) {
    auto const seed = seed_of_this_run();
    INFO("AMENDS_SEED=" << seed << " amends_unit_tests \"" << title << '"');
    for (auto const form : all_forms) {
        auto const sound = *to_archive(value, form);
        auto const body = body_of(sound);
        mutator mutate(seed);
        int values = 0, errors = 0;
        for (int round = 0; round < rounds; ++round) {
            auto const damaged = with_body(sound, mutate.mutated(body));
            auto const answer = [&] {
                memory_bound const bound(std::size_t{64} << 20);
                return read(damaged, archive_limits{});
            }();
            if (!answer) {
                ++errors;
                if (answer.error().message.find("too little memory") != std::string::npos)
                    FAIL(name_of(form) << " round " << round << ": " << answer.error().message);
                if (answer.error().message.find("expected ") != 0)
                    FAIL(name_of(form) << " round " << round << ": " << answer.error().message);
            } else {
                // A value that is accepted is a value like any other.
                ++values;
                auto const again = to_archive(*answer, form);
                if (!again)
                    FAIL(name_of(form) << " round " << round << ": " << again.error().message);
                if (*read(*again, archive_limits{}) != *answer)
                    FAIL(name_of(form) << " round " << round << ": another value");
            }
        }
        INFO(name_of(form) << ": " << values << " values, " << errors << " errors");
        // Both answers are there, or the mutations do not reach the archive.
        CHECK(values > 0);
        CHECK(errors > rounds / 4);
    }
}

} // namespace

TEST_CASE("a damaged trail in a sound frame ends in a value or an error") {
    survives_mutations("a damaged trail in a sound frame ends in a value or an error",
                       golden::sample_trail({solution_offered{golden::sample<terms>(), {}},
                                             golden::sample<extended_fact>()}),
                       trail_from_archive, 2000);
}

TEST_CASE("a damaged case file in a sound frame ends in a value or an error") {
    survives_mutations("a damaged case file in a sound frame ends in a value or an error",
                       golden::sample<case_file>(), case_file_from_archive, 2000);
}

TEST_CASE("the memory bound of the damage tests holds") {
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    memory_bound const bound(std::size_t{64} << 20);
    CHECK_THROWS_AS(bytes(std::size_t{128} << 20), std::bad_alloc);
#endif
}

TEST_CASE("a length beyond what is left is not believed") {
    auto const trail = golden::sample_trail({note_added{{"twelve chars"}}});
    auto const error_of = [](bytes const& archive) {
        auto const read = trail_from_archive(archive);
        return read ? std::string("a value") : read.error().message;
    };

    // In binary a length is four bytes, in text it is digits in front of the words.
    auto const binary = *to_archive(trail, archive_form::binary);
    CHECK_THAT(error_of(with_replaced(binary, std::string("\x0c\0\0\0twelve", 10),
                                      std::string("\xff\xff\xff\x7ftwelve", 10))),
               ContainsSubstring("expected at most 1048576, found 2147483647 (text, byte "));
    CHECK_THAT(
        error_of(with_replaced(binary, std::string("\x0c\0\0\0twelve", 10),
                               std::string("\xff\xff\x0f\0twelve", 10))),
        ContainsSubstring("expected a length within the bytes that are left, found 1048575"));
    auto const text = *to_archive(trail, archive_form::text);
    CHECK_THAT(error_of(with_replaced(text, "12 twelve", "99999999999 twelve")),
               ContainsSubstring("expected at most 1048576 bytes, found 99999999999 (text, byte "));
    CHECK_THAT(error_of(with_replaced(text, "12 twelve", "999999999999999999999999 twelve")),
               ContainsSubstring("expected the length of a text, found other words"));
    CHECK_THAT(
        error_of(with_replaced(text, "12 twelve", "1000000 twelve")),
        ContainsSubstring("expected a length within the bytes that are left, found 1000000"));
}

TEST_CASE("numbers of a text archive are not cut to their range") {
    auto const trail = golden::sample_trail({note_added{{"late"}}});
    auto const xml = *to_archive(trail, archive_form::xml);
    auto const error_of = [](bytes const& archive) {
        auto const read = trail_from_archive(archive);
        return read ? std::string("a value") : read.error().message;
    };

    // 257 would be 1, `imported`, where a reader cuts.
    CHECK_THAT(error_of(with_replaced(xml, "<origin>1<", "<origin>257<")),
               ContainsSubstring("expected a number of at most 255, found 257 (origin, byte "));
    CHECK_THAT(error_of(with_replaced(xml, "<origin>1<", "<origin>2<")),
               ContainsSubstring("expected a known enumerator, found 2 (origin, byte "));
    CHECK_THAT(error_of(with_replaced(xml, "<number>50<", "<number>127<")),
               ContainsSubstring("expected the number of a fact, found 127 (number, byte "));
    CHECK_THAT(error_of(with_replaced(xml, "<origin>1</origin>", "<side>1</side>")),
               ContainsSubstring("expected <origin>, found <side> (byte "));
    CHECK_THAT(
        error_of(with_replaced(xml, "<origin>1<", "<origin>one<")),
        ContainsSubstring("expected the body of an archive, found input stream error (byte "));
}
