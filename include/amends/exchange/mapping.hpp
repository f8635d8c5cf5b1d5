// SPDX-License-Identifier: BSL-1.0
// The mapping: what a foreign log's rows mean, written by whoever knows the log. docs/mapping.md.
#pragma once

#include <amends/casefile/command.hpp>
#include <amends/exchange/log.hpp>
#include <amends/exchange/text_template.hpp>
#include <amends/exchange/time_format.hpp>

namespace amends {

/// What a foreign log is written in.
enum class log_format : std::uint8_t { csv, xes };
BOOST_DESCRIBE_ENUM(log_format, csv, xes)

/// Where a step comes from: the log says so, or it is silent and the mapping assumes it.
enum class step_basis : std::uint8_t { log, assumed };
BOOST_DESCRIBE_ENUM(step_basis, log, assumed)

/// Who gives a command.
enum class speaker : std::uint8_t { owner, customer, service };
BOOST_DESCRIBE_ENUM(speaker, owner, customer, service)

/// The value of one member of a command: a text, several values, or members of its own.
struct field_value {
    std::string name; ///< of the member; empty in a list
    enum class shape : std::uint8_t { text, list, members };
    shape is = shape::text;
    text_template text;
    std::vector<field_value> parts;
    bool assumed = false;
    std::uint32_t line = 0; ///< where the mapping says so
    std::uint32_t column = 0;
};

/// One command that a row becomes.
struct mapped_step {
    std::string command;
    std::uint8_t number = 0;
    step_basis basis = step_basis::log;
    speaker by = speaker::owner;
    std::vector<field_value> fields;
};

/// Which rows become which commands. Every condition that is given must hold.
struct mapping_rule {
    std::string why;                   ///< for readers of the mapping
    std::optional<bool> first;         ///< the row is (not) the first of its case
    std::optional<bool> owner_changed; ///< the row names (no) new owner
    bool otherwise = false;            ///< no rule above applied to this row
    std::vector<std::string> from;     ///< activity of the case's row before is one of these
    std::vector<std::string> from_not;
    std::vector<std::string> to; ///< activity of this row is one of these
    std::vector<std::string> to_not;
    std::vector<mapped_step> steps;
};

/// A mapping, read and checked.
struct mapping {
    std::string name;

    log_format format = log_format::csv;
    char delimiter = ',';
    std::size_t case_column = 0; ///< places in `columns`
    std::size_t activity_column = 0;
    std::size_t time_column = 0;
    time_format time;
    std::chrono::minutes utc_offset{};
    std::vector<std::string> missing;    ///< values that say that there is none
    bool grouped = false;                ///< the rows of one case stand together
    std::vector<std::string> activities; ///< every activity there is; empty: any

    text_template customer;
    text_template owner;
    role_set owner_roles;
    actor_id service = "import";

    std::vector<mapping_rule> rules;
    std::vector<std::string> left_out; ///< conform: commands that these cases cannot take
    std::vector<std::string> silent;   ///< conform: commands that no such log could show

    std::vector<word_list> lists;
    std::vector<std::string> columns; ///< every column that is used, once

    /// Reads a mapping's text; `source` names it in messages. Errors: `malformed` as
    /// `file:line:column: expected ..., found ...` on the first of: no TOML, an unknown key (with
    /// the nearest known one), a wrong type, a missing key, a value that the command cannot hold.
    static result<mapping> parse(std::string_view text, std::string_view source);

    /// Reads a mapping from a file. Errors: `io_failed`, `too_long` above 1 MiB, those of `parse`.
    static result<mapping> load(std::string const& path);
};

/// Opens a log as a mapping says; rows come with the mapping's columns. Errors: those of `open_csv`
/// and `open_xes`.
result<log_source_ptr> open_log(std::string const& path, mapping const& by);

} // namespace amends
