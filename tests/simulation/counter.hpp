// SPDX-License-Identifier: BSL-1.0
// A desk as a world sees it, so that a double can stand in its place.
#pragma once

#include <amends/desk/desk.hpp>

namespace amends::simulation {

class counter {
  public:
    virtual ~counter() = default;
    virtual std::vector<result<outcome>> handle(std::span<submission> batch) = 0;
    virtual result<case_file> file(case_id const& on) = 0;
    virtual result<std::vector<entry>> trail(case_id const& on) = 0;
    virtual result<std::vector<possibility>> possible(case_id const& on, actor const& who) = 0;
    virtual result<customer_erasure> erase(session const& from,
                                           erase_personal_data const& what) = 0;
    virtual result<personal_record> access(customer_id const& whose) = 0;
    /// Moves a case, or every case where none is named; or looks what would become of them.
    virtual result<std::vector<case_move>> migrate(session const& by, case_id const& on,
                                                   migration const& how, bool only_look) = 0;
    /// By which it works.
    virtual digest lifecycle() const = 0;
};

class desk_counter final : public counter {
  public:
    desk_counter(store& where, any_policy judge, desk_options how)
        : at_(where, std::move(judge), std::move(how)) {}

    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        return at_.handle(batch);
    }
    result<case_file> file(case_id const& on) override { return at_.file(on); }
    result<std::vector<entry>> trail(case_id const& on) override { return at_.trail(on); }
    result<std::vector<possibility>> possible(case_id const& on, actor const& who) override {
        return at_.possible(on, who);
    }
    result<customer_erasure> erase(session const& from, erase_personal_data const& what) override {
        return at_.erase(from, what);
    }
    result<personal_record> access(customer_id const& whose) override { return at_.access(whose); }
    result<std::vector<case_move>> migrate(session const& by, case_id const& on,
                                           migration const& how, bool only_look) override {
        std::vector<case_move> all;
        if (!on.empty()) {
            auto move = only_look ? at_.would_migrate(by, on, how) : at_.migrate(by, on, how);
            if (!move) return move.error();
            all.push_back(std::move(*move));
            return all;
        }
        auto const note = [&](case_move const& move) {
            all.push_back(move);
            return true;
        };
        auto const done = only_look ? at_.would_migrate(by, how, note) : at_.migrate(by, how, note);
        if (!done) return done.error();
        return all;
    }
    digest lifecycle() const override { return at_.table().content_hash(); }

  private:
    desk at_;
};

/// Hands everything on; doubles override what they are about.
class counter_double : public counter {
  public:
    explicit counter_double(std::unique_ptr<counter> to) : real(std::move(to)) {}

    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        return real->handle(batch);
    }
    result<case_file> file(case_id const& on) override { return real->file(on); }
    result<std::vector<entry>> trail(case_id const& on) override { return real->trail(on); }
    result<std::vector<possibility>> possible(case_id const& on, actor const& who) override {
        return real->possible(on, who);
    }
    result<customer_erasure> erase(session const& from, erase_personal_data const& what) override {
        return real->erase(from, what);
    }
    result<personal_record> access(customer_id const& whose) override {
        return real->access(whose);
    }
    result<std::vector<case_move>> migrate(session const& by, case_id const& on,
                                           migration const& how, bool only_look) override {
        return real->migrate(by, on, how, only_look);
    }
    digest lifecycle() const override { return real->lifecycle(); }

  protected:
    std::unique_ptr<counter> real;
};

} // namespace amends::simulation
