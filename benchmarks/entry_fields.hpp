// SPDX-License-Identifier: BSL-1.0
// The fields of an entry in their order, once for all that writes or reads them by hand.
#pragma once

#include <amends/audit/entry.hpp>

#include <cstring>
#include <string_view>
#include <type_traits>

namespace bench {

using namespace amends;

/// Writes fields with `To::raw(from, size)`.
template <class To>
struct field_writer : To {
    static constexpr bool writes = true;

    template <class T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    void operator()(T value) { this->raw(&value, sizeof value); }
    template <class Tag>
    void operator()(id<Tag> const& i) {
        auto const text = i.view();
        (*this)(static_cast<std::uint8_t>(text.size()));
        this->raw(text.data(), text.size());
    }
    void operator()(std::string const& s) {
        (*this)(static_cast<std::uint32_t>(s.size()));
        this->raw(s.data(), s.size());
    }
    void operator()(digest const& d) { this->raw(d.bytes.data(), 32); }
    void operator()(instant i) { (*this)(std::int64_t{i.time_since_epoch().count()}); }
    void operator()(money const& m) {
        (*this)(m.minor_units);
        this->raw(m.in.code().data(), 3);
    }
    template <class T>
    void operator()(std::optional<T> const& o) {
        (*this)(o.has_value());
        if (o) (*this)(*o);
    }
    template <class List, class Each>
    void list(List const& some, Each each) {
        (*this)(static_cast<std::uint32_t>(some.size()));
        for (auto const& one : some) each(one);
    }
};

/// Reads them with `From::raw(to, size)`, and `From::take(size)` where they lie in memory; trusts every
/// byte.
template <class From>
struct field_reader : From {
    static constexpr bool writes = false;
    static constexpr bool in_memory = requires(From & f) { f.take(1); };

    template <class T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    void operator()(T& value) { this->raw(&value, sizeof value); }
    template <class T>
    T next() {
        T value;
        (*this)(value);
        return value;
    }
    template <class Tag>
    void operator()(id<Tag>& i) {
        auto const n = next<std::uint8_t>();
        if constexpr (in_memory) {
            i = id<Tag>::trusted(this->take(n));
        } else {
            char text[id<Tag>::max_size];
            this->raw(text, n);
            i = id<Tag>::trusted({text, n});
        }
    }
    void operator()(std::string& s) {
        auto const n = next<std::uint32_t>();
        if constexpr (in_memory) {
            s.assign(this->take(n));
        } else {
            s.resize(n);
            this->raw(s.data(), n);
        }
    }
    void operator()(digest& d) { this->raw(d.bytes.data(), 32); }
    void operator()(instant& i) { i = instant(std::chrono::milliseconds(next<std::int64_t>())); }
    void operator()(money& m) {
        (*this)(m.minor_units);
        m.in = code();
    }
    currency code() {
        char letters[3];
        this->raw(letters, 3);
        return currency::of(letters[0], letters[1], letters[2]);
    }
    template <class T>
    void operator()(std::optional<T>& o) {
        if (next<bool>()) (*this)(o.emplace());
        else o.reset();
    }
    template <class List, class Each>
    void list(List& some, Each each) {
        some.clear();
        for (auto n = next<std::uint32_t>(); n > 0; --n) each(some.emplace_back());
    }
};

// One list of members a type serves both directions.
template <class Io, class Terms>
void terms_in(Io& io, Terms& t) {
    io(t.option);
    io.list(t.remedies, [&](auto& r) {
        io(r.kind);
        io(r.cost);
    });
    io.list(t.actions, [&](auto& a) {
        io(a.what);
        io(a.by);
        io(a.due);
    });
    io(t.measure);
    io(t.valid_until);
}

template <class Io, class Fact>
void fact_in(Io& io, Fact& f) {
    using type = std::remove_const_t<Fact>;
    auto& c = f.what;
    if constexpr (std::is_same_v<type, contact_reported>) {
        io(c.kind);
        io(c.origin);
        io(c.customer);
        io(c.customer_kind);
        io(c.severity);
        io(c.customer_aware);
        io(c.category);
        io(c.channel);
        io(c.expected);
        io(c.experienced);
        io(c.impact);
        io(c.organisation_view);
    } else if constexpr (std::is_same_v<type, problem_confirmed>) {
        io(c.nature);
        io(c.cause_is);
        io(c.cause);
        io(c.unknown_because);
        io(c.how_sure);
        io(c.with);
        io(c.evidence);
    } else if constexpr (std::is_same_v<type, options_explained>) {
        io.list(c.options, [&](auto& o) {
            io(o.name);
            io(o.benefit_to_customer);
            io(o.benefit_to_organisation);
            io(o.drawback_to_customer);
            io(o.drawback_to_organisation);
        });
        io(c.sole_lawful_because);
        io(c.channel);
    } else if constexpr (std::is_same_v<type, approval_requested>) {
        terms_in(io, c);
        io(f.terms_hash);
        io(f.approvers_needed);
    } else if constexpr (std::is_same_v<type, proposal_approved>) {
        io(c.terms_hash);
        io(c.remark);
        io(f.complete);
    } else if constexpr (std::is_same_v<type, solution_agreed>) {
        io(c.terms_hash);
        io(c.said);
    } else if constexpr (std::is_same_v<type, actions_carried_out>) {
        io.list(c.done, [&](auto& place) { io(place); });
        io(c.remark);
        io(f.complete);
    } else if constexpr (std::is_same_v<type, colleagues_informed>) {
        io.list(c.recipients, [&](auto& r) {
            io(r.colleague);
            io(r.as);
        });
        io(c.nature);
        io(c.actions);
    } else if constexpr (std::is_same_v<type, resolution_evaluated>) {
        io(c.measure);
        io(c.evidence);
        io(c.verdict);
        io(c.customer_words);
    } else if constexpr (std::is_same_v<type, customer_informed>) {
        io(c.what);
        io(c.next_step);
        io(c.by_when);
    } else if constexpr (std::is_same_v<type, case_closed>) {
        io(c.remark);
    } else {
        static_assert(std::is_same_v<type, case_taken>);
        io(c.remark);
    }
}

// clang-format off
#define FACTS_OF_THE_PATH(DO)                                                                      \
    DO(contact_reported) DO(problem_confirmed) DO(options_explained) DO(approval_requested)       \
    DO(proposal_approved) DO(solution_agreed) DO(actions_carried_out) DO(colleagues_informed)     \
    DO(resolution_evaluated) DO(customer_informed) DO(case_closed) DO(case_taken)
// clang-format on

template <class Io, class Measure>
void measure_in(Io& io, Measure& m) {
    io(m.kind);
    io(m.value);
    if constexpr (Io::writes) io.raw(m.in.code().data(), 3);
    else m.in = io.code();
    io(m.words);
}

template <class Io, class Verdicts>
void verdicts_in(Io& io, Verdicts& verdicts) {
    io.list(verdicts, [&](auto& v) {
        io(v.decision);
        io(v.approvers_needed);
        io(v.document_version);
        io(v.document);
        io.list(v.reasons, [&](auto& r) {
            io(r.policy);
            io(r.rule);
            io(r.says);
            measure_in(io, r.expected);
            measure_in(io, r.found);
        });
        io.list(v.competent, [&](auto& r) { io(r); });
    });
}

template <class Io, class Entry>
void head_in(Io& io, Entry& e) {
    io(e.on);
    io(e.how.sequence);
    io(e.how.occasion);
    io(e.how.at);
    io(e.who.id);
    io(e.who.side);
    if constexpr (Io::writes) {
        io(static_cast<std::uint8_t>(e.who.roles.all().size()));
        for (auto const& r : e.who.roles.all()) io(r);
    } else {
        e.who.roles = {};
        for (auto n = io.template next<std::uint8_t>(); n > 0; --n)
            e.who.roles.add(io.template next<role>());
    }
    io(e.who.on_behalf_of);
    io(e.who.by_delegation);
    io(e.origin);
    io(e.command);
    io(e.command_number);
    io(e.command_name);
    io(e.command_digest);
    io(e.how.from.resolution);
    io(e.how.from.handling);
    io(e.how.to.resolution);
    io(e.how.to.handling);
    io.list(e.own_states, [&](auto& s) {
        io(s.id);
        io(s.name);
    });
    io(e.lifecycle);
    io(e.previous);
    io(e.commitment);
}

} // namespace bench
