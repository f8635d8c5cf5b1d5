// SPDX-License-Identifier: BSL-1.0
// Archives in XML form.
#include "audit/archive_body.hpp"

namespace amends::archives {

AMENDS_ARCHIVE_BODY(archive_form::xml, boost::archive::xml_oarchive, boost::archive::xml_iarchive)

} // namespace amends::archives
