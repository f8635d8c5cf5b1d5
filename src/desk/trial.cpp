// SPDX-License-Identifier: BSL-1.0
// One pass over the log: one thread reads what bears on decisions, the other folds and judges it.
#include <amends/desk/trial.hpp>

#include <amends/audit/entry.hpp>
#include <amends/casefile/evolve.hpp>

#include "desk/gathering.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>

namespace amends {
namespace {

// --- what of the log matters --------------------------------------------------------------------

/// What an entry is to a trial, by the number of its fact.
enum class bearing : std::uint8_t {
    none,    ///< nothing that a judge is asked about follows from it
    moves,   ///< that it happened is enough
    content, ///< its content counts
};

constexpr auto bearings = [] {
    std::array<bearing, 256> all{};
    for (auto n : {options_explained::number, solution_agreed::number, offer_declined::number,
                   case_closed::number, case_reopened::number, treated_as_complaint::number,
                   contact_withdrawn::number, case_taken::number, referral_accepted::number,
                   referral_returned::number})
        all[n] = bearing::moves;
    for (auto n : {contact_reported::number, sign_recognised::number, problem_confirmed::number,
                   solution_offered::number, approval_requested::number, proposal_approved::number,
                   approval_withheld::number, comfort_checked::number, resolution_evaluated::number,
                   case_assigned::number, referral_offered::number, command_refused::number})
        all[n] = bearing::content;
    return all;
}();

/// A fact of which only the number is known.
fact bare_fact(std::uint8_t number) {
    fact made;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, fact>>(
        [&](auto type) {
            using one = typename decltype(type)::type;
            if constexpr (!std::is_same_v<one, extended_fact>)
                if (one::number == number) made.emplace<one>();
        });
    return made;
}

/// Entries copied out of the store, one after the other.
struct block {
    struct item {
        std::uint64_t log_index = 0;
        std::size_t begins = 0, ends = 0;
        std::uint8_t fact_number = 0;
    };
    std::vector<item> items;
    bytes content;
    std::uint64_t entries = 0; ///< read so far, those without bearing too
};

constexpr std::size_t block_size = 4096;
constexpr std::size_t blocks_ahead = 4;

/// Blocks on their way from one thread to the other, a few at most.
class queue {
  public:
    /// False when nobody reads any more.
    bool put(block&& b) {
        std::unique_lock lock(guard_);
        changed_.wait(lock, [&] { return blocks_.size() < blocks_ahead || closed_; });
        if (closed_) return false;
        blocks_.push_back(std::move(b));
        changed_.notify_all();
        return true;
    }
    /// Nothing after the last block.
    std::optional<block> take() {
        std::unique_lock lock(guard_);
        changed_.wait(lock, [&] { return !blocks_.empty() || ended_; });
        if (blocks_.empty()) return std::nullopt;
        auto first = std::move(blocks_.front());
        blocks_.erase(blocks_.begin());
        changed_.notify_all();
        return first;
    }
    void end(std::optional<error> why) {
        std::scoped_lock lock(guard_);
        ended_ = true;
        wrong_ = std::move(why);
        changed_.notify_all();
    }
    void close() {
        std::scoped_lock lock(guard_);
        closed_ = true;
        changed_.notify_all();
    }
    std::optional<error> const& wrong() const { return wrong_; }

  private:
    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<block> blocks_;
    bool ended_ = false, closed_ = false;
    std::optional<error> wrong_;
};

error damaged(std::uint64_t log_index, error const& why) {
    return error{errc::damaged_trail,
                 why.message + " (log index " + std::to_string(log_index) + ")"};
}

/// Reads the whole log into the queue.
void read_ahead(store& kept, queue& to) {
    std::optional<error> wrong;
    entry opened;
    block filling;
    auto const read = kept.scan(0, [&](stored_entry const& e) {
        auto const number = open_entry(e.bytes, opened);
        if (!number) {
            wrong = damaged(e.log_index, number.error());
            return false;
        }
        ++filling.entries;
        if (bearings[*number] == bearing::none) return true;
        auto const begins = filling.content.size();
        filling.content.insert(filling.content.end(), e.bytes.begin(), e.bytes.end());
        filling.items.push_back({e.log_index, begins, filling.content.size(), *number});
        if (filling.items.size() < block_size) return true;
        auto const on = to.put(std::move(filling));
        filling = {};
        return on;
    });
    if (!read) wrong = read.error();
    if (!wrong) to.put(std::move(filling));
    to.end(std::move(wrong));
}

// --- judging again ------------------------------------------------------------------------------

/// A case as far as judges see it, and who passed it on for lack of authority.
struct light_case {
    case_file file;
    std::optional<actor> passed_on_by;
};

class trial {
  public:
    trial(store& kept, any_policy const& candidate, lifecycle const& table,
          trial_options const& how)
        : kept_(kept), candidate_(candidate), how_(how), needed_(candidate.looks_back()) {
        for (auto const& s : table.states()) is_end_[static_cast<std::uint8_t>(s.id)] = s.is_end;
        initial_ = table.initial();
    }

    result<void> take(block const& b) {
        for (auto const& item : b.items) {
            auto const view = byte_view(b.content).subspan(item.begins, item.ends - item.begins);
            if (auto read = read_entry(view, item.fact_number); !read)
                return damaged(item.log_index, read.error());
            if (auto done = take_entry(); !done) return done;
        }
        summary_.entries += b.entries;
        return {};
    }

    trial_summary finish() {
        for (auto& [key, line] : lines_) summary_.lines.push_back(std::move(line));
        return std::move(summary_);
    }

  private:
    using line_key = std::tuple<role, int, decision, decision>;

    result<void> read_entry(byte_view view, std::uint8_t number) {
        if (bearings[number] == bearing::content) return decode_entry(view, read_);
        if (auto opened = open_entry(view, read_); !opened) return opened.error();
        read_.what = bare_fact(number);
        read_.verdicts.clear();
        return {};
    }

    result<void> take_entry() {
        auto const found = case_of(read_.on, read_.how.sequence);
        if (!found) return found.error();
        auto& c = **found;
        if (auto judged = judge_entry(c); !judged) return judged;
        fold(c, std::move(read_));
        if (is_end_[static_cast<std::uint8_t>(c.file.at.resolution)]) open_.erase(read_.on);
        return {};
    }

    /// The case before this entry; one that had ended is read again.
    result<light_case*> case_of(case_id const& on, std::uint64_t sequence) {
        auto const [known, is_new] = open_.try_emplace(on);
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
            if (auto decoded = decode_entry(e.bytes, earlier); !decoded)
                wrong = damaged(e.log_index, decoded.error());
            else fold_into(c, std::move(earlier));
            return !wrong;
        });
        if (!read) return read.error();
        if (wrong) return *wrong;
        return &c;
    }

    /// What an entry makes of its case; texts that no judge sees are not kept.
    static void fold_into(light_case& c, entry&& e) {
        if (auto* r = std::get_if<contact_reported>(&e.what)) {
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

    void fold(light_case& c, entry&& e) {
        if (needed_ != looking_back{})
            if (auto const line = line_of(e.what, e.how, c.file)) {
                accounts_[account_of(line->to)].apply(*line);
                for (auto const& who : granters_of(*line, c.file))
                    accounts_[account_of(who)].apply(*line);
            }
        fold_into(c, std::move(e));
    }

    result<void> judge_entry(light_case& c) {
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

        auto const again = asked(c, e.who, command, on_the_table, hash);
        if (!again) return again.error();
        auto const was =
            e.verdicts.empty() ? said_by(verdict{}, command) : said_by(e.verdicts.front(), command);
        auto const would_be = said_by(*again, command);
        ++summary_.decisions;
        auto const remedies =
            on_the_table == nullptr ? std::span<remedy const>() : std::span(on_the_table->remedies);
        count(e.who, remedies, was, would_be);
        if (std::holds_alternative<approval_requested>(e.what) && would_be == decision::granted)
            ++summary_.needless_escalations;
        else if (command == "propose" && c.passed_on_by) {
            auto const first = asked(c, *c.passed_on_by, command, on_the_table, hash);
            if (!first) return first.error();
            if (said_by(*first, command) == decision::granted) ++summary_.needless_escalations;
        }
        if (was == would_be) return {};
        ++summary_.different;
        if (how_.differs)
            how_.differs({e.on, e.how.sequence, e.how.at, e.who, command, remedies, was, *again});
        return {};
    }

    /// Silence grants nothing where authority is needed, and objects to nothing elsewhere.
    static decision said_by(verdict const& v, std::string_view command) {
        if (v.silent() && is_about_terms(command)) return decision::forbidden;
        return v.decision;
    }

    result<verdict> asked(light_case const& c, actor const& who, std::string_view command,
                          terms const* t, digest const& hash) {
        auto q = ask(who, command, c.file, t, hash, read_.how.at);
        look_back(q);
        try {
            return candidate_.judge(q);
        } catch (std::exception const& e) {
            return mismatch(errc::policy_failed, "a verdict", e.what(), command);
        } catch (...) {
            return mismatch(errc::policy_failed, "a verdict", "an exception", command);
        }
    }

    /// What the desk would have given the policy of the past.
    void look_back(question& q) {
        gathered_.clear();
        if (needed_ == looking_back{} || !is_about_terms(q.command)) return;
        (void)gather(needed_, q, gathered_, [&](std::uint64_t about) {
            auto const known = accounts_.find(about);
            return result<account const*>(known == accounts_.end() ? nullptr : &known->second);
        });
        q.given = gathered_;
    }

    void count(actor const& who, std::span<remedy const> remedies, decision was,
               decision would_be) {
        auto const held = who.roles.all().empty() ? role{} : who.roles.all().front();
        std::array<bool, 16> seen{};
        auto const line_for = [&](std::optional<remedy_kind> kind) -> trial_line& {
            auto const number = kind ? static_cast<int>(*kind) : -1;
            auto& line = lines_[{held, number, was, would_be}];
            line.in_role = held;
            line.kind = kind;
            line.was = was;
            line.would_be = would_be;
            auto& counted = seen[static_cast<std::size_t>(number + 1)];
            line.decisions += !counted;
            counted = true;
            return line;
        };
        if (remedies.empty()) line_for(std::nullopt);
        for (auto const& r : remedies) {
            auto& costs = line_for(r.kind).costs;
            auto sum = std::ranges::find(costs, r.cost.in, &money::in);
            if (sum == costs.end()) sum = costs.insert(costs.end(), money{0, r.cost.in});
            if (__builtin_add_overflow(sum->minor_units, r.cost.minor_units, &sum->minor_units))
                sum->minor_units = std::numeric_limits<std::int64_t>::max();
        }
    }

    store& kept_;
    any_policy const& candidate_;
    trial_options const& how_;
    looking_back needed_;
    std::array<bool, 256> is_end_{};
    position initial_;
    boost::unordered_flat_map<case_id, std::unique_ptr<light_case>> open_;
    boost::unordered_flat_map<std::uint64_t, account> accounts_;
    std::vector<grant> gathered_;
    std::map<line_key, trial_line> lines_;
    trial_summary summary_;
    entry read_;
};

} // namespace

result<trial_summary> try_out(store& kept, any_policy const& candidate, lifecycle const& table,
                              trial_options const& how) {
    queue ahead;
    std::thread reader([&] { read_ahead(kept, ahead); });
    trial t(kept, candidate, table, how);
    std::optional<error> wrong;
    std::uint64_t entries = 0;
    while (auto b = ahead.take()) {
        if (auto done = t.take(*b); !done) {
            wrong = done.error();
            break;
        }
        entries += b->entries;
        if (how.progress) how.progress(entries);
    }
    ahead.close();
    reader.join();
    if (!wrong) wrong = ahead.wrong();
    if (wrong) return *wrong;
    return t.finish();
}

} // namespace amends
