// SPDX-License-Identifier: BSL-1.0
// The unit that other compile times are read beside: Boost.MSM's back-end and nothing else.
#include <boost/msm/back/state_machine.hpp>
