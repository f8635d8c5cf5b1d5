// SPDX-License-Identifier: BSL-1.0
// The bugs: a store that forgets, a judge who flatters, a desk that helps itself.
#include "simulation/planted.hpp"

#include "simulation/hasty_lifecycle.hpp"
#include "support/changed_lifecycle.hpp"
#include "support/passing_keys.hpp"
#include "support/passing_on.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/vocabulary/subject.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace amends::simulation {
namespace {

// --- doubles of a store -------------------------------------------------------------------------

/// Says that it kept what it did not keep, now and then.
struct forgetful_store final : testing::passing_on {
    using passing_on::passing_on;
    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        if (++appends % 16 != 0) return real.append(entries, unless);
        return real.size();
    }
    int appends = 0;
};

/// Keeps the first half of a batch, and says that it kept nothing.
struct half_keeping_store final : testing::passing_on {
    using passing_on::passing_on;
    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        if (entries.size() < 2) return real.append(entries, unless);
        (void)real.append(entries.first(entries.size() / 2), unless);
        return mismatch(errc::store_failed, "a disk with room", "a full one");
    }
};

/// Keeps all of a batch, and says that it kept nothing.
struct store_that_denies_it final : testing::passing_on {
    using passing_on::passing_on;
    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        auto const kept = real.append(entries, unless);
        if (!kept || entries.size() < 2) return kept;
        return mismatch(errc::store_failed, "a disk with room", "a full one");
    }
};

/// Takes a command that is handed in again for a new one, which happens to have the same id.
struct store_that_misses_retries final : testing::passing_on {
    using passing_on::passing_on;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        std::vector<new_entry> taken(entries.begin(), entries.end());
        for (auto& e : taken)
            if (is_given_again(e)) e.command = {}; // the store below would say so
        return real.append(taken, unless);
    }
    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        return real.scan(from, with_its_id(visit));
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        return real.read(on, from, to, with_its_id(visit));
    }

    static entry_visitor with_its_id(entry_visitor const& visit) {
        return [&visit](stored_entry const& e) {
            auto shown = e;
            if (entry_place place; decode_place(e.bytes, place)) shown.command = place.command;
            return visit(shown);
        };
    }
    /// By the same person for the same case: one that only shares the id is none.
    bool is_given_again(new_entry const& e) {
        auto const known = real.seen(e.command);
        if (!known || !*known) return false;
        auto const now = decode_entry(e.bytes);
        bool same = false;
        (void)real.read(
            (**known).first, (**known).second, (**known).second, [&](stored_entry const& first) {
                auto const before = decode_entry(first.bytes);
                same = now && before && now->on == before->on && now->who == before->who &&
                       now->command_number == before->command_number;
                return false;
            });
        return same;
    }
};

/// Knows one case of those who have two.
struct store_that_knows_one_case final : testing::passing_on {
    using passing_on::passing_on;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless) override {
        std::vector<unmarked> fewer;
        for (auto const& one : unless)
            if (!is_of_a_customer(one.about)) fewer.push_back(one);
        return real.append(entries, fewer);
    }
    result<void> marked(std::uint64_t about, std::uint64_t from,
                        mark_visitor const& visit) override {
        if (!is_of_a_customer(about)) return real.marked(about, from, visit);
        return real.marked(about, from, [&](std::uint64_t log_index, byte_view content) {
            (void)visit(log_index, content);
            return false;
        });
    }
    static bool is_of_a_customer(std::uint64_t about) {
        for (int i = 1; i <= 2; ++i)
            if (about == subject_of('k', "c" + std::to_string(i))) return true;
        return false;
    }
};

// --- doubles of keys ----------------------------------------------------------------------------

/// Says that it destroyed keys, and gives them out as such.
struct safe_that_destroys_nothing final : testing::passing_keys {
    using passing_keys::passing_keys;

    result<kept_key> find(std::uint64_t id) override {
        auto found = real.find(id);
        if (found) call_destroyed(*found);
        return found;
    }
    result<std::vector<kept_key>> keys_of(customer_id const& whose) override {
        auto all = real.keys_of(whose);
        if (all)
            for (auto& one : *all) call_destroyed(one);
        return all;
    }
    result<void> destroy(std::span<std::uint64_t const> ids) override {
        destroyed.insert(ids.begin(), ids.end());
        return {};
    }
    void call_destroyed(kept_key& one) const {
        if (destroyed.contains(one.key.id)) one.state = key_state::destroyed;
    }
    std::set<std::uint64_t> destroyed;
};

// --- doubles of a lifecycle ---------------------------------------------------------------------

struct leaving_options_out final : testing::changed_lifecycle {
    explicit leaving_options_out(lifecycle const&)
        : changed_lifecycle(hasty_lifecycle(), "hasty resolution") {}
};

/// Erases whatever is held.
struct heedless_of_holds final : testing::changed_lifecycle {
    explicit heedless_of_holds(lifecycle const& of) : changed_lifecycle(of, "heedless of holds") {}

    workflow::reply take(position& at, command_content& what, workflow::step& s) const override {
        if (!std::holds_alternative<erase_personal_data>(what)) return real.take(at, what, s);
        auto file = s.file;
        file.held_for.clear();
        workflow::step unheld{file, s.who,   s.standing,   s.judged,
                              s.at, s.given, s.terms_hash, s.recorded};
        return real.take(at, what, unheld);
    }
};

/// Becomes another release while desks work by it, and no fact says so.
struct released_unseen final : testing::changed_lifecycle {
    explicit released_unseen(lifecycle const& of) : changed_lifecycle(of, "the first") {}

    digest const& content_hash() const noexcept override { return taken < 40 ? hash : second; }
    workflow::reply take(position& at, command_content& what, workflow::step& s) const override {
        ++taken;
        return real.take(at, what, s);
    }
    digest second = sha256_of("the second");
    mutable int taken = 0;
};

/// Lets an entry rot: its bytes read otherwise than they were kept.
struct rotting_store final : testing::passing_on {
    using passing_on::passing_on;
    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        auto const size = real.size();
        return real.scan(from, [&](stored_entry const& e) {
            if (e.log_index != 3 || !size || *size < 12) return visit(e);
            bytes rotten(e.bytes.begin(), e.bytes.end());
            rotten[rotten.size() / 2] ^= std::byte{4};
            auto other = e;
            other.bytes = rotten;
            return visit(other);
        });
    }
};

// --- doubles of judges --------------------------------------------------------------------------

/// Asks the judges, and grants every proposal whatever they say.
struct generous {
    any_policy real;
    verdict judge(question const& q) const {
        auto v = real.judge(q);
        if (q.command != "propose" || v.decision != decision::needs_approval) return v;
        verdict yes;
        yes.add({"generous", "granted_always", decision::granted, {}, {}});
        return yes;
    }
    looking_back looks_back() const { return real.looks_back(); }
};

/// Asks the judges, and hands on their decision in words of its own.
struct paraphrasing {
    any_policy real;
    verdict judge(question const& q) const {
        auto v = real.judge(q);
        for (auto& r : v.reasons) r.rule = "in_other_words";
        return v;
    }
    looking_back looks_back() const { return real.looks_back(); }
};

/// Counts its verdicts in what they say, so that no two are the same.
struct counting {
    any_policy real;
    std::shared_ptr<std::int64_t> made = std::make_shared<std::int64_t>(0);
    verdict judge(question const& q) const {
        auto v = real.judge(q);
        for (auto& r : v.reasons) r.expected = measure::of_count(++*made);
        return v;
    }
    looking_back looks_back() const { return real.looks_back(); }
};

struct grants_everything {
    verdict judge(question const&) const {
        verdict v;
        v.add({"grants_everything", "granted_always", decision::granted, {}, {}});
        return v;
    }
};

// --- doubles of a desk --------------------------------------------------------------------------

/// Writes a note past the desk, straight into the store, as an administrator could.
struct with_a_back_door final : counter_double {
    with_a_back_door(std::unique_ptr<counter> to, beneath_a_desk const& beneath)
        : counter_double(std::move(to)), kept(beneath.kept) {}
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        auto answers = real->handle(batch);
        if (++handled % 12 == 0) write_into(batch.front().what.on);
        return answers;
    }
    void write_into(case_id const& on) {
        std::optional<entry> last;
        digest hash;
        (void)kept.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
            if (auto read = decode_entry(e.bytes)) last = std::move(*read);
            hash = e.hash;
            return true;
        });
        if (!last) return;
        auto next = *last;
        ++next.how.sequence;
        next.how.from = next.how.to;
        next.what = note_added{{"put right by hand"}};
        next.command = command_id::trusted("by hand " + std::to_string(handled));
        next.command_name = "note";
        next.command_number = note::number;
        next.verdicts.clear();
        next.commitment.reset();
        next.previous = hash;
        bytes content;
        encode(next, content);
        new_entry fresh{on, next.how.sequence, next.command, sha256().of_leaf(content), content};
        (void)kept.append(std::span(&fresh, 1));
    }
    store& kept;
    int handled = 0;
};

/// Handles batches with judges of its own, who grant everything: a skip flag by another name.
struct hurrying_with_batches final : counter_double {
    hurrying_with_batches(std::unique_ptr<counter> to, beneath_a_desk const& beneath)
        : counter_double(std::move(to)),
          hurried(beneath.kept, grants_everything{}, given_times(beneath.keys)) {}
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        if (batch.size() < 2) return real->handle(batch);
        for (auto& s : batch)
            if (!s.at) s.at = instant(std::chrono::milliseconds(1'900'000'000'000));
        return hurried.handle(batch);
    }
    static desk_options given_times(key_store& keys) {
        desk_options how;
        how.keys = &keys;
        how.times_are_given = true;
        return how;
    }
    desk hurried;
};

/// Shows a case with another owner than its trail has.
struct showing_otherwise final : counter_double {
    using counter_double::counter_double;
    result<case_file> file(case_id const& on) override {
        auto said = real->file(on);
        if (said && said->version > 2) said->owner = "somebody else";
        return said;
    }
};

/// Shows a trail with what it read of it before.
struct showing_what_was_erased final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        auto answers = real->handle(batch);
        for (auto const& s : batch)
            if (auto trail = real->trail(s.what.on); trail) remember(s.what.on, *trail);
        return answers;
    }
    result<std::vector<entry>> trail(case_id const& on) override {
        auto said = real->trail(on);
        auto const& before = known[on];
        if (said && said->size() >= before.size())
            std::copy(before.begin(), before.end(), said->begin());
        return said;
    }
    void remember(case_id const& on, std::vector<entry> const& trail) {
        if (std::ranges::none_of(trail,
                                 [](entry const& e) { return e.texts == texts_are::erased; }))
            known[on] = trail;
    }
    std::map<case_id, std::vector<entry>> known;
};

/// Asks today's judges when somebody only reads.
struct judging_readers final : counter_double {
    judging_readers(std::unique_ptr<counter> to, beneath_a_desk const& beneath)
        : counter_double(std::move(to)), judges(beneath.judge) {}
    result<case_file> file(case_id const& on) override {
        question q;
        q.command = "propose";
        q.about.on = on;
        (void)judges.judge(q);
        return real->file(on);
    }
    any_policy judges;
};

/// Refuses what is not possible by itself, and keeps nothing of it.
struct refusing_unseen final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        auto const& s = batch.front();
        auto const possible = real->possible(s.what.on, s.from->who);
        if (possible && batch.size() == 1)
            for (auto const& p : *possible)
                if (!p.possible && p.command == name_of(s.what.what)) {
                    auto const file = real->file(s.what.on);
                    return {outcome(refused{
                        file ? file->version : 0, p.reason, p.expected, p.found, {}, {}, {}})};
                }
        return real->handle(batch);
    }
};

/// Says why not, but not what it found.
struct saying_half final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        auto answers = real->handle(batch);
        for (auto& a : answers)
            if (a)
                if (auto* no = std::get_if<refused>(&*a)) no->found.clear();
        return answers;
    }
};

/// One login for the whole staff.
struct sharing_a_login final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        std::vector<session> as(batch.size());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            as[i] = *batch[i].from;
            if (as[i].who.side == side::staff) as[i].who.id = "ann";
            batch[i].from = &as[i];
        }
        return real->handle(batch);
    }
};

/// Drops on whose behalf somebody acts where a delegation says so already.
struct dropping_the_behalf final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        std::vector<session> as(batch.size());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            as[i] = *batch[i].from;
            if (!as[i].who.by_delegation.empty()) as[i].who.on_behalf_of = {};
            batch[i].from = &as[i];
        }
        return real->handle(batch);
    }
};

/// Fills in the hash of what lies on the table, so that nobody is bothered with it.
struct obliging final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        for (auto& s : batch) {
            auto* yes = std::get_if<approve>(&s.what.what);
            auto* too = std::get_if<amends::accept>(&s.what.what);
            if (yes == nullptr && too == nullptr) continue;
            auto const file = real->file(s.what.on);
            if (!file || !file->proposed) continue;
            (yes != nullptr ? yes->terms_hash : too->terms_hash) = file->proposed->terms_hash;
        }
        return real->handle(batch);
    }
};

struct throwing final : counter_double {
    using counter_double::counter_double;
    std::vector<result<outcome>> handle(std::span<submission> batch) override {
        if (++handled % 20 == 0) throw std::runtime_error("the counter is closed");
        return real->handle(batch);
    }
    int handled = 0;
};

// --- doubles of a verifier ----------------------------------------------------------------------

/// Looks over what is wrong with the chain.
struct blind_to_the_chain final : watcher {
    std::optional<damage> check(stored_entry const& next) override {
        auto found = watcher::check(next);
        if (found && found->kind == damage_kind::chain) found.reset();
        return found;
    }
};

/// Does not look at where cases end.
struct blind_to_heads final : watcher {
    std::optional<damage> check_head(case_id const&, std::uint64_t, digest const&) override {
        return std::nullopt;
    }
};

/// Finds damage, but says that it is one entry further on.
struct off_by_one final : watcher {
    std::optional<damage> check(stored_entry const& next) override {
        auto found = watcher::check(next);
        if (found) ++found->log_index;
        return found;
    }
};

template <class Double>
planted in_a_store(std::string_view name, int promise) {
    planted bug{.name = name, .promise = promise};
    bug.store_double = [](store& real) { return std::make_unique<Double>(real); };
    return bug;
}
template <class Double>
planted in_a_judge(std::string_view name, int promise) {
    planted bug{.name = name, .promise = promise};
    bug.judge_double = [](any_policy real) { return any_policy(Double{std::move(real)}); };
    return bug;
}
template <class Double>
planted in_the_rules(std::string_view name, int promise) {
    planted bug{.name = name, .promise = promise};
    bug.rules_double = [](any_policy real) { return any_policy(Double{std::move(real)}); };
    return bug;
}
template <class Double>
planted in_a_desk(std::string_view name, int promise) {
    planted bug{.name = name, .promise = promise};
    bug.desk_double = [](std::unique_ptr<counter> real,
                         beneath_a_desk const& beneath) -> std::unique_ptr<counter> {
        if constexpr (std::constructible_from<Double, std::unique_ptr<counter>,
                                              beneath_a_desk const&>)
            return std::make_unique<Double>(std::move(real), beneath);
        else return std::make_unique<Double>(std::move(real));
    };
    return bug;
}
template <class Double>
planted in_a_verifier(std::string_view name) {
    planted bug{.name = name, .promise = 8};
    bug.watcher_double = [] { return std::make_unique<Double>(); };
    return bug;
}
template <class Double>
planted in_the_keys(std::string_view name) {
    planted bug{.name = name, .promise = 9};
    bug.keys_double = [](key_store& real) { return std::make_unique<Double>(real); };
    return bug;
}
template <class Double>
planted in_the_table(std::string_view name, int promise) {
    planted bug{.name = name, .promise = promise};
    bug.table_double = [](lifecycle const& real) { return std::make_unique<Double>(real); };
    return bug;
}

} // namespace

std::vector<planted> const& all_planted() {
    static std::vector<planted> const all{
        in_a_desk<with_a_back_door>("an entry that came in by the back door", 1),
        in_a_desk<hurrying_with_batches>("a batch that passes by the judges", 1),
        in_a_desk<showing_otherwise>("a case changed without an entry", 1),
        in_the_table<released_unseen>("another lifecycle without a fact that says so", 1),
        in_a_store<forgetful_store>("a lost entry", 2),
        in_a_store<half_keeping_store>("half a batch", 2),
        in_a_store<rotting_store>("an entry that reads otherwise than it was kept", 2),
        in_a_store<store_that_misses_retries>("a retry that is handled twice", 2),
        in_a_store<store_that_denies_it>("a batch that was kept and denied", 2),
        in_a_judge<generous>("an offer beyond everybody's authority", 3),
        in_the_table<leaving_options_out>("a lifecycle that leaves out the options", 3),
        in_a_judge<paraphrasing>("a verdict kept otherwise than it was given", 4),
        in_a_desk<judging_readers>("a reader who asks today's judges", 4),
        in_a_desk<refusing_unseen>("a refusal that nobody kept", 5),
        in_a_desk<saying_half>("a refusal that says half", 5),
        in_a_desk<sharing_a_login>("a login that the staff share", 6),
        in_a_desk<dropping_the_behalf>("somebody acting for another without a word of it", 6),
        in_a_desk<obliging>("a desk that says yes to other terms than were named", 7),
        in_a_verifier<blind_to_the_chain>("a verifier that does not see a broken chain"),
        in_a_verifier<blind_to_heads>("a verifier that does not see where cases end"),
        in_a_verifier<off_by_one>("a verifier that points at the wrong entry"),
        in_the_keys<safe_that_destroys_nothing>("a key that was said to be destroyed"),
        in_the_table<heedless_of_holds>("an erasure in spite of a hold", 9),
        in_a_store<store_that_knows_one_case>("an erasure of one case of two", 9),
        in_a_desk<showing_what_was_erased>("a desk that goes on showing what was erased", 9),
        in_a_desk<throwing>("a desk that throws", 10),
        in_the_rules<counting>("bytes that follow from more than their inputs", 11)};
    return all;
}

} // namespace amends::simulation
