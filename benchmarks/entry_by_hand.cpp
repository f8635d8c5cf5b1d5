// SPDX-License-Identifier: BSL-1.0
// Field by field, as one would write it for one format and one version.
#include "entry_by_hand.hpp"

#include "entry_fields.hpp"

namespace bench {
namespace {

struct memory_written {
    std::byte* at;

    void raw(void const* from, std::size_t n) {
        std::memcpy(at, from, n);
        at += n;
    }
};
struct memory_read {
    std::byte const* at;

    void raw(void* to, std::size_t n) {
        std::memcpy(to, at, n);
        at += n;
    }
    std::string_view take(std::size_t n) {
        std::string_view const some(reinterpret_cast<char const*>(at), n);
        at += n;
        return some;
    }
};
using writer = field_writer<memory_written>;
using scanner = field_reader<memory_read>;

template <class Fact>
void read_fact(scanner& in, fact& what) {
    fact_in(in, what.emplace<Fact>());
}
template <class Fact>
void write_fact(writer& out, fact const& what) {
    fact_in(out, *std::get_if<Fact>(&what));
}

} // namespace

std::byte* write_by_hand(entry const& e, std::byte* to) {
    writer out{{to}};
    out(std::uint8_t{1});
    head_in(out, e);
    out(number_of(e.what));
    out(std::uint8_t{1});
    auto* const length_at = out.at;
    out.at += 4;
    switch (number_of(e.what)) {
#define WRITE(FACT)                                                                                \
    case FACT::number: write_fact<FACT>(out, e.what); break;
        FACTS_OF_THE_PATH(WRITE)
#undef WRITE
    default: break;
    }
    auto const length = static_cast<std::uint32_t>(out.at - length_at - 4);
    std::memcpy(length_at, &length, 4);
    verdicts_in(out, e.verdicts);
    return out.at;
}

void read_by_hand(std::byte const* from, entry& into) {
    scanner in{{from + 1}};
    head_in(in, into);
    auto const number = in.next<std::uint8_t>();
    in.at += 5;
    switch (number) {
#define READ(FACT)                                                                                 \
    case FACT::number: read_fact<FACT>(in, into.what); break;
        FACTS_OF_THE_PATH(READ)
#undef READ
    default: break;
    }
    verdicts_in(in, into.verdicts);
    into.how.by = into.who.id;
    into.how.on_behalf_of = into.who.on_behalf_of;
}

} // namespace bench
