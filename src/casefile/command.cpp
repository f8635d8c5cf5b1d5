// SPDX-License-Identifier: BSL-1.0
// Numbers, names and digests of commands and facts.
#include <amends/casefile/fact.hpp>
#include <amends/vocabulary/print.hpp>

namespace amends {
namespace {

template <class T>
concept carries_its_name = requires(T const& t) {
    t.number;
    t.name;
};

template <class Variant>
std::uint8_t number_in(Variant const& what) noexcept {
    return std::visit([](auto const& one) { return std::uint8_t{one.number}; }, what);
}

template <class Variant>
std::string_view name_in(Variant const& what) noexcept {
    return std::visit(
        []<class T>(T const& one) -> std::string_view {
            if constexpr (carries_its_name<T>) return one.name.view();
            else return type_name<T>();
        },
        what);
}

} // namespace

std::uint8_t number_of(command_content const& what) noexcept { return number_in(what); }
std::string_view name_of(command_content const& what) noexcept { return name_in(what); }
std::uint8_t number_of(fact const& what) noexcept { return number_in(what); }
std::string_view name_of(fact const& what) noexcept { return name_in(what); }

digest hash_of(terms const& t) {
    thread_local bytes buffer;
    buffer.clear();
    canonical::append(buffer, t);
    return sha256_of(buffer);
}

} // namespace amends
