// SPDX-License-Identifier: BSL-1.0
// Documents that people write: authority and mappings in TOML.
#include "fuzz/holding.hpp"
#include "fuzz/targets.hpp"

#include <amends/authority/describe.hpp>
#include <amends/authority/document.hpp>
#include <amends/exchange/authority_json.hpp>
#include <amends/exchange/conformance.hpp>
#include <amends/exchange/mapping.hpp>
#include <amends/lifecycle/standard.hpp>

namespace amends::fuzz {

void try_authority_document(byte_view input) {
    auto const read = amends::authority_document::parse(text_of(input), "input.toml");
    if (!read) return must_say_both_sides(read.error());
    must(read->hash() == sha256_of(input), "a document's hash is over its text");

    // A document that is read can be judged by, described and shown.
    auto const noon = instant(std::chrono::milliseconds(1'772'452'800'000));
    remedy const some[] = {{remedy_kind::refund, {4000, eur}}, {remedy_kind::credit, {1, usd}}};
    question q;
    q.who = {"ann", side::staff, {"agent", "manager"}, "max", "d-1"};
    q.command = "propose";
    q.about.customer = "c1";
    q.about.category = "delivery";
    q.at = noon;
    q.remedies = some;
    (void)to_text(read->judge(q));
    q.remedies = std::span(some, 1);
    (void)to_text(read->judge(q));
    (void)read->rules().who_may_decide(q);
    (void)to_json(describe(read->table(), q.who, noon));
    (void)to_json(read->table());
}

void try_mapping(byte_view input) {
    auto const read = amends::mapping::parse(text_of(input), "input.toml");
    if (!read) return must_say_both_sides(read.error());
    (void)aligner::make(graph_of(standard_lifecycle(), *read));
}

} // namespace amends::fuzz
