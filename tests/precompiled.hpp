// SPDX-License-Identifier: BSL-1.0
// What nearly every test includes, read once where AMENDS_PRECOMPILE says so. Tests include what they use.
#pragma once

#include "catch.hpp"

#include <amends/amends.hpp>
