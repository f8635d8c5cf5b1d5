// SPDX-License-Identifier: BSL-1.0
// What stands on a command line and is read by hand: numbers, moments, words, and names of stores.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include "cli/number_option.hpp"
#include "cli/opened_store.hpp"
#include "cli/somebody.hpp"
#include "store/postgres_address.hpp"

#include <amends/exchange/export.hpp>

namespace amends::fuzz {
namespace {

void try_values(std::string const& text) {
    if (auto const read = cli::number_in("--cases", text, 1, 1000)) {
        must(*read >= 1 && *read <= 1000, "a number is within its bounds");
        must(cli::number_in("--cases", std::to_string(*read), 1, 1000).value() == *read,
             "a number that is written is read");
    } else {
        must_say_both_sides(read.error());
    }
    if (auto const read = cli::word_of<export_format>("--format", text))
        must(name_of(*read) == text, "a word is its text");
    else must_say_both_sides(read.error());

    constexpr std::chrono::minutes ahead{90};
    if (text.empty()) return; // then it is now
    auto const read = cli::moment_of(text), there = cli::moment_of(text, ahead);
    must(read.has_value() == there.has_value(), "a moment is one in every zone");
    if (!read) return must_say_both_sides(read.error());
    must(*there == *read || *there == *read - ahead, "a moment of a zone is read in it");
    must(cli::moment_of(to_text(*read), ahead).value() == *read,
         "a moment that is written is read");
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// A password is nobody's business, however it is written and wherever the address is shown.
void must_hide(std::string const& password, unsigned how) {
    static constexpr std::string_view schemes[] = {"postgres://", "postgresql://", "POSTGRES://",
                                                   "postgres:/",  "postgres:",     "mysql://"};
    static constexpr std::string_view rests[] = {"@host/db", "@host:5432,other/db?sslmode=require",
                                                 "@/db?host=%2Frun", "@", "@h?a=b"};
    auto const before = std::string(schemes[how % std::size(schemes)]) + "ann:";
    auto const rest = std::string(rests[how / 8 % std::size(rests)]);
    auto const shown_with = [&](std::string const& one) {
        return cli::shown_store(before + one + rest);
    };
    auto const said_with = [&](std::string const& one) {
        return cli::without_passwords("cannot open " + before + one + rest + ": refused");
    };
    // What stands there with another password is no secret, nor is a letter or two.
    std::string const another = "another one", in_one_word = "another";
    constexpr std::size_t short_ones = 6;
    if (password.size() < short_ones || has(shown_with(another), password)) return;
    must(!has(shown_with(password), password), "a store is shown without its password");

    // In a sentence an address ends at the first of these.
    if (password.find_first_of(" \t\n\"'()") != password.npos) return;
    if (has(said_with(in_one_word), password)) return;
    must(!has(said_with(password), password), "a sentence is shown without passwords");
    must(said_with(password).starts_with("cannot open "), "what is no address stays as it is");
}

/// What is wrong with an address is said without a word of it.
void must_not_quote(std::string const& address) {
    auto const checked = postgres::check_address(address);
    if (checked) return;
    must_say_both_sides(checked.error());
    // An address has no space, which whatever stands in the message by itself has soon.
    constexpr std::size_t short_ones = 24;
    if (address.size() < short_ones || has(address, " ")) return;
    must(!has(checked.error().message, address), "an address that is refused is not shown");
}

} // namespace

// Input: a text, and one byte more of the address in which it is a password.
void try_options(byte_view input) {
    auto const how = take_byte(input);
    std::string const text(text_of(input));
    try_values(text);
    must_hide(text, how);
    must_not_quote(text);
    must_not_quote("postgres://" + text);
    auto const shown = cli::shown_store(text);
    must(cli::shown_store(shown) == shown, "a name that is shown hides nothing more");
    (void)cli::without_passwords(text);
    (void)cli::path_of_store(text);
}

} // namespace amends::fuzz
