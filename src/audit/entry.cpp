// SPDX-License-Identifier: BSL-1.0
// FORMAT: version 1 of the entry, field by field; docs/format.md says the same in words.
#include <amends/audit/entry.hpp>

#include "audit/fact_number.hpp"
#include "casefile/bounds.hpp"

#include <amends/casefile/codec.hpp>

namespace amends {
namespace canonical {
namespace {

constexpr std::uint8_t entry_version = 1;

// Writing, reading and passing over name the same fields in the same order: one list serves all.
template <class Entry, class Visit>
void each_field_before_the_fact(Entry& e, Visit visit) {
    visit(e.on);
    visit(e.how.sequence);
    visit(e.how.occasion);
    visit(e.how.at);
    visit(e.who.id);
    visit(e.who.side);
    visit(e.who.roles);
    visit(e.who.on_behalf_of);
    visit(e.who.by_delegation);
    visit(e.origin);
    visit(e.command);
    visit(e.command_number);
    visit(e.command_name);
    visit(e.command_digest);
    visit(e.how.from.resolution);
    visit(e.how.from.handling);
    visit(e.how.to.resolution);
    visit(e.how.to.handling);
    visit(e.own_states);
    visit(e.lifecycle);
    visit(e.previous);
    visit(e.commitment);
}
template <class Entry, class Visit>
void each_field(Entry& e, Visit visit) {
    each_field_before_the_fact(e, visit);
    visit(e.what);
}

// An entry of which only the place is kept; its members have the names that `entry` gives them.
struct place_in_entry {
    case_id& on;
    struct {
        std::uint64_t& sequence;
        passed<std::uint32_t> occasion;
        instant& at;
        struct {
            passed<state_id> resolution, handling;
        } from, to;
    } how;
    struct {
        passed<actor_id> id, on_behalf_of;
        passed<amends::side> side;
        passed<role_set> roles;
        passed<delegation_id> by_delegation;
    } who;
    passed<provenance> origin;
    command_id& command;
    passed<std::uint8_t> command_number;
    passed<rule_name> command_name;
    passed<digest> command_digest;
    passed<std::vector<named_state>> own_states;
    digest& lifecycle;
    digest& previous;
    std::optional<digest>& commitment;
    passed<fact> what;

    explicit place_in_entry(entry_place& into)
        : on(into.on),
          how{into.sequence, {}, into.at, {}, {}},
          who{},
          command(into.command),
          lifecycle(into.lifecycle),
          previous(into.previous),
          commitment(into.commitment) {}
};

} // namespace
} // namespace canonical

void encode(entry const& e, bytes& to) {
    using namespace canonical;
    std::size_t total = 1 + 4;
    each_field(e, [&]<class Field>(Field const& field) {
        if constexpr (std::is_same_v<Field, fact>)
            total += e.commitment ? size_without_texts(field) : size(field);
        else total += size(field);
    });
    for (auto const& v : e.verdicts) total += size(v);
    auto const before = to.size();
    to.resize(before + total);
    auto* at = to.data() + before;
    at = put(at, entry_version);
    each_field(e, [&]<class Field>(Field const& field) {
        if constexpr (std::is_same_v<Field, fact>)
            at = e.commitment ? put_without_texts(at, field) : put(at, field);
        else at = put(at, field);
    });
    at = put(at, static_cast<std::uint32_t>(e.verdicts.size()));
    for (auto const& v : e.verdicts) at = put(at, v);
}

result<void> check_bounds(entry const& e) {
    using namespace canonical;
    bounds_check check;
    each_field(e, [&]<class Field>(Field const& field) {
        if constexpr (std::is_same_v<Field, role_set>)
            for (auto const& one : field.all()) check.see(one);
        else if constexpr (!std::is_same_v<Field, fact>) check.see(field);
    });
    auto const within = [&](std::size_t count, char const* expected) {
        if (count > list_size_max) check.fail(errc::too_long, expected, count);
        return count <= list_size_max;
    };
    if (within(e.verdicts.size(), "at most 4096 verdicts"))
        for (auto const& v : e.verdicts) {
            check.see(v.decision);
            if (within(v.reasons.size(), "a verdict of at most 4096 reasons"))
                for (auto const& why : v.reasons) check.see(why);
            if (within(v.competent.size(), "a verdict that names at most 4096 roles"))
                for (auto const& who : v.competent) check.see(who);
        }
    if (auto sound = check.finish(); !sound) return sound;
    return check_bounds(e.what);
}

namespace {

result<void> check_version(canonical::reader& r) {
    std::uint8_t version = 0;
    r.get(version);
    if (r.ok() && version != canonical::entry_version)
        return mismatch(errc::unsupported_version, "an entry of version 1",
                        std::to_string(version));
    return {};
}

} // namespace

result<std::uint8_t> open_entry(byte_view from, entry& into) {
    using namespace canonical;
    reader r(from);
    if (auto known = check_version(r); !known) return known.error();
    each_field_before_the_fact(into, [&](auto& field) { r.get(field); });
    into.how.by = into.who.id;
    into.how.on_behalf_of = into.who.on_behalf_of;
    std::uint8_t fact_number = 0;
    r.get(fact_number);
    if (r.ok()) return fact_number;
    return r.finish().error();
}

result<std::uint8_t> fact_number_in(byte_view from) {
    using namespace canonical;
    static entry const any; // lends its fields' types
    reader r(from);
    if (auto known = check_version(r); !known) return known.error();
    each_field_before_the_fact(any, [&]<class Field>(Field const&) { r.get(passed<Field>{}); });
    std::uint8_t fact_number = 0;
    r.get(fact_number);
    if (r.ok()) return fact_number;
    return r.finish().error();
}

result<void> decode_entry(byte_view from, entry& into) {
    using namespace canonical;
    reader r(from);
    if (auto known = check_version(r); !known) return known.error();
    each_field(into, [&]<class Field>(Field& field) {
        if constexpr (std::is_same_v<Field, fact>) {
            if (into.commitment) r.expect_no_texts();
            get(r, field);
        } else {
            r.get(field);
        }
    });
    into.how.by = into.who.id;
    into.how.on_behalf_of = into.who.on_behalf_of;
    auto const n = r.get_size(list_size_max);
    into.verdicts.clear();
    for (std::size_t i = 0; i < n && r.ok(); ++i) get(r, into.verdicts.emplace_back());
    into.hash = {};
    into.log_index = 0;
    into.texts = into.commitment ? texts_are::sealed : texts_are::in_the_entry;
    return r.finish();
}

result<void> decode_place(byte_view from, entry_place& into) {
    using namespace canonical;
    reader r(from);
    if (auto known = check_version(r); !known) return known.error();
    place_in_entry in(into);
    each_field(in, [&]<class Field>(Field& field) {
        if constexpr (std::is_same_v<Field, passed<fact>>) {
            if (in.commitment) r.expect_no_texts();
            get(r, field);
        } else {
            r.get(field);
        }
    });
    for (auto n = r.get_size(list_size_max); n != 0 && r.ok(); --n) get(r, passed<verdict>{});
    return r.finish();
}

result<entry> decode_entry(byte_view from) {
    entry e;
    if (auto done = decode_entry(from, e); !done) return done.error();
    return e;
}

} // namespace amends
