// SPDX-License-Identifier: BSL-1.0
// From texts in columns to a case, a moment and rules.
#include <amends/exchange/understanding.hpp>

#include "text_file.hpp"

#include <algorithm>

namespace amends {
namespace {

bool is_among(std::vector<std::string> const& some, std::string_view one) {
    return std::find(some.begin(), some.end(), one) != some.end();
}

bool moves_to_owner(mapping_rule const& rule) {
    return std::any_of(rule.steps.begin(), rule.steps.end(), [](auto const& step) {
        return step.number == take::number || step.number == assign::number;
    });
}

bool applies(mapping_rule const& rule, understood_row const& row, bool some_applied) {
    if (rule.otherwise && some_applied) return false;
    if (rule.first && *rule.first != row.first) return false;
    if (rule.owner_changed && *rule.owner_changed != (row.owner.id != row.memory->owner))
        return false;
    if (!rule.from.empty() && (row.first || !is_among(rule.from, row.memory->activity)))
        return false;
    if (!row.first && is_among(rule.from_not, row.memory->activity)) return false;
    if (!rule.to.empty() && !is_among(rule.to, row.activity)) return false;
    return !is_among(rule.to_not, row.activity);
}

} // namespace

understanding::understanding(mapping const& by, std::string file)
    : by_(by), file_(std::move(file)) {}

error understanding::at(std::uint64_t line, error const& why) const {
    return {why.code, file_ + ':' + std::to_string(line) + ": " + why.message};
}

std::string understanding::column(std::size_t i) const {
    return " in the column " + detail::quoted(by_.columns[i]);
}

case_memory& understanding::memory_of(case_id const& id) {
    if (!by_.grouped) return each_[id];
    if (id != present_) {
        present_ = id;
        alone_ = {};
    }
    return alone_;
}

result<void> understanding::read_case(understood_row& row) const {
    auto const id = case_id::parse(values_[by_.case_column]);
    if (!id) return id.error();
    if (id->empty()) return mismatch(errc::malformed, "a case" + column(by_.case_column), "none");
    row.on = *id;
    return {};
}

result<void> understanding::read_activity(understood_row& row) const {
    row.activity = values_[by_.activity_column];
    if (row.activity.empty())
        return mismatch(errc::malformed, "an activity" + column(by_.activity_column), "none");
    if (!by_.activities.empty() && !is_among(by_.activities, row.activity))
        return mismatch(errc::malformed, "an activity that the mapping lists",
                        detail::quoted(row.activity));
    return {};
}

result<void> understanding::read_moment(understood_row& row) const {
    auto const moment = by_.time.read(values_[by_.time_column], by_.utc_offset);
    if (!moment) return moment.error();
    row.at = *moment;
    return {};
}

/// What the case's row before left, of which this one must not be older.
result<void> understanding::recall_case(understood_row& row) {
    row.memory = &memory_of(row.on);
    row.first = row.memory->activity.empty();
    if (!row.first && row.at < row.memory->at)
        return mismatch(errc::time_goes_back,
                        "a moment not before " + to_text(row.memory->at) + " of line " +
                            std::to_string(row.memory->line),
                        to_text(row.at));
    return {};
}

/// A row that does not name the owner leaves the case with whom it was.
result<void> understanding::read_owner(understood_row& row) const {
    auto const owner = render(by_.owner, values_, by_.lists);
    if (!owner) return owner.error();
    auto const names_nobody = owner->stood_in || owner->text.empty();
    if (names_nobody && !row.memory->owner.empty()) row.owner.id = row.memory->owner;
    else {
        auto const made = actor_id::parse(owner->text);
        if (!made) return made.error();
        row.owner = {*made, owner->stood_in};
    }
    if (row.owner.id.empty())
        return mismatch(errc::malformed, "an owner from people.owner", "nobody");
    return {};
}

/// A case stays with the customer whose report it was.
result<void> understanding::read_customer(understood_row& row) const {
    row.customer.id = row.memory->customer;
    if (row.customer.id.empty()) {
        auto const customer = render(by_.customer, values_, by_.lists);
        if (!customer) return customer.error();
        auto const made = customer_id::parse(customer->text);
        if (!made) return made.error();
        row.customer = {*made, customer->stood_in};
    }
    if (row.customer.id.empty())
        return mismatch(errc::malformed, "a customer from people.customer", "nobody");
    return {};
}

result<understood_row> understanding::understand(log_row const& from) {
    if (from.bad) return *from.bad;
    values_.assign(from.fields.begin(), from.fields.end());
    for (auto& value : values_)
        if (is_among(by_.missing, value)) value = {};

    understood_row row;
    row.line = from.line;
    row.values = values_;
    auto read = read_case(row);
    if (read) read = read_activity(row);
    if (read) read = read_moment(row);
    // What is refused until here leaves no trace in the memory of a case.
    if (read) read = recall_case(row);
    if (read) read = read_owner(row);
    if (read) read = read_customer(row);
    if (!read) return at(from.line, read.error());

    rules_.clear();
    for (auto const& rule : by_.rules)
        if (applies(rule, row, !rules_.empty())) rules_.push_back(&rule);
    row.rules = rules_;
    return row;
}

void understanding::remember(understood_row const& row) {
    auto& memory = *row.memory;
    memory.activity = row.activity;
    memory.at = row.at;
    memory.line = row.line;
    memory.customer = row.customer.id;
    for (auto const* rule : row.rules)
        if (moves_to_owner(*rule)) memory.owner = row.owner.id;
}

} // namespace amends
