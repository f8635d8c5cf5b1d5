// SPDX-License-Identifier: BSL-1.0
// Steps drawn and taken, the log looked at, and every promise checked.
#include "simulation/world.hpp"

#include "support/random_cases.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/store/memory.hpp>

#include <deque>

namespace amends::simulation {
namespace {

/// What a desk of a world is made of. Each is a process of its own: it can die alone.
struct station {
    std::unique_ptr<faulty_store> way;
    std::unique_ptr<counter> at;
    std::size_t rules = 0;
    std::chrono::milliseconds skew{0}; ///< of its clock
};

/// Judges by the rules that its desk has now, and notes what it was asked.
struct witness {
    std::vector<any_policy> const* rules;
    std::size_t const* in_force;
    std::function<void(question const&, verdict const&)> note;

    verdict judge(question const& q) const {
        auto v = (*rules)[*in_force].judge(q);
        if (note) note(q, v);
        return v;
    }
    looking_back looks_back() const { return (*rules)[*in_force].looks_back(); }
};

/// Something that was handed in before and may be so again.
struct remembered {
    session from;
    command what;
    std::optional<instant> at;
};

class world {
  public:
    explicit world(world_plan const& plan)
        : plan_(plan),
          ground_(plan.kept_in == store_kind::memory ? in_memory() : on_a_disk()),
          people_(plan.seed, plan.cases),
          log_(table()) {
        for (auto const& one : versions_of_the_rules())
            rules_.push_back(plan.bug != nullptr && plan.bug->rules_double
                                 ? plan.bug->rules_double(one.judge)
                                 : one.judge);
        put_double_before_the_store();
        dice first(plan.seed);
        // Some worlds are quiet, some are all mishaps.
        static constexpr weather kinds[] = {
            {0, 0, 0, 0}, {40, 60, 400, 4}, {12, 12, 120, 2}, {5, 8, 40, 2}};
        shared_.how = first.one_of(kinds);
        shared_.chance = first;
        stations_.resize(plan.desks);
        for (std::size_t d = 0; d < plan.desks; ++d) begin_again(d, first);
        make_promises(first);
    }

    world_end run(std::span<std::size_t const> steps, narrator const& tell) {
        world_end end;
        auto& counts = end.counts;
        for (auto const n : steps) {
            take(n);
            ++counts.steps;
            auto found = look();
            count(counts);
            if (tell) tell(now_);
            if (found.empty()) continue;
            end.failed = failure{plan_.seed, n, std::move(found)};
            break;
        }
        counts.worlds = 1;
        counts.cases = log_.cases().size();
        counts.entries = log_.entries().size();
        counts.mishaps = shared_.happened;
        sha256 hasher;
        bytes hashes;
        for (auto const& e : log_.entries())
            hashes.insert(hashes.end(), e.hash.bytes.begin(), e.hash.bytes.end());
        end.log = hasher.of(hashes);
        return end;
    }

  private:
    lifecycle const& table() const {
        return plan_.bug != nullptr && plan_.bug->table != nullptr ? *plan_.bug->table
                                                                   : standard_lifecycle();
    }
    store& kept() { return store_double_ ? *store_double_ : ground_->kept(); }

    // --- how it is made -------------------------------------------------------------------------

    void put_double_before_the_store() {
        if (plan_.bug != nullptr && plan_.bug->store_double)
            store_double_ = plan_.bug->store_double(ground_->kept());
    }

    any_policy judges_of(std::size_t const& in_force,
                         std::function<void(question const&, verdict const&)> note) const {
        any_policy judge = witness{&rules_, &in_force, std::move(note)};
        if (plan_.bug != nullptr && plan_.bug->judge_double)
            judge = plan_.bug->judge_double(std::move(judge));
        return judge;
    }

    /// A desk that nobody remembers anything of: what it knows it reads from the store.
    void begin_again(std::size_t d, dice& chance) {
        auto& s = stations_[d];
        s.at.reset();
        s.way = std::make_unique<faulty_store>(kept(), d, shared_,
                                               [this, d](case_id const& on) { overtake(d, on); });
        s.rules = chance.below(rules_count);
        s.skew = std::chrono::milliseconds(chance.once_in(3) ? chance.below(7'200'000) : 0);
        desk_options how;
        how.table = &table();
        how.clock = [this, d] { return time_ + stations_[d].skew; };
        static constexpr std::size_t sizes[] = {1, 2, 64};
        how.cached_cases = chance.one_of(sizes);
        how.snapshot_every = chance.below(4);
        auto judge = judges_of(s.rules, [this, d](question const& q, verdict const& said) {
            if (reading_) ++now_.asked_while_reading;
            else if (!looking_)
                now_.asked.push_back({d, q.who, rule_name::trusted(q.command), q.about.on,
                                      q.terms_hash, q.at, said});
        });
        s.at = std::make_unique<desk_counter>(*s.way, judge, std::move(how));
        if (plan_.bug != nullptr && plan_.bug->desk_double)
            s.at = plan_.bug->desk_double(std::move(s.at), kept(), judge);
    }

    second_desk desk_of_same_bytes(dice& chance) {
        second_desk again;
        again.kept = std::make_unique<memory_store>();
        desk_options how;
        how.table = &table();
        how.times_are_given = true;
        how.cached_cases = 1 + chance.below(4);
        how.snapshot_every = chance.below(3);
        auto const in_force = std::make_shared<std::size_t>(0);
        again.judge_by = [in_force](std::size_t rules) { *in_force = rules; };
        again.at =
            std::make_unique<desk_counter>(*again.kept, judges_of(*in_force, {}), std::move(how));
        return again;
    }

    void make_promises(dice& chance) {
        auto watch = plan_.bug != nullptr && plan_.bug->watcher_double
                         ? plan_.bug->watcher_double
                         : [] { return std::make_unique<watcher>(); };
        promises_.push_back(one_door());
        promises_.push_back(nothing_lost());
        promises_.push_back(agreed_in_order());
        promises_.push_back(verdict_kept());
        promises_.push_back(refusal_answered());
        promises_.push_back(actor_of_session());
        promises_.push_back(bound_to_terms());
        promises_.push_back(damage_found(std::move(watch)));
        promises_.push_back(nothing_thrown());
        promises_.push_back(same_bytes(desk_of_same_bytes(chance)));
    }

    // --- one step -------------------------------------------------------------------------------

    void take(std::size_t n) {
        now_ = {};
        now_.step = n;
        now_.first_fresh = log_.entries().size();
        dice chance(plan_.seed, n);
        people_.values().begin_again(chance.next());
        shared_.chance = dice(chance.next());
        shared_.attempts = &now_.attempts;
        ground_->before_step(chance);
        auto const d = chance.below(stations_.size());
        auto const what = chance.below(100);
        if (what < 78) hand_in(d, one_command(chance));
        else if (what < 88) hand_in(d, batch(chance));
        else if (what < 91) read_only(d, chance);
        else if (what < 94) {
            now_.beside.push_back("desk " + std::to_string(d) + " begins again");
            begin_again(d, chance);
            ++desks_begun_again_;
        } else if (what < 96) {
            auto& rules = stations_[d].rules;
            rules = chance.below(rules_count);
            ++rules_changed_;
            now_.beside.push_back("desk " + std::to_string(d) + " judges by: " +
                                  std::string(versions_of_the_rules()[rules].name));
        } else if (what < 98) jump(d, chance);
        else end_in_good_order(chance);
        if (ground_->is_down()) lose_power(chance);
        for (std::size_t i = 0; i < stations_.size(); ++i)
            if (stations_[i].way->died()) begin_again(i, chance);
    }

    void jump(std::size_t d, dice& chance) {
        static constexpr std::int64_t hours[] = {-72, -3, -1, 1, 30, 400};
        auto const by = std::chrono::hours(chance.one_of(hours));
        stations_[d].skew += by;
        ++clock_jumps_;
        now_.beside.push_back("the clock of desk " + std::to_string(d) + " jumps by " +
                              std::to_string(by.count()) + " hours");
    }

    /// Everybody goes home: the store is closed and opened again.
    void end_in_good_order(dice& chance) {
        now_.beside.push_back("everything is closed and opened again");
        start(chance, [&] { return ground_->open_again(); });
    }
    void lose_power(dice& chance) {
        ++power_lost_;
        now_.beside.push_back("the power is lost, and comes back");
        start(chance, [&] { return ground_->start_again(chance); });
    }
    template <class Open>
    void start(dice& chance, Open open) {
        for (auto& s : stations_) {
            s.at.reset();
            s.way.reset();
        }
        store_double_.reset();
        if (auto const opened = open(); !opened) {
            if (ground_->is_down()) return; // the power went meanwhile: once more from the start
            now_.thrown.push_back(opened.error().message);
        }
        put_double_before_the_store();
        for (std::size_t d = 0; d < stations_.size(); ++d) begin_again(d, chance);
    }

    void read_only(std::size_t d, dice& chance) {
        auto const on = case_id::trusted("case " + std::to_string(chance.below(plan_.cases)));
        now_.beside.push_back("somebody reads " + on.str() + " at desk " + std::to_string(d));
        reading_ = true;
        guarded([&] {
            (void)stations_[d].at->file(on);
            (void)stations_[d].at->trail(on);
        });
        reading_ = false;
    }

    // --- commands -------------------------------------------------------------------------------

    remembered next_command(dice& chance) {
        if (!before_.empty() && chance.once_in(9)) return once_more(chance);
        auto w = people_.next([&](case_id const& on) -> std::optional<case_file> {
            auto const* file = log_.file(on);
            return file == nullptr ? std::nullopt : std::optional(*file);
        });
        time_ = std::max(time_, w.at);
        remembered r{std::move(w.from), std::move(w.what), std::nullopt};
        if (chance.once_in(12) && r.from.who.side == side::staff) {
            r.from.who.by_delegation = "d-1";
            if (chance.below(3) != 0) r.from = lent(r.from);
        }
        if (chance.once_in(15)) {
            r.from.origin = provenance::imported;
            r.at = time_ - std::chrono::minutes(chance.below(3000));
            if (chance.once_in(9)) r.at.reset(); // which is an error
        }
        return r;
    }
    /// As whom the delegation is meant for.
    static session lent(session from) {
        from.who.id = "ann";
        from.who.roles = {"agent"};
        from.who.on_behalf_of = "max";
        return from;
    }
    /// A retry, sometimes by another, sometimes with something else.
    remembered once_more(dice& chance) {
        auto r = chance.one_of(before_);
        if (chance.once_in(10)) r.from = cases::staff("bob", {"agent"});
        if (chance.once_in(10)) r.what.what = note{"something else"};
        if (chance.once_in(10))
            r.what.on = case_id::trusted("case " + std::to_string(chance.below(plan_.cases)));
        return r;
    }
    std::vector<remembered> one_command(dice& chance) {
        std::vector<remembered> one;
        one.push_back(next_command(chance));
        return one;
    }
    std::vector<remembered> batch(dice& chance) {
        std::vector<remembered> all;
        for (auto n = 2 + chance.below(5); n > 0; --n) all.push_back(next_command(chance));
        return all;
    }

    void hand_in(std::size_t d, std::vector<remembered> const& some) {
        auto& s = stations_[d];
        auto const first = now_.handed.size();
        for (auto const& r : some) {
            before_.push_back(r);
            if (before_.size() > 24) before_.pop_front();
            bytes content;
            canonical::append(content, r.what.what);
            now_.handed.push_back(
                {d, s.rules, r.from, r.what, r.at, hasher_.of(content), some.size() == 1, {}});
        }
        std::vector<session> sessions;
        std::vector<submission> submissions;
        for (auto const& r : some) sessions.push_back(r.from);
        for (std::size_t i = 0; i < some.size(); ++i)
            submissions.push_back({&sessions[i], some[i].what, some[i].at});
        std::vector<result<outcome>> answers;
        guarded([&] { answers = s.at->handle(submissions); });
        if (s.way->died()) return; // whatever it was about to say, nobody heard it
        // Another desk may have handed something in meanwhile: only ours are answered here.
        for (std::size_t i = 0; i < answers.size() && i < some.size(); ++i)
            now_.handed[first + i].answer = std::move(answers[i]);
    }

    /// Another desk is quicker with the case that desk `d` is about to go on with.
    void overtake(std::size_t d, case_id const& on) {
        if (overtaking_ || stations_.size() < 2) return;
        overtaking_ = true;
        auto const other = (d + 1 + shared_.chance.below(stations_.size() - 1)) % stations_.size();
        auto one = one_command(shared_.chance);
        one.front().what.on = on;
        one.front().what.expected.reset();
        if (!stations_[other].way->died()) hand_in(other, one);
        overtaking_ = false;
    }

    template <class Do>
    void guarded(Do act) {
        try {
            act();
        } catch (process_died const&) {
            // The process is gone; its desk is made again before the next step.
        } catch (std::exception const& e) {
            now_.thrown.emplace_back(e.what());
        } catch (...) {
            now_.thrown.emplace_back("of no known type");
        }
    }

    // --- looking --------------------------------------------------------------------------------

    std::vector<broken> look() {
        shared_.calm = looking_ = true;
        shared_.attempts = nullptr;
        std::vector<broken> all;
        std::optional<error> unreadable;
        auto const scanned = kept().scan(log_.entries().size(), [&](stored_entry const& e) {
            if (e.log_index != log_.entries().size()) return false;
            if (auto const added = log_.add(e); !added) unreadable = added.error();
            return !unreadable;
        });
        if (!scanned) unreadable = scanned.error();
        if (unreadable) all.push_back({2, "the log cannot be read: " + unreadable->message});

        desks_.clear();
        for (auto const& s : stations_) desks_.push_back(s.at.get());
        view const at{now_, log_, kept(), desks_, shared_.chance};
        if (all.empty())
            for (auto const& p : promises_)
                if (auto found = p->look(at)) all.push_back(std::move(*found));
        shared_.calm = looking_ = false;
        return all;
    }

    void count(tally& to) {
        for (auto const& h : now_.handed) {
            ++to.commands;
            if (!h.answer) ++to.unanswered;
            else if (!*h.answer) ++to.errors;
            else if (std::holds_alternative<refused>(**h.answer)) ++to.refused;
            else ++to.accepted;
        }
        for (auto i = now_.first_fresh; i < log_.entries().size(); ++i) {
            auto const& e = log_.entries()[i].says;
            ++to.facts[std::string(name_of(e.what))];
            to.seen.insert({e.how.to.resolution, e.how.to.handling});
        }
        to.desks_begun_again = desks_begun_again_;
        to.rules_changed = rules_changed_;
        to.clock_jumps = clock_jumps_;
        to.power_lost = power_lost_;
    }

    world_plan plan_;
    std::vector<any_policy> rules_;
    std::unique_ptr<ground> ground_;
    std::unique_ptr<store> store_double_;
    conditions shared_;
    std::vector<station> stations_;
    std::vector<counter*> desks_;
    cases::random_cases people_;
    instant time_{std::chrono::milliseconds(1'772'442'000'000)};
    std::deque<remembered> before_;
    happening now_;
    ledger log_;
    sha256 hasher_;
    std::vector<std::unique_ptr<promise>> promises_;
    bool reading_ = false, looking_ = false, overtaking_ = false;
    std::uint64_t desks_begun_again_ = 0, rules_changed_ = 0, clock_jumps_ = 0, power_lost_ = 0;
};

class memory_that_lasts final : public ground {
  public:
    store& kept() override { return kept_; }

  private:
    memory_store kept_;
};

} // namespace

std::unique_ptr<ground> in_memory() { return std::make_unique<memory_that_lasts>(); }

void tally::add(tally const& other) {
    worlds += other.worlds;
    cases += other.cases;
    steps += other.steps;
    commands += other.commands;
    accepted += other.accepted;
    refused += other.refused;
    errors += other.errors;
    unanswered += other.unanswered;
    entries += other.entries;
    desks_begun_again += other.desks_begun_again;
    rules_changed += other.rules_changed;
    clock_jumps += other.clock_jumps;
    power_lost += other.power_lost;
    for (std::size_t i = 0; i < mishaps.size(); ++i) mishaps[i] += other.mishaps[i];
    for (auto const& [name, n] : other.facts) facts[name] += n;
    seen.insert(other.seen.begin(), other.seen.end());
}

world_end run_steps(world_plan const& plan, std::span<std::size_t const> steps,
                    narrator const& tell) {
    return world(plan).run(steps, tell);
}

world_end run(world_plan const& plan, narrator const& tell) {
    std::vector<std::size_t> all(plan.steps);
    for (std::size_t n = 0; n < plan.steps; ++n) all[n] = n + 1;
    return run_steps(plan, all, tell);
}

} // namespace amends::simulation
