// SPDX-License-Identifier: BSL-1.0
// Steps drawn and taken, the log looked at, and every promise checked.
#include "simulation/world.hpp"

#include "simulation/faulty_keys.hpp"
#include "simulation/visitors.hpp"
#include "support/changed_lifecycle.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/store/memory.hpp>

namespace amends::simulation {
namespace {

/// What a desk of a world is made of. Each is a process of its own: it can die alone.
struct station {
    std::unique_ptr<faulty_store> way;
    std::unique_ptr<faulty_keys> keys;
    std::unique_ptr<counter> at;
    std::size_t rules = 0;
    std::chrono::milliseconds skew{0}; ///< of its clock

    bool died() const { return way->died() || keys->died(); }
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

class world {
  public:
    explicit world(world_plan const& plan)
        : plan_(plan),
          ground_(plan.kept_in == store_kind::memory ? in_memory(plan.seed) : on_a_disk()),
          table_(put_double_before(standard_lifecycle(), plan, &planted::table_double)),
          released_later_(table(), "a later release"),
          people_(plan.seed, plan.cases),
          log_(table(), keys_ever_) {
        for (auto const& one : versions_of_the_rules())
            rules_.push_back(plan.bug != nullptr && plan.bug->rules_double
                                 ? plan.bug->rules_double(one.judge)
                                 : one.judge);
        put_doubles_before_the_ground();
        dice first(plan.seed);
        // Some worlds are quiet, some are all mishaps.
        static constexpr weather kinds[] = {
            {0, 0, 0, 0, 0}, {40, 60, 400, 4, 4}, {12, 12, 120, 2, 3}, {5, 8, 40, 2, 2}};
        shared_.how = first.one_of(kinds);
        shared_.chance = first;
        two_lifecycles_ = first.once_in(3);
        stations_.resize(plan.desks);
        for (std::size_t d = 0; d < plan.desks; ++d) begin_again(d, first);
        make_promises(first);
    }

    world_end run(std::span<std::size_t const> steps, narrator const& tell) {
        world_end end;
        for (auto const n : steps) {
            take(n);
            ++counts_.steps;
            auto found = look();
            count();
            if (tell) tell(now_);
            if (found.empty()) continue;
            end.failed = failure{plan_.seed, n, std::move(found)};
            break;
        }
        counts_.worlds = 1;
        counts_.cases = log_.cases().size();
        counts_.entries = log_.entries().size();
        counts_.mishaps = shared_.happened;
        end.counts = counts_;
        sha256 hasher;
        bytes hashes;
        for (auto const& e : log_.entries())
            hashes.insert(hashes.end(), e.hash.bytes.begin(), e.hash.bytes.end());
        end.log = hasher.of(hashes);
        return end;
    }

  private:
    lifecycle const& table() const { return table_ ? *table_ : standard_lifecycle(); }
    store& kept() { return store_double_ ? *store_double_ : ground_->kept(); }
    key_store& keys() { return keys_double_ ? *keys_double_ : ground_->keys(); }

    // --- how it is made -------------------------------------------------------------------------

    /// The double that the plan has for this, or nothing.
    template <class Real, class Double>
    static Double put_double_before(Real& real, world_plan const& plan,
                                    std::function<Double(Real&)> planted::*where) {
        if (plan.bug == nullptr || !(plan.bug->*where)) return nullptr;
        return (plan.bug->*where)(real);
    }
    void put_doubles_before_the_ground() {
        store_double_ = put_double_before(ground_->kept(), plan_, &planted::store_double);
        keys_double_ = put_double_before(ground_->keys(), plan_, &planted::keys_double);
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
        s.keys = std::make_unique<faulty_keys>(keys(), d, shared_, keys_ever_);
        s.rules = chance.below(rules_count);
        s.skew = std::chrono::milliseconds(chance.once_in(3) ? chance.below(7'200'000) : 0);
        desk_options how;
        auto const is_later = two_lifecycles_ && chance.once_in(2);
        how.table = is_later ? &released_later_ : &table();
        how.keys = s.keys.get();
        how.clock = [this, d] { return people_.now() + stations_[d].skew; };
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
            s.at = plan_.bug->desk_double(std::move(s.at), {kept(), *s.keys, judge});
    }

    second_world world_of_same_bytes(dice& chance) {
        second_world again;
        again.kept = std::make_unique<memory_store>();
        again.keys = &keys_ever_;
        again.clock = std::make_shared<instant>();
        auto const in_force = std::make_shared<std::size_t>(0);
        again.judge_by = [in_force](std::size_t rules) { *in_force = rules; };
        auto const cached = 1 + chance.below(4);
        auto const snapshots = chance.below(3);
        again.open_desk = [this, cached, snapshots, in_force, clock = again.clock,
                           &into = *again.kept](digest const& by) {
            desk_options how;
            how.table = by == released_later_.content_hash() ? &released_later_ : &table();
            how.keys = &keys_ever_;
            how.clock = [clock] { return *clock; };
            how.times_are_given = true;
            how.cached_cases = cached;
            how.snapshot_every = snapshots;
            return std::make_unique<desk_counter>(into, judges_of(*in_force, {}), std::move(how));
        };
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
        promises_.push_back(erased_for_good());
        promises_.push_back(nothing_thrown());
        promises_.push_back(same_bytes(world_of_same_bytes(chance)));
    }

    // --- one step -------------------------------------------------------------------------------

    void take(std::size_t n) {
        now_ = {};
        now_.step = n;
        now_.first_fresh = log_.entries().size();
        dice chance(plan_.seed, n);
        people_.begin_again(chance.next());
        shared_.chance = dice(chance.next());
        shared_.attempts = &now_.attempts;
        shared_.out_of_reach = &now_.out_of_reach;
        ground_->before_step(chance);
        auto const d = chance.below(stations_.size());
        auto const what = chance.below(100);
        if (what < 71) one_command(d, chance);
        else if (what < 81) batch(d, chance);
        else if (what < 84) read_only(d, chance);
        else if (what < 87) {
            now_.beside.push_back("desk " + std::to_string(d) + " begins again");
            begin_again(d, chance);
            ++counts_.desks_begun_again;
        } else if (what < 89) change_rules(d, chance);
        else if (what < 91) jump(d, chance);
        else if (what < 93) end_in_good_order(chance);
        else if (what < 97) have_erased(d, people_.an_erasure(log_, chance));
        else have_moved(d, people_.a_move(log_, chance));
        if (ground_->is_down()) lose_power(chance);
        for (std::size_t i = 0; i < stations_.size(); ++i)
            if (stations_[i].died()) begin_again(i, chance);
    }

    void change_rules(std::size_t d, dice& chance) {
        auto& rules = stations_[d].rules;
        rules = chance.below(rules_count);
        ++counts_.rules_changed;
        now_.beside.push_back("desk " + std::to_string(d) +
                              " judges by: " + std::string(versions_of_the_rules()[rules].name));
    }

    void jump(std::size_t d, dice& chance) {
        static constexpr std::int64_t hours[] = {-72, -3, -1, 1, 30, 400};
        auto const by = std::chrono::hours(chance.one_of(hours));
        stations_[d].skew += by;
        ++counts_.clock_jumps;
        now_.beside.push_back("the clock of desk " + std::to_string(d) + " jumps by " +
                              std::to_string(by.count()) + " hours");
    }

    /// Everybody goes home: the store is closed and opened again.
    void end_in_good_order(dice& chance) {
        now_.beside.push_back("everything is closed and opened again");
        start(chance, [&] { return ground_->open_again(); });
    }
    void lose_power(dice& chance) {
        ++counts_.power_lost;
        now_.power_lost = true;
        now_.beside.push_back("the power is lost, and comes back");
        start(chance, [&] { return ground_->start_again(chance); });
    }
    template <class Open>
    void start(dice& chance, Open open) {
        for (auto& s : stations_) {
            s.at.reset();
            s.keys.reset();
            s.way.reset();
        }
        store_double_.reset();
        keys_double_.reset();
        if (auto const opened = open(); !opened) {
            if (ground_->is_down()) return; // the power went meanwhile: once more from the start
            now_.thrown.push_back(opened.error().message);
        }
        put_doubles_before_the_ground();
        for (std::size_t d = 0; d < stations_.size(); ++d) begin_again(d, chance);
    }

    void read_only(std::size_t d, dice& chance) {
        auto const on = people_.any_case(chance);
        now_.beside.push_back("somebody reads " + on.str() + " at desk " + std::to_string(d));
        reading_ = true;
        guarded([&] {
            (void)stations_[d].at->file(on);
            (void)stations_[d].at->trail(on);
        });
        reading_ = false;
    }

    // --- what people ask for --------------------------------------------------------------------

    void one_command(std::size_t d, dice& chance) {
        auto const w = people_.next(log_, chance);
        // Most people know which desk has their case.
        auto const known = log_.cases().find(w.what.on);
        if (known != log_.cases().end() && chance.below(6) != 0)
            d = desk_of(known->second.pinned, d);
        hand_in(d, {w});
    }
    /// The next desk from this one on that works by a lifecycle; this one when none does.
    std::size_t desk_of(digest const& lifecycle, std::size_t d) const {
        for (std::size_t i = 0; i < stations_.size(); ++i) {
            auto const next = (d + i) % stations_.size();
            if (stations_[next].at->lifecycle() == lifecycle) return next;
        }
        return d;
    }
    void batch(std::size_t d, dice& chance) {
        std::vector<wanted> all;
        for (auto n = 2 + chance.below(5); n > 0; --n) all.push_back(people_.next(log_, chance));
        hand_in(d, all);
    }

    /// What is asked of a desk now.
    request asked_of(std::size_t d, session const& from) const {
        return {d, stations_[d].rules, stations_[d].at->lifecycle(), from};
    }
    digest digest_of(command_content const& what) {
        bytes content;
        canonical::append(content, what);
        return hasher_.of(content);
    }

    void hand_in(std::size_t d, std::vector<wanted> const& some) {
        auto& s = stations_[d];
        auto const first = now_.handed.size();
        for (auto const& w : some) {
            people_.remember(w);
            now_.handed.push_back(
                {asked_of(d, w.from), w.what, w.at, digest_of(w.what.what), some.size() == 1, {}});
        }
        std::vector<session> sessions;
        std::vector<submission> submissions;
        for (auto const& w : some) sessions.push_back(w.from);
        for (std::size_t i = 0; i < some.size(); ++i)
            submissions.push_back({&sessions[i], some[i].what, some[i].at});
        std::vector<result<outcome>> answers;
        guarded([&] { answers = s.at->handle(submissions); });
        if (s.died()) return; // whatever it was about to say, nobody heard it
        // Another desk may have handed something in meanwhile: only ours are answered here.
        for (std::size_t i = 0; i < answers.size() && i < some.size(); ++i)
            now_.handed[first + i].answer = std::move(answers[i]);
    }

    void have_erased(std::size_t d, wanted_erasure const& w) {
        auto& s = stations_[d];
        auto const place = now_.erasures.size();
        now_.erasures.push_back({asked_of(d, w.from), w.what, digest_of(w.what), {}});
        std::optional<result<customer_erasure>> answer;
        guarded([&] { answer = s.at->erase(w.from, w.what); });
        if (s.died()) answer.reset();
        people_.was_erased(w.what.customer,
                           answer && (*answer || answer->error().code == errc::unknown_customer));
        now_.erasures[place].answer = std::move(answer);
    }

    void have_moved(std::size_t d, wanted_move const& w) {
        auto& s = stations_[d];
        auto const place = now_.moves.size();
        now_.moves.push_back({asked_of(d, w.from), w.on, w.how, w.only_looked, {}});
        std::optional<result<std::vector<case_move>>> answer;
        guarded([&] { answer = s.at->migrate(w.from, w.on, w.how, w.only_looked); });
        if (s.died()) answer.reset();
        now_.moves[place].answer = std::move(answer);
    }

    /// Another desk is quicker with the case that desk `d` is about to go on with.
    void overtake(std::size_t d, case_id const& on) {
        if (overtaking_ || stations_.size() < 2) return;
        overtaking_ = true;
        auto& chance = shared_.chance;
        auto const other = (d + 1 + chance.below(stations_.size() - 1)) % stations_.size();
        if (!stations_[other].died()) be_quicker(other, on, chance);
        overtaking_ = false;
    }
    void be_quicker(std::size_t d, case_id const& on, dice& chance) {
        auto const* file = log_.file(on);
        auto const what = chance.below(12);
        if (what == 0 && file != nullptr) {
            auto w = people_.an_erasure(log_, chance);
            w.what.customer = file->contact.customer;
            have_erased(d, w);
        } else if (what == 1) {
            auto w = people_.a_move(log_, chance);
            w.on = on;
            have_moved(d, w);
        } else {
            hand_in(d, {people_.next(log_, chance, on)});
        }
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
        shared_.out_of_reach = nullptr;
        std::vector<broken> all;
        std::optional<error> unreadable;
        auto const scanned = kept().scan(log_.entries().size(), [&](stored_entry const& e) {
            if (e.log_index != log_.entries().size()) return false;
            if (auto const added = log_.add(e); !added) unreadable = added.error();
            return !unreadable;
        });
        if (!scanned) unreadable = scanned.error();
        if (unreadable) all.push_back({2, "the log cannot be read: " + unreadable->message});
        for (auto i = now_.first_fresh; i < log_.entries().size(); ++i)
            now_.origins.push_back(log_.origin_of(log_.entries()[i], now_));

        desks_.clear();
        for (auto const& s : stations_) desks_.push_back(s.at.get());
        std::function<bool(byte_view)> const files = [this](byte_view some) {
            return ground_->stand_in_files(some);
        };
        view const at{now_, log_, kept(), keys(), keys_ever_, desks_, shared_.chance, files};
        if (all.empty())
            for (auto const& p : promises_)
                if (auto found = p->look(at)) all.push_back(std::move(*found));
        shared_.calm = looking_ = false;
        return all;
    }

    template <class Answer>
    void count_answer(std::optional<result<Answer>> const& answer) {
        ++counts_.commands;
        if (!answer) ++counts_.unanswered;
        else if (!*answer) ++counts_.errors;
    }
    void count() {
        for (auto const& h : now_.handed) {
            count_answer(h.answer);
            if (!h.answer || !*h.answer) continue;
            ++(std::holds_alternative<refused>(**h.answer) ? counts_.refused : counts_.accepted);
        }
        for (auto const& asked : now_.erasures) {
            count_answer(asked.answer);
            if (!asked.answer || !*asked.answer) continue;
            auto const& said = **asked.answer;
            ++(said.erased ? counts_.accepted : counts_.refused);
            counts_.customers_erased += said.erased && !said.cases.empty();
            counts_.erasures_finished += said.erased && said.cases.empty();
        }
        for (auto const& asked : now_.moves) {
            count_answer(asked.answer);
            if (!asked.answer || !*asked.answer) continue;
            for (auto const& move : **asked.answer)
                ++(move.why_not ? counts_.refused : counts_.accepted);
        }
        for (auto i = now_.first_fresh; i < log_.entries().size(); ++i) {
            auto const& e = log_.entries()[i].says;
            ++counts_.facts[std::string(name_of(e.what))];
            counts_.seen.insert({e.how.to.resolution, e.how.to.handling});
        }
    }

    world_plan plan_;
    std::vector<any_policy> rules_;
    std::unique_ptr<ground> ground_;
    std::unique_ptr<store> store_double_;
    std::unique_ptr<key_store> keys_double_;
    std::unique_ptr<lifecycle> table_; ///< a double of the standard one, where there is one
    testing::changed_lifecycle released_later_;
    bool two_lifecycles_ = false; ///< desks work by either
    keys_ever keys_ever_;
    conditions shared_;
    std::vector<station> stations_;
    std::vector<counter*> desks_;
    visitors people_;
    happening now_;
    ledger log_;
    sha256 hasher_;
    std::vector<std::unique_ptr<promise>> promises_;
    tally counts_;
    bool reading_ = false, looking_ = false, overtaking_ = false;
};

class memory_that_lasts final : public ground {
  public:
    explicit memory_that_lasts(std::uint64_t seed) : keys_(seed) {}
    store& kept() override { return kept_; }
    key_store& keys() override { return keys_; }

  private:
    memory_store kept_;
    memory_keys keys_;
};

} // namespace

std::unique_ptr<ground> in_memory(std::uint64_t seed) {
    return std::make_unique<memory_that_lasts>(seed);
}

void tally::add(tally const& other) {
    worlds += other.worlds;
    cases += other.cases;
    steps += other.steps;
    commands += other.commands;
    accepted += other.accepted;
    refused += other.refused;
    errors += other.errors;
    customers_erased += other.customers_erased;
    erasures_finished += other.erasures_finished;
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
