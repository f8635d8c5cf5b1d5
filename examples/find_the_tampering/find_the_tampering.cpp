// SPDX-License-Identifier: BSL-1.0
// Find the tampering: a trail that was altered says where.
//
// Somebody wants a refund of 40.00 EUR to have been one of 4.00 EUR, changes one byte of one entry,
// then, cleverer, makes a new hash for it too; then drops an entry, then swaps two. The verifier
// names the first entry that cannot be right, each time. At last they write the whole history anew, so
// that every hash in it is right: that shows only against a checkpoint that was kept elsewhere.
//
// Output:
//   as written: 5 entries are sound
//   one byte changed: hash, log index 4, case 41, sequence 5
//   one byte of an earlier entry and its hash: chain, log index 3, case 41, sequence 4
//   one entry dropped: gap, log index 3, case 41, sequence 4
//   two entries swapped: gap, log index 2, case 41, sequence 3
//   everything written anew: 5 entries are sound
//   the same against the checkpoint: another root

#include <amends/amends.hpp>

#include <iostream>

using namespace amends;

namespace {

/// A log as somebody with the file in their hands has it.
struct copied_entry {
    stored_entry entry;
    bytes content;
};
using copied_log = std::vector<copied_entry>;

void say(char const* what, copied_log const& log) {
    trail_verifier verifier;
    for (auto one : log) {
        one.entry.bytes = one.content;
        if (auto const found = verifier.check(one.entry)) {
            std::cout << what << ": " << name_of(found->kind) << ", log index " << found->log_index
                      << ", case " << found->on << ", sequence " << found->sequence << '\n';
            return;
        }
    }
    std::cout << what << ": " << verifier.entries() << " entries are sound\n";
}

/// The history with 4.00 EUR in it from the start: every hash and every chain is right.
memory_store& written_anew(copied_log log, memory_store& into) {
    digest before;
    for (auto& one : log) {
        auto e = *decode_entry(one.content);
        if (auto* const offered = std::get_if<solution_offered>(&e.what)) {
            offered->what.remedies[0].cost = {400, eur};
            offered->terms_hash = hash_of(offered->what);
        }
        e.previous = before;
        one.content.clear();
        encode(e, one.content);
        before = sha256().of_leaf(one.content);
        new_entry const anew{.on = one.entry.on,
                             .sequence = one.entry.sequence,
                             .command = one.entry.command,
                             .hash = before,
                             .bytes = one.content};
        (void)into.append({&anew, 1});
    }
    return into;
}

void say(char const* what, verified_log const& found) {
    std::cout << what << ": ";
    if (!found.first) std::cout << found.entries << " entries are sound\n";
    else std::cout << "another " << name_of(found.first->kind) << '\n';
}

} // namespace

int main() {
    memory_store kept;
    auto now = *parse_instant("2026-06-01T08:00:00Z");
    desk counter(kept, money_limits({{.role = "agent", .kind = {}, .max = {5000, eur}}}, {"agent"}),
                 {.clock = [&] { return now += std::chrono::minutes(1); }});
    session const ann{{.id = "ann", .side = side::staff, .roles = {"agent"}}};
    for (command_content const& what : std::vector<command_content>{
             report{.kind = contact_kind::problem,
           .origin = origin::staff,
           .customer = "c-4",
           .expected = "a kettle that boils",
           .experienced = "it does not",
           .impact = "no tea"},
             take{},
             confirm{.nature = "broken kettle",
             .cause_is = cause_class::product_fault,
             .cause = "the switch",
             .how_sure = certainty::certain,
             .with = confirmed_with::customer},
             explain_options{.options = {{"refund", "money", "quick", "no kettle", "money"},
                                         {"repair", "the kettle", "cheap", "a week", "time"}}},
             propose{{.option = "refund",
             .remedies = {{remedy_kind::refund, {4000, eur}}},
             .actions = {{.what = "pay out 40.00 EUR", .by = "ann"}},
             .measure = "no second complaint about it"}}})
        (void)counter.handle(ann, {.on = "41", .id = {}, .what = what});

    copied_log log;
    (void)kept.scan(0, [&](stored_entry const& e) {
        log.push_back({e, {e.bytes.begin(), e.bytes.end()}});
        return true;
    });
    say("as written", log);

    auto forged = log;
    for (auto& b : forged[4].content)
        if (b == std::byte{0xa0}) b = std::byte{0x90}; // 4000 is 0x0fa0
    say("one byte changed", forged);

    forged = log;
    forged[2].content[forged[2].content.size() / 4] ^= std::byte{0x20};
    forged[2].entry.hash = sha256().of_leaf(forged[2].content);
    say("one byte of an earlier entry and its hash", forged);

    forged = log;
    forged.erase(forged.begin() + 2);
    say("one entry dropped", forged);

    forged = log;
    std::swap(forged[1], forged[2]);
    say("two entries swapped", forged);

    std::string sent_to_the_auditor;
    auto const seed = std::array<std::byte, 32>{}; // really of a source of randomness for keys
    // [a checkpoint]
    notary signs(kept, *signing_key::make("example.org/desk", seed), [&](signed_note const& note) {
        sent_to_the_auditor = to_text(note);
        return result<std::vector<note_signature>>(); // the auditor only keeps it
    });
    auto const made = signs.sign_when_due({.entries = 5, .age = std::chrono::minutes(15)}, now);
    // [a checkpoint]
    if (!made || !*made) return 1;
    auto const checkpoint = open_checkpoint(sent_to_the_auditor, std::array{signs.verifier()});
    memory_store anew;
    say("everything written anew", *verify_log(written_anew(log, anew)));
    say("the same against the checkpoint", *verify_log(anew, {.elsewhere = {*checkpoint}}));
}
