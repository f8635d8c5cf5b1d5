// SPDX-License-Identifier: BSL-1.0
// Archives in binary form.
#include "audit/archive_body.hpp"

namespace amends::archives {

AMENDS_ARCHIVE_BODY(archive_form::binary, boost::archive::binary_oarchive,
                    boost::archive::binary_iarchive)

} // namespace amends::archives
