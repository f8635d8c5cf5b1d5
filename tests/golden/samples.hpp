// SPDX-License-Identifier: BSL-1.0
// Samples: one value of everything that is stored, the same on every run and in every release.
#pragma once

#include "audit/archive_members.hpp"

#include <amends/casefile/case_file.hpp>
#include <amends/casefile/codec.hpp>

namespace amends::golden {

/// Fills every member with something that is not its default. A sample depends on its own type and
/// number alone, so that what later releases add leaves the older samples as they are.
class filler {
  public:
    explicit filler(std::uint8_t number) : next_(number) {}

    void fill(canonical::plain_number auto& value) {
        value = static_cast<std::remove_reference_t<decltype(value)>>(0x0102030405060708u + next());
    }
    void fill(bool& value) { value = true; }
    template <class E>
        requires(std::is_enum_v<E>)
    void fill(E& value) {
        value = static_cast<E>(next());
        if constexpr (described_choice<E>)
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
                [&](auto last) { value = last.value; });
    }
    template <class Tag>
    void fill(id<Tag>& value) {
        value = id<Tag>::trusted("id-" + std::to_string(next()) + "-\xc3\xbc");
    }
    // Every character that one of the forms could trip over.
    void fill(std::string& value) {
        value = " text " + std::to_string(next()) + "\n\t<&>\"' \\ \x1f\r \xc3\xbc ";
    }
    void fill(bytes& value) {
        value = {std::byte{0}, std::byte{0xff}, static_cast<std::byte>(next())};
    }
    void fill(digest& value) {
        for (auto& b : value.bytes) b = static_cast<std::byte>(next());
    }
    void fill(currency& value) { value = currency::of('K', 'W', 'D'); }
    void fill(money& value) {
        fill(value.minor_units);
        value.minor_units = -value.minor_units;
        fill(value.in);
    }
    void fill(instant& value) {
        value = instant(std::chrono::milliseconds(1'772'357'400'000 + next()));
    }
    void fill(role_set& value) { value = {"agent", "team_lead"}; }
    template <class T>
    void fill(std::optional<T>& value) {
        fill(value.emplace());
    }
    template <class T>
    void fill(std::vector<T>& list) {
        list.resize(2);
        for (auto& one : list) fill(one);
    }
    template <class T, std::size_t N>
    void fill(boost::container::small_vector<T, N>& list) {
        list.resize(3);
        for (auto& one : list) fill(one);
    }
    void fill(fact&) {} // given with the entry
    template <archives::has_members T>
    void fill(T& value) {
        archives::each_member(value, [&](char const*, auto& one) { fill(one); });
        if constexpr (std::same_as<T, extended_command> || std::same_as<T, extended_fact>) {
            value.number = 200;
            value.name = "own_step";
        }
    }

  private:
    std::uint8_t next() noexcept { return ++next_; }

    std::uint8_t next_;
};

template <class T>
T sample(std::uint8_t number = 0) {
    T value{};
    filler(number).fill(value);
    return value;
}

template <class Variant>
std::vector<Variant> all_alternatives() {
    std::vector<Variant> all;
    []<class... T>(std::vector<Variant>& to, std::variant<T...> const*) {
        (to.push_back(sample<T>(T{}.number)), ...);
    }(all, static_cast<Variant const*>(nullptr));
    return all;
}

/// The sample with this number, or the first of all.
template <class Variant>
Variant alternative(std::uint8_t number) {
    for (auto& one : all_alternatives<Variant>())
        if (number_of(one) == number) return one;
    return {};
}

/// The entry of a sample trail that holds `what`, after the one with the hash `previous`.
inline entry sample_entry(fact what, std::uint8_t index, digest const& previous) {
    auto e = sample<entry>(index);
    e.on = "case-1";
    e.how.sequence = index + 1u;
    e.how.by = e.who.id;
    e.how.on_behalf_of = e.who.on_behalf_of;
    e.what = std::move(what);
    e.previous = previous;
    if (index % 2 == 0) e.commitment.reset(); // texts in the entry, and texts kept apart
    e.texts = e.commitment ? texts_are::opened : texts_are::in_the_entry;
    bytes canonical;
    encode(e, canonical);
    e.hash = sha256().of_leaf(canonical);
    e.log_index = index;
    return e;
}

/// A trail of these facts, chained.
inline std::vector<entry> sample_trail(std::vector<fact> facts) {
    std::vector<entry> trail;
    for (auto& one : facts)
        trail.push_back(sample_entry(std::move(one), static_cast<std::uint8_t>(trail.size()),
                                     trail.empty() ? digest{} : trail.back().hash));
    return trail;
}
inline std::vector<entry> sample_trail() { return sample_trail(all_alternatives<fact>()); }

/// The same entries under the lifecycle of the first, chained anew: what a verifier finds sound.
inline std::vector<entry> under_one_lifecycle(std::vector<entry> trail) {
    digest end;
    for (auto& e : trail) {
        e.lifecycle = trail.front().lifecycle;
        e.previous = end;
        bytes canonical;
        encode(e, canonical);
        end = e.hash = sha256().of_leaf(canonical);
    }
    return trail;
}

} // namespace amends::golden
