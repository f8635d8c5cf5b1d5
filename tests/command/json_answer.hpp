// SPDX-License-Identifier: BSL-1.0
// What the command printed as one JSON object.
#pragma once

#include "command/run_command.hpp"

#include "catch.hpp"

#include <boost/json.hpp>

namespace amends::testing {

inline boost::json::object object_of(ran const& done) {
    INFO(done.out << done.err);
    boost::system::error_code wrong;
    auto const read = boost::json::parse(done.out, wrong);
    REQUIRE_FALSE(wrong);
    return read.as_object();
}

} // namespace amends::testing
