// SPDX-License-Identifier: BSL-1.0
// The judge by a table of authority: its lines compiled once into policies.
#pragma once

#include <amends/authority/combine.hpp>
#include <amends/authority/people/ladder.hpp>
#include <amends/authority/table.hpp>

#include <memory>

namespace amends {

/// Judges by a table of authority. Its verdicts carry the table's version and hash.
///
/// A value: copies share what was compiled, which never changes. Threads: any number. Cost: about
/// 100 ns a verdict with twenty lines; no allocation for what is granted with up to two reasons.
class authority {
  public:
    /// Compiles a table. It is taken as it stands: `authority_document::parse` checks what a document
    /// says, whoever fills a table by hand answers for it. Cost: a pass over the lines.
    explicit authority(table_of_authority table);

    /// Judges by every part of the table. Before it is in force all that it would have judged is
    /// forbidden (`not_in_force`). Terms that are not granted come with the roles that may decide
    /// them; where there are none they are forbidden, with a reason that names who may change that
    /// (`nobody_may_decide`).
    verdict judge(question const& q) const;
    looking_back looks_back() const noexcept;

    /// The role, held or lent, in which an actor decides this, or came closest to it.
    role decides_in(question const& q) const;

    /// Roles that may decide these terms: of the ladder, lowest first, then the others.
    detail::few<role> competent(question const& q) const;

    /// Who could approve these terms now: never the proposer, the customer or an earlier approver.
    /// What each of them gave before is not in the question: where limits look back on it, ask the
    /// desk, or give a judge that looks it up for whom it is asked about. What that judge throws passes
    /// through. Cost: a verdict for each colleague and delegation.
    who_decides who_may_decide(question const& q) const;
    who_decides who_may_decide(question const& q,
                               std::function<verdict(question const&)> const& judge) const;

    /// What it was compiled from. Lifetime: that of the last copy.
    table_of_authority const& table() const noexcept;

  private:
    struct compiled;
    std::shared_ptr<compiled const> compiled_;
};
static_assert(policy<authority>);

} // namespace amends
