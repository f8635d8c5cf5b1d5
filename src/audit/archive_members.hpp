// SPDX-License-Identifier: BSL-1.0
// The members of every archived value by name and in order, for saving and loading alike.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/vocabulary/print.hpp>

#include <boost/serialization/level.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/traits.hpp>

#include <array>

namespace amends::archives {

/// Described values list themselves.
template <class T, class Visit>
    requires described_value<std::remove_const_t<T>>
void each_member(T& value, Visit visit) {
    boost::mp11::mp_for_each<canonical::members_of<std::remove_const_t<T>>>(
        [&](auto m) { visit(m.name, value.*m.pointer); });
}

template <class T, class Wanted>
concept maybe_const = std::same_as<std::remove_const_t<T>, Wanted>;

template <maybe_const<money> T, class Visit>
void each_member(T& value, Visit visit) {
    visit("minor_units", value.minor_units);
    visit("in", value.in);
}

// Who acted, and for whom, is the actor of the entry, which is archived beside it.
template <maybe_const<circumstances> T, class Visit>
void each_member(T& value, Visit visit) {
    visit("sequence", value.sequence);
    visit("occasion", value.occasion);
    visit("at", value.at);
    visit("from", value.from);
    visit("to", value.to);
}

template <maybe_const<verdict> T, class Visit>
void each_member(T& value, Visit visit) {
    visit("decision", value.decision);
    visit("approvers_needed", value.approvers_needed);
    visit("document_version", value.document_version);
    visit("document", value.document);
    visit("reasons", value.reasons);
    visit("competent", value.competent);
}

template <maybe_const<entry> T, class Visit>
void each_member(T& value, Visit visit) {
    visit("on", value.on);
    visit("how", value.how);
    visit("who", value.who);
    visit("origin", value.origin);
    visit("command", value.command);
    visit("command_number", value.command_number);
    visit("command_name", value.command_name);
    visit("command_digest", value.command_digest);
    visit("what", value.what);
    visit("verdicts", value.verdicts);
    visit("own_states", value.own_states);
    visit("lifecycle", value.lifecycle);
    visit("previous", value.previous);
    visit("commitment", value.commitment);
    visit("hash", value.hash);
    visit("log_index", value.log_index);
    visit("texts", value.texts);
}

struct nothing_visited {
    void operator()(char const*, auto&) const {}
};

/// A value that is archived member by member.
template <class T>
concept has_members = requires(T& value) {
    each_member(value, nothing_visited{});
};

/// Whether an enumeration has this value; one without described enumerators has all 256.
template <class E>
bool is_known(std::uint8_t raw) noexcept {
    if constexpr (described_choice<E>) return amends::is_known(static_cast<E>(raw));
    else return true;
}

/// A type's name as an XML tag.
template <class T>
inline constexpr auto tag_of = [] {
    constexpr auto name = type_name<T>();
    std::array<char, name.size() + 1> tag{};
    for (std::size_t i = 0; i < name.size(); ++i) tag[i] = name[i];
    return tag;
}();

/// Groups members below one XML element; other forms need no such wrapper. Without class information
/// an archive holds no class ids, which is where Boost's known overflows are.
template <class Body>
struct group : boost::serialization::traits<group<Body>, boost::serialization::object_serializable,
                                            boost::serialization::track_never> {
    explicit group(Body& b) : body(b) {}
    template <class Archive>
    void serialize(Archive&, unsigned) {
        body();
    }
    Body& body;
};

/// Thrown through an archive, which reports nothing but exceptions; never leaves this folder.
struct refused {
    error why;
};

} // namespace amends::archives
