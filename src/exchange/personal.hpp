// SPDX-License-Identifier: BSL-1.0
// Which members of a value may say something about a customer.
#pragma once

#include <amends/vocabulary/bytes.hpp>

namespace amends::detail {

template <class Owner, class Descriptor>
using member_type_of = std::remove_cvref_t<decltype(std::declval<Owner&>().*(Descriptor::pointer))>;

template <class T, class... Some>
concept is_one_of = (std::same_as<T, Some> || ...);

// Free texts, one or a list of them, and what an integrator's own facts hold, which nobody here can
// read. `Owner` is the described value that the member belongs to.
template <class Owner, class Descriptor>
inline constexpr bool is_personal =
    is_one_of<member_type_of<Owner, Descriptor>, std::string, std::vector<std::string>, bytes>;

} // namespace amends::detail
