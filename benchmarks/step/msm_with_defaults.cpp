// SPDX-License-Identifier: BSL-1.0
// The same functor rows on Boost.MSM as it comes: message queue, exceptions caught.
#include "moments.hpp"
#include "silent.hpp"

#include <amends/workflow/machine.hpp>

namespace bench {
namespace {

namespace own = amends::workflow;
namespace msm = boost::msm;
using own::region;
using own::reply;
using own::step;

template <region In>
struct front : msm::front::state_machine_def<front<In>> {
    using initial_state = own::detail::place<own::detail::initial_in<silent_standard, In>>;
    // MSM's own tables try rows from the last to the first.
    using transition_table =
        mp::mp_reverse<typename own::detail::front<silent_standard, In>::transition_table>;

    step* now = nullptr;

    template <class Machine, class Event>
    void no_transition(Event const&, Machine&, int) noexcept {}
};

template <region In>
using back = msm::back::state_machine<front<In>>;

class machines final : public machine {
    // First: its type is deduced.
    template <class Command>
    auto& machine_of() {
        constexpr auto in = own::detail::region_of<Command>(silent_rows{});
        if constexpr (in == region::resolution) return resolution_;
        else if constexpr (in == region::handling) return handling_;
        else return record_;
    }

  public:
    machines() {
        resolution_.start();
        handling_.start();
        record_.start();
    }
    // Set back by hand: constructing the queues anew would cost more than the whole path.
    void start() override {
        set_back(resolution_, resolution_from_);
        set_back(handling_, handling_from_);
    }
    reply take(amends::command_content& what, step& s) override {
        return mp::mp_with_index<std::variant_size_v<amends::command_content>>(
            what.index(), [&](auto place) {
                using command = std::variant_alternative_t<place, amends::command_content>;
                if constexpr (!mp::mp_contains<own::commands_of<silent_rows>, command>::value) {
                    return reply::not_possible_here;
                } else {
                    auto& m = machine_of<command>();
                    m.now = &s;
                    return static_cast<reply>(
                        m.process_event(own::detail::given<command>{std::get_if<place>(&what)}));
                }
            });
    }

  private:
    template <class Machine>
    static void set_back(Machine& m, int initial) {
        const_cast<int*>(m.current_state())[0] = initial;
    }

    back<region::resolution> resolution_;
    back<region::handling> handling_;
    back<region::record> record_;
    int resolution_from_ = resolution_.current_state()[0];
    int handling_from_ = handling_.current_state()[0];
};

} // namespace

std::unique_ptr<machine> by_msm_with_defaults() { return std::make_unique<machines>(); }

} // namespace bench
