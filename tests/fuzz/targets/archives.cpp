// SPDX-License-Identifier: BSL-1.0
// Archives: any bytes, and any body in a sound frame, since a fuzzer computes no SHA-256.
#include "fuzz/archive_of_body.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

namespace amends::fuzz {
namespace {

/// Whatever is accepted is a value like any other: it can be archived and read again.
template <class Value>
void held_to(result<Value> const& read, archive_form form,
             result<Value> (*from_archive)(byte_view, archive_limits)) {
    if (!read) return must_say_both_sides(read.error());
    auto const archived = to_archive(*read, form);
    must(archived.has_value(), "what is read may be archived");
    auto const again = from_archive(*archived, {});
    must(again.has_value() && *again == *read, "an archived value comes back");
}

template <class Value>
void try_body(byte_view body, archives::kind what, archive_form form,
              result<Value> (*from_archive)(byte_view, archive_limits)) {
    held_to(from_archive(archive_of(body, what, form), {}), form, from_archive);
}

} // namespace

void try_archive(byte_view input) {
    held_to(trail_from_archive(input), archive_form::binary, trail_from_archive);
    held_to(case_file_from_archive(input), archive_form::text, case_file_from_archive);
}

void try_trail_in_binary(byte_view input) {
    try_body(input, archives::kind::trail, archive_form::binary, trail_from_archive);
}
void try_trail_in_text(byte_view input) {
    try_body(input, archives::kind::trail, archive_form::text, trail_from_archive);
}
void try_trail_in_xml(byte_view input) {
    try_body(input, archives::kind::trail, archive_form::xml, trail_from_archive);
}
void try_case_file_in_binary(byte_view input) {
    try_body(input, archives::kind::case_file, archive_form::binary, case_file_from_archive);
}
void try_case_file_in_text(byte_view input) {
    try_body(input, archives::kind::case_file, archive_form::text, case_file_from_archive);
}
void try_case_file_in_xml(byte_view input) {
    try_body(input, archives::kind::case_file, archive_form::xml, case_file_from_archive);
}

} // namespace amends::fuzz
