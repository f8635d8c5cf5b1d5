// SPDX-License-Identifier: BSL-1.0
// The directory of colleagues: who holds which role, who is away, and who stands in.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace amends {

/// Away from `from` until just before `until`.
struct absence {
    instant from{};
    instant until{};
    actor_id substitute{}; ///< empty: nobody stands in
    std::string reason{};

    friend bool operator==(absence const&, absence const&) = default;
};
BOOST_DESCRIBE_STRUCT(absence, (), (from, until, substitute, reason))

/// Somebody on the staff: the roles that they hold, and when they are away.
struct colleague {
    actor_id id{};
    role_set roles{};
    std::vector<absence> absences{};
    std::uint32_t line = 0;

    friend bool operator==(colleague const&, colleague const&) = default;
};
BOOST_DESCRIBE_STRUCT(colleague, (), (id, roles, absences, line))

/// Colleagues by id. A substitute has the roles of whom they stand in for, as long as that lasts; a
/// substitute's substitute has not.
class directory {
  public:
    directory() = default;
    /// Requires: nobody is there twice.
    explicit directory(std::vector<colleague> colleagues);

    /// The colleague of that id, or null. Lifetime: that of the directory. Cost: halving.
    colleague const* find(actor_id const& who) const noexcept;
    std::vector<colleague> const& all() const noexcept { return colleagues_; }

    /// The absence at that moment, or nothing.
    absence const* away(actor_id const& who, instant at) const noexcept;
    /// Whether `who` stands in for `absent` at that moment.
    bool stands_in(actor_id const& who, actor_id const& absent, instant at) const noexcept;

  private:
    std::vector<colleague> colleagues_; ///< by id
};

} // namespace amends
