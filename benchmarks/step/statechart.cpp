// SPDX-License-Identifier: BSL-1.0
// The same rows on Boost.Statechart: a machine a region, a custom reaction a command.
#include "moments.hpp"
#include "silent.hpp"

#include <boost/mpl/list.hpp>
#include <boost/mpl/push_front.hpp>
#include <boost/statechart/custom_reaction.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state_machine.hpp>

namespace bench {
namespace {

namespace sc = boost::statechart;
using amends::workflow::region;
using amends::workflow::reply;
using amends::workflow::step;

template <class Command>
struct given : sc::event<given<Command>> {
    given(Command& what, step& s) : command(&what), now(&s) {}
    Command* command;
    step* now;
};

template <region In>
struct starts_in {
    template <class S>
    using fn = mp::mp_bool<S::in == In>;
};
template <region In>
using initial_in = mp::mp_front<mp::mp_copy_if_q<silent_standard::initial, starts_in<In>>>;

template <class State>
struct in_chart;

template <region In>
struct chart : sc::state_machine<chart<In>, in_chart<initial_in<In>>> {
    reply said = reply::not_possible_here;
    void unconsumed_event(sc::event_base const&) { said = reply::not_possible_here; }
};

template <class List, class T>
using pushed = typename boost::mpl::push_front<List, T>::type;
template <class Command>
using reaction = sc::custom_reaction<given<Command>>;

template <class State>
struct in_chart : sc::simple_state<in_chart<State>, chart<State::in>> {
    template <class Row>
    using starts_here = std::is_same<typename Row::source, State>;
    using own = mp::mp_copy_if<silent_rows, starts_here>;
    using reactions = mp::mp_fold<mp::mp_transform<reaction, amends::workflow::commands_of<own>>,
                                  boost::mpl::list0<>, pushed>;

    template <class Command>
    struct for_command {
        template <class Row>
        using fn = std::is_same<typename Row::command, Command>;
    };
    template <class Command>
    sc::result react(given<Command> const& e) {
        return first_of(e, mp::mp_copy_if_q<own, for_command<Command>>{});
    }

  private:
    template <class Event>
    sc::result first_of(Event const&, mp::mp_list<>) {
        this->outermost_context().said = reply::refused;
        return this->discard_event();
    }
    template <class Event, class Row, class... More>
    sc::result first_of(Event const& e, mp::mp_list<Row, More...>) {
        if (!amends::workflow::guard_holds<typename Row::guard>(std::as_const(*e.command), *e.now))
            return first_of(e, mp::mp_list<More...>{});
        this->outermost_context().said = reply::taken;
        // A row that stays is an in-state reaction: cheaper than leaving and entering.
        if constexpr (std::is_same_v<typename Row::target, State>) return this->discard_event();
        else return this->template transit<in_chart<typename Row::target>>();
    }
};

class charts final : public machine {
    // First: its type is deduced.
    template <class Command>
    struct gives {
        template <class Row>
        using fn = std::is_same<typename Row::command, Command>;
    };
    template <class Command>
    auto& chart_of() {
        constexpr auto in = mp::mp_front<mp::mp_copy_if_q<silent_rows, gives<Command>>>::source::in;
        if constexpr (in == region::resolution) return resolution_;
        else if constexpr (in == region::handling) return handling_;
        else return record_;
    }

  public:
    void start() override {
        resolution_.initiate();
        handling_.initiate();
        record_.initiate();
    }
    reply take(amends::command_content& what, step& s) override {
        return mp::mp_with_index<std::variant_size_v<amends::command_content>>(
            what.index(), [&](auto place) {
                using command = std::variant_alternative_t<place, amends::command_content>;
                if constexpr (!mp::mp_contains<amends::workflow::commands_of<silent_rows>,
                                               command>::value) {
                    return reply::not_possible_here;
                } else {
                    auto& own = chart_of<command>();
                    own.process_event(given<command>(*std::get_if<place>(&what), s));
                    return own.said;
                }
            });
    }

  private:
    chart<region::resolution> resolution_;
    chart<region::handling> handling_;
    chart<region::record> record_;
};

} // namespace

std::unique_ptr<machine> by_statechart() { return std::make_unique<charts>(); }

} // namespace bench
