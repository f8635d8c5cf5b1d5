// SPDX-License-Identifier: BSL-1.0
// Promise 7: an approval is bound to the hash of what was approved.
#include "simulation/promises.hpp"

#include <amends/vocabulary/bytes.hpp>

#include <map>

namespace amends::simulation {
namespace {

class bound_to_terms_checker final : public promise {
  public:
    bound_to_terms_checker() : promise(7, "an approval is bound to what was approved") {}

  private:
    struct table {
        digest terms;
        std::uint32_t needed = 0;
        std::uint32_t approvals = 0; ///< since these terms lie there
    };

    void check(view const& at) override {
        for (auto const& e : at.fresh()) walk(e);
        for (auto const& h : at.now.handed) check_answer(at, h);
    }

    void walk(kept_entry const& e) {
        auto& t = tables_[e.on];
        auto const need = [&](bool holds, char const* what, digest const& wanted,
                              digest const& found) {
            hold(holds, [&] {
                return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + ": expected " +
                       what + ' ' + to_text(wanted) + ", found " + to_text(found);
            });
        };
        // The hash counted here again: SHA-256 over the canonical bytes of the terms.
        auto const put = [&](terms const& what, digest const& named, std::uint32_t needed) {
            auto const actual = sha256_of(canonical::encode(what));
            need(named == actual, "the hash of the terms,", actual, named);
            t = {actual, needed, 0};
        };
        auto const& fact = e.says.what;
        if (auto const* f = std::get_if<solution_offered>(&fact)) put(f->what, f->terms_hash, 0);
        if (auto const* f = std::get_if<approval_requested>(&fact))
            put(f->what, f->terms_hash, f->approvers_needed);
        if (auto const* f = std::get_if<proposal_approved>(&fact)) {
            need(f->what.terms_hash == t.terms, "approval of what lies on the table,", t.terms,
                 f->what.terms_hash);
            ++t.approvals;
            hold(f->complete == (t.approvals >= t.needed), [&] {
                return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + ": expected " +
                       std::to_string(t.needed) + " approvals of these terms, found " +
                       std::to_string(t.approvals);
            });
        }
        if (auto const* f = std::get_if<solution_agreed>(&fact))
            need(f->what.terms_hash == t.terms, "a yes to what lies on the table,", t.terms,
                 f->what.terms_hash);
    }

    /// What somebody said yes to is what the trail says they did.
    void check_answer(view const& at, handed_in const& h) {
        auto const named = terms_named_by(h.what.what);
        if (!named || !h.answer || !*h.answer) return;
        auto const* yes = std::get_if<accepted>(&**h.answer);
        auto const* e = yes == nullptr ? nullptr : at.log.find(h.what.on, yes->version);
        if (e == nullptr) return;
        digest kept;
        if (auto const* f = std::get_if<proposal_approved>(&e->says.what))
            kept = f->what.terms_hash;
        if (auto const* f = std::get_if<solution_agreed>(&e->says.what)) kept = f->what.terms_hash;
        hold(kept == *named, [&] {
            return "command " + h.what.id.str() + ": expected a yes to the terms that it names, " +
                   to_text(*named) + ", found one to " + to_text(kept);
        });
    }
    static std::optional<digest> terms_named_by(command_content const& what) {
        if (auto const* c = std::get_if<approve>(&what)) return c->terms_hash;
        if (auto const* c = std::get_if<amends::accept>(&what)) return c->terms_hash;
        return std::nullopt;
    }

    std::map<case_id, table> tables_;
};

} // namespace

std::unique_ptr<promise> bound_to_terms() { return std::make_unique<bound_to_terms_checker>(); }

} // namespace amends::simulation
