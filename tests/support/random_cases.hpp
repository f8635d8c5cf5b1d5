// SPDX-License-Identifier: BSL-1.0
// Random plausible streams of commands: mostly what could come next, sometimes anything.
#pragma once

#include "support/cases.hpp"
#include "support/house_rules.hpp"
#include "support/random_values.hpp"

#include <amends/store/memory.hpp>

#include <deque>
#include <functional>

namespace amends::cases {

/// A command of a stream, with who hands it in and when.
struct wish {
    session from;
    command what;
    instant at{};
};

/// Makes streams over a few cases. The same seed and the same case files give the same stream.
class random_cases {
  public:
    explicit random_cases(std::uint64_t from, std::size_t cases = 3) : some_(from), cases_(cases) {}

    /// The next command, for a case as it stands; `file_of` gives it, or nothing when unreported.
    wish next(std::function<std::optional<case_file>(case_id const&)> const& file_of) {
        auto const on = case_id::trusted("case " + std::to_string(some_.below(cases_)));
        auto const file = file_of(on);
        now_ += std::chrono::milliseconds(some_.below(90'000'000));
        wish w;
        w.what.on = on;
        w.what.id = command_id::trusted("k" + std::to_string(++made_));
        if (!sent_.empty() && some_.once_in(25))
            w.what.id = some_.one_of(sent_); // a retry, or a clash
        sent_.push_back(w.what.id);
        w.at = now_;
        auto const there = file.value_or(case_file{});
        if (!file || some_.below(10) < 7) forward(there, w);
        else anything(there, w);
        if (file && some_.once_in(12)) w.what.expected = file->version - some_.below(2);
        return w;
    }
    random_values& values() { return some_; }

  private:
    /// Somebody of the house, with the roles they have.
    session colleague(actor_id const& who) const {
        if (who == "max" || who == "mia") return staff(who, {"manager"});
        if (who == "lea") return staff(who, {"team_lead"});
        return staff(who, {"agent"});
    }
    session anybody() {
        static actor_id const house[] = {"ann", "bob", "lea", "max", "mia"};
        auto from = colleague(some_.one_of(house));
        switch (some_.below(8)) {
        case 0: return customer();
        case 1: from.who.on_behalf_of = some_.one_of(house); break;
        case 2: from.who.on_behalf_of = "c1"; break;
        case 3: return {{"robot", side::service, {}, {}, {}}, provenance::live};
        default: break;
        }
        return from;
    }
    session customer() {
        return {{some_.once_in(9) ? actor_id("c2") : actor_id("c1"), side::customer, {}, {}, {}},
                provenance::live};
    }
    session owner_of(case_file const& file) {
        if (file.owner.empty()) return anybody();
        auto from = colleague(some_.once_in(6) ? actor_id("bob") : file.owner);
        if (from.who.id != file.owner) from.who.on_behalf_of = file.owner;
        return from;
    }

    terms some_terms() {
        static constexpr std::int64_t amounts[] = {0,    100,   5000,  5001,  7500,
                                                   9000, 10000, 20000, 50000, 50001};
        auto t =
            terms_of(some_.one_of(amounts), some_.once_in(3) ? actor_id("bob") : actor_id("ann"));
        if (some_.once_in(4)) t.actions.push_back({"write a letter", "ann", {}});
        if (some_.once_in(5)) t.option = "resend";
        if (some_.once_in(12)) t.remedies.push_back({remedy_kind::credit, {-100, eur}});
        if (some_.once_in(8)) t.valid_until = now_ + std::chrono::hours(some_.below(48));
        return t;
    }
    digest on_the_table(case_file const& file) {
        if (!file.proposed || some_.once_in(10)) return hash_of(some_terms());
        return file.proposed->terms_hash;
    }
    report some_contact() {
        auto contact = some_.once_in(5) ? noticed_by_staff() : a_problem();
        if (some_.once_in(5))
            contact.kind = some_.once_in(2) ? contact_kind::query : contact_kind::request;
        return contact;
    }
    carry_out some_actions(case_file const& file) {
        carry_out c;
        for (std::uint32_t place = 0; place < file.done.size(); ++place)
            if (file.done[place] == 0 && (c.done.empty() || some_.once_in(2)))
                c.done.push_back(place);
        if (some_.once_in(8)) c.done.push_back(static_cast<std::uint32_t>(some_.below(4)));
        return c;
    }

    /// What could come next.
    void forward(case_file const& file, wish& w) {
        auto& [from, command, at] = w;
        from = owner_of(file);
        if (file.version == 0) {
            from = some_.once_in(3) ? colleague("ann") : customer();
            command.what = some_contact();
        } else if (file.at.handling == state_id{20}) {
            from = anybody();
            command.what = a_take();
        } else if (file.at.handling == state_id{22} && some_.once_in(2)) {
            command.what = some_help();
        } else if (file.at.handling == state_id{23}) {
            from = colleague(file.referred_to);
            if (some_.once_in(3)) command.what = referral_sent_back();
            else command.what = referral_taken();
        } else if (file.at.handling == state_id{24}) {
            command.what = apart_again();
        } else if (some_.once_in(12)) {
            aside(w);
        } else {
            onward(file, w);
        }
    }
    /// Along the resolution.
    void onward(case_file const& file, wish& w) {
        auto& [from, command, at] = w;
        switch (static_cast<int>(file.at.resolution)) {
        case 1:
            if (file.kind == contact_kind::problem) command.what = a_confirmation();
            else if (some_.once_in(3)) command.what = a_sign();
            else command.what = an_answer();
            break;
        case 2:
            if (some_.once_in(3)) command.what = a_sign();
            else command.what = a_close();
            break;
        case 3: command.what = two_options(); break;
        case 4: command.what = propose{some_terms()}; break;
        case 5:
            from = anybody();
            if (some_.once_in(6)) command.what = a_withholding();
            else if (some_.once_in(6)) command.what = propose{some_terms()}, from = owner_of(file);
            else command.what = approve{on_the_table(file), ""};
            break;
        case 6:
            from = customer();
            if (some_.once_in(5)) command.what = a_no();
            else if (some_.once_in(6)) command.what = propose{some_terms()}, from = owner_of(file);
            else command.what = amends::accept{on_the_table(file), some_.make<assent>()};
            break;
        case 7:
            if (some_.once_in(6)) command.what = comfort(some_.once_in(2));
            else command.what = some_actions(file);
            break;
        case 8: command.what = a_notice(); break;
        case 9: command.what = an_evaluation(); break;
        case 10:
            if (some_.once_in(2)) command.what = news();
            else command.what = a_close();
            break;
        default: from = customer(); command.what = a_return();
        }
    }
    /// Beside the resolution.
    void aside(wish& w) {
        switch (some_.below(9)) {
        case 0: w.what.what = a_question(); break;
        case 1:
            w.what.what = a_referral(some_.once_in(2) ? actor_id("bob") : actor_id("lea"));
            break;
        case 2: w.what.what = merged_with("case 0"); break;
        case 3: w.what.what = a_note(); break;
        case 4: w.what.what = understood(some_.once_in(2)); break;
        case 5: w.what.what = feedback(); break;
        case 6: w.what.what = a_call(); break;
        case 7:
            w.what.what = assigned_to(some_.once_in(2) ? actor_id("ann") : actor_id("max"));
            break;
        default:
            w.from = customer();
            if (some_.once_in(3)) w.what.what = a_complaint();
            else w.what.what = a_withdrawal();
        }
    }
    /// Any command by anybody, with the content it should have or with any.
    void anything(case_file const& file, wish& w) {
        w.from = some_.once_in(2) ? owner_of(file) : anybody();
        if (some_.once_in(3)) {
            auto place = file;
            place.at.resolution = static_cast<state_id>(some_.below(14));
            forward(place, w);
            return;
        }
        do some_.fill(w.what.what);
        while (std::holds_alternative<extended_command>(w.what.what));
        if (auto* const yes = std::get_if<approve>(&w.what.what))
            yes->terms_hash = on_the_table(file);
        if (auto* const yes = std::get_if<amends::accept>(&w.what.what))
            yes->terms_hash = on_the_table(file);
    }

    random_values some_;
    std::size_t cases_;
    std::size_t made_ = 0;
    instant now_{std::chrono::milliseconds(1'772'442'000'000)};
    std::deque<command_id> sent_;
};

/// For desks that commands of a stream are handed to: each says when it was given.
inline desk_options at_given_times(desk_options how = {}) {
    how.times_are_given = true;
    return how;
}

/// Hands one command in at its time.
inline result<outcome> hand_in(desk& at, wish const& w) {
    submission one{&w.from, w.what, w.at};
    return at.handle(std::span(&one, 1)).front();
}

/// A stream of `length` commands, made against a desk of its own.
inline std::vector<wish> random_stream(std::uint64_t from, std::size_t length, std::size_t cases,
                                       any_policy const& rules) {
    memory_store kept;
    desk at(kept, rules, at_given_times());
    random_cases maker(from, cases);
    std::vector<wish> stream;
    while (stream.size() < length) {
        stream.push_back(maker.next([&](case_id const& on) -> std::optional<case_file> {
            if (auto file = at.file(on)) return *file;
            return std::nullopt;
        }));
        (void)hand_in(at, stream.back());
    }
    return stream;
}

} // namespace amends::cases
