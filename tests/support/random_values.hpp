// SPDX-License-Identifier: BSL-1.0
// Random values of every described type, and the seed that makes them again.
#pragma once

#include <amends/casefile/codec.hpp>
#include <amends/vocabulary/print.hpp>

#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace amends::cases {

/// The seed of this run: AMENDS_SEED, or always the same.
inline std::uint64_t seed() {
    auto const* asked = std::getenv("AMENDS_SEED");
    return asked == nullptr ? 20260301 : std::strtoull(asked, nullptr, 10);
}

/// Random values; the same for the same seed on every platform.
class random_values {
  public:
    explicit random_values(std::uint64_t from) : engine_(from) {}
    /// What follows is what a fresh one from this seed would give.
    void begin_again(std::uint64_t from) { engine_.seed(from); }

    /// From 0 to below `n`.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool once_in(std::size_t n) { return below(n) == 0; }
    template <class List>
    auto const& one_of(List const& list) {
        return list[below(std::size(list))];
    }

    template <canonical::plain_number T>
    void fill(T& value) {
        switch (below(5)) {
        case 0: value = std::numeric_limits<T>::max(); break;
        case 1: value = std::numeric_limits<T>::min(); break;
        case 2: value = static_cast<T>(below(4)); break;
        default: value = static_cast<T>(engine_());
        }
    }
    void fill(bool& value) { value = once_in(2); }
    template <class T>
        requires(std::is_enum_v<T>)
    void fill(T& value) {
        if constexpr (described_choice<T>) {
            using all = boost::describe::describe_enumerators<T>;
            auto const chosen = below(boost::mp11::mp_size<all>::value);
            boost::mp11::mp_with_index<boost::mp11::mp_size<all>::value>(
                chosen, [&](auto i) { value = boost::mp11::mp_at<all, decltype(i)>::value; });
        } else {
            value = static_cast<T>(below(256));
        }
    }
    template <class Tag>
    void fill(id<Tag>& value) {
        value =
            id<Tag>::trusted(once_in(8) ? std::string(39, 'z') : "id" + std::to_string(below(6)));
        if (once_in(6)) value = {};
    }
    void fill(std::string& value) {
        static constexpr char const* words[] = {
            "",           "parcel",   "caf\xc3\xa9",
            "two\nlines", "\"said\"", "a rather long text, so that it does not fit in place"};
        value = one_of(words);
        if (once_in(5)) value += std::string(1, '\0') + std::to_string(engine_());
    }
    void fill(bytes& value) {
        value.resize(below(40));
        for (auto& b : value) b = static_cast<std::byte>(engine_());
    }
    void fill(digest& value) {
        for (auto& b : value.bytes) b = static_cast<std::byte>(engine_());
    }
    void fill(currency& value) {
        static constexpr currency some[] = {eur, usd, gbp, currency{}};
        value = one_of(some);
    }
    void fill(money& value) {
        fill(value.minor_units);
        fill(value.in);
    }
    void fill(instant& value) {
        value =
            instant(std::chrono::milliseconds(static_cast<std::int64_t>(below(4'000'000'000'000))));
    }
    void fill(role_set& value) {
        value = {};
        for (auto n = below(role_set::max_size + 1); n-- > 0;) value.add(make<role>());
    }
    void fill(circumstances& how) {
        fill(how.sequence);
        fill(how.occasion);
        fill(how.at);
        fill(how.by);
        fill(how.on_behalf_of);
        fill(how.from);
        fill(how.to);
    }
    template <class T>
    void fill(std::optional<T>& value) {
        value.reset();
        if (once_in(2)) fill(value.emplace());
    }
    template <class T>
    void fill(std::vector<T>& list) {
        list.clear();
        for (auto n = below(4); n-- > 0;) fill(list.emplace_back());
    }
    template <described_value T>
    void fill(T& value) {
        boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) { fill(value.*m.pointer); });
        // An integrator's own have numbers from 128.
        if constexpr (std::is_same_v<T, extended_command> || std::is_same_v<T, extended_fact>)
            value.number = static_cast<std::uint8_t>(128 + below(4));
    }
    /// Any of the alternatives, each as likely.
    template <class... T>
    void fill(std::variant<T...>& value) {
        boost::mp11::mp_with_index<sizeof...(T)>(
            below(sizeof...(T)), [&](auto i) { fill(value.template emplace<i()>()); });
    }
    template <class T>
    T make() {
        T value{};
        fill(value);
        return value;
    }

  private:
    std::mt19937_64 engine_;
};

} // namespace amends::cases
