// SPDX-License-Identifier: BSL-1.0
// Cases from a stranger: a snapshot of one, facts of an integrator's own, and whole histories.
#include "fuzz/folder_of_input.hpp"
#include "fuzz/holding.hpp"
#include "fuzz/house_of_every_rule.hpp"
#include "fuzz/sample_log.hpp"
#include "fuzz/some_commands.hpp"
#include "fuzz/targets.hpp"

#include "support/some_keys.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/casefile/extension.hpp>
#include <amends/desk/continuation.hpp>
#include <amends/desk/trial.hpp>
#include <amends/exchange/export.hpp>
#include <amends/exchange/json.hpp>
#include <amends/exchange/restore.hpp>
#include <amends/exchange/tile_folder.hpp>
#include <amends/store/verify_log.hpp>

#include <map>

namespace amends::fuzz {
namespace {

case_id const of_the_snapshot = "41";

void must_hold(store& kept, char const* promise) {
    auto const found = verify_log(kept);
    must(found.has_value() && !found->first, promise);
}

} // namespace

// Input: two bytes of the entry that the snapshot stands on and of how, eight of commands, and a case
// file as a snapshot keeps it.
void try_snapshot(byte_view input) {
    auto const& log = sample_log();
    std::vector<sample_entry const*> trail;
    for (auto const& e : log)
        if (e.on == of_the_snapshot) trail.push_back(&e);
    auto const place = take_byte(input) % trail.size();
    auto const how = take_byte(input);
    auto const commands = input.first(std::min<std::size_t>(input.size(), 8));
    auto const content = input.subspan(commands.size());

    memory_store kept;
    append_sample(kept);
    auto now = sample_noon + std::chrono::hours(1);
    desk_options options{.clock = [&] { return now; }};
    desk without(kept, cases::house_rules(), options);
    auto const folded = without.file(of_the_snapshot).value();

    snapshot s;
    s.on = of_the_snapshot;
    s.sequence = place + 1;
    s.lifecycle = without.table().content_hash();
    s.head = trail[place]->hash;
    s.content.assign(content.begin(), content.end());
    s.checksum = sha256_of(content);
    auto const is_stale = (how & 7) != 0;
    if ((how & 1) != 0) s.checksum.bytes[place] ^= std::byte{1};
    if ((how & 2) != 0) s.head.bytes[place] ^= std::byte{1};
    if ((how & 4) != 0) s.lifecycle.bytes[place] ^= std::byte{1};
    must(kept.keep(s).has_value(), "a snapshot is kept");

    options.snapshot_every = 100;
    desk at(kept, cases::house_rules(), options);
    auto const file = at.file(of_the_snapshot);
    must(file.has_value(), "a snapshot keeps nobody from a case");
    must(file->id == of_the_snapshot && file->version == trail.size(),
         "a case goes as far as its entries, whatever its snapshot says");
    if (is_stale) must(*file == folded, "a snapshot of something else is none");
    if (*file != folded) {
        // FORMAT: as in finding.cpp, the layout, a case file, and then whether its texts are elsewhere.
        canonical::reader from(content);
        std::uint32_t layout = 0;
        from.get(layout);
        case_file said;
        from.get(said);
        must(from.ok(), "what is no case file changes no case");
        for (auto i = place + 1; i < trail.size(); ++i) {
            auto const e = decode_entry(trail[i]->content).value();
            evolve_in_place(said, fact(e.what), e.how);
        }
        must(*file == said, "a case goes on from its snapshot");
    }
    work_at(at, of_the_snapshot, commands);
    must_hold(kept, "what a desk adds to a case stands in its log, whatever it took the case for");
}

/// A fact of an integrator's own, with something of everything.
struct inspection {
    static constexpr std::uint8_t number = 200;

    std::string what{};
    std::uint32_t parcels = 0;
    bool sealed = false;
    contact_kind kind = contact_kind::unknown;
    std::optional<money> worth{};
    std::vector<std::string> photographs{};
    std::optional<std::string> remark{};
    label category{};
    actor_id by{};
    instant at{};
    digest form{};
    bytes print{};

    friend bool operator==(inspection const&, inspection const&) = default;
};
BOOST_DESCRIBE_STRUCT(inspection, (),
                      (what, parcels, sealed, kind, worth, photographs, remark, category, by, at,
                       form, print))

// Input: the content, behind two bytes of length, and its texts, each behind two more.
void try_own_fact(byte_view input) {
    extended_fact from;
    from.number = inspection::number;
    from.name = *rule_name::parse("inspection");
    auto const content = take_piece(input);
    from.content.assign(content.begin(), content.end());
    while (!input.empty()) from.texts.emplace_back(text_of(take_piece(input)));

    auto const read = unwrapped<inspection>(from);
    case_file file;
    evolve_in_place(file, from, {});
    evolve_in_place(file, from, {});
    must(latest<inspection>(file) == read && count_of<inspection>(file) == 2,
         "a case knows the last of its own facts, and how many there were");
    if (!read) return;
    auto again = extended(*read);
    again.name = from.name; // that of the type has its namespaces in it
    must(again == from, "a fact that is unwrapped is wrapped as the same bytes and texts");
}

namespace {

enum wrong : unsigned {
    of_the_other_case = 1,
    at_the_same_time = 2,
    before_the_last = 4,
    with_another_hash = 8,
    after_a_gap = 16,
    imported = 32,
    at_the_last_moment = 64,
    at_the_first_moment = 128, ///< of a case's first entry
};

/// Entries that somebody made up.
class made_up final : public entry_source {
  public:
    explicit made_up(std::vector<entry> const& all) : all_(all) {}
    result<bool> next(entry& into) override {
        if (at_ == all_.size()) return false;
        into = all_[at_++];
        return true;
    }
    std::string where() const override { return "made up:" + std::to_string(at_); }
    std::uint64_t bytes_read() const noexcept override { return at_; }

  private:
    std::vector<entry> const& all_;
    std::size_t at_ = 0;
};

struct history {
    std::vector<entry> entries;
    bool is_sound = true;
};

instant time_after(entry const& before, unsigned how) {
    if ((how & at_the_last_moment) != 0) return instant::max();
    if (before.how.sequence == 0)
        return (how & at_the_first_moment) != 0 ? instant::min() : sample_noon;
    auto const a_minute_left = before.how.at <= instant::max() - std::chrono::minutes(1);
    return (how & at_the_same_time) == 0 && a_minute_left ? before.how.at + std::chrono::minutes(1)
                                                          : before.how.at;
}

/// Facts in any order, chained as entries. Input: five bytes of how, and a fact behind its length.
history made_of(byte_view input) {
    history made;
    std::map<case_id, entry> last;
    while (!input.empty()) {
        auto const how = take_byte(input);
        entry e;
        e.on = (how & of_the_other_case) != 0 ? "42" : "41";
        auto const& before = last[e.on];
        e.how.sequence = before.how.sequence + 1;
        e.how.occasion = 1;
        e.how.at = time_after(before, how);
        e.who = one_of_the_people(take_byte(input)).who;
        e.how.from = before.how.sequence == 0 ? standard_lifecycle().initial() : before.how.to;
        e.how.to = {state_id(take_byte(input)), state_id(take_byte(input))};
        auto const fact_bytes = take_piece(input);
        canonical::reader from(fact_bytes);
        canonical::get(from, e.what);
        if (!from.finish()) break;
        e.how.by = e.who.id;
        e.how.on_behalf_of = e.who.on_behalf_of;
        e.origin = (how & imported) != 0 ? provenance::imported : provenance::live;
        e.lifecycle = standard_lifecycle().content_hash();
        e.previous = before.hash;
        if (before.how.sequence != 0 && (how & before_the_last) != 0 &&
            before.how.at != instant::min()) {
            e.how.at = before.how.at - std::chrono::milliseconds(1);
            made.is_sound = false;
        }
        if ((how & after_a_gap) != 0) {
            ++e.how.sequence;
            made.is_sound = false;
        }
        if (!check_bounds(e)) break;
        bytes content;
        encode(e, content);
        e.hash = sha256().of_leaf(content);
        if ((how & with_another_hash) != 0) {
            e.hash.bytes[how % 32] ^= std::byte{1};
            made.is_sound = false;
        }
        e.log_index = made.entries.size();
        last[e.on] = e;
        made.entries.push_back(std::move(e));
    }
    return made;
}

std::vector<digest> hashes_in(store& kept) {
    std::vector<digest> all;
    (void)kept.scan(0, [&](stored_entry const& e) { return all.push_back(e.hash), true; });
    return all;
}

/// What was exported whole, and is whole again elsewhere, is the same log.
void must_come_back(store& kept) {
    std::string lines;
    auto const written = export_trails(kept, export_format::jsonl, {}, [&](std::string_view piece) {
        lines += piece;
        return true;
    });
    must(written.has_value(), "a log that holds is exported");
    std::vector<entry> all;
    for (std::string_view left = lines; !left.empty();) {
        auto read = entry_from_json(take_line(left), standard_lifecycle());
        must(read.has_value(), "a line that was exported is read");
        all.push_back(std::move(*read));
    }
    made_up again(all);
    memory_store elsewhere;
    must(restore(again, elsewhere).has_value(), "what was exported is restored");
    must(hashes_in(elsewhere) == hashes_in(kept), "a log that is restored has the same entries");
    for (auto const as : {export_format::csv, export_format::xes, export_format::ocel}) {
        auto const counted = export_trails(kept, as, {}, [](std::string_view) { return true; });
        must(counted.has_value() && *counted == *written, "a log is exported in every format");
    }
}

/// A log that goes on from this one, with every case carried over.
void must_go_on(store& kept) {
    notary by(kept, testing::key_of("log"));
    auto const last = freeze(kept, by);
    must(last.has_value(), "a log that holds is frozen");
    memory_store next;
    auto const& ann = one_of_the_people(0).who;
    must(begin_after(kept, next, ann, sample_noon).has_value(), "a log begins after a frozen one");
    store* const older[] = {&kept};
    must(in_order(next, older).value() == std::vector<store*>{&kept},
         "a log knows what was before");
    for (auto const& whose : {customer_id("c1"), customer_id("id-1-\xc3\xbc")}) {
        if (auto const carried = carry_over_customer(kept, next, whose); !carried)
            must_say_both_sides(carried.error());
        if (auto const erased = erase_in_frozen(kept, next, whose); !erased)
            must_say_both_sides(erased.error());
    }
    for (auto const& on : {case_id("41"), case_id("42")}) {
        auto const ended = kept.head(on).value();
        auto const carried = carry_over(kept, next, on);
        must(carried.has_value() == ended.has_value(), "a case that holds is carried over");
        if (!carried) must_say_both_sides(carried.error());
        else must(next.head(on).value() == ended, "a case ends in the next log as in the last");
    }
    must_hold(next, "a log that goes on from another holds");

    auto& folder = the_folder();
    folder.clear();
    auto const written = write_tiles(kept, folder.path());
    must(written.has_value() && written->says == last->says, "a log that is signed is written");
    auto const found = verify_tiles(folder.path(), {.keys = {by.verifier()}});
    must(found.has_value() && !found->first && found->head == last->says.head,
         "a folder that was written holds");
}

} // namespace

// Input: one byte of how many entries a commit has and eight of commands, and a history.
void try_history(byte_view input) {
    auto const batch = take_byte(input);
    auto const commands = input.first(std::min<std::size_t>(input.size(), 8));
    auto const [entries, is_sound] = made_of(input.subspan(commands.size()));
    memory_store kept;
    made_up from(entries);
    auto const done = restore(from, kept, {.batch_size = 1 + batch % 8});
    must(done.has_value() == is_sound, "a history that does not hold, and no other, is refused");
    must_hold(kept, "what is restored holds, as far as it goes");
    if (!done) return must_say_both_sides(done.error());
    must(done->entries == entries.size() && kept.size().value() == entries.size(),
         "every entry is restored");
    if (entries.empty()) return;
    must_come_back(kept);

    auto now = sample_noon + std::chrono::hours(24);
    auto const& by = house_of_every_rule(static_cast<period::unit>(batch / 8 % 6));
    desk at(kept, by, {.clock = [&] { return now; }});
    for (auto const& on : {case_id("41"), case_id("42")}) {
        auto const file = at.file(on);
        if (!file) {
            must_say_both_sides(file.error());
            continue;
        }
        case_file folded;
        folded.id = on;
        folded.at = standard_lifecycle().initial();
        for (auto const& e : entries)
            if (e.on == on) folded = evolve(std::move(folded), e.what, e.how);
        must(*file == folded, "a case is the fold of its entries");
        work_at(at, on, commands, &by);
    }
    must_hold(kept, "what a desk adds to a history stands in its log");
    if (auto const tried = try_out(kept, by, standard_lifecycle()); tried)
        must(tried->entries == kept.size().value() && tried->different <= tried->decisions,
             "a trial judges what there is");
    else must_say_both_sides(tried.error());
    if (batch % 2 == 1) must_go_on(kept);
}

} // namespace amends::fuzz
