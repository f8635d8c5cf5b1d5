// SPDX-License-Identifier: BSL-1.0
// What a judge answers: granted, needs approval or forbidden, with every reason.
#pragma once

#include <amends/vocabulary/reader.hpp>

#include <boost/container/small_vector.hpp>
#include <boost/describe/enum.hpp>

#include <algorithm>
#include <iosfwd>
#include <string>

namespace amends {

/// What a judge says of a command; the higher value wins where several speak.
enum class decision : std::uint8_t { granted, needs_approval, forbidden };
BOOST_DESCRIBE_ENUM(decision, granted, needs_approval, forbidden)

/// What a value in a reason measures.
enum class measure_kind : std::uint8_t { nothing, words, amount, at_most, at_least, count };
BOOST_DESCRIBE_ENUM(measure_kind, nothing, words, amount, at_most, at_least, count)

/// One side of a reason: an amount, a bound on one, a count or a few words. Never allocates.
struct measure {
    measure_kind kind = measure_kind::nothing;
    std::int64_t value = 0; ///< minor units for amounts and bounds
    currency in{};
    rule_name words{};

    static measure of(money m) noexcept { return {measure_kind::amount, m.minor_units, m.in, {}}; }
    static measure at_most(money m) noexcept {
        return {measure_kind::at_most, m.minor_units, m.in, {}};
    }
    static measure at_least(money m) noexcept {
        return {measure_kind::at_least, m.minor_units, m.in, {}};
    }
    static measure of_count(std::int64_t n) noexcept { return {measure_kind::count, n, {}, {}}; }
    static measure of_words(rule_name const& w) noexcept { return {measure_kind::words, 0, {}, w}; }
    /// An id in words, whatever it names.
    template <class Tag>
    static measure of_id(id<Tag> const& i) noexcept {
        return of_words(rule_name::trusted(i.view()));
    }

    friend bool operator==(measure const&, measure const&) = default;
};
BOOST_DESCRIBE_STRUCT(measure, (), (kind, value, in, words))

/// `at most 50.00 EUR`, `2`, `the proposer`.
std::string to_text(measure const& m);

/// Why a judge decided so: which policy, which rule, what it expected and what it found.
struct reason {
    rule_name policy{};
    rule_name rule{};
    decision says = decision::granted;
    measure expected{};
    measure found{};

    friend bool operator==(reason const&, reason const&) = default;
};
BOOST_DESCRIBE_STRUCT(reason, (), (policy, rule, says, expected, found))

namespace detail {
/// A few values in place, more on the heap. Copies and moves are compiled once, in verdict.cpp: where
/// GCC 12 inlines them it sees overruns that are not there.
template <class T>
class few : public boost::container::small_vector<T, 2> {
  public:
    few() noexcept;
    few(few const& other);
    few(few&& other) noexcept;
    few& operator=(few const& other);
    few& operator=(few&& other) noexcept;
    ~few();
};
extern template class few<reason>;
extern template class few<role>;
} // namespace detail

/// A judge's answer with its reasons, who could decide instead, and the document it comes from.
struct verdict {
    amends::decision decision = amends::decision::granted;
    std::uint32_t approvers_needed = 0;
    std::uint32_t document_version = 0;
    digest document{}; ///< none when the policy is not from a document
    detail::few<reason> reasons{};
    detail::few<role> competent{}; ///< lowest first

    /// Adds a reason; the verdict becomes at least what the reason says. Answers the reason in its place,
    /// for what is yet to be written into it but `says`. Lifetime: until the next is added.
    reason& add(reason const& why) {
        if (why.says > decision) decision = why.says;
        reasons.push_back(why);
        return reasons.back();
    }
    /// Nothing to say: nothing against the command, and no authority for one that needs it.
    bool silent() const noexcept {
        return decision == amends::decision::granted && reasons.empty();
    }

    /// Who may change the rules, where a reason says that nobody may decide (`nobody_may_decide`
    /// expects that role); otherwise empty.
    role can_change_that() const noexcept;

    /// Whether a role is among those that could decide instead.
    bool could(role const& r) const noexcept {
        return std::find(competent.begin(), competent.end(), r) != competent.end();
    }

    friend bool operator==(verdict const&, verdict const&) = default;
};

namespace canonical {
std::size_t size(verdict const& v) noexcept;
std::byte* put(std::byte* to, verdict const& v) noexcept;
void get(reader& from, verdict& v);
void get(reader& from, passed<verdict>);
} // namespace canonical

/// One line in words, for messages and reports.
std::string to_text(verdict const& v);
std::ostream& operator<<(std::ostream& out, verdict const& v);

} // namespace amends
