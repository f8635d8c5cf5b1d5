// SPDX-License-Identifier: BSL-1.0
// The authority in force: versions of a table, each from its day on, changed while desks judge.
#pragma once

#include <amends/authority/authority.hpp>

#include <memory>
#include <vector>

namespace amends {

/// Judges each question by the version in force at its time. A handle: copies share the versions, so
/// a desk keeps one and whoever administers it another.
///
/// Guarantees: a verdict comes from one version as a whole. Cases keep the verdicts that they got.
/// Threads: any number judge while one or more add versions.
class authority_in_force {
  public:
    /// Begins with one version. Before that is effective, nothing of what it judges is granted.
    explicit authority_in_force(authority first);

    /// Adds a version. Where two are effective from the same moment the higher version counts.
    /// Errors: `version_conflict` when that version is there already with another hash; the same
    /// version with the same hash changes nothing.
    result<void> add(authority next);

    /// The version in force then; before all of them, the earliest, which forbids what it judges.
    authority at(instant when) const;
    /// All versions, by effective time and then version.
    std::vector<authority> versions() const;

    verdict judge(question const& q) const;
    looking_back looks_back() const;
    role decides_in(question const& q) const;

  private:
    struct shared;
    std::shared_ptr<shared> shared_;
};
static_assert(policy<authority_in_force>);

} // namespace amends
