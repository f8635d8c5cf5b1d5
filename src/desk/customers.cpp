// SPDX-License-Identifier: BSL-1.0
// Marks under a customer's name, and under one name for all erasures.
#include "desk/customers.hpp"

#include <amends/vocabulary/reader.hpp>
#include <amends/vocabulary/subject.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

namespace amends {

/// What a store keeps under these marks.
struct case_of_customer {
    customer_id customer{};
    case_id on{};
};
BOOST_DESCRIBE_STRUCT(case_of_customer, (), (customer, on))

namespace {

std::uint64_t cases_mark(customer_id const& whose) noexcept {
    return subject_of('k', whose.view());
}

error no_mark_of_ours(error const& why, std::uint64_t log_index) {
    return mismatch(errc::damaged_trail, "a mark about a customer", why.message,
                    "log index " + std::to_string(log_index));
}

} // namespace

result<cases_found> cases_of(store& kept, customer_id const& whose) {
    auto const about = cases_mark(whose);
    cases_found found{{}, {about, 0}};
    boost::unordered_flat_set<case_id> known;
    std::optional<error> wrong;
    auto const read = kept.marked(about, 0, [&](std::uint64_t log_index, byte_view content) {
        auto const one = canonical::decode<case_of_customer>(content);
        if (!one) {
            wrong = no_mark_of_ours(one.error(), log_index);
            return false;
        }
        found.no_others.since_log_index = log_index + 1;
        if (one->customer == whose && known.insert(one->on).second) found.cases.push_back(one->on);
        return true;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    return found;
}

result<erasures_found> erasures_since(store& kept, std::uint64_t from) {
    erasures_found found{{}, no_erasure_since(from)};
    boost::unordered_flat_set<customer_id> known;
    std::optional<error> wrong;
    auto const read =
        kept.marked(found.no_others.about, from, [&](std::uint64_t log_index, byte_view content) {
            auto const whose = canonical::decode<customer_id>(content);
            if (!whose) {
                wrong = no_mark_of_ours(whose.error(), log_index);
                return false;
            }
            found.no_others.since_log_index = log_index + 1;
            if (known.insert(*whose).second) found.customers.push_back(*whose);
            return true;
        });
    if (!read) return read.error();
    if (wrong) return *wrong;
    return found;
}

unmarked no_erasure_since(std::uint64_t log_index) noexcept {
    return {subject_of('e', {}), log_index};
}

void mark_customer(batch_marks& marks, std::size_t draft, case_id const& on, fact const& what) {
    if (auto const* reported = std::get_if<contact_reported>(&what))
        marks.add_value(cases_mark(reported->what.customer), draft,
                        case_of_customer{reported->what.customer, on});
    else if (auto const* erased = std::get_if<personal_data_erased>(&what))
        marks.add_value(no_erasure_since(0).about, draft, erased->what.customer);
}

} // namespace amends
