// SPDX-License-Identifier: BSL-1.0
// Archives written and read: frame, body, and every exception turned into an error.
#include "audit/archive_bodies.hpp"
#include "audit/archive_members.hpp"

#include <boost/archive/archive_exception.hpp>

#include <new>

namespace amends {
namespace archives {
namespace {

template <class Value>
constexpr kind kind_of = std::same_as<Value, case_file> ? kind::case_file : kind::trail;

template <class Do>
void in_form(archive_form form, Do act) {
    switch (form) {
    case archive_form::binary: return act(body_of<archive_form::binary>{});
    case archive_form::text: return act(body_of<archive_form::text>{});
    case archive_form::xml: return act(body_of<archive_form::xml>{});
    }
    throw refused{mismatch(errc::out_of_range, "form 1, 2 or 3",
                           std::to_string(static_cast<unsigned>(form)))};
}

// Boost answers with exceptions of several families, and the standard library with its own.
template <class Do>
result<void> without_exceptions(Do act, char const* expected,
                                bounded_buffer const* from = nullptr) {
    auto const where = [&] {
        return from == nullptr ? std::string() : "byte " + std::to_string(from->position());
    };
    try {
        act();
        return {};
    } catch (refused const& r) {
        return r.why;
    } catch (boost::archive::archive_exception const& e) {
        return mismatch(errc::malformed, expected, e.what(), where());
    } catch (std::length_error const&) {
        return mismatch(errc::too_long, expected, "a length that no memory holds", where());
    } catch (std::bad_alloc const&) {
        return mismatch(errc::too_long, expected, "too little memory", where());
    } catch (std::exception const& e) {
        return mismatch(errc::malformed, expected, e.what(), where());
    } catch (...) {
        return mismatch(errc::malformed, expected, "an unknown failure", where());
    }
}

template <class Value>
result<bytes> write(Value const& value, archive_form form) {
    bytes archive;
    auto done = without_exceptions(
        [&] {
            growing_buffer to(frame_size);
            in_form(form, [&](auto body) { body.save(to, value); });
            archive = to.take();
            auto const max = archive_limits{}.bytes_max;
            if (archive.size() - frame_size > max)
                throw refused{mismatch(errc::too_long,
                                       "a body of at most " + std::to_string(max) + " bytes",
                                       std::to_string(archive.size() - frame_size) + " bytes")};
            seal(archive, kind_of<Value>, form);
        },
        "an archive that fits into memory");
    if (!done) return done.error();
    return archive;
}

template <class Value>
result<Value> read(byte_view from, archive_limits const& limits) {
    auto const frame = open_frame(from, kind_of<Value>, limits);
    if (!frame) return frame.error();
    Value value;
    bounded_buffer body(frame->body);
    auto done = without_exceptions(
        [&] { in_form(frame->form, [&](auto form) { form.load(body, value, limits); }); },
        "the body of an archive", &body);
    if (!done) return done.error();
    return value;
}

} // namespace
} // namespace archives

result<bytes> to_archive(std::vector<entry> const& trail, archive_form form) {
    if (auto const max = archive_limits{}.entries_max; trail.size() > max)
        return mismatch(errc::too_long, "at most " + std::to_string(max) + " entries",
                        std::to_string(trail.size()));
    return archives::write(trail, form);
}
result<bytes> to_archive(case_file const& file, archive_form form) {
    return archives::write(file, form);
}
result<std::vector<entry>> trail_from_archive(byte_view from, archive_limits limits) {
    return archives::read<std::vector<entry>>(from, limits);
}
result<case_file> case_file_from_archive(byte_view from, archive_limits limits) {
    return archives::read<case_file>(from, limits);
}

} // namespace amends
