// SPDX-License-Identifier: BSL-1.0
// What a reader would refuse of a value, found before the value is written.
#pragma once

#include <amends/vocabulary/bytes.hpp>

namespace amends::canonical {

/// Walks a value as the reader would and keeps the first mismatch.
class bounds_check {
  public:
    template <plain_number T>
    void see(T const&) noexcept {}
    void see(bool const&) noexcept {}
    template <class T>
        requires(std::is_enum_v<T>)
    void see(T const& value) noexcept {
        if constexpr (described_choice<T>)
            if (!is_known(value))
                fail(errc::out_of_range, "a known enumerator", std::size_t(value));
    }
    template <class Tag>
    void see(id<Tag> const& i) noexcept {
        if (!is_printable(i.view()))
            fail(errc::malformed, "an id of printable characters", i.view().size());
    }
    void see(std::string const& s) noexcept {
        if (s.size() > text_size_max)
            fail(errc::too_long, "a text of at most 1048576 bytes", s.size());
    }
    void see(bytes const& b) noexcept {
        if (b.size() > text_size_max) fail(errc::too_long, "at most 1048576 bytes", b.size());
    }
    void see(digest const&) noexcept {}
    void see(instant const&) noexcept {}
    void see(money const& m) noexcept { see(m.in); }
    void see(currency const& of) noexcept {
        for (char c : of.code())
            if (c < 'A' || c > 'Z') fail(errc::out_of_range, "three capital letters", 0);
    }
    template <class T>
    void see(std::optional<T> const& o) noexcept {
        if (o) see(*o);
    }
    template <class T>
    void see(std::vector<T> const& list) noexcept {
        if (list.size() > list_size_max)
            return fail(errc::too_long, "a list of at most 4096", list.size());
        for (auto const& one : list) see(one);
    }
    template <described_value T>
    void see(T const& value) noexcept {
        boost::mp11::mp_for_each<members_of<T>>([&](auto m) {
            see(value.*m.pointer);
            if (expected_ != nullptr && member_ == nullptr) member_ = m.name;
        });
    }

    void fail(errc code, char const* expected, std::size_t found) noexcept {
        if (expected_ != nullptr) return;
        code_ = code;
        expected_ = expected;
        found_ = found;
    }
    result<void> finish() const {
        if (expected_ == nullptr) return {};
        return mismatch(code_, expected_, std::to_string(found_),
                        member_ == nullptr ? "" : member_);
    }

  private:
    errc code_{};
    char const* expected_ = nullptr;
    char const* member_ = nullptr; ///< the innermost in which it was found
    std::size_t found_ = 0;
};

} // namespace amends::canonical
