// SPDX-License-Identifier: BSL-1.0
// A type's name as it is stored and hashed: the same from every compiler.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace amends {

namespace naming {

/// A type as the compiler writes it, without what stands before its own name. Compilers differ in how
/// they write template arguments, so that only a name without any is the same everywhere.
template <class T>
constexpr std::string_view name_by_compiler() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    constexpr std::string_view whole = __FUNCSIG__;
    constexpr auto begin = whole.find("name_by_compiler<") + 17;
    constexpr auto end = whole.rfind(">(");
#else
    constexpr std::string_view whole = __PRETTY_FUNCTION__;
    constexpr auto begin = whole.find("T = ") + 4;
    constexpr auto end = whole.find_first_of(";]", begin);
#endif
    std::string_view name = whole.substr(begin, end - begin);
    // Qualifiers and `struct ` end outside of brackets; those inside belong to an argument.
    std::size_t last = 0;
    int depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        char const c = name[i];
        depth += (c == '<' || c == '(') - (c == '>' || c == ')');
        if (depth == 0 && (c == ':' || c == ' ')) last = i + 1;
    }
    return name.substr(last);
}

/// Names one after the other, with a separator between them.
template <std::string_view const& Between, std::string_view const&... Names>
struct joined {
    static constexpr std::size_t size =
        (Names.size() + ... + 0) +
        (sizeof...(Names) > 1 ? Between.size() * (sizeof...(Names) - 1) : 0);
    static constexpr auto text = [] {
        std::array<char, size + 1> out{};
        [[maybe_unused]] std::size_t at = 0;
        [[maybe_unused]] auto const put = [&](std::string_view name) {
            for (char c : name) out[at++] = c;
        };
        [[maybe_unused]] auto const put_next = [&](std::string_view name) {
            if (at != 0) put(Between);
            put(name);
        };
        (put_next(Names), ...);
        return out;
    }();
    static constexpr std::string_view view{text.data(), size};
};

template <class T>
struct named {
    static constexpr std::string_view view = name_by_compiler<T>();
    static_assert(
        view.find('<') == view.npos,
        "a_name_is_the_same_from_every_compiler: a type whose name is stored or hashed has "
        "no template arguments but classes; derive a struct of its own from it");
};

inline constexpr std::string_view comma = ", ", opening = "<", closing = ">", nothing = "";

/// A template's name is made of its arguments' names, which are names by the same rule.
template <template <class...> class Template, class... Arguments>
struct named<Template<Arguments...>> {
    static_assert(((std::is_class_v<Arguments> || std::is_enum_v<Arguments>)&&...),
                  "a_name_is_the_same_from_every_compiler: compilers write `unsigned long` in more "
                  "than one way");
    static constexpr std::string_view whole = name_by_compiler<Template<Arguments...>>();
    static constexpr std::string_view head = whole.substr(0, whole.find('<'));
    static constexpr std::string_view inside = joined<comma, named<Arguments>::view...>::view;
    static constexpr std::string_view view = joined<nothing, head, opening, inside, closing>::view;
};

} // namespace naming

/// The unqualified name of a type: `propose`, `solution_offered`, `record_as<contact_reported>`. The
/// same from every compiler: names are stored in entries and hashed into lifecycles.
template <class T>
constexpr std::string_view type_name() noexcept {
    return naming::named<T>::view;
}

} // namespace amends
