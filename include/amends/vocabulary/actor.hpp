// SPDX-License-Identifier: BSL-1.0
// Who acts: a person or service with its roles, on whose behalf, and what it is to a case.
#pragma once

#include <amends/vocabulary/id.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace amends {

/// On which side of the desk somebody stands.
enum class side : std::uint8_t { customer, staff, service };
BOOST_DESCRIBE_ENUM(side, customer, staff, service)

/// Up to four roles of the organisation, in place.
class role_set {
  public:
    static constexpr std::size_t max_size = 4;

    constexpr role_set() = default;
    constexpr role_set(std::initializer_list<role> some) {
        for (auto const& r : some) add(r);
    }

    /// Adds a role; false when four are held already.
    constexpr bool add(role const& r) {
        if (size_ == max_size) return false;
        roles_[size_++] = r;
        return true;
    }
    constexpr std::span<role const> all() const noexcept { return {roles_.data(), size_}; }
    bool has(role const& r) const noexcept {
        for (auto const& held : all())
            if (held == r) return true;
        return false;
    }
    friend bool operator==(role_set const&, role_set const&) = default;

  private:
    std::array<role, max_size> roles_{};
    std::size_t size_ = 0;
};

/// Who acts. Comes from the session that the embedding product opened, never from a command.
struct actor {
    actor_id id{};
    amends::side side = side::staff;
    role_set roles{};
    /// Whose business this is: a customer who said yes on the telephone, an absent colleague.
    actor_id on_behalf_of{};
    /// The delegation that allows it, where one does.
    delegation_id by_delegation{};

    friend bool operator==(actor const&, actor const&) = default;
};
BOOST_DESCRIBE_STRUCT(actor, (), (id, side, roles, on_behalf_of, by_delegation))

/// Whether the actor is this person, or acts for them; nobody has an empty id.
template <class Tag>
bool is_or_acts_for(actor const& who, id<Tag> const& somebody) noexcept {
    return !somebody.empty() &&
           (who.id.view() == somebody.view() || who.on_behalf_of.view() == somebody.view());
}

/// `ann`, or `ann on behalf of lea`.
std::string to_text(actor const& who);

/// What an actor is to a case. A command names those who may give it.
enum class party : std::uint8_t {
    customer = 1,     ///< whose case it is, or staff who speak on the customer's behalf
    owner = 2,        ///< the colleague who has the case in hand
    colleague = 4,    ///< any member of staff
    collaborator = 8, ///< staff with an agreed action of their own on the case
    approver = 16,    ///< any member of staff; guards and judges decide who is competent
    monitor = 32,     ///< a service of the organisation
    recipient = 64,   ///< the colleague to whom the case was referred
};
BOOST_DESCRIBE_ENUM(party, customer, owner, colleague, collaborator, approver, monitor, recipient)

/// A set of parties.
struct parties {
    std::uint8_t bits = 0;

    constexpr parties() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a party is a set of one
    constexpr parties(party p) : bits(static_cast<std::uint8_t>(p)) {}
    constexpr bool any_of(parties other) const noexcept { return (bits & other.bits) != 0; }
    friend constexpr parties operator|(parties a, parties b) noexcept {
        parties both;
        both.bits = static_cast<std::uint8_t>(a.bits | b.bits);
        return both;
    }
    friend constexpr bool operator==(parties, parties) = default;
};
constexpr parties operator|(party a, party b) noexcept { return parties(a) | parties(b); }

/// `owner or collaborator`, for messages.
std::string to_text(parties some);

} // namespace amends
