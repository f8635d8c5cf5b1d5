// SPDX-License-Identifier: BSL-1.0
// One list of an entry's attributes; a member of a fact needs no line of its own.
#include "exchange/flat_entry.hpp"

#include "exchange/entry_words.hpp"

namespace amends::detail {
namespace {

// Values in words, with the type that they have there.
class in_words {
  public:
    in_words(std::string& to, json_style const& style) : to_(to), style_(style) {}

    template <canonical::plain_number T>
    attribute_type put(T value) {
        json_writer(to_).put(value);
        return attribute_type::whole;
    }
    attribute_type put(bool value) {
        to_ = value ? "true" : "false";
        return attribute_type::yes_or_no;
    }
    attribute_type put(instant at) {
        to_ = to_text(in_common_years(at));
        return attribute_type::moment;
    }
    attribute_type put(std::optional<instant> const& at) {
        if (at) put(*at);
        return attribute_type::moment;
    }
    attribute_type put(std::string_view text) {
        to_ = text;
        return attribute_type::text;
    }
    attribute_type put(std::string const& text) { return put(std::string_view(text)); }
    template <class Tag>
    attribute_type put(id<Tag> const& i) {
        return put(i.view());
    }
    template <described_choice E>
    attribute_type put(E value) {
        return put(name_of(value));
    }
    attribute_type put(digest const& d) {
        if (d != digest{}) to_ = to_hex(d.bytes);
        return attribute_type::text;
    }
    attribute_type put(bytes const& some) {
        to_ = to_hex(some);
        return attribute_type::text;
    }
    template <class T>
    attribute_type put(std::vector<T> const& list) {
        if (!list.empty()) json_writer(to_, style_).put(list);
        return attribute_type::text;
    }

  private:
    std::string& to_;
    json_style const& style_;
};

// The members of a described value, those of described members with the member's name before their
// own. What a fact calls `what` is its content: that name is left out.
template <class T, class Visit>
void each_member(std::string& name, T const& value, Visit const& visit) {
    boost::mp11::mp_for_each<canonical::members_of<T>>([&]<class M>(M m) {
        auto const& member = value.*m.pointer;
        auto const outside = name.size();
        if constexpr (described_value<member_type_of<T, M>>) {
            if (std::string_view(m.name) != "what") (name += m.name) += '.';
            each_member(name, member, visit);
        } else {
            name += m.name;
            visit(member, std::bool_constant<is_personal<T, M>>{});
        }
        name.resize(outside);
    });
}

} // namespace

void flat_entry::each_attribute(entry const& e, attribute_visitor const& visit) {
    auto const tell = [&](std::string_view name, auto const& value) {
        text_.clear();
        auto const type = in_words(text_, style_).put(value);
        visit(name, type, text_);
    };
    auto const tell_state = [&](std::string_view name, state_id state) {
        auto const known = names_.of(state, e.own_states);
        tell(name,
             known.empty() ? std::to_string(static_cast<unsigned>(state)) : std::string(known));
    };
    tell("log_index", e.log_index);
    tell("sequence", e.how.sequence);
    tell("occasion", e.how.occasion);
    tell("who", e.who.id);
    tell("side", e.who.side);
    tell("roles", joined(e.who.roles));
    tell("on_behalf_of", e.who.on_behalf_of);
    tell("by_delegation", e.who.by_delegation);
    tell("provenance", e.origin);
    tell("command_id", e.command);
    tell("command", e.command_name);
    tell_state("resolution_from", e.how.from.resolution);
    tell_state("handling_from", e.how.from.handling);
    tell_state("resolution_to", e.how.to.resolution);
    tell_state("handling_to", e.how.to.handling);
    tell("decision", decision_of(e));
    text_.clear();
    if (!e.verdicts.empty()) {
        json_writer json(text_, style_);
        put_verdicts(json, e.verdicts);
    }
    visit("verdicts", attribute_type::text, text_);
    tell("hash", e.hash);
    name_ = "content.";
    std::visit(
        [&](auto const& one) {
            each_member(name_, one, [&](auto const& value, auto is_personal) {
                if (!is_personal || !style_.without_personal_data) tell(name_, value);
            });
        },
        e.what);
}

} // namespace amends::detail
