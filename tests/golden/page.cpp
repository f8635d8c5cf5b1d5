// SPDX-License-Identifier: BSL-1.0
// The page's tables taken apart, and bytes read by them.
#include "golden/page.hpp"

#include "golden/tables.hpp"

#include <sstream>
#include <stdexcept>

namespace amends::golden {
namespace {

std::vector<std::vector<std::string>> rows_in(std::string const& table) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("| ", 0) != 0) continue;
        auto& cells = rows.emplace_back();
        for (std::size_t at = 2; at < line.size();) {
            auto const end = line.find(" |", at);
            if (end == line.npos) break;
            cells.push_back(line.substr(at, end - at));
            at = end + 3;
        }
    }
    return rows.size() < 2 ? decltype(rows){} : decltype(rows){rows.begin() + 2, rows.end()};
}

std::string without_ticks(std::string text) {
    std::erase(text, '`');
    return text;
}

bool starts(std::string const& text, std::string const& with) { return text.rfind(with, 0) == 0; }

} // namespace

page_reader::members page_reader::members_in(std::string const& words) {
    members list;
    for (std::size_t at = 0; at < words.size();) {
        auto end = words.find(", ", at);
        if (end == words.npos) end = words.size();
        auto const one = without_ticks(words.substr(at, end - at));
        auto const space = one.find(' ');
        list.push_back({one.substr(0, space), one.substr(space + 1)});
        at = end + 2;
    }
    return list;
}

page_reader::page_reader(std::string const& page) {
    for (auto const& row : rows_in(section_of(page, "values")))
        values_[without_ticks(row.at(0))] = members_in(row.at(1));
    for (auto const* name : {"entry", "verdict"})
        for (auto const& row : rows_in(section_of(page, name)))
            values_[name].push_back({without_ticks(row.at(0)), without_ticks(row.at(1))});
    for (auto const& row : rows_in(section_of(page, "enumerations")))
        for (auto const& [value, name] : members_in(row.at(1)))
            enumerations_[without_ticks(row.at(0))][static_cast<unsigned>(std::stoul(value))] =
                name;
    for (auto const& row : rows_in(section_of(page, "commands")))
        commands_[static_cast<unsigned>(std::stoul(row.at(0)))] = members_in(row.at(2));
    for (auto const& row : rows_in(section_of(page, "facts")))
        facts_[static_cast<unsigned>(std::stoul(row.at(0)))] = members_in(row.at(2));
}

std::string page_reader::take(std::size_t size) {
    if (size > left_.size()) throw std::runtime_error("expected more bytes");
    std::string bytes(reinterpret_cast<char const*>(left_.data()), size);
    left_ = left_.subspan(size);
    return bytes;
}

std::uint64_t page_reader::number(std::size_t size) {
    auto const bytes = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

void page_reader::read_content(std::map<unsigned, members> const& of) {
    auto const kind = static_cast<unsigned>(number(1));
    if (number(1) != 1) throw std::runtime_error("expected content of version 1");
    auto const length = number(4);
    auto const before = left_.size();
    for (auto const& m : of.at(kind >= 128 ? 128 : kind)) read(m.type, m.name);
    if (before - left_.size() != length) throw std::runtime_error("expected another length");
}

void page_reader::read(std::string const& type, std::string const& name) {
    auto const say = [&](std::string const& words) { found_.push_back(name + '=' + words); };
    if (starts(type, "list of ")) {
        for (auto n = number(4); n > 0; --n) read(type.substr(8), name);
    } else if (starts(type, "optional ")) {
        if (number(1) == 1) read(type.substr(9), name);
    } else if (auto const value = values_.find(type); value != values_.end()) {
        for (auto const& m : value->second) read(m.type, m.name);
    } else if (auto const choice = enumerations_.find(type); choice != enumerations_.end()) {
        say(choice->second.at(static_cast<unsigned>(number(1))));
    } else if (type == "fact") {
        read_content(facts_);
    } else if (type == "roles") {
        for (auto n = number(1); n > 0; --n) read("id", name);
    } else if (type == "id") {
        say(take(number(1)));
    } else if (type == "text" || type == "label" || type == "bytes") {
        say(take(number(4)));
    } else if (type == "digest") {
        say(take(32));
    } else if (type == "currency") {
        say(take(3));
    } else if (type == "money") {
        say(std::to_string(static_cast<std::int64_t>(number(8))));
        read("currency", name);
    } else if (type == "instant" || type == "i64") {
        say(std::to_string(static_cast<std::int64_t>(number(8))));
    } else if (type == "bool" || type == "u8") {
        say(std::to_string(number(1)));
    } else if (type == "i32" || type == "u32") {
        say(std::to_string(number(4)));
    } else if (type == "u64") {
        say(std::to_string(number(8)));
    } else {
        throw std::runtime_error("expected a type of the page, found " + type);
    }
}

std::vector<std::string> page_reader::finish() {
    if (!left_.empty()) throw std::runtime_error("expected the end");
    return std::move(found_);
}

std::vector<std::string> page_reader::read_entry(byte_view bytes) {
    left_ = bytes;
    found_.clear();
    read("entry", "entry");
    return finish();
}
std::vector<std::string> page_reader::read_command(byte_view bytes) {
    left_ = bytes;
    found_.clear();
    read_content(commands_);
    return finish();
}
std::vector<std::string> page_reader::read_fact(byte_view bytes) {
    left_ = bytes;
    found_.clear();
    read_content(facts_);
    return finish();
}

} // namespace amends::golden
