// SPDX-License-Identifier: BSL-1.0
// The path of a command: find the case, check, ask the judges, take the step, keep the entry.
#include <amends/desk/desk.hpp>

#include "case_cache.hpp"

#include <amends/casefile/codec.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/lifecycle/conditions/solution.hpp>

#include <algorithm>
#include <chrono>

namespace amends {
namespace {

instant system_clock_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// The terms that a command is about: its own, or those on the table.
terms const* terms_of(command_content const& what, case_file const& file) {
    if (auto const* p = std::get_if<propose>(&what)) return &p->terms;
    return file.proposed ? &file.proposed->terms : nullptr;
}

std::optional<workflow::explanation> not_entitled(parties who_may, parties standing,
                                                  actor const& who) {
    if (who_may.any_of(standing)) return std::nullopt;
    auto const is = to_text(standing);
    return workflow::explanation{
        "not_entitled", to_text(who_may),
        who.id.str() + (is.empty() ? ", who is nothing to this case" : ", who is " + is)};
}

workflow::explanation not_possible_here(lifecycle const& table, workflow::command_info const& info,
                                        case_file const& file) {
    std::string sources;
    for (auto const& row : table.rows()) {
        if (row.command != info.number) continue;
        auto const known = " " + sources + " ";
        if (known.find(" " + std::string(row.source_name) + " ") != known.npos) continue;
        sources += (sources.empty() ? "" : " or ") + std::string(row.source_name);
    }
    auto const here = info.in == workflow::region::handling ? file.at.handling : file.at.resolution;
    std::string found(table.name_of_state(here));
    if (!file.merged_into.empty()) found += ", with the case merged into " + file.merged_into.str();
    return {"not_possible_here", std::move(sources), std::move(found)};
}

bool starts_here(workflow::row_info const& row, position at, std::uint8_t command) {
    return row.command == command && (row.source == at.resolution || row.source == at.handling);
}

/// Whether every row for this command here deals with what the judges say. Beside one that does not,
/// a row that asks would not bind.
bool table_asks_the_judges(lifecycle const& table, position at, std::uint8_t command) {
    bool any = false;
    for (auto const& row : table.rows()) {
        if (!starts_here(row, at, command)) continue;
        if (row.judges_allow == nullptr) return false;
        any = true;
    }
    return any;
}

/// Whether no row for this command can be taken from here with this verdict, whatever the content.
bool judges_rule_out(lifecycle const& table, position at, std::uint8_t command,
                     verdict const& judged) {
    if (judged.decision == decision::forbidden) return true;
    if (!table_asks_the_judges(table, at, command))
        return judged.decision == decision::needs_approval;
    return std::ranges::none_of(table.rows(), [&](workflow::row_info const& row) {
        return starts_here(row, at, command) && row.judges_allow(judged);
    });
}

/// Why a command is refused that the table leaves to the judges' no.
workflow::explanation not_granted(verdict const& judged) {
    using resolution::within_authority;
    return {within_authority::rule(judged), within_authority::expected(judged),
            within_authority::found(judged)};
}

/// Words of a refusal are for people: content of any length does not belong in them.
std::string shortened(std::string words) {
    constexpr std::size_t enough = 2000;
    if (words.size() <= enough) return words;
    auto cut = enough;
    while (cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xc0u) == 0x80u) --cut; // UTF-8
    words.resize(cut);
    return words + " ...";
}

/// Whether two actors are one as far as an answer belongs to them; roles may have changed since.
bool same_giver(actor const& a, actor const& b) {
    return a.id == b.id && a.on_behalf_of == b.on_behalf_of;
}
std::string in_words(actor const& who) {
    return who.on_behalf_of.empty() ? who.id.str()
                                    : who.id.str() + " for " + who.on_behalf_of.str();
}
error another_giver(command const& what, actor const& first, actor const& now) {
    return mismatch(errc::command_id_reused,
                    what.id.str() + " from " + in_words(first) + " as before", in_words(now),
                    "case " + what.on.str());
}
error other_content(command const& what) {
    return mismatch(errc::command_id_reused, "the content that " + what.id.str() + " had before",
                    "other content", "case " + what.on.str());
}

error no_such_case(case_id const& on) {
    return mismatch(errc::unknown_case, "a case that was reported", "none", "case " + on.str());
}

} // namespace

struct desk::working {
    working(store& where, any_policy judge, desk_options how)
        : kept(where),
          policy(std::move(judge)),
          options(std::move(how)),
          cache(options.cached_cases) {
        if (!options.clock) options.clock = system_clock_now;
    }

    store& kept;
    any_policy policy;
    desk_options options;
    case_cache cache;
    sha256 hasher;

    // Reused from command to command, so that a warm desk does not allocate.
    bytes content_bytes; ///< canonical bytes of the commands of this batch
    bytes entry_bytes;   ///< canonical bytes of the entries of this batch
    entry draft;
    std::vector<new_entry> drafts;
    std::vector<std::size_t> draft_ends; ///< where each draft's bytes end
    std::vector<std::size_t> content_ends;
    std::vector<digest> content_hashes;
    std::vector<std::optional<result<outcome>>> answers;
    std::vector<bool> settled; ///< answered from what is kept already
    std::vector<bool> drafted; ///< answered by an entry that this batch is about to keep
    std::vector<bool> moved;   ///< content was handed to the machine, which moves it into the fact
    bool handed_over = false;  ///< the same, of the command that is being decided
    boost::unordered_flat_map<command_id, std::size_t> ids; ///< of the entries of this batch
    std::vector<case_id> touched;
    std::uint32_t batch = 1; ///< slots that belong to no batch have 0

    result<instant> now() const;
    result<cached_case*> load(case_id const& on);
    result<cached_case*> load_current(case_id const& on);
    result<cached_case*> reported(case_id const& on);
    result<bool> is_stale(case_id const& on);
    std::optional<std::uint64_t> restore(cached_case& c);
    void snapshot_if_due(cached_case& c);

    result<outcome> decide(session const& from, command& what, std::optional<instant> at,
                           digest const& content_hash);
    verdict judge(question const& q, std::optional<error>& failed) const;
    result<outcome> record(cached_case& c, session const& from, command const& what, instant at,
                           digest const& content_hash, position to, verdict const& judged);
    result<outcome> refuse(cached_case& c, session const& from, command const& what, instant at,
                           digest const& content_hash, workflow::explanation why,
                           verdict const& judged);
    result<instant> time_of(session const& from, command const& what,
                            std::optional<instant> at) const;
    std::vector<possibility> possibilities(case_file const& file, actor const& who, instant at);
    std::optional<workflow::explanation> ruled_out_by_judges(workflow::command_info const& info,
                                                             case_file const& file,
                                                             actor const& who, instant at) const;
    result<std::optional<workflow::explanation>> unsound_merge(case_id const& on, case_id into);
    result<std::optional<outcome>> seen_before(session const& from, command const& what,
                                               digest const& content_hash);
    result<outcome> outcome_of(entry const& e) const;

    void run(std::span<submission> submissions);
    void decide_all(std::span<submission> submissions);
    bool settle_seen(std::span<submission> submissions);
    void restore_contents(std::span<submission> submissions);
    result<void> commit();
    void forget_changes();
};

desk::desk(store& where, any_policy judge, desk_options how)
    : working_(std::make_unique<working>(where, std::move(judge), std::move(how))) {}
desk::~desk() = default;
desk::desk(desk&&) noexcept = default;
desk& desk::operator=(desk&&) noexcept = default;

lifecycle const& desk::table() const noexcept { return *working_->options.table; }

result<instant> desk::working::now() const {
    try {
        return options.clock();
    } catch (std::exception const& e) {
        return mismatch(errc::clock_failed, "a time", e.what(), "the desk's clock");
    } catch (...) {
        return mismatch(errc::clock_failed, "a time", "an exception", "the desk's clock");
    }
}

// --- finding the case ---------------------------------------------------------------------------

/// Fills a fresh slot from a sound snapshot; the sequence to go on from, or nothing.
std::optional<std::uint64_t> desk::working::restore(cached_case& c) {
    auto const recalled = kept.recall(c.file.id);
    if (!recalled || !*recalled) return std::nullopt;
    auto const& s = **recalled;
    if (s.lifecycle != options.table->content_hash() || hasher.of(s.content) != s.checksum)
        return std::nullopt;
    auto file = canonical::decode<case_file>(s.content);
    if (!file || file->version != s.sequence || file->id != c.file.id) return std::nullopt;
    // The entry it stands on must still be the one it was made from.
    bool sound = false;
    auto const read = kept.read(c.file.id, s.sequence, s.sequence, [&](stored_entry const& e) {
        sound = e.hash == s.head && hasher.of_leaf(e.bytes) == e.hash;
        return false;
    });
    if (!read || !sound) return std::nullopt;
    c.file = std::move(*file);
    c.head = s.head;
    c.snapshot_at = s.sequence;
    return s.sequence;
}

/// The case in the cache, folded from the store when it is not there yet.
result<cached_case*> desk::working::load(case_id const& on) {
    if (auto* cached = cache.find(on)) return cached;
    auto& c = cache.add(on, batch);
    auto const from = options.snapshot_every == 0 ? std::nullopt : restore(c);
    if (!from) c.file.at = options.table->initial();
    std::optional<error> wrong;
    auto const read =
        kept.read(on, from.value_or(0) + 1, ~std::uint64_t{0}, [&](stored_entry const& e) {
            if (e.sequence != c.file.version + 1 || hasher.of_leaf(e.bytes) != e.hash) {
                wrong = mismatch(
                    errc::damaged_trail, "a sound entry " + std::to_string(c.file.version + 1),
                    "a damaged entry " + std::to_string(e.sequence), "case " + on.str());
                return false;
            }
            if (auto const decoded = decode_entry(e.bytes, draft); !decoded) {
                wrong = decoded.error();
                if (wrong->code != errc::unsupported_version) wrong->code = errc::damaged_trail;
                return false;
            }
            if (draft.on != on || draft.how.sequence != e.sequence) {
                wrong = mismatch(
                    errc::damaged_trail, "entry " + std::to_string(e.sequence) + " of " + on.str(),
                    "entry " + std::to_string(draft.how.sequence) + " of " + draft.on.str(),
                    "case " + on.str());
                return false;
            }
            if (draft.previous != c.head) {
                wrong = mismatch(errc::damaged_trail, "previous hash " + to_text(c.head),
                                 to_text(draft.previous), "case " + on.str());
                return false;
            }
            if (draft.lifecycle != options.table->content_hash()) {
                wrong = mismatch(errc::lifecycle_mismatch,
                                 "lifecycle " + to_text(options.table->content_hash()),
                                 to_text(draft.lifecycle), "case " + on.str());
                return false;
            }
            evolve_in_place(c.file, std::move(draft.what), draft.how);
            c.head = e.hash;
            return true;
        });
    if (!read || wrong) {
        cache.forget(on);
        return read ? *wrong : read.error();
    }
    return &c;
}

/// Whether another desk went on with a case that is cached here as it was.
result<bool> desk::working::is_stale(case_id const& on) {
    auto* const cached = cache.find(on);
    if (cached == nullptr) return false;
    auto const head = kept.head(on);
    if (!head) return head.error();
    return (*head ? (*head)->last_sequence : 0) != cached->file.version;
}

/// The case as the store has it now.
result<cached_case*> desk::working::load_current(case_id const& on) {
    auto const stale = is_stale(on);
    if (!stale) return stale.error();
    if (*stale) cache.forget(on);
    return load(on);
}

/// The same, for a case that must be there.
result<cached_case*> desk::working::reported(case_id const& on) {
    auto const c = load_current(on);
    if (!c || (*c)->file.version != 0) return c;
    cache.forget(on);
    return no_such_case(on);
}

void desk::working::snapshot_if_due(cached_case& c) {
    if (options.snapshot_every == 0 || c.file.version < c.snapshot_at + options.snapshot_every)
        return;
    snapshot s;
    s.on = c.file.id;
    s.sequence = c.file.version;
    s.lifecycle = options.table->content_hash();
    s.head = c.head;
    canonical::append(s.content, c.file);
    s.checksum = hasher.of(s.content);
    // A snapshot only spares work: one that cannot be kept is no failure of the command.
    if (kept.keep(s)) c.snapshot_at = c.file.version;
}

// --- deciding -----------------------------------------------------------------------------------

/// A judge that throws grants nothing: `failed` says what happened.
verdict desk::working::judge(question const& q, std::optional<error>& failed) const {
    try {
        return policy.judge(q);
    } catch (std::exception const& e) {
        failed = mismatch(errc::policy_failed, "a verdict", e.what(), q.command);
    } catch (...) {
        failed = mismatch(errc::policy_failed, "a verdict", "an exception", q.command);
    }
    return {};
}

result<outcome> desk::working::decide(session const& from, command& what, std::optional<instant> at,
                                      digest const& content_hash) {
    auto const& table = *options.table;
    auto const number = number_of(what.what);
    handed_over = false;
    if (what.on.empty() || from.who.id.empty())
        return mismatch(errc::malformed, "a case and an actor with names",
                        what.on.empty() ? "a case without" : "an actor without",
                        "case " + what.on.str());
    auto loaded = load(what.on);
    if (!loaded) return loaded.error();
    auto& c = **loaded;

    if (c.file.version == 0 &&
        (!table.possible_here(table.initial(), number) ||
         table.command_by_number(number)->in != workflow::region::resolution))
        return no_such_case(what.on);
    if (what.expected && *what.expected != c.file.version)
        return mismatch(errc::version_conflict, "version " + std::to_string(*what.expected),
                        std::to_string(c.file.version), "case " + what.on.str());
    auto const* info = table.command_by_number(number);
    if (info == nullptr || info->name != name_of(what.what))
        return mismatch(errc::unknown_command,
                        "a command of lifecycle " + std::string(table.name()), name_of(what.what),
                        "case " + what.on.str());
    if (auto const sound = canonical::check_bounds(what.what); !sound) return sound.error();
    auto const given = time_of(from, what, at);
    if (!given) return given.error();
    auto when = *given;
    if (c.file.version != 0 && when < c.file.last_entry_at) {
        if (from.origin == provenance::imported)
            return mismatch(errc::time_goes_back,
                            "a time not before " + to_text(c.file.last_entry_at), to_text(when),
                            "case " + what.on.str());
        when = c.file.last_entry_at; // clocks of several machines differ; a trail does not go back
    }
    c.batch = batch;
    touched.push_back(what.on);

    auto const standing = standing_of(from.who, c.file);
    static verdict const silent;
    if (auto why = not_entitled(info->who, standing, from.who))
        return refuse(c, from, what, when, content_hash, std::move(*why), silent);
    if (!table.possible_here(c.file.at, number)) {
        return refuse(c, from, what, when, content_hash, not_possible_here(table, *info, c.file),
                      silent);
    }

    auto const* terms = terms_of(what.what, c.file);
    auto const* proposed = std::get_if<propose>(&what.what);
    auto const terms_hash = proposed != nullptr ? hash_of(proposed->terms)
                            : c.file.proposed   ? c.file.proposed->terms_hash
                                                : digest{};
    std::optional<error> failed;
    auto const judged = judge(ask(from.who, info->name, c.file, terms, terms_hash, when), failed);
    if (failed) {
        (void)refuse(c, from, what, when, content_hash,
                     {"policy_failed", "a verdict", failed->message}, silent);
        return *failed;
    }

    workflow::surroundings asked;
    asked.must_be_informed = options.must_be_informed;
    position to = c.file.at;
    std::optional<workflow::explanation> why, unsound;
    if (auto const* joined = std::get_if<merge>(&what.what)) {
        auto looked = unsound_merge(what.on, joined->into);
        if (!looked) return looked.error();
        unsound = std::move(*looked);
    }
    try {
        if (options.lawful_floor) asked.lawful_floor = options.lawful_floor(c.file);
        // No row records a refusal: what is still one afterwards was not written by the row.
        draft.what.emplace<command_refused>();
        workflow::step s{c.file, from.who, standing, judged, when, asked, terms_hash, draft.what};
        auto const overruled = judged.decision == decision::forbidden ||
                               (judged.decision == decision::needs_approval &&
                                !table_asks_the_judges(table, c.file.at, number));
        handed_over = !overruled && !unsound;
        if (!handed_over || table.take(to, what.what, s) != workflow::reply::taken) {
            why = table.why_refused(c.file.at, what.what, s);
            if (!why && overruled) why = not_granted(judged);
            if (!why) why = std::move(unsound);
            if (!why)
                return mismatch(errc::malformed, "content of " + std::string(info->name),
                                "bytes that do not read as one", "case " + what.on.str());
        }
    } catch (std::exception const& e) {
        failed = mismatch(errc::policy_failed, "guards that answer", e.what(), info->name);
    } catch (...) {
        failed = mismatch(errc::policy_failed, "guards that answer", "an exception", info->name);
    }
    if (failed) {
        (void)refuse(c, from, what, when, content_hash,
                     {"policy_failed", "guards that answer", failed->message}, judged);
        return *failed;
    }
    if (why) return refuse(c, from, what, when, content_hash, std::move(*why), judged);
    if (std::holds_alternative<command_refused>(draft.what))
        return mismatch(errc::lifecycle_mismatch, "a row that records a fact",
                        "one that records none, for " + std::string(info->name),
                        "case " + what.on.str());
    return record(c, from, what, when, content_hash, to, judged);
}

/// Why a case cannot be merged into another: nobody reported that, or it leads back to this one.
result<std::optional<workflow::explanation>> desk::working::unsound_merge(case_id const& on,
                                                                          case_id into) {
    std::optional<workflow::explanation> why;
    std::string path;
    // A circle that does not come back here cannot be made; the bound is for damaged trails.
    for (int steps = 0; steps < 64 && !into.empty() && into != on; ++steps) {
        // What this batch changed is not in the store yet, and newer.
        if (auto* const cached = cache.find(into); cached == nullptr || cached->batch != batch) {
            auto const stale = is_stale(into);
            if (!stale) return stale.error();
            if (*stale) cache.forget(into);
        }
        auto const other = load(into);
        if (!other) return other.error();
        if ((*other)->file.version == 0) {
            cache.forget(into);
            if (path.empty())
                why = workflow::explanation{"other_case_is_known", "a case that was reported",
                                            "none with the name " + into.str()};
            return why;
        }
        path += (path.empty() ? "case " : ", merged into ") + into.str();
        into = (*other)->file.merged_into;
    }
    if (into == on && !path.empty())
        why = workflow::explanation{"merges_make_no_circle",
                                    "a case that does not lead back to " + on.str(),
                                    path + ", merged into " + on.str()};
    return why;
}

/// When a command happens: a live one now, an imported one when it says.
result<instant> desk::working::time_of(session const& from, command const& what,
                                       std::optional<instant> at) const {
    if (from.origin == provenance::imported && !at)
        return mismatch(errc::malformed, "a time in an imported command", "none",
                        "case " + what.on.str());
    if (from.origin == provenance::live && at && !options.times_are_given)
        return mismatch(errc::malformed, "a time in imported commands only",
                        to_text(*at) + " in a live one", "case " + what.on.str());
    return at ? result<instant>(*at) : now();
}

/// Turns the fact in `draft.what` into an entry of this batch and folds it into the case.
/// Errors: those of `check_bounds`; then nothing happened.
result<outcome> desk::working::record(cached_case& c, session const& from, command const& what,
                                      instant at, digest const& content_hash, position to,
                                      verdict const& judged) {
    auto const& table = *options.table;
    auto const* reopened = std::get_if<case_reopened>(&draft.what);
    draft.on = what.on;
    draft.how.sequence = c.file.version + 1;
    draft.how.occasion = std::max(1u, c.file.occasion) + (reopened != nullptr ? 1 : 0);
    draft.how.at = at;
    draft.how.by = from.who.id;
    draft.how.on_behalf_of = from.who.on_behalf_of;
    draft.how.from = c.file.at;
    draft.how.to = to;
    draft.who = from.who;
    draft.origin = from.origin;
    draft.command = what.id;
    draft.command_number = number_of(what.what);
    draft.command_name = rule_name::trusted(name_of(what.what));
    draft.command_digest = content_hash;
    draft.verdicts.clear();
    if (!judged.silent()) draft.verdicts.push_back(judged);
    draft.own_states.clear();
    for (auto state :
         {draft.how.from.resolution, draft.how.from.handling, to.resolution, to.handling})
        if (static_cast<std::uint8_t>(state) >= 128)
            draft.own_states.push_back({state, rule_name::trusted(table.name_of_state(state))});
    draft.lifecycle = table.content_hash();
    draft.previous = c.head;
    if (auto const sound = check_bounds(draft); !sound) return sound.error();

    auto const begins = entry_bytes.size();
    encode(draft, entry_bytes);
    c.head = hasher.of_leaf(byte_view(entry_bytes).subspan(begins));
    drafts.push_back({what.on, draft.how.sequence, what.id, c.head, {}});
    draft_ends.push_back(entry_bytes.size());

    outcome said = accepted{draft.how.sequence, rule_name::trusted(name_of(draft.what)), to};
    if (auto const* waiting = std::get_if<approval_requested>(&draft.what))
        said = awaiting_approval{draft.how.sequence,
                                 to,
                                 waiting->terms_hash,
                                 waiting->approvers_needed,
                                 {judged.competent.begin(), judged.competent.end()}};
    evolve_in_place(c.file, std::move(draft.what), draft.how);
    return said;
}

result<outcome> desk::working::refuse(cached_case& c, session const& from, command const& what,
                                      instant at, digest const& content_hash,
                                      workflow::explanation why, verdict const& judged) {
    refused answer;
    answer.reason = std::move(why.reason);
    answer.expected = shortened(std::move(why.expected));
    answer.found = shortened(std::move(why.found));
    answer.who_could.assign(judged.competent.begin(), judged.competent.end());
    if (c.file.version != 0)
        for (auto const& p : possibilities(c.file, from.who, at))
            if (p.possible) answer.possible_now.emplace_back(p.command);
    // A contact that was never put on record has no trail to keep a refusal in.
    if (c.file.version == 0) return outcome(std::move(answer));
    draft.what = command_refused{rule_name::trusted(name_of(what.what)),
                                 rule_name::trusted(answer.reason), answer.expected, answer.found};
    if (auto const kept_too = record(c, from, what, at, content_hash, c.file.at, judged); !kept_too)
        return kept_too.error();
    answer.version = c.file.version;
    return outcome(std::move(answer));
}

/// What the judges say of a command that they judge by the case alone; the terms of a proposal are
/// its content.
std::optional<workflow::explanation>
desk::working::ruled_out_by_judges(workflow::command_info const& info, case_file const& file,
                                   actor const& who, instant at) const {
    if (info.number == propose::number) return std::nullopt;
    auto const* terms = file.proposed ? &file.proposed->terms : nullptr;
    auto const terms_hash = file.proposed ? file.proposed->terms_hash : digest{};
    std::optional<error> failed;
    auto const judged = judge(ask(who, info.name, file, terms, terms_hash, at), failed);
    if (failed) return workflow::explanation{"policy_failed", "a verdict", failed->message};
    if (!judges_rule_out(*options.table, file.at, info.number, judged)) return std::nullopt;
    return not_granted(judged);
}

std::vector<possibility> desk::working::possibilities(case_file const& file, actor const& who,
                                                      instant at) {
    auto const& table = *options.table;
    auto const standing = standing_of(who, file);
    workflow::surroundings given;
    given.must_be_informed = options.must_be_informed;
    verdict const silent;
    fact unused;
    workflow::step const s{file, who, standing, silent, at, given, {}, unused};
    std::vector<possibility> all;
    for (auto const& info : table.commands()) {
        possibility p;
        p.command = info.name;
        auto why = not_entitled(info.who, standing, who);
        if (!why && !table.possible_here(file.at, info.number))
            why = not_possible_here(table, info, file);
        if (!why) why = table.ruled_out(file.at, info.number, s);
        if (!why) why = ruled_out_by_judges(info, file, who, at);
        p.possible = !why;
        if (why) {
            p.reason = std::move(why->reason);
            p.expected = std::move(why->expected);
            p.found = std::move(why->found);
        }
        all.push_back(std::move(p));
    }
    return all;
}

// --- keeping --------------------------------------------------------------------------------------

/// Decides every submission that is not settled yet, in order, on the cached case files.
void desk::working::decide_all(std::span<submission> submissions) {
    ++batch;
    entry_bytes.clear();
    drafts.clear();
    draft_ends.clear();
    touched.clear();
    ids.clear();
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        drafted[i] = moved[i] = false;
        if (settled[i]) continue;
        auto& what = submissions[i].what;
        auto const& from = submissions[i].from;
        auto const& at = submissions[i].at;
        if (auto const known = ids.find(what.id); known != ids.end()) {
            auto const earlier = known->second;
            auto const& first = submissions[earlier];
            drafted[i] = true;
            if (content_hashes[earlier] != content_hashes[i] || first.what.on != what.on)
                answers[i] = other_content(what);
            else if (!same_giver(first.from->who, from->who))
                answers[i] = another_giver(what, first.from->who, from->who);
            else answers[i] = answers[earlier];
            continue;
        }
        auto const before = drafts.size();
        answers[i] = decide(*from, what, at, content_hashes[i]);
        moved[i] = handed_over;
        auto const changed_here = [&] {
            return std::ranges::any_of(drafts, [&](auto const& d) { return d.on == what.on; });
        };
        // What is kept shows a stale cache by a conflict; what is not must be looked at again.
        if (drafts.size() == before && !moved[i] && !changed_here()) {
            auto const stale = is_stale(what.on);
            if (!stale) {
                answers[i] = stale.error();
            } else if (*stale) {
                cache.forget(what.on);
                answers[i] = decide(*from, what, at, content_hashes[i]);
                moved[i] = handed_over;
            }
        }
        if (drafts.size() != before) {
            drafted[i] = true;
            if (submissions.size() > 1 && !what.id.empty()) ids.emplace(what.id, i);
            continue;
        }
        if (auto* const c = cache.find(what.on); c != nullptr && c->file.version == 0)
            cache.forget(what.on);
        // A retry must get its first answer, also where the case has moved on since.
        auto seen = seen_before(*from, what, content_hashes[i]);
        if (!seen) answers[i] = seen.error();
        else if (*seen) answers[i] = std::move(**seen);
    }
}

/// Answers those whose command id is in the store; whether there were any.
bool desk::working::settle_seen(std::span<submission> submissions) {
    bool any = false;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        if (settled[i]) continue;
        auto seen = seen_before(*submissions[i].from, submissions[i].what, content_hashes[i]);
        if (seen && !*seen) continue;
        if (seen) answers[i] = std::move(**seen);
        else answers[i] = seen.error();
        settled[i] = any = true;
    }
    return any;
}

void desk::working::run(std::span<submission> submissions) {
    content_bytes.clear();
    content_ends.clear();
    content_hashes.clear();
    answers.assign(submissions.size(), std::nullopt);
    settled.assign(submissions.size(), false);
    drafted.assign(submissions.size(), false);
    moved.assign(submissions.size(), false);
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        auto const& s = submissions[i];
        if (s.from == nullptr) {
            answers[i] = mismatch(errc::malformed, "a session that the command comes from", "none",
                                  "case " + s.what.on.str());
            settled[i] = true;
        }
        auto const begins = content_bytes.size();
        canonical::append(content_bytes, s.what.what);
        content_ends.push_back(content_bytes.size());
        content_hashes.push_back(hasher.of(byte_view(content_bytes).subspan(begins)));
    }
    for (unsigned tries = 0;; ++tries) {
        decide_all(submissions);
        auto const committed = commit();
        cache.release_surplus();
        if (committed) return;
        auto const code = committed.error().code;
        auto const again = (code == errc::version_conflict && tries < options.conflict_retries) ||
                           (code == errc::command_id_reused && settle_seen(submissions));
        if (!again) {
            for (std::size_t i = 0; i < submissions.size(); ++i)
                if (drafted[i]) answers[i] = committed.error();
            return;
        }
        restore_contents(submissions);
    }
}

/// Contents that were moved into facts that were not kept are read back from their bytes. The
/// others stay as they are: what is beyond its bounds would not come back as it was.
void desk::working::restore_contents(std::span<submission> submissions) {
    std::size_t begins = 0;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        auto const ends = content_ends[i];
        if (moved[i]) {
            canonical::reader r(byte_view(content_bytes).subspan(begins, ends - begins));
            canonical::get(r, submissions[i].what.what);
            if (auto const whole = r.finish(); !whole && !settled[i]) {
                answers[i] = whole.error();
                settled[i] = true;
            }
        }
        begins = ends;
    }
}

/// One append for the whole batch. After an error the store has nothing of it, and neither has the
/// cache.
result<void> desk::working::commit() {
    if (drafts.empty()) return {};
    std::size_t begins = 0;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        drafts[i].bytes = byte_view(entry_bytes).subspan(begins, draft_ends[i] - begins);
        begins = draft_ends[i];
    }
    auto const appended = kept.append(drafts);
    if (!appended) {
        forget_changes();
        return appended.error();
    }
    if (options.snapshot_every != 0)
        for (auto const& on : touched)
            if (auto* c = cache.find(on)) snapshot_if_due(*c);
    return {};
}

void desk::working::forget_changes() {
    for (auto const& on : touched) cache.forget(on);
}

/// What a command id was answered before, or nothing when it is new.
/// Errors: `command_id_reused` when the content or the actor was another.
result<std::optional<outcome>> desk::working::seen_before(session const& from, command const& what,
                                                          digest const& content_hash) {
    std::optional<outcome> none;
    if (what.id.empty()) return none;
    auto const known = kept.seen(what.id);
    if (!known) return known.error();
    if (!*known) return none;
    auto const on = (**known).first;
    auto const sequence = (**known).second;
    std::optional<result<outcome>> answer;
    auto const read = kept.read(on, sequence, sequence, [&](stored_entry const& stored) {
        if (auto const e = decode_entry(stored.bytes); !e) answer = e.error();
        else if (e->command_digest != content_hash || e->on != what.on)
            answer = mismatch(errc::command_id_reused,
                              "the content that " + what.id.str() + " had before", "other content",
                              "case " + on.str());
        else if (!same_giver(e->who, from.who)) answer = another_giver(what, e->who, from.who);
        else answer = outcome_of(*e);
        return false;
    });
    if (!read) return read.error();
    if (!answer)
        return mismatch(errc::damaged_trail, "entry " + std::to_string(sequence), "none",
                        "case " + on.str());
    if (!*answer) return answer->error();
    return std::optional<outcome>(std::move(**answer));
}

result<outcome> desk::working::outcome_of(entry const& e) const {
    if (auto const* no = std::get_if<command_refused>(&e.what)) {
        if (no->reason.view() == "policy_failed") return error{errc::policy_failed, no->found};
        refused answer{e.how.sequence, no->reason.str(), no->expected, no->found, {}, {}};
        for (auto const& v : e.verdicts)
            answer.who_could.assign(v.competent.begin(), v.competent.end());
        return outcome(std::move(answer));
    }
    if (auto const* waiting = std::get_if<approval_requested>(&e.what)) {
        awaiting_approval answer{
            e.how.sequence, e.how.to, waiting->terms_hash, waiting->approvers_needed, {}};
        for (auto const& v : e.verdicts)
            answer.competent.assign(v.competent.begin(), v.competent.end());
        return outcome(std::move(answer));
    }
    return outcome(accepted{e.how.sequence, rule_name::trusted(name_of(e.what)), e.how.to});
}

// --- the doors ------------------------------------------------------------------------------------

result<outcome> desk::handle(session const& from, command what) {
    submission one{&from, std::move(what), std::nullopt};
    auto& w = *working_;
    w.run(std::span(&one, 1));
    return std::move(*w.answers.front());
}

std::vector<result<outcome>> desk::handle(std::span<submission> batch) {
    auto& w = *working_;
    w.run(batch);
    std::vector<result<outcome>> answers;
    answers.reserve(batch.size());
    for (auto& one : w.answers) answers.push_back(std::move(*one));
    return answers;
}

result<std::vector<possibility>> desk::possible(case_id const& on, actor const& who) {
    auto& w = *working_;
    auto const c = w.reported(on);
    if (!c) return c.error();
    auto const now = w.now();
    if (!now) return now.error();
    return w.possibilities((*c)->file, who, std::max(*now, (*c)->file.last_entry_at));
}

result<case_file> desk::file(case_id const& on) {
    auto& w = *working_;
    auto const c = w.reported(on);
    if (!c) return c.error();
    return (*c)->file;
}

result<std::vector<entry>> desk::trail(case_id const& on) {
    auto& w = *working_;
    std::vector<entry> entries;
    std::optional<error> wrong;
    auto const read = w.kept.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& stored) {
        auto e = decode_entry(stored.bytes);
        if (!e) {
            wrong = error{errc::damaged_trail, e.error().message};
            return false;
        }
        e->hash = stored.hash;
        e->log_index = stored.log_index;
        entries.push_back(std::move(*e));
        return true;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    if (entries.empty()) return no_such_case(on);
    return entries;
}

result<std::vector<case_id>> desk::orphans() {
    auto& w = *working_;
    std::vector<case_head> all;
    std::vector<case_id> found;
    auto const visited = w.kept.heads([&](case_head const& h) {
        all.push_back(h);
        return true;
    });
    if (!visited) return visited.error();
    for (auto const& [on, last_sequence, last_hash] : all) {
        if (auto const* cached = w.cache.find(on); cached && cached->file.version != last_sequence)
            w.cache.forget(on); // another desk went on with it
        auto const c = w.load(on);
        if (!c) return c.error();
        auto const& at = (*c)->file.at;
        auto const* state = w.options.table->state_by_id(at.resolution);
        auto const nobody = at.handling == w.options.table->initial().handling;
        if (nobody && state != nullptr && !state->is_end) found.push_back(on);
    }
    return found;
}

} // namespace amends
