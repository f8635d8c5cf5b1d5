// SPDX-License-Identifier: BSL-1.0
// A store of any size that keeps nothing: its entries are made when they are read.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/store/store.hpp>

#include <array>

namespace amends::testing {

/// Cases of ten entries each. A thousand cases lie side by side in the log, then the next thousand.
/// Every case has a customer of its own; a hundred colleagues share the work. Only exports need to
/// work with it: everything else is refused.
class made_up_store final : public store {
  public:
    static constexpr std::uint64_t entries_a_case = 10;
    static constexpr std::uint64_t side_by_side = 1000;
    static constexpr std::uint64_t entries_a_block = entries_a_case * side_by_side;

    /// Requires: whole blocks of 10,000 entries.
    explicit made_up_store(std::uint64_t entries) : entries_(entries) {}

    result<std::uint64_t> size() override { return entries_; }
    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        std::array<digest, side_by_side> heads{};
        for (auto index = from - from % entries_a_block; index < entries_; ++index) {
            auto const in_block = index % entries_a_block;
            if (in_block == 0) heads.fill({});
            auto const place = in_block % side_by_side;
            auto const number = index / entries_a_block * side_by_side + place;
            auto const e = made(number, in_block / side_by_side + 1, heads[place]);
            heads[place] = e.hash;
            if (index >= from && !visit(e)) return index + 1;
        }
        return entries_;
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        auto const number = std::strtoull(on.str().c_str() + 1, nullptr, 10);
        digest head;
        for (std::uint64_t sequence = 1; sequence <= std::min(to, entries_a_case); ++sequence) {
            auto const e = made(number, sequence, head);
            head = e.hash;
            if (sequence >= from && !visit(e)) return {};
        }
        return {};
    }
    result<void> heads(std::function<bool(case_head const&)> const& visit) override {
        for (std::uint64_t n = 0; n < entries_ / entries_a_case; ++n)
            if (!visit(**head(named<case_id>('C', n)))) return {};
        return {};
    }
    result<std::optional<case_head>> head(case_id const& on) override {
        std::optional<case_head> at({on, entries_a_case, {}});
        (void)read(on, 1, entries_a_case, [&](stored_entry const& e) {
            at->last_hash = e.hash;
            return true;
        });
        return at;
    }

    result<std::uint64_t> append(std::span<new_entry const>, std::span<unmarked const>) override {
        return refused();
    }
    result<void> marked(std::uint64_t, std::uint64_t, mark_visitor const&) override {
        return refused();
    }
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const&) override {
        return refused();
    }
    result<void> keep(snapshot const&) override { return refused(); }
    result<std::optional<snapshot>> recall(case_id const&) override { return refused(); }
    /// A checkpoint alone.
    result<void> keep_beside(std::string_view name, byte_view content) override {
        if (name != "checkpoint") return refused();
        checkpoint_.emplace(content.begin(), content.end());
        return {};
    }
    result<std::optional<bytes>> beside(std::string_view name) override {
        if (name != "checkpoint") return refused();
        return checkpoint_;
    }
    result<void> beside(std::string_view, beside_visitor const&) override { return refused(); }

  private:
    static error refused() {
        return {errc::store_failed, "expected an export, found something else"};
    }

    template <class Id>
    static Id named(char kind, std::uint64_t n) {
        return Id::trusted(kind + std::to_string(n));
    }
    static fact what_happens(std::uint64_t number, std::uint64_t sequence) {
        terms t;
        t.option = "refund";
        t.remedies = {{remedy_kind::refund, {static_cast<std::int64_t>(number % 9000), eur}}};
        t.actions = {{"pay it back", "ann", {}}};
        t.measure = "the money arrives";
        switch (sequence) {
        case 1: {
            report r;
            r.kind = contact_kind::problem;
            r.customer = named<customer_id>('K', number);
            r.category = "delivery";
            r.expected = "the parcel on Monday";
            r.experienced = "nothing came";
            r.impact = "no present for the birthday";
            return contact_reported{std::move(r)};
        }
        case 2: return case_taken{};
        case 3: {
            confirm c;
            c.nature = "late parcel";
            c.cause_is = cause_class::supplier;
            c.cause = "the courier lost it";
            return problem_confirmed{std::move(c)};
        }
        case 4: {
            explain_options o;
            o.options = {{"refund", "money back", "trust", "no parcel", "the price"},
                         {"resend", "the parcel", "a sale kept", "three days more", "postage"}};
            return options_explained{std::move(o)};
        }
        case 5: return solution_offered{t, {}};
        case 6: return solution_agreed{{{}, assent::spoken}};
        case 7: return actions_carried_out{{{0}, ""}, true};
        case 8: return colleagues_informed{{{{"max", "manager"}}, "late parcel", "refunded"}};
        case 9: return resolution_evaluated{{"asked", "called", effect::effective, "all good"}};
        default: return case_closed{};
        }
    }
    stored_entry made(std::uint64_t number, std::uint64_t sequence, digest const& previous) {
        auto const block = number / side_by_side;
        auto const index =
            block * entries_a_block + (sequence - 1) * side_by_side + number % side_by_side;
        entry_.on = named<case_id>('C', number);
        entry_.how.sequence = sequence;
        entry_.how.at = instant(std::chrono::milliseconds(
            1'772'442'000'000 + 60'000 * static_cast<std::int64_t>(index)));
        entry_.who = {named<actor_id>('a', number % 100), side::staff, {"agent"}, {}, {}};
        entry_.command = named<command_id>('k', index);
        entry_.command_name = "step";
        entry_.what = what_happens(number, sequence);
        entry_.previous = previous;
        bytes_.clear();
        encode(entry_, bytes_);
        return {index, entry_.on, sequence, entry_.command, hasher_.of_leaf(bytes_), bytes_, {}};
    }

    std::uint64_t entries_;
    std::optional<bytes> checkpoint_;
    entry entry_;
    bytes bytes_;
    sha256 hasher_;
};

} // namespace amends::testing
