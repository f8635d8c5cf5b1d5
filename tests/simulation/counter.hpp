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

  protected:
    std::unique_ptr<counter> real;
};

} // namespace amends::simulation
