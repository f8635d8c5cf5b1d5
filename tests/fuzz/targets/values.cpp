// SPDX-License-Identifier: BSL-1.0
// Values in canonical bytes: what is read is within its bounds and written again the same.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/authority/verdict.hpp>
#include <amends/casefile/case_file.hpp>
#include <amends/casefile/codec.hpp>

namespace amends::fuzz {
namespace {

/// As `canonical::decode`, for values whose readers stand outside `canonical::reader`.
template <class T>
result<T> decoded(byte_view input) {
    T value{};
    canonical::reader from(input);
    canonical::get(from, value);
    if (auto done = from.finish(); !done) return done.error();
    return value;
}

template <class T>
void comes_back(byte_view input, result<T> const& read) {
    if (!read) return must_say_both_sides(read.error());
    bytes written(canonical::size(*read));
    canonical::put(written.data(), *read);
    must(same_bytes(written, input), "what is read is written as the same bytes");
}

template <class T>
std::optional<error> passed_over(byte_view input) {
    canonical::reader from(input);
    canonical::get(from, canonical::passed<T>{});
    auto const done = from.finish();
    return done ? std::nullopt : std::optional(done.error());
}

template <class T>
void same_when_passed_over(byte_view input, result<T> const& read) {
    auto const wrong = passed_over<T>(input);
    must(read.has_value() == !wrong, "what is passed over is checked as what is read");
    if (wrong) must(read.error() == *wrong, "what is passed over fails for the same reason");
}

} // namespace

void try_command_content(byte_view input) {
    auto const read = decoded<amends::command_content>(input);
    comes_back(input, read);
    if (read) must(canonical::check_bounds(*read).has_value(), "what is read may be written");
}

void try_fact(byte_view input) {
    auto const read = decoded<amends::fact>(input);
    comes_back(input, read);
    same_when_passed_over(input, read);
    if (read) must(canonical::check_bounds(*read).has_value(), "what is read may be written");
}

void try_case_file(byte_view input) {
    comes_back(input, canonical::decode<amends::case_file>(input));
}

void try_verdict(byte_view input) {
    auto const read = decoded<amends::verdict>(input);
    comes_back(input, read);
    same_when_passed_over(input, read);
}

} // namespace amends::fuzz
