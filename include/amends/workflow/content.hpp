// SPDX-License-Identifier: BSL-1.0
// What every compiled lifecycle shares: the typed content of a command, and the hash of a table.
#pragma once

#include <amends/casefile/extension.hpp>
#include <amends/workflow/table.hpp>

#include <span>

namespace amends::workflow::detail {

/// Calls with an integrator's own command, decoded from its bytes. A pointer and a function, so
/// that the decoders do not depend on what is done with the command.
struct use_of_content {
    void* context;
    void (*call)(void* context, std::uint8_t number, void* content);
};
struct own_command {
    std::uint8_t number = 0;
    std::string_view name;
    bool (*decode)(extended_command const& from, use_of_content use);
};
template <class Own>
bool decode_and_use(extended_command const& from, use_of_content use) {
    auto own = unwrapped<Own>(from);
    if (own) use.call(use.context, Own::number, &*own);
    return own.has_value();
}
template <class... Own>
constexpr std::array<own_command, sizeof...(Own)> own_commands(mp::mp_list<Own...>) {
    return {own_command{Own::number, type_name<Own>(), &decode_and_use<Own>}...};
}

/// SHA-256 over a table in words.
digest hash_of_table(std::string_view name, std::span<row_info const> rows);
/// Hands the typed content to `use`; nothing happens when it is not one of this lifecycle.
void with_content(command_content& what, std::span<own_command const> own, use_of_content use);

} // namespace amends::workflow::detail
