// SPDX-License-Identifier: BSL-1.0
// Canonical bytes read back, field by field: bytes from anywhere give a value or a mismatch.
#pragma once

#include <amends/vocabulary/bytes.hpp>
#include <amends/vocabulary/error.hpp>

namespace amends::canonical {

/// A value that is gone over with every check and not kept: `get(passed<T>{})` fails exactly where
/// `get` of a T would.
template <class T>
struct passed {};

/// Reads canonical bytes. The first mismatch is kept and nothing more is read, so a decoder checks once,
/// at the end. What was read into after a mismatch has unspecified values: whoever reads into something
/// that exists already must not use it then.
class reader {
  public:
    explicit reader(byte_view from) noexcept
        : at_(from.data()), begin_(from.data()), end_(from.data() + from.size()) {}

    template <plain_number T>
    void get(T& value) noexcept {
        if (auto const* p = take(sizeof value)) std::memcpy(&value, p, sizeof value);
    }
    template <plain_number T>
    void get(passed<T>) noexcept {
        take(sizeof(T));
    }
    void get(bool& value) noexcept {
        if (auto const* p = flag()) value = std::to_integer<bool>(*p);
    }
    void get(passed<bool>) noexcept { flag(); }
    template <class T>
        requires(std::is_enum_v<T>)
    void get(T& value) noexcept {
        if (auto const* p = choice<T>()) value = static_cast<T>(*p);
    }
    template <class T>
        requires(std::is_enum_v<T>)
    void get(passed<T>) noexcept { choice<T>(); }
    template <class Tag>
    void get(id<Tag>& value) noexcept {
        auto const text = id_text();
        if (ok()) value = id<Tag>::trusted(text);
    }
    template <class Tag>
    void get(passed<id<Tag>>) noexcept {
        id_text();
    }
    void get(std::string& value) {
        auto const n = text_size();
        if (auto const* p = take(n)) value.assign(reinterpret_cast<char const*>(p), n);
    }
    void get(passed<std::string>) noexcept { take(text_size()); }
    void get(label& value) {
        auto const n = get_size(text_size_max);
        if (auto const* p = take(n)) value.assign(reinterpret_cast<char const*>(p), n);
    }
    void get(passed<label>) noexcept { take(get_size(text_size_max)); }
    void get(bytes& value) {
        auto const n = get_size(text_size_max);
        if (auto const* p = take(n)) value.assign(p, p + n);
    }
    void get(passed<bytes>) noexcept { take(get_size(text_size_max)); }
    void get(digest& value) noexcept {
        if (auto const* p = take(32)) std::memcpy(value.bytes.data(), p, 32);
    }
    void get(passed<digest>) noexcept { take(32); }
    void get(currency& value) noexcept {
        if (auto const* c = letters())
            value = currency::of(static_cast<char>(c[0]), static_cast<char>(c[1]),
                                 static_cast<char>(c[2]));
    }
    void get(passed<currency>) noexcept { letters(); }
    void get(money& value) noexcept {
        get(value.minor_units);
        get(value.in);
    }
    void get(passed<money>) noexcept {
        take(sizeof(money::minor_units));
        letters();
    }
    void get(instant& value) noexcept {
        std::int64_t ms = 0;
        get(ms);
        value = instant(std::chrono::milliseconds(ms));
    }
    void get(passed<instant>) noexcept { take(8); }
    void get(role_set& value) {
        value = {};
        for (auto left_to_read = role_count(); left_to_read != 0 && ok(); --left_to_read) {
            role one;
            get(one);
            value.add(one);
        }
    }
    void get(passed<role_set>) noexcept {
        for (auto left_to_pass = role_count(); left_to_pass != 0 && ok(); --left_to_pass) id_text();
    }
    template <class T>
    void get(std::optional<T>& value) {
        bool present = false;
        get(present);
        if (present && ok()) get(value.emplace());
        else value.reset();
    }
    template <class T>
    void get(passed<std::optional<T>>) noexcept {
        bool present = false;
        get(present);
        if (present && ok()) get(passed<T>{});
    }
    template <class T>
    void get(std::vector<T>& list) {
        auto const n = list_count();
        if (!ok()) return;
        list.clear();
        list.reserve(n);
        for (std::size_t i = 0; i < n && ok(); ++i) get(list.emplace_back());
    }
    template <class T>
    void get(passed<std::vector<T>>) noexcept {
        for (auto left_to_pass = list_count(); left_to_pass != 0 && ok(); --left_to_pass)
            get(passed<T>{});
    }
    template <described_value T>
    void get(T& value) {
        boost::mp11::mp_for_each<members_of<T>>([&](auto m) { get(value.*m.pointer); });
    }
    template <described_value T>
    void get(passed<T>) noexcept {
        boost::mp11::mp_for_each<members_of<T>>([&](auto m) {
            get(passed<std::remove_cvref_t<decltype(std::declval<T&>().*m.pointer)>>{});
        });
    }

    /// From here on every text must be empty, since it is kept elsewhere; labels may be any.
    void expect_no_texts() noexcept { no_texts_ = true; }

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
    /// The count before a list; 0 when it is wrong.
    std::size_t list_count() noexcept {
        auto const n = get_size(list_size_max);
        // Every element takes a byte at least: a count beyond what is left is damage.
        if (n > left()) fail(errc::malformed, "a count within the bytes that are left", n);
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
    // Pieces with their checks, shared by both ways of reading; nullptr when a piece is wrong.

    std::byte const* flag() noexcept {
        auto const* const p = take(1);
        if (p != nullptr && std::to_integer<std::uint8_t>(*p) > 1)
            return wrong(errc::out_of_range, "a bool of 0 or 1", std::to_integer<std::uint8_t>(*p));
        return p;
    }
    template <class T>
    std::byte const* choice() noexcept {
        auto const* const p = take(1);
        if constexpr (described_choice<T>) {
            if (p == nullptr) return p;
            auto const raw = std::to_integer<std::uint8_t>(*p);
            if (!is_known(static_cast<T>(raw)))
                return wrong(errc::out_of_range, "a known enumerator", raw);
        }
        return p;
    }
    std::byte const* letters() noexcept {
        auto const* const p = take(3);
        for (int i = 0; p != nullptr && i < 3; ++i)
            if (p[i] < std::byte{'A'} || p[i] > std::byte{'Z'})
                return wrong(errc::out_of_range, "three capital letters", 0);
        return p;
    }
    std::size_t text_size() noexcept {
        auto const n = get_size(text_size_max);
        if (no_texts_ && n != 0) fail(errc::malformed, "an empty text, as it is kept apart", n);
        return ok() ? n : 0;
    }
    std::string_view id_text() noexcept {
        std::uint8_t length = 0;
        get(length);
        if (length > case_id::max_size) {
            fail(errc::too_long, "an id of at most 39 bytes", length);
            return {};
        }
        auto const* const p = take(length);
        if (p == nullptr) return {};
        std::string_view const text(reinterpret_cast<char const*>(p), length);
        if (!is_printable(text)) fail(errc::malformed, "an id of printable characters", length);
        return text;
    }
    std::uint8_t role_count() noexcept {
        std::uint8_t count = 0;
        get(count);
        if (count > role_set::max_size) fail(errc::too_long, "at most 4 roles", count);
        return ok() ? count : 0;
    }
    std::byte const* wrong(errc code, char const* expected, std::uint64_t found) noexcept {
        fail(code, expected, found);
        return nullptr;
    }

    std::byte const* at_;
    std::byte const* begin_;
    std::byte const* end_;
    char const* expected_ = nullptr;
    errc code_{};
    std::uint64_t found_ = 0;
    std::size_t failed_at_ = 0;
    bool no_texts_ = false;
};

/// Reads a value that fills `from` exactly. Errors: `malformed`, `too_long`, `out_of_range`.
template <class T>
result<T> decode(byte_view from) {
    T value{};
    reader r(from);
    r.get(value);
    if (auto done = r.finish(); !done) return done.error();
    return value;
}

} // namespace amends::canonical
