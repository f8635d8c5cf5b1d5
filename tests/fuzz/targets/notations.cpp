// SPDX-License-Identifier: BSL-1.0
// Small notations: ids, money, moments, digests, formats of time, texts with holes.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/exchange/json.hpp>
#include <amends/exchange/text_template.hpp>
#include <amends/exchange/time_format.hpp>
#include <amends/vocabulary/money.hpp>

#include <boost/json/parse.hpp>

namespace amends::fuzz {
namespace {

/// What is read is written in one way, which reads as the same.
template <class T>
void comes_back(result<T> const& read, result<T> (*parse)(std::string_view)) {
    if (!read) return must_say_both_sides(read.error());
    auto const again = parse(to_text(*read));
    must(again.has_value() && *again == *read, "a value that is written comes back");
}

} // namespace

void try_words(byte_view input) {
    auto const text = text_of(input);
    if (auto const read = case_id::parse(text)) must(read->view() == text, "an id is its text");
    else must_say_both_sides(read.error());
    if (auto const read = currency::parse(text)) must(read->code() == text, "a code is its text");
    else must_say_both_sides(read.error());
    comes_back(parse_money(text), parse_money);
    comes_back(parse_instant(text), parse_instant);
    comes_back(parse_digest(text), parse_digest);

    boost::json::error_code wrong;
    auto const quoted = boost::json::parse(to_json(text), wrong);
    must(!wrong && quoted.is_string(), "any text becomes a JSON string");
}

void try_time_format(byte_view input) {
    auto text = text_of(input);
    auto const notation = take_line(text);
    auto const read = amends::time_format::parse(notation);
    if (!read) return must_say_both_sides(read.error());
    must(read->notation() == notation, "a notation is its text");
    auto const ahead = std::chrono::minutes(static_cast<int>(input.size() % 1440) - 720);
    auto const at = read->read(text, ahead);
    if (!at) return must_say_both_sides(at.error());
    auto const again = parse_instant(to_text(*at));
    must(again && *again == *at, "a moment that is read is written so that it reads as the same");
    // The log's clock counts where the text says no zone. What lies within its offset of the first year
    // or the last may be beyond them by another clock.
    auto const in_utc = read->read(text);
    if (!in_utc) return must_say_both_sides(in_utc.error());
    auto const says_zone =
        notation == "iso" && text.size() > 10 &&
        (text.ends_with('Z') || text.substr(10).find_first_of("+-") != std::string_view::npos);
    must(*in_utc == (says_zone ? *at : *at + ahead), "an offset moves what says no zone by itself");
}

void try_text_template(byte_view input) {
    auto text = text_of(input);
    auto const notation = take_line(text);
    std::vector<std::string> columns;
    word_list const lists[] = {{"kind", {{"1", "problem"}, {"2", "query"}}}};
    auto const read = parse_template(
        notation, {[&](std::string_view name) {
                       auto const known = std::ranges::find(columns, name);
                       auto const place = static_cast<std::size_t>(known - columns.begin());
                       if (known == columns.end()) columns.emplace_back(name);
                       return place;
                   },
                   [](std::string_view name) {
                       return name == "kind" ? std::optional<std::size_t>(0) : std::nullopt;
                   }});
    if (!read) return must_say_both_sides(read.error());
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < columns.size(); ++i) values.push_back(take_line(text));
    auto const filled = render(*read, values, lists);
    if (!filled) return must_say_both_sides(filled.error());
    if (read->is_literal()) must(!filled->stood_in, "nothing stands in where nothing is missing");
}

} // namespace amends::fuzz
