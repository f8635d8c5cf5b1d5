// SPDX-License-Identifier: BSL-1.0
// How a question is put together from a case file.
#include <amends/authority/question.hpp>

namespace amends {

question ask(actor const& who, std::string_view command, case_file const& file, terms const* terms,
             digest const& hash, instant at) {
    question q;
    q.who = who;
    q.command = command;
    q.about.on = file.id;
    q.about.kind = file.kind;
    q.about.severity = file.contact.severity;
    q.about.category = file.contact.category;
    q.about.customer = file.contact.customer;
    q.about.occasion = file.occasion;
    q.about.there_since = file.there_since;
    q.about.owner = file.owner;
    if (file.proposed) {
        q.about.proposer = file.proposed->proposer;
        q.about.proposed_for = file.proposed->proposed_for;
        q.about.approvers_needed = file.proposed->approvers_needed;
        q.about.approvers = file.proposed->approvers;
        q.about.approved_for = file.proposed->approved_for;
    }
    if (terms != nullptr) q.remedies = terms->remedies;
    q.terms_hash = hash;
    q.at = at;
    return q;
}

} // namespace amends
