// SPDX-License-Identifier: BSL-1.0
// Every decision is asked again with what was known then, before its entry is folded.
#include "desk/judging_again.hpp"

#include <amends/casefile/evolve.hpp>
#include <amends/vocabulary/reader.hpp>

#include "desk/account_reader.hpp"
#include "desk/answer_of.hpp"
#include "desk/bearing.hpp"
#include "desk/gathering.hpp"

#include <algorithm>
#include <limits>

namespace amends {
namespace {

/// A fact of which only the number is known. One of an integrator's says nothing, as a note does:
/// where it leads is in its circumstances.
fact bare_fact(std::uint8_t number) {
    fact made = note_added{};
    each_type_of<fact>([&](auto type) {
        using one = typename decltype(type)::type;
        if constexpr (!std::is_same_v<one, extended_fact>)
            if (one::number == number) made.emplace<one>();
    });
    return made;
}

/// Silence grants nothing where authority is needed, and objects to nothing elsewhere.
decision said_by(verdict const& v, std::string_view command) {
    if (v.silent() && is_about_terms(command)) return decision::forbidden;
    return v.decision;
}

} // namespace

judging_again::judging_again(store& kept, any_policy const& candidate, lifecycle const& table,
                             trial_options const& how, in_memory at_most)
    : kept_(kept),
      candidate_(candidate),
      how_(how),
      at_most_(at_most),
      opens_(how.keys),
      initial_(table.initial()),
      lifecycle_(table.content_hash()) {
    for (auto const& s : table.states()) is_end_[static_cast<std::uint8_t>(s.id)] = s.is_end;
}

result<void> judging_again::begin() {
    auto const needed =
        answer_of("how far to look back", "trial", [&] { return candidate_.looks_back(); });
    if (!needed) return needed.error();
    needed_ = *needed;
    return {};
}

result<void> judging_again::take(block const& b) {
    for (auto const& item : b.items) {
        if (auto read = read_entry(b, item); !read) return read;
        read_.log_index = item.log_index;
        if (auto done = take_entry(); !done) return done;
    }
    summary_.entries += b.entries;
    return {};
}

trial_summary judging_again::finish() {
    for (auto& [key, line] : lines_) summary_.lines.push_back(std::move(line));
    return std::move(summary_);
}

bool judging_again::content_counts(std::uint8_t fact_number) const {
    auto const bears = bearings[fact_number];
    return bears == bearing::content || (bears == bearing::law && how_.lawful_floor);
}

result<void> judging_again::read_entry(block const& b, block::item const& item) {
    auto const view = byte_view(b.content).subspan(item.begins, item.ends - item.begins);
    if (content_counts(item.fact_number)) {
        if (auto decoded = decode_entry(view, read_); !decoded)
            return damaged(item.log_index, decoded.error());
        // A rule of law sees states, and an integrator's number would mean something else to it.
        if (how_.lawful_floor && read_.lifecycle != lifecycle_ && !read_.own_states.empty())
            return mismatch(errc::lifecycle_mismatch, "lifecycle " + to_text(lifecycle_),
                            to_text(read_.lifecycle), "case " + read_.on.str());
        return open_texts(read_,
                          byte_view(b.content).subspan(item.ends, item.sealed_ends - item.ends));
    }
    if (auto opened = open_entry(view, read_); !opened)
        return damaged(item.log_index, opened.error());
    read_.what = bare_fact(item.fact_number);
    read_.verdicts.clear();
    return {};
}

/// A rule of law may read the texts of the case, as it did at the desk.
/// Errors: those of `text_opener::open`.
result<void> judging_again::open_texts(entry& e, byte_view sealed) {
    if (!how_.lawful_floor || how_.keys == nullptr || !e.commitment) return {};
    return opens_.open(e, sealed);
}

result<void> judging_again::take_entry() {
    if (known_.size() >= at_most_.cases) make_room();
    auto const found = case_of(read_.on, read_.how.sequence);
    if (!found) return found.error();
    auto& c = **found;
    if (auto judged = judge_entry(c); !judged) return judged;
    fold(c, std::move(read_));
    auto const at = static_cast<std::uint8_t>(c.file.at.resolution);
    auto const is_known = at < 128 || read_.lifecycle == lifecycle_; // an integrator's are its own
    if (is_known && is_end_[at]) {
        // A reopening begins without what this occasion had on the table.
        c.file.confirmed.reset();
        c.file.proposed.reset();
    }
    return {};
}

/// Drops the cases that have ended, or all where hardly any has.
void judging_again::make_room() {
    boost::unordered::erase_if(known_, [&](auto const& one) {
        return is_end_[static_cast<std::uint8_t>(one.second->file.at.resolution)];
    });
    if (known_.size() > at_most_.cases / 2) known_.clear();
}

/// The case before this entry; one that was dropped is read again.
result<judging_again::light_case*> judging_again::case_of(case_id const& on,
                                                          std::uint64_t sequence) {
    auto const [known, is_new] = known_.try_emplace(on);
    if (!is_new) return known->second.get();
    known->second = std::make_unique<light_case>();
    auto& c = *known->second;
    c.file.id = on;
    c.file.at = initial_;
    if (sequence == 1) {
        ++summary_.cases;
        return &c;
    }
    std::optional<error> wrong;
    entry earlier;
    auto const read = kept_.read(on, 1, sequence - 1, [&](stored_entry const& e) {
        auto const number = open_entry(e.bytes, earlier);
        if (!number) wrong = damaged(e.log_index, number.error());
        if (wrong || bearings[*number] == bearing::none) return !wrong;
        if (!content_counts(*number)) {
            earlier.what = bare_fact(*number);
            fold_into(c, std::move(earlier));
        } else if (auto decoded = decode_entry(e.bytes, earlier); !decoded)
            wrong = damaged(e.log_index, decoded.error());
        else if (auto opened = open_texts(earlier, e.sealed); !opened) wrong = opened.error();
        else fold_into(c, std::move(earlier));
        return !wrong;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    return &c;
}

/// What an entry makes of its case; texts that no judge sees are not kept.
void judging_again::fold_into(light_case& c, entry&& e) const {
    // Whatever a rule of law may read stays.
    if (auto* r = std::get_if<contact_reported>(&e.what); r != nullptr && !how_.lawful_floor) {
        auto& told = r->what;
        told.expected = told.experienced = told.impact = told.organisation_view = {};
    }
    if (auto const* r = std::get_if<referral_offered>(&e.what);
        r != nullptr && r->what.reason == referral_reason::authority)
        c.passed_on_by = e.who;
    if (std::holds_alternative<solution_offered>(e.what) ||
        std::holds_alternative<approval_requested>(e.what) ||
        std::holds_alternative<case_reopened>(e.what))
        c.passed_on_by.reset();
    evolve_in_place(c.file, std::move(e.what), e.how);
}

void judging_again::fold(light_case& c, entry&& e) {
    if (needed_.at_all())
        if (auto const line = line_of(e.what, e.how, c.file)) {
            if (needed_.on_customer) note(account_of(line->to), *line);
            if (needed_.on_actor)
                for (auto const& who : granters_of(*line, c.file)) note(account_of(who), *line);
        }
    fold_into(c, std::move(e));
}

void judging_again::note(std::uint64_t about, account_line const& line) {
    if (accounts_.size() >= at_most_.accounts) {
        accounts_.clear();
        all_accounts_ = false;
    }
    auto known = accounts_.find(about);
    if (known == accounts_.end()) {
        // Whoever asks for it reads what came before, too.
        if (!all_accounts_) return;
        known = accounts_.try_emplace(about).first;
    }
    known->second.apply(line);
    if (needed_.within) known->second.forget_long_past(line.at, *needed_.within);
}

result<void> judging_again::judge_entry(light_case& c) {
    auto const& e = read_;
    terms const* on_the_table = c.file.proposed ? &c.file.proposed->terms : nullptr;
    auto hash = c.file.proposed ? c.file.proposed->terms_hash : digest{};
    std::string_view command;
    if (auto const* offered = std::get_if<solution_offered>(&e.what)) {
        command = "propose";
        on_the_table = &offered->what;
        hash = offered->terms_hash;
    } else if (auto const* asked = std::get_if<approval_requested>(&e.what)) {
        command = "propose";
        on_the_table = &asked->what;
        hash = asked->terms_hash;
    } else if (std::holds_alternative<proposal_approved>(e.what)) {
        command = "approve";
    } else if (std::holds_alternative<approval_withheld>(e.what)) {
        command = "withhold";
    } else if (std::holds_alternative<resolution_evaluated>(e.what)) {
        command = "evaluate";
    } else if (auto const* no = std::get_if<command_refused>(&e.what)) {
        // What was refused before the judges were asked was nobody's decision.
        if (e.verdicts.empty()) return {};
        auto const of = no->command.view();
        if (of == "propose") ++summary_.not_judged_again;
        if (of != "approve" && of != "withhold" && of != "evaluate") return {};
        command = of;
    } else {
        return {};
    }

    auto const q = question_of(c, e.who, command, on_the_table, hash);
    if (!q) return q.error();
    auto const again = judged(*q);
    if (!again) return again.error();
    auto const in_role = role_in(*q);
    if (!in_role) return in_role.error();
    auto const was =
        e.verdicts.empty() ? said_by(verdict{}, command) : said_by(e.verdicts.front(), command);
    auto const would_be = said_by(*again, command);
    ++summary_.decisions;
    count(*q, *in_role, was, would_be);
    if (std::holds_alternative<approval_requested>(e.what) && would_be == decision::granted)
        ++summary_.needless_escalations;
    else if (command == "propose" && c.passed_on_by) {
        auto const before = question_of(c, *c.passed_on_by, command, on_the_table, hash);
        if (!before) return before.error();
        auto const first = judged(*before);
        if (!first) return first.error();
        if (said_by(*first, command) == decision::granted) ++summary_.needless_escalations;
    }
    if (was == would_be) return {};
    ++summary_.different;
    if (how_.differs)
        how_.differs(
            {e.on, e.how.sequence, e.how.at, e.who, command, q->remedies, was, would_be, *again});
    return {};
}

/// Lifetime: until the next one is made.
result<question> judging_again::question_of(light_case const& c, actor const& who,
                                            std::string_view command, terms const* t,
                                            digest const& hash) {
    auto q = ask(who, command, c.file, t, hash, read_.how.at);
    if (auto const looked = look_back(q); !looked) return looked.error();
    if (how_.lawful_floor) {
        auto const floor =
            answer_of("a lawful floor", command, [&] { return how_.lawful_floor(c.file, q.at); });
        if (!floor) return floor.error();
        q.lawful_floor = *floor;
    }
    return q;
}

result<verdict> judging_again::judged(question const& q) const {
    return answer_of(a_verdict, q.command, [&] { return candidate_.judge(q); });
}

/// Whoever has one role, and acts for nobody, is not asked about.
result<role> judging_again::role_in(question const& q) const {
    auto const held = q.who.roles.all();
    if (held.size() < 2 && q.who.on_behalf_of.empty() && q.who.by_delegation.empty())
        return held.empty() ? role{} : held.front();
    return answer_of("a role", q.command, [&] { return candidate_.decides_in(q); });
}

/// What the desk would have given the policy of the past.
result<void> judging_again::look_back(question& q) {
    gathered_.clear();
    if (!needed_.at_all() || !is_about_terms(q.command)) return {};
    auto const read = gather(needed_, q, gathered_, [&](std::uint64_t about) {
        auto const known = accounts_.find(about);
        if (known == accounts_.end())
            return all_accounts_ ? result<account const*>(nullptr)
                                 : read_again(about, accounts_[about]);
        if (known->second.is_whole(q.at, needed_.within))
            return result<account const*>(&known->second);
        return read_again(about, known->second);
    });
    if (!read) return read.error();
    q.given = gathered_;
    return {};
}

/// The account as it stood before this entry, from the marks beside the log: a question about long
/// ago, as imported entries ask it, finds what was dropped since.
result<account const*> judging_again::read_again(std::uint64_t about, account& known) {
    known = {};
    account_reader lines(known, read_.how.at, needed_.within);
    std::optional<error> wrong;
    auto const read = kept_.marked(about, 0, [&](std::uint64_t log_index, byte_view content) {
        if (log_index >= read_.log_index) return false;
        if (content.empty()) return true; // about something else that shares the number
        auto line = canonical::decode<account_line>(content);
        if (line) lines.take(std::move(*line));
        else wrong = damaged(log_index, line.error());
        return !wrong;
    });
    if (!read) return read.error();
    if (wrong) return *wrong;
    lines.finish();
    return &known;
}

void judging_again::count(question const& q, role const& in_role, decision was, decision would_be) {
    auto const name = rule_name::trusted(q.command);
    std::array<bool, 16> seen{};
    auto const line_for = [&](std::optional<remedy_kind> kind) -> trial_line& {
        auto const number = kind ? static_cast<int>(*kind) : -1;
        auto& line = lines_[{name, in_role, number, was, would_be}];
        line.command = name;
        line.in_role = in_role;
        line.kind = kind;
        line.was = was;
        line.would_be = would_be;
        auto& counted = seen[static_cast<std::size_t>(number + 1)];
        line.decisions += !counted;
        counted = true;
        return line;
    };
    if (q.remedies.empty()) line_for(std::nullopt);
    for (auto const& r : q.remedies) {
        auto& costs = line_for(r.kind).costs;
        auto sum = std::ranges::find(costs, r.cost.in, &money::in);
        if (sum == costs.end()) sum = costs.insert(costs.end(), money{0, r.cost.in});
        if (__builtin_add_overflow(sum->minor_units, r.cost.minor_units, &sum->minor_units))
            sum->minor_units = std::numeric_limits<std::int64_t>::max();
    }
}

} // namespace amends
