// SPDX-License-Identifier: BSL-1.0
// What was given so far: the account that cumulative limits look back on, folded from facts.
#pragma once

#include <amends/casefile/case_file.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace amends {

/// One remedy that costs something, that somebody granted a customer and that was not taken back.
struct grant {
    case_id on{};
    actor_id by{};        ///< who granted it: the proposer of an offer, or an approver
    actor_id behalf_of{}; ///< for whom they acted, where they did
    customer_id to{};
    instant at{};
    remedy what{};
    bool again = false; ///< another approver granted the same before; counts for `by` alone
    bool open = true;   ///< not agreed yet: may still be taken back

    friend bool operator==(grant const&, grant const&) = default;
};
BOOST_DESCRIBE_STRUCT(grant, (), (on, by, behalf_of, to, at, what, again, open))

/// What an entry does to an account.
enum class account_change : std::uint8_t {
    given,      ///< terms were granted; they count from now on
    settled,    ///< the customer agreed: what was given in this case stays given
    taken_back, ///< declined, withheld, replaced or withdrawn before anybody agreed
};
BOOST_DESCRIBE_ENUM(account_change, given, settled, taken_back)

/// One line of an account, as a store keeps it beside the entry that it follows from.
struct account_line {
    account_change change = account_change::given;
    case_id on{};
    actor_id by{};
    actor_id behalf_of{};
    customer_id to{};
    instant at{};
    std::vector<remedy> remedies{}; ///< of `given` alone; those that cost something
    bool again = false;

    friend bool operator==(account_line const&, account_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(account_line, (), (change, on, by, behalf_of, to, at, remedies, again))

/// The line that a fact adds, from the case as it was before the fact; nothing for most facts. Pure;
/// the same live and in replay.
///
/// Terms count from the entry that grants them: an offer within the proposer's own authority, or each
/// approval. They are taken back when they are declined, withheld, replaced, withdrawn or made void,
/// and count for good once the customer agreed.
std::optional<account_line> line_of(fact const& what, circumstances const& how,
                                    case_file const& before);

/// Those on whose accounts a line stands, beside the customer: whoever granted what it is about, and
/// for whom they acted.
std::vector<actor_id> granters_of(account_line const& line, case_file const& before);

/// The name under which a customer's or an actor's lines are found again. Stable: stores keep it.
/// Two subjects may share one: whoever reads lines compares `to` and `by`.
std::uint64_t account_of(customer_id const& whose) noexcept;
std::uint64_t account_of(actor_id const& whose) noexcept;

/// What stands on an account after its lines, in the order of the log.
class account {
  public:
    /// Adds lines in their order. Cost: one look at each line and one at each grant, however many lines
    /// there are: whoever reads an account applies many at once.
    void apply(std::span<account_line const> lines);
    void apply(account_line const& line) { apply(std::span(&line, 1)); }
    std::vector<grant> const& grants() const noexcept { return grants_; }

    /// Drops what was given before that moment and is settled: it changes no more. Nothing where more
    /// was dropped before.
    void forget_before(instant then);
    /// The same for what lies more than twice so many days before a moment, since not every question
    /// is later than the last. Cost: a pass now and then, when the account has doubled.
    void forget_long_past(instant at, std::chrono::days within);
    /// Whether nothing was dropped that lies at most so many days before that moment; none: ever.
    bool is_whole(instant at, std::optional<std::chrono::days> within) const noexcept;

  private:
    std::vector<grant> grants_;
    instant complete_from_ = instant::min();
    std::size_t looked_through_ = 0; ///< grants that were left by then
};

} // namespace amends
