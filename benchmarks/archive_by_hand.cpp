// SPDX-License-Identifier: BSL-1.0
// Boost's binary archive, used as sparingly as it can be.
#include "archive_by_hand.hpp"

#include "entry_fields.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

#include <cstdio>
#include <cstdlib>
#include <streambuf>

namespace bench {
namespace {

constexpr unsigned bare = boost::archive::no_header | boost::archive::no_codecvt;

class growing final : public std::streambuf {
  public:
    explicit growing(bytes& to) : to_(to) {}

  private:
    std::streamsize xsputn(char const* from, std::streamsize n) override {
        auto const* const begin = reinterpret_cast<std::byte const*>(from);
        to_.insert(to_.end(), begin, begin + n);
        return n;
    }
    int_type overflow(int_type c) override {
        to_.push_back(static_cast<std::byte>(c));
        return c;
    }
    bytes& to_;
};

class whole final : public std::streambuf {
  public:
    explicit whole(byte_view from) {
        auto* const begin = const_cast<char*>(reinterpret_cast<char const*>(from.data()));
        setg(begin, begin, begin + from.size());
    }
};

struct archive_written {
    boost::archive::binary_oarchive& to;
    void raw(void const* from, std::size_t n) { to.save_binary(from, n); }
};
struct archive_read {
    boost::archive::binary_iarchive& from;
    void raw(void* to, std::size_t n) { from.load_binary(to, n); }
};
using writer = field_writer<archive_written>;
using scanner = field_reader<archive_read>;

void write_entry(writer& out, entry const& e) {
    head_in(out, e);
    out(number_of(e.what));
    switch (number_of(e.what)) {
#define WRITE(FACT)                                                                                \
    case FACT::number: fact_in(out, *std::get_if<FACT>(&e.what)); break;
        FACTS_OF_THE_PATH(WRITE)
#undef WRITE
    default: break;
    }
    verdicts_in(out, e.verdicts);
    out(e.hash);
    out(e.log_index);
}

void read_entry(scanner& in, entry& e) {
    head_in(in, e);
    switch (in.next<std::uint8_t>()) {
#define READ(FACT)                                                                                 \
    case FACT::number: fact_in(in, e.what.emplace<FACT>()); break;
        FACTS_OF_THE_PATH(READ)
#undef READ
    default: break;
    }
    verdicts_in(in, e.verdicts);
    in(e.hash);
    in(e.log_index);
    e.how.by = e.who.id;
    e.how.on_behalf_of = e.who.on_behalf_of;
}

} // namespace

bytes archive_by_hand(std::vector<entry> const& trail) {
    bytes made(32);
    {
        growing buffer(made);
        boost::archive::binary_oarchive to(buffer, bare);
        writer out{{to}};
        out(static_cast<std::uint64_t>(trail.size()));
        for (auto const& e : trail) write_entry(out, e);
    }
    auto const hash = sha256_of(byte_view(made).subspan(32));
    std::memcpy(made.data(), hash.bytes.data(), 32);
    return made;
}

std::vector<entry> from_archive_by_hand(bytes const& archive) {
    auto const body = byte_view(archive).subspan(32);
    auto const hash = sha256_of(body);
    if (std::memcmp(archive.data(), hash.bytes.data(), 32) != 0) {
        std::fprintf(stderr, "expected the rival's archive as it was written\n");
        std::exit(1);
    }
    whole buffer(body);
    boost::archive::binary_iarchive from(buffer, bare);
    scanner in{{from}};
    std::vector<entry> trail(in.next<std::uint64_t>());
    for (auto& e : trail) read_entry(in, e);
    return trail;
}

} // namespace bench
