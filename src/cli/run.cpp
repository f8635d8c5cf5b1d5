// SPDX-License-Identifier: BSL-1.0
// amends run: a file of commands through the desk, into a store.
#include "cli/console.hpp"
#include "cli/named_policy.hpp"
#include "cli/number_option.hpp"
#include "cli/run_summary.hpp"
#include "cli/store_file.hpp"
#include "cli/verbs.hpp"
#include "store/failure_of_the_store.hpp"

#include <amends/desk/desk.hpp>
#include <amends/exchange/command_reader.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <fmt/format.h>

#include <chrono>

namespace amends::cli {

namespace {

struct run_options {
    std::string commands;
    std::string policy;
    std::string store = usual_store;
    std::string batch = "64";
    bool imported = false;
    bool strict = false;
    bool json = false;
};

constexpr std::uint64_t batch_max = 65536;

// A file that is no file of commands would drown everything else.
constexpr std::uint64_t bad_lines_told = 20;

class running {
  public:
    running(run_options const& options, command_reader& from, std::size_t batch)
        : options_(options),
          from_(from),
          batch_(batch),
          line_("handling", options.commands, "commands") {}

    // Reads until a batch is full or the file ends; false at the end.
    result<bool> fill() {
        sessions_.clear();
        commands_.clear();
        lines_.clear();
        while (commands_.size() < batch_) {
            auto next = from_.next();
            if (!next && next.error().code == errc::io_failed) return next.error();
            if (next && !*next) return false;
            ++total_.read;
            if (!next) {
                count_bad(next.error().message);
                continue;
            }
            auto& given = **next;
            sessions_.push_back(
                {given.by, options_.imported ? provenance::imported : provenance::live});
            commands_.push_back({nullptr, std::move(given.what), given.at});
            lines_.push_back(from_.line());
        }
        return true;
    }
    bool has_commands() const { return !commands_.empty(); }

    // Hands the batch to the desk. Errors: those of the store, after which nothing of it is kept.
    result<void> commit(store& kept, desk& at) {
        cases_.clear();
        ids_.clear();
        for (std::size_t i = 0; i < commands_.size(); ++i) {
            commands_[i].from = &sessions_[i];
            cases_.push_back(commands_[i].what.on);
            ids_.push_back(commands_[i].what.id);
        }
        new_ids_.clear();
        auto const watching = kept.subscribe([this](std::span<stored_entry const> committed) {
            for (auto const& e : committed) new_ids_.insert(e.command);
        });
        auto const answers = at.handle(commands_);
        for (auto const& answer : answers)
            if (!answer && detail::is_failure_of_the_store(answer.error().code))
                return answer.error();
        for (std::size_t i = 0; i < answers.size(); ++i) count(i, answers[i]);
        line_.show(total_.read, from_.bytes_read());
        return {};
    }

    run_summary& total() { return total_; }
    // Where a run that stops now goes on.
    std::uint64_t next_line() const { return lines_.empty() ? from_.line() + 1 : lines_.front(); }

    void finish() {
        line_.clear();
        if (total_.bad > bad_lines_told)
            complain(fmt::format("{} more lines were bad", total_.bad - bad_lines_told));
    }

  private:
    void count(std::size_t i, result<outcome> const& answer) {
        if (!answer)
            return count_bad(fmt::format("{}:{}: {}: {}", options_.commands, lines_[i],
                                         name_of(answer.error().code), answer.error().message));
        total_.count(cases_[i], *answer);
        auto const* no = std::get_if<refused>(&*answer);
        auto const left_an_entry = no == nullptr || no->version != 0;
        // Answered, but nothing new was kept: it was before.
        if (left_an_entry && new_ids_.erase(ids_[i]) == 0) ++total_.seen_before;
    }
    void count_bad(std::string const& message) {
        if (++total_.bad > bad_lines_told) return;
        line_.clear();
        complain(message);
    }

    run_options const& options_;
    command_reader& from_;
    std::size_t batch_;
    progress_line line_;
    run_summary total_;
    std::vector<session> sessions_;
    std::vector<submission> commands_;
    std::vector<std::uint64_t> lines_;
    std::vector<case_id> cases_;
    std::vector<command_id> ids_;
    boost::unordered_flat_set<command_id> new_ids_;
};

int run_commands(run_options const& options) {
    auto const began = std::chrono::steady_clock::now();
    auto const batch = number_in("--batch", options.batch, 1, batch_max);
    if (!batch) return fail(batch.error());
    auto const policy = named_policy(options.policy);
    if (!policy) return fail(policy.error());
    auto from = command_reader::open(options.commands == "-" ? "/dev/stdin" : options.commands);
    if (!from) return fail(from.error());

    running run(options, *from, static_cast<std::size_t>(*batch));
    std::optional<store_file> kept;
    std::optional<desk> at;
    // A store that this run made for nothing.
    auto const take_away = [&] {
        if (!kept || !kept->is_new() || run.total().answered() > 0) return false;
        complain(shown_store(options.store) + " is taken away again: nothing was kept in it");
        at.reset();
        kept->discard();
        return true;
    };
    auto const stop = [&](error const& why) {
        run.finish();
        complain(why.message);
        if (!kept || take_away()) return 2;
        complain(fmt::format("{} keeps what came before line {} of {}{}",
                             shown_store(options.store), run.next_line(), options.commands,
                             goes_on_after(why)));
        return 2;
    };
    for (bool more = true; more;) {
        auto const filled = run.fill();
        if (!filled) return stop(filled.error());
        more = *filled;
        if (!run.has_commands()) continue;
        // Opened for the first command that can be read: a wrong file makes no store.
        if (!at) {
            auto opened = store_file::open(options.store);
            if (!opened) return fail(opened.error());
            kept.emplace(std::move(*opened));
            desk_options how;
            how.must_be_informed = policy->must_be_informed();
            how.keys = kept->kept().keys();
            how.times_are_given = true; // whoever writes the file vouches for its times, too
            at.emplace(kept->kept(), *policy, std::move(how));
        }
        if (auto const done = run.commit(kept->kept(), *at); !done) return stop(done.error());
    }
    run.finish();
    auto& total = run.total();
    if (total.read == 0)
        return fail(error{errc::malformed,
                          options.commands + ": expected a command on every line, found no line"});
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
    total.seconds = took.count();
    auto const& table = standard_lifecycle();
    print(options.json ? total.in_json(table) : total.in_words(table));
    take_away();
    if (!output_is_written() || total.answered() == 0) return 2;
    return options.strict && total.bad > 0 ? 1 : 0;
}

constexpr std::string_view lines_of_a_file =
    R"(  {"case":"41","id":"web-1","by":{"id":"c-17","side":"customer"},)"
    R"("at":"2026-03-01T09:00:00Z","report":{"kind":"problem","origin":"customer",)"
    R"("customer":"c-17","category":"late parcel","expected":"my parcel",)"
    R"("experienced":"nothing came","impact":"no present"}})"
    "\n"
    R"(  {"case":"41","id":"c-7","by":{"id":"ann","roles":["agent"]},)"
    R"("at":"2026-03-01T09:30:00Z","note":{"text":"called back"}})"
    "\n";

} // namespace

verb run_verb() {
    auto options = std::make_shared<run_options>();
    return {
        .name = "run",
        .summary = "Handle a file of commands, one JSON object a line",
        .takes =
            {
                argument("COMMANDS", options->commands, "file of commands; - for standard input")
                    .required(),
                policy_option(options->policy),
                option("--store", options->store,
                       "where to keep the cases: " + std::string(kinds_of_store) + ", or memory:"),
                option("--batch", options->batch, "commands kept with one commit"),
                flag("--imported", options->imported,
                     "mark every entry as imported: the times are those of another system, and a "
                     "time before a case's last one is an error"),
                flag("--strict", options->strict, "exit with 1 when a line was bad"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer =
            "Example:\n  amends run contacts.jsonl --policy authority.toml --store cases.db\n\n"
            "Lines of such a file:\n" +
            std::string(lines_of_a_file) +
            R"(
Each has one command by its name, and in it the members of that command. `by` stands for
the session that a product opens: whoever writes the file vouches for it. Without `at` a
command happens now; with --imported every line needs one. `expected` names the case's
version that was looked at.

Bad lines are named and passed over; the others are handled. Running a file twice changes
nothing: commands are known by `id` and get the answer they got. Exit status: 0 when it
went through, 1 with --strict when a line was bad, 2 when no line could be handled.)",
        .does = [options] { return run_commands(*options); },
    };
}

} // namespace amends::cli
