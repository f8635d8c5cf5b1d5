// SPDX-License-Identifier: BSL-1.0
// Batches in, outcomes back, and each row counted once.
#include <amends/exchange/replay.hpp>

#include "store/failure_of_the_store.hpp"

#include <amends/exchange/translation.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

namespace amends {
namespace {

class replaying {
  public:
    replaying(std::string file, mapping const& by, desk& to, replay_listener const& listener)
        : by_(by), to_(to), listener_(listener), translate_(by, std::move(file)) {}

    // Takes a row into the batch; one that is not understood, or that no command follows from, is
    // counted at once: a batch is full of commands, and any number of such rows may come before.
    void take_row(log_row const& row) {
        ++total_.read;
        auto const commands = translate_.translate(row);
        if (!commands) return count_bad(commands.error());
        if (commands->empty()) {
            ++total_.handled;
            return;
        }
        rows_.push_back({row.line, commands->size()});
        for (auto& one : *commands) given_.push_back(std::move(one));
    }

    std::size_t waiting() const { return given_.size(); }

    result<void> commit() {
        batch_.clear();
        sent_.clear();
        for (auto& one : given_) {
            sent_.push_back({one.what.on, name_of(one.what.what)});
            batch_.push_back({&one.from, std::move(one.what), one.at});
        }
        auto const outcomes = to_.handle(batch_);
        for (auto const& o : outcomes)
            if (!o && detail::is_failure_of_the_store(o.error().code)) return o.error();
        std::size_t next = 0;
        for (auto const& row : rows_) {
            count_row(row.line, std::span(outcomes).subspan(next, row.commands), next);
            next += row.commands;
        }
        rows_.clear();
        given_.clear();
        return {};
    }

    replay_summary finish() {
        leave_case();
        for (auto const& [id, left] : each_) count_state(left.state);
        return std::move(total_);
    }
    replay_summary const& total() const { return total_; }

  private:
    struct waiting_row {
        std::uint64_t line;
        std::size_t commands;
    };
    struct sent_command {
        case_id on;
        std::string_view name;
    };
    struct case_left {
        state_id state{};
        bool known = false;
        bool reopened = false;
    };

    void count_bad(error const& why) {
        ++total_.bad;
        if (listener_.bad_row) listener_.bad_row(why);
    }

    void count_row(std::uint64_t line, std::span<result<outcome> const> outcomes,
                   std::size_t first) {
        refused const* refusal = nullptr;
        std::optional<error> failure;
        std::size_t refused_at = 0;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            ++total_.commands;
            if (!outcomes[i]) {
                if (!failure) failure = outcomes[i].error();
                continue;
            }
            auto const& on = sent_[first + i].on;
            if (auto const* no = std::get_if<refused>(&*outcomes[i])) {
                ++total_.commands_refused;
                ++total_.refused_by_reason[no->reason];
                if (refusal == nullptr) {
                    refusal = no;
                    refused_at = first + i;
                }
                continue;
            }
            ++total_.commands_accepted;
            if (auto const* yes = std::get_if<accepted>(&*outcomes[i])) count_accepted(on, *yes);
            else if (auto const* later = std::get_if<awaiting_approval>(&*outcomes[i]))
                note_state(on, later->now);
        }
        if (failure) return count_bad(translate_.at(line, *failure));
        if (refusal == nullptr) {
            ++total_.handled;
            return;
        }
        ++total_.refused;
        if (!listener_.refused_row) return;
        auto const& what = sent_[refused_at];
        auto why = mismatch(errc::malformed, refusal->expected, refusal->found);
        why.message.insert(0, std::string(what.name) + " of case " + what.on.str() +
                                  " refused as " + refusal->reason + ": ");
        listener_.refused_row(translate_.at(line, why));
    }

    case_left& note_state(case_id const& on, position const& now) {
        auto& left = present(on);
        left.state = now.resolution;
        left.known = true;
        return left;
    }
    void count_accepted(case_id const& on, accepted const& yes) {
        auto& left = note_state(on, yes.now);
        if (yes.fact == "contact_reported") ++total_.cases;
        if (yes.fact == "case_reopened" && !left.reopened) {
            left.reopened = true;
            ++total_.reopened;
        }
    }

    // What is known of a case as it stands; the one before is counted when its rows are over.
    case_left& present(case_id const& on) {
        if (!by_.grouped) return each_[on];
        if (on != present_) {
            leave_case();
            present_ = on;
        }
        return left_;
    }
    void leave_case() {
        if (left_.known) count_state(left_.state);
        left_ = {};
    }
    void count_state(state_id state) {
        ++total_.cases_by_state[std::string(to_.table().name_of_state(state))];
    }

    mapping const& by_;
    desk& to_;
    replay_listener const& listener_;
    translation translate_;
    std::vector<waiting_row> rows_;
    std::vector<translation::given> given_;
    std::vector<submission> batch_;
    std::vector<sent_command> sent_;
    case_id present_;
    case_left left_;
    boost::unordered_flat_map<case_id, case_left> each_;
    replay_summary total_;
};

} // namespace

result<replay_summary> replay(log_source& log, std::string const& file, mapping const& by, desk& to,
                              replay_listener const& listener, std::size_t batch_size) {
    replaying run(file, by, to, listener);
    log_row row;
    for (;;) {
        auto const more = log.next(row);
        if (!more) return more.error();
        if (*more) run.take_row(row);
        if (run.waiting() >= batch_size || !*more)
            if (auto r = run.commit(); !r) return r.error();
        if (!*more) return run.finish();
        if (listener.progress && run.total().read % 1024 == 0)
            listener.progress(run.total().read, log.bytes_read());
    }
}

result<log_survey> survey(log_source& log, std::string const& file, mapping const& by) {
    translation translate(by, file);
    log_survey found;
    log_row row;
    for (;;) {
        auto const more = log.next(row);
        if (!more) return more.error();
        if (!*more) return found;
        ++found.rows;
        auto const commands = translate.translate(row);
        if (commands) ++found.understood;
        else if (!found.first_bad) found.first_bad = commands.error();
    }
}

} // namespace amends
