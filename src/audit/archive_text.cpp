// SPDX-License-Identifier: BSL-1.0
// Archives in text form.
#include "audit/archive_body.hpp"

namespace amends::archives {

AMENDS_ARCHIVE_BODY(archive_form::text, boost::archive::text_oarchive,
                    boost::archive::text_iarchive)

} // namespace amends::archives
