// SPDX-License-Identifier: BSL-1.0
// Which place a command goes to, and how two places meet over a merge.
#include <amends/desk/desk_pool.hpp>

#include "desk/pool_place.hpp"

#include <algorithm>

namespace amends {
namespace {

/// The other case that a command is about, or nothing.
case_id const* other_case(command const& what) {
    auto const* joined = std::get_if<merge>(&what.what);
    return joined == nullptr ? nullptr : &joined->into;
}

enum class when_full { wait, say_so };
enum class handed { in, no_room, closed };

} // namespace

struct desk_pool::working {
    working(store& where, any_policy const& judge, pool_options const& how) {
        auto const wanted = how.desks != 0 ? how.desks : std::thread::hardware_concurrency();
        auto const desks = std::max(1u, wanted);
        auto each = how.each;
        each.cached_cases = std::max<std::size_t>(1, each.cached_cases / desks);
        for (unsigned i = 0; i < desks; ++i)
            places.push_back(std::make_unique<pool_place>(where, judge, each, how, floor));
    }

    pool_place& place_of(case_id const& on) const {
        return *places[hash_value(on) % places.size()];
    }

    /// Puts a job where it belongs; false when there is no room and nobody waits for it. What cannot
    /// be put anywhere is answered.
    bool hand_in(pool_job&& one, when_full full) noexcept {
        try {
            auto const put = put_in(std::move(one), full);
            if (put == handed::closed)
                tell(one.then, mismatch(errc::desk_closed, "a pool that takes commands",
                                        "one that was closed", "case " + one.what.on.str()));
            return put != handed::no_room;
        } catch (...) {
            tell(one.then, no_memory());
            return true;
        }
    }

    shared_floor floor;
    std::vector<std::unique_ptr<pool_place>> places;

  private:
    handed put_in(pool_job&& one, when_full full) {
        auto& here = place_of(one.what.on);
        auto const* const other = other_case(one.what);
        auto& there = other == nullptr ? here : place_of(*other);
        return &here == &there ? put_in(std::move(one), here, full)
                               : put_in(std::move(one), here, there, full);
    }

    handed put_in(pool_job&& one, pool_place& here, when_full full) {
        std::unique_lock held(here.guard());
        if (!here.has_room() && !here.is_closed() && !pool_place::is_thread_of(floor)) {
            if (full == when_full::say_so) return handed::no_room;
            here.wait_for_room(held);
        }
        if (here.is_closed()) return handed::closed;
        here.add(std::move(one));
        return handed::in;
    }

    /// Into both queues at once: two places that meet twice meet in the same order.
    handed put_in(pool_job&& one, pool_place& here, pool_place& there, when_full full) {
        auto const waits = !pool_place::is_thread_of(floor);
        for (;;) {
            pool_place* crowded = nullptr;
            {
                std::scoped_lock held(here.guard(), there.guard());
                if (here.is_closed() || there.is_closed()) return handed::closed;
                crowded = !here.has_room() ? &here : !there.has_room() ? &there : nullptr;
                if (crowded == nullptr || !waits) {
                    meet(std::move(one), here, there);
                    return handed::in;
                }
            }
            if (full == when_full::say_so) return handed::no_room;
            std::unique_lock held(crowded->guard());
            crowded->wait_for_room(held);
        }
    }

    static void meet(pool_job&& one, pool_place& here, pool_place& there) {
        auto const with = std::make_shared<meeting>();
        pool_job still;
        still.with = with;
        still.stands_still = true;
        there.add(std::move(still));
        one.with = with;
        try {
            here.add(std::move(one));
        } catch (...) {
            with->over.count_down(); // nobody comes
            throw;
        }
    }
};

desk_pool::desk_pool(store& where, any_policy judge, pool_options how)
    : working_(std::make_unique<working>(where, judge, how)) {}

desk_pool::~desk_pool() { close(); }

std::vector<result<outcome>> desk_pool::handle(std::span<submission> batch) {
    struct {
        std::mutex guard{};
        std::condition_variable changed{};
        std::size_t left = 0;
        std::vector<result<outcome>> answers{};
    } all;
    all.left = batch.size();
    all.answers.assign(batch.size(), no_memory());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        pool_job one;
        if (batch[i].from != nullptr) one.from = *batch[i].from;
        one.what = std::move(batch[i].what);
        one.at = batch[i].at;
        one.then = [&all, i](result<outcome> said) {
            std::scoped_lock held(all.guard);
            all.answers[i] = std::move(said);
            // Told with the lock held: nobody goes home while somebody still tells.
            if (--all.left == 0) all.changed.notify_all();
        };
        working_->hand_in(std::move(one), when_full::wait);
    }
    std::unique_lock held(all.guard);
    all.changed.wait(held, [&] { return all.left == 0; });
    return std::move(all.answers);
}

result<outcome> desk_pool::handle(session const& from, command what) {
    submission one{&from, std::move(what), std::nullopt};
    return std::move(handle(std::span(&one, 1)).front());
}

std::future<result<outcome>> desk_pool::submit(session const& from, command what) {
    auto promised = std::make_shared<std::promise<result<outcome>>>();
    auto answer = promised->get_future();
    submit(from, std::move(what),
           [promised](result<outcome> said) { promised->set_value(std::move(said)); });
    return answer;
}

void desk_pool::submit(session const& from, command what, answer_handler then) {
    pool_job one;
    one.from = from;
    one.what = std::move(what);
    one.then = std::move(then);
    working_->hand_in(std::move(one), when_full::wait);
}

bool desk_pool::try_submit(session const& from, command const& what, answer_handler then) {
    pool_job one;
    one.from = from;
    one.what = what;
    one.then = std::move(then);
    return working_->hand_in(std::move(one), when_full::say_so);
}

void desk_pool::drain() {
    for (auto const& one : working_->places) one->drain();
}

void desk_pool::close() {
    for (auto const& one : working_->places) one->take_no_more();
    for (auto const& one : working_->places) one->close();
}

std::size_t desk_pool::waiting() const {
    std::size_t all = 0;
    for (auto const& one : working_->places) all += one->unanswered();
    return all;
}

} // namespace amends
