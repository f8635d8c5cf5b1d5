// SPDX-License-Identifier: BSL-1.0
// The body of an archive in one form, saved and loaded; each form is compiled in a unit of its own.
#pragma once

#include "audit/archive_buffers.hpp"
#include "audit/archive_frame.hpp"

namespace amends::archives {

/// One form's four functions. They throw: what is thrown ends in `archive.cpp`.
template <archive_form>
struct body_of {
    static void save(growing_buffer& to, std::vector<entry> const& trail);
    static void save(growing_buffer& to, case_file const& file);
    static void load(bounded_buffer& from, std::vector<entry>& trail, archive_limits const& limits);
    static void load(bounded_buffer& from, case_file& file, archive_limits const& limits);
};

} // namespace amends::archives
