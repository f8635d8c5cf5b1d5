// SPDX-License-Identifier: BSL-1.0
// A body of an archive in its frame, since a fuzzer computes no SHA-256.
#pragma once

#include "audit/archive_frame.hpp"

#include <amends/vocabulary/bytes.hpp>

namespace amends::fuzz {

inline bytes archive_of(byte_view body, archives::kind what, archive_form form) {
    bytes archive(archives::frame_size + body.size());
    canonical::put_raw(archive.data() + archives::frame_size, body.data(), body.size());
    archives::seal(archive, what, form);
    return archive;
}

} // namespace amends::fuzz
