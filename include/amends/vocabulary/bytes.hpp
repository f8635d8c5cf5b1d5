// SPDX-License-Identifier: BSL-1.0
// Canonical bytes: how every stored value is written and read, field by field.
#pragma once

#include <amends/vocabulary/actor.hpp>
#include <amends/vocabulary/digest.hpp>
#include <amends/vocabulary/id.hpp>
#include <amends/vocabulary/money.hpp>
#include <amends/vocabulary/time.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <bit>
#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

// FORMAT: docs/format.md. Little-endian, fixed order, no padding; texts and lists are
// length-prefixed (u32), ids by one byte; optionals, bools and enumerations take one byte.
static_assert(std::endian::native == std::endian::little,
              "big-endian hosts need byte swaps in put() and get()");

namespace amends {

using bytes = std::vector<std::byte>;

/// Bounds of what is read back; longer is refused before anything is allocated.
inline constexpr std::size_t text_size_max = std::size_t{1} << 20;
inline constexpr std::size_t list_size_max = 4096;

/// A struct whose members are listed with Boost.Describe: the list is the stored order.
template <class T>
concept described_value = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept described_choice = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

namespace canonical {

template <class T>
concept plain_number = std::integral<T> && !std::same_as<T, bool>;

template <described_value T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;

// --- size -----------------------------------------------------------------------------------

template <plain_number T>
constexpr std::size_t size(T const&) noexcept {
    return sizeof(T);
}
constexpr std::size_t size(bool const&) noexcept { return 1; }
template <class T>
    requires(std::is_enum_v<T>)
constexpr std::size_t size(T const&) noexcept {
    static_assert(sizeof(T) == 1, "stored enumerations take one byte");
    return 1;
}
template <class Tag>
constexpr std::size_t size(id<Tag> const& i) noexcept {
    return 1 + i.view().size();
}
inline std::size_t size(std::string const& s) noexcept { return 4 + s.size(); }
inline std::size_t size(bytes const& b) noexcept { return 4 + b.size(); }
constexpr std::size_t size(digest const&) noexcept { return 32; }
constexpr std::size_t size(money const&) noexcept { return 11; }
constexpr std::size_t size(currency const&) noexcept { return 3; }
constexpr std::size_t size(instant const&) noexcept { return 8; }
std::size_t size(role_set const& roles) noexcept;
template <class T>
std::size_t size(std::optional<T> const& o) noexcept;
template <class T>
std::size_t size(std::vector<T> const& list) noexcept;
template <described_value T>
std::size_t size(T const& value) noexcept;

template <class T>
std::size_t size(std::optional<T> const& o) noexcept {
    return 1 + (o ? size(*o) : 0);
}
template <class T>
std::size_t size(std::vector<T> const& list) noexcept {
    std::size_t total = 4;
    for (auto const& one : list) total += size(one);
    return total;
}
template <described_value T>
std::size_t size(T const& value) noexcept {
    std::size_t total = 0;
    boost::mp11::mp_for_each<members_of<T>>([&](auto m) { total += size(value.*m.pointer); });
    return total;
}
inline std::size_t size(role_set const& roles) noexcept {
    std::size_t total = 1;
    for (auto const& r : roles.all()) total += size(r);
    return total;
}

// --- writing: the caller has made room for size(value) bytes ------------------------------------

inline std::byte* put_raw(std::byte* to, void const* from, std::size_t n) noexcept {
    if (n != 0) std::memcpy(to, from, n);
    return to + n;
}
template <plain_number T>
std::byte* put(std::byte* to, T value) noexcept {
    return put_raw(to, &value, sizeof value);
}
inline std::byte* put(std::byte* to, bool value) noexcept {
    *to = std::byte{value};
    return to + 1;
}
template <class T>
    requires(std::is_enum_v<T>)
std::byte* put(std::byte* to, T value) noexcept {
    *to = static_cast<std::byte>(value);
    return to + 1;
}
template <class Tag>
std::byte* put(std::byte* to, id<Tag> const& i) noexcept {
    auto const text = i.view();
    *to = static_cast<std::byte>(text.size());
    return put_raw(to + 1, text.data(), text.size());
}
inline std::byte* put(std::byte* to, std::string const& s) noexcept {
    to = put(to, static_cast<std::uint32_t>(s.size()));
    return put_raw(to, s.data(), s.size());
}
inline std::byte* put(std::byte* to, bytes const& b) noexcept {
    to = put(to, static_cast<std::uint32_t>(b.size()));
    return put_raw(to, b.data(), b.size());
}
inline std::byte* put(std::byte* to, digest const& d) noexcept {
    return put_raw(to, d.bytes.data(), d.bytes.size());
}
inline std::byte* put(std::byte* to, currency const& c) noexcept {
    return put_raw(to, c.code().data(), 3);
}
inline std::byte* put(std::byte* to, money const& m) noexcept {
    return put(put(to, m.minor_units), m.in);
}
inline std::byte* put(std::byte* to, instant const& at) noexcept {
    return put(to, static_cast<std::int64_t>(at.time_since_epoch().count()));
}
inline std::byte* put(std::byte* to, role_set const& roles) noexcept {
    *to++ = static_cast<std::byte>(roles.all().size());
    for (auto const& r : roles.all()) to = put(to, r);
    return to;
}
template <class T>
std::byte* put(std::byte* to, std::optional<T> const& o) noexcept;
template <class T>
std::byte* put(std::byte* to, std::vector<T> const& list) noexcept;
template <described_value T>
std::byte* put(std::byte* to, T const& value) noexcept;

template <class T>
std::byte* put(std::byte* to, std::optional<T> const& o) noexcept {
    to = put(to, o.has_value());
    return o ? put(to, *o) : to;
}
template <class T>
std::byte* put(std::byte* to, std::vector<T> const& list) noexcept {
    to = put(to, static_cast<std::uint32_t>(list.size()));
    for (auto const& one : list) to = put(to, one);
    return to;
}
template <described_value T>
std::byte* put(std::byte* to, T const& value) noexcept {
    boost::mp11::mp_for_each<members_of<T>>([&](auto m) { to = put(to, value.*m.pointer); });
    return to;
}

/// Reads canonical bytes. The first mismatch is kept and everything after it reads as empty, so a
/// decoder checks once, at the end.
class reader {
  public:
    explicit reader(byte_view from) noexcept
        : at_(from.data()), begin_(from.data()), end_(from.data() + from.size()) {}

    template <plain_number T>
    void get(T& value) noexcept {
        if (auto const* p = take(sizeof value)) std::memcpy(&value, p, sizeof value);
    }
    void get(bool& value) noexcept {
        std::uint8_t raw = 0;
        get(raw);
        if (raw > 1) return fail(errc::out_of_range, "a bool of 0 or 1", raw);
        value = raw == 1;
    }
    template <class T>
        requires(std::is_enum_v<T>)
    void get(T& value) noexcept {
        std::uint8_t raw = 0;
        get(raw);
        if constexpr (described_choice<T>) {
            bool known = false;
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
                [&](auto e) { known = known || static_cast<std::uint8_t>(e.value) == raw; });
            if (!known) return fail(errc::out_of_range, "a known enumerator", raw);
        }
        value = static_cast<T>(raw);
    }
    template <class Tag>
    void get(id<Tag>& value) {
        std::uint8_t length = 0;
        get(length);
        if (length > id<Tag>::max_size)
            return fail(errc::too_long, "an id of at most 39 bytes", length);
        if (auto const* p = take(length)) {
            if (auto made = id<Tag>::parse({reinterpret_cast<char const*>(p), length}))
                value = *made;
            else fail(errc::malformed, "an id of printable characters", length);
        }
    }
    void get(std::string& value) {
        auto const n = get_size(text_size_max);
        if (auto const* p = take(n)) value.assign(reinterpret_cast<char const*>(p), n);
    }
    void get(bytes& value) {
        auto const n = get_size(text_size_max);
        if (auto const* p = take(n)) value.assign(p, p + n);
    }
    void get(digest& value) noexcept {
        if (auto const* p = take(32)) std::memcpy(value.bytes.data(), p, 32);
    }
    void get(currency& value) noexcept {
        if (auto const* p = take(3)) {
            auto const* c = reinterpret_cast<char const*>(p);
            for (int i = 0; i < 3; ++i)
                if (c[i] < 'A' || c[i] > 'Z')
                    return fail(errc::out_of_range, "three capital letters", 0);
            value = currency::of(c[0], c[1], c[2]);
        }
    }
    void get(money& value) noexcept {
        get(value.minor_units);
        get(value.in);
    }
    void get(instant& value) noexcept {
        std::int64_t ms = 0;
        get(ms);
        value = instant(std::chrono::milliseconds(ms));
    }
    void get(role_set& value) {
        std::uint8_t count = 0;
        get(count);
        if (count > role_set::max_size) return fail(errc::too_long, "at most 4 roles", count);
        value = {};
        for (std::uint8_t i = 0; i < count && ok(); ++i) {
            role one;
            get(one);
            value.add(one);
        }
    }
    template <class T>
    void get(std::optional<T>& value) {
        bool present = false;
        get(present);
        if (present && ok()) get(value.emplace());
        else value.reset();
    }
    template <class T>
    void get(std::vector<T>& list) {
        auto const n = get_size(list_size_max);
        // Every element takes a byte at least: a count beyond what is left is damage.
        if (n > left()) return fail(errc::malformed, "a count within the bytes that are left", n);
        list.clear();
        list.reserve(n);
        for (std::size_t i = 0; i < n && ok(); ++i) get(list.emplace_back());
    }
    template <described_value T>
    void get(T& value) {
        boost::mp11::mp_for_each<members_of<T>>([&](auto m) { get(value.*m.pointer); });
    }

    /// The next `n` bytes, or nullptr when fewer are left.
    std::byte const* take(std::size_t n) noexcept {
        if (!ok()) return nullptr;
        if (n > left()) {
            fail(errc::malformed, "more bytes", n);
            return nullptr;
        }
        auto const* p = at_;
        at_ += n;
        return p;
    }
    std::size_t get_size(std::size_t max) noexcept {
        std::uint32_t n = 0;
        get(n);
        if (ok() && n > max) fail(errc::too_long, "a length within its bound", n);
        return ok() ? n : 0;
    }
    std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
    bool ok() const noexcept { return expected_ == nullptr; }
    void fail(errc code, char const* expected, std::uint64_t found) noexcept {
        if (!ok()) return;
        code_ = code;
        expected_ = expected;
        found_ = found;
        failed_at_ = static_cast<std::size_t>(at_ - begin_);
    }
    /// Success when everything was read and nothing is left over.
    result<void> finish() {
        if (ok() && left() != 0) fail(errc::malformed, "the end", left());
        if (ok()) return {};
        return mismatch(code_, expected_, std::to_string(found_),
                        "byte " + std::to_string(failed_at_));
    }

  private:
    std::byte const* at_;
    std::byte const* begin_;
    std::byte const* end_;
    char const* expected_ = nullptr;
    errc code_{};
    std::uint64_t found_ = 0;
    std::size_t failed_at_ = 0;
};

/// Appends the canonical bytes of `value` to `to`. Cost: one pass for the size, one for the bytes.
template <class T>
void append(bytes& to, T const& value) {
    auto const before = to.size();
    to.resize(before + size(value));
    put(to.data() + before, value);
}

/// The canonical bytes of `value`.
template <class T>
bytes encode(T const& value) {
    bytes out;
    append(out, value);
    return out;
}

/// Reads a value that fills `from` exactly. Errors: `malformed`, `too_long`, `out_of_range`.
template <class T>
result<T> decode(byte_view from) {
    T value{};
    reader r(from);
    r.get(value);
    if (auto done = r.finish(); !done) return done.error();
    return value;
}

} // namespace canonical
} // namespace amends
