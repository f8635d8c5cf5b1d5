// SPDX-License-Identifier: BSL-1.0
// The content behind a command, decoded where it is an integrator's own, and the hash of a table.
#include <amends/workflow/content.hpp>

namespace amends::workflow::detail {
namespace {

void* content_in(command_content& what) noexcept {
    return std::visit(
        []<class C>(C& one) -> void* {
            if constexpr (std::is_same_v<C, extended_command>) return nullptr;
            else return &one;
        },
        what);
}

} // namespace

void with_content(command_content& what, std::span<own_command const> own, use_of_content use) {
    if (auto const* wrapped = std::get_if<extended_command>(&what)) {
        for (auto const& one : own)
            if (one.number == wrapped->number && one.name == wrapped->name.view())
                one.decode(*wrapped, use);
        return;
    }
    use.call(use.context, number_of(what), content_in(what));
}

digest hash_of_table(std::string_view name, std::span<row_info const> rows) {
    std::string text(name);
    auto const line = [&](std::string_view word) {
        text += word;
        text += '\t';
    };
    for (auto const& row : rows) {
        text += '\n';
        for (auto word :
             {row.source_name, row.command_name, row.target_name, row.guard_name, row.action_name})
            line(word);
        line(std::to_string(static_cast<unsigned>(row.source)));
        line(std::to_string(row.command));
        line(std::to_string(static_cast<unsigned>(row.target)));
    }
    return sha256_of(text);
}

} // namespace amends::workflow::detail
