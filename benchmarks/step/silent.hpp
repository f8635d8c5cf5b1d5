// SPDX-License-Identifier: BSL-1.0
// The standard rows with an empty action: what moves the state, and nothing that moves content.
#pragma once

#include <amends/lifecycle/resolution.hpp>

namespace bench {

namespace mp = boost::mp11;

struct record_nothing {
    template <class Command>
    static void act(Command&, amends::workflow::step&) {}
};
template <class Row>
using without_action =
    amends::workflow::on<typename Row::source, typename Row::command, typename Row::target,
                         typename Row::guard, record_nothing>;
using silent_rows = mp::mp_transform<without_action, amends::resolution::rows>;

struct silent_standard {
    static constexpr std::string_view name = "resolution without actions";
    using initial = amends::resolution::standard::initial;
    using rows = silent_rows;
};

} // namespace bench
