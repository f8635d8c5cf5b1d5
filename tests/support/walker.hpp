// SPDX-License-Identifier: BSL-1.0
// A walker that brings a case into any state of the standard lifecycle, with valid content on the
// way.
#pragma once

#include <amends/desk/desk.hpp>
#include <amends/store/memory.hpp>
#include <amends/store/memory_keys.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace support {

using namespace amends;

// The people of the cases. Limits: an agent 50.00 EUR, a manager 500.00 EUR by two approvers.
inline session const customer{{.id = "c1", .side = side::customer}};
inline session const owner{{.id = "ann", .side = side::staff, .roles = {"agent"}}};
inline session const colleague{{.id = "bob", .side = side::staff, .roles = {"agent"}}};
inline session const manager{{.id = "max", .side = side::staff, .roles = {"manager"}}};
inline session const second_manager{{.id = "moe", .side = side::staff, .roles = {"manager"}}};
inline session const monitor{{.id = "watch", .side = side::service}};

/// The policy of the cases: those limits, and nobody approves their own proposal.
any_policy usual_policy();

/// Terms with two actions of ann's that cost so much.
terms terms_of(std::int64_t cents);

/// What decides between rows of one command.
struct wish {
    contact_kind kind = contact_kind::problem; ///< of a report
    std::int64_t cents = 2000;                 ///< of a proposal
    bool comfortable = true;
    std::vector<std::uint32_t> done{0, 1};
};

/// Content that every guard of this standard command accepts in a case that is ready for it.
command_content content_of(std::string_view command, case_file const& file, wish const& how = {});

/// A desk on a store in memory, a clock that goes one second a command, and one case at a time.
class walker {
  public:
    explicit walker(lifecycle const& table = standard_lifecycle());

    /// Starts the next case, which is not reported yet.
    void next_case();

    result<outcome> give(session const& from, command_content what);
    /// Gives valid content of a standard command, from somebody who may give it.
    result<outcome> give(std::string_view command, wish const& how = {});
    /// The same; throws a std::logic_error with the outcome's words unless a fact was recorded.
    void must(std::string_view command, wish const& how = {});

    /// A new case in this state of the standard lifecycle (of either moving region); in the hands
    /// of its owner wherever the state leaves that open.
    void bring_to(std::string_view state, wish const& how = {});

    case_file file();
    std::string_view state();
    std::string_view handling();
    std::vector<entry> trail() { return *desk_.trail(on); }
    std::vector<possibility> possible(session const& who) { return *desk_.possible(on, who.who); }

    case_id on;
    memory_store kept;
    memory_keys keys;

  private:
    result<outcome> erase(session const& from, erase_personal_data const& what);
    session const& who_gives(std::string_view command);

    std::int64_t seconds_ = 0;
    int cases_ = 0;
    lifecycle const* table_;
    desk desk_;
};

} // namespace support
