// SPDX-License-Identifier: BSL-1.0
// One table of decoders by number for commands, one for facts.
#include <amends/casefile/codec.hpp>

#include "bounds.hpp"

#include <amends/vocabulary/texts.hpp>

#include <array>

namespace amends::canonical {
namespace {

constexpr std::uint8_t content_version = 1;
constexpr std::size_t content_size_max = list_size_max * text_size_max >> 4;

template <class T>
concept of_an_integrator = std::same_as<T, extended_command> || std::same_as<T, extended_fact>;

template <class T>
std::size_t content_size(T const& one) noexcept {
    if constexpr (of_an_integrator<T>) return size(one.name) + size(one.content) + size(one.texts);
    else return size(one);
}

template <class Variant>
std::size_t size_of(Variant const& what) noexcept {
    return 6 + std::visit([](auto const& one) { return content_size(one); }, what);
}

enum class texts { written, left_empty };

template <texts Are, class T>
std::byte* put_content(std::byte* to, T const& one) noexcept {
    auto const put_one = [&](auto const& value) {
        if constexpr (Are == texts::written) to = put(to, value);
        else to = put_without_texts(to, value);
    };
    if constexpr (of_an_integrator<T>) {
        put_one(one.name);
        put_one(one.content);
        put_one(one.texts);
    } else {
        put_one(one);
    }
    return to;
}

template <texts Are = texts::written, class Variant>
std::byte* put_in(std::byte* to, Variant const& what) noexcept {
    return std::visit(
        [&]<class T>(T const& one) {
            to = put(to, std::uint8_t{one.number});
            to = put(to, content_version);
            auto* const length_at = to;
            to += 4;
            to = put_content<Are>(to, one);
            put(length_at, static_cast<std::uint32_t>(to - length_at - 4));
            return to;
        },
        what);
}

// How each number of a variant is read, and how it is passed over.
template <class Variant>
struct decoder {
    void (*read)(reader&, Variant&) = nullptr;
    void (*pass)(reader&) = nullptr;
};

template <class Variant, class = typename Variant::variant>
struct decoders;
template <class Variant, class... T>
struct decoders<Variant, std::variant<T...>> {
    static constexpr std::array<decoder<Variant>, 128> by_number = [] {
        std::array<decoder<Variant>, 128> table{};
        (
            [&] {
                if constexpr (!of_an_integrator<T>)
                    table[T::number] = {
                        [](reader& from, Variant& what) { from.get(what.template emplace<T>()); },
                        [](reader& from) { from.get(passed<T>{}); }};
            }(),
            ...);
        return table;
    }();
};

// Reads what stands around a content and lets `own` or `known` read the content itself.
template <class Variant, class Own, class Known>
void get_content(reader& from, Own own, Known known) {
    std::uint8_t number = 0, version = 0;
    from.get(number);
    from.get(version);
    if (from.ok() && version != content_version)
        return from.fail(errc::unsupported_version, "content of version 1", version);
    auto const length = from.get_size(content_size_max);
    auto const left = from.left();
    if (length > left)
        return from.fail(errc::malformed, "content within the bytes that are left", length);
    if (number >= 128) {
        own(number);
    } else if (auto const& decode = decoders<Variant>::by_number[number]; decode.read != nullptr) {
        known(decode);
    } else {
        return from.fail(errc::out_of_range, "a known number", number);
    }
    if (from.ok() && left - from.left() != length)
        from.fail(errc::malformed, "content of the length that is said", length);
}

template <class Own, class Variant>
void get_in(reader& from, Variant& what) {
    get_content<Variant>(
        from,
        [&](std::uint8_t number) {
            auto& own = what.template emplace<Own>();
            own.number = number;
            from.get(own.name);
            from.get(own.content);
            from.get(own.texts);
        },
        [&](decoder<Variant> const& decode) { decode.read(from, what); });
}

} // namespace

std::size_t size(command_content const& what) noexcept { return size_of(what); }
std::byte* put(std::byte* to, command_content const& what) noexcept { return put_in(to, what); }
void get(reader& from, command_content& what) { get_in<extended_command>(from, what); }

std::size_t size(fact const& what) noexcept { return size_of(what); }
std::byte* put(std::byte* to, fact const& what) noexcept { return put_in(to, what); }
void get(reader& from, fact& what) { get_in<extended_fact>(from, what); }
void get(reader& from, passed<fact>) {
    get_content<fact>(
        from,
        [&](std::uint8_t) {
            from.get(passed<rule_name>{});
            from.get(passed<bytes>{});
            from.get(passed<std::vector<std::string>>{});
        },
        [&](decoder<fact> const& decode) { decode.pass(from); });
}

std::size_t size_without_texts(fact const& what) noexcept {
    return size_of(what) - size_of_texts(what);
}
std::byte* put_without_texts(std::byte* to, fact const& what) noexcept {
    return put_in<texts::left_empty>(to, what);
}
void append_texts(bytes& to, fact const& what) { append_texts<fact>(to, what); }
void get_texts(reader& from, fact& what) { get_texts<fact>(from, what); }

result<void> check_bounds(command_content const& what) {
    bounds_check check;
    std::visit([&](auto const& one) { check.see(one); }, what);
    if (auto const* own = std::get_if<extended_command>(&what); own != nullptr && own->number < 128)
        check.fail(errc::out_of_range, "a number from 128 for an own command", own->number);
    // A fact adds a digest and a count to its command's content at most.
    if (auto const total = size(what); total > content_size_max - 64)
        check.fail(errc::too_long, "content of at most 256 MiB", total);
    return check.finish();
}

result<void> check_bounds(fact const& what) {
    bounds_check check;
    std::visit([&](auto const& one) { check.see(one); }, what);
    if (auto const* own = std::get_if<extended_fact>(&what); own != nullptr && own->number < 128)
        check.fail(errc::out_of_range, "a number from 128 for an own fact", own->number);
    if (auto const total = size(what); total > content_size_max)
        check.fail(errc::too_long, "content of at most 256 MiB", total);
    return check.finish();
}

void append(bytes& to, command_content const& what) {
    auto const before = to.size();
    to.resize(before + size(what));
    put(to.data() + before, what);
}

} // namespace amends::canonical
