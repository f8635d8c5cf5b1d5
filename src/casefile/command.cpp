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

command_content::command_content() noexcept = default;
command_content::command_content(command_content const& other) = default;
command_content::command_content(command_content&& other) noexcept = default;
command_content& command_content::operator=(command_content const& other) = default;
command_content& command_content::operator=(command_content&& other) noexcept = default;
command_content::~command_content() = default;
bool operator==(command_content const& a, command_content const& b) {
    return static_cast<command_content::variant const&>(a) ==
           static_cast<command_content::variant const&>(b);
}

fact::fact() noexcept = default;
fact::fact(fact const& other) = default;
fact::fact(fact&& other) noexcept = default;
fact& fact::operator=(fact const& other) = default;
fact& fact::operator=(fact&& other) noexcept = default;
fact::~fact() = default;
bool operator==(fact const& a, fact const& b) {
    return static_cast<fact::variant const&>(a) == static_cast<fact::variant const&>(b);
}

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
