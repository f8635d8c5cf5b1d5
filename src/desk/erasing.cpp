// SPDX-License-Identifier: BSL-1.0
// Erasing a customer: every case is asked, and says so or none does; then the keys go.
#include "desk/working.hpp"

#include <amends/vocabulary/texts.hpp>

#include <algorithm>

namespace amends {
namespace {

using key_ids = std::vector<std::uint64_t>;

bool is_among(key_ids const& some, std::uint64_t id) {
    return std::ranges::find(some, id) != some.end();
}
void add(key_ids& to, std::uint64_t id) {
    if (!is_among(to, id)) to.push_back(id);
}

bool has_words(fact const& what) { return canonical::size_of_texts(what) != 0; }

bool is_refused(std::optional<result<outcome>> const& answer) {
    return std::holds_alternative<refused>(**answer);
}

} // namespace

/// Which keys sealed what, and whether any text is not erased yet.
/// Errors: `not_sealed` for a text that no key can take away.
result<desk::working::survey> desk::working::look_through(std::vector<case_id> const& cases) {
    survey s;
    key_ids covered, in_use;
    for (auto const& on : cases) {
        auto const c = reported(on);
        if (!c) return c.error();
        auto const& file = (*c)->file;
        auto const through = file.erased ? file.erased->through : 0;
        s.something_to_erase |= file.version > through;
        std::optional<error> wrong;
        auto const read = kept.read(on, 1, file.version, [&](stored_entry const& stored) {
            auto const e = decode_entry(stored.bytes);
            if (!e) {
                wrong = error{errc::damaged_trail, e.error().message};
            } else if (e->commitment) {
                auto const key = key_named_in(stored.sealed);
                if (!key) wrong = key.error();
                else add(stored.sequence > through ? in_use : covered, *key);
            } else if (has_words(e->what)) {
                wrong = mismatch(errc::not_sealed, "sealed texts",
                                 "a text that stands in the entry for ever",
                                 "case " + on.str() + ", entry " + std::to_string(stored.sequence));
            }
            return !wrong;
        });
        if (!read) return read.error();
        if (wrong) return *wrong;
    }
    std::erase_if(covered, [&](std::uint64_t id) { return is_among(in_use, id); });
    s.erased_keys = std::move(covered);
    return s;
}

/// Destroys the retired keys of a customer: all of them, or those among `only`.
result<void> desk::working::destroy_retired(customer_id const& whose, key_ids const* only) {
    auto const known = texts.keys().keys_of(whose);
    if (!known) return known.error();
    key_ids wanted;
    for (auto const& [state, key] : *known)
        if (state == key_state::retired && (only == nullptr || is_among(*only, key.id)))
            wanted.push_back(key.id);
    auto destroyed = texts.keys().destroy(wanted);
    texts.forget_keys();
    return destroyed;
}

result<customer_erasure> desk::working::erase(session const& from,
                                              erase_personal_data const& what) {
    // Afterwards the desk takes commands for one case again, whatever was thrown.
    struct all_cases {
        bool& together;
        explicit all_cases(bool& flag) : together(flag) { together = true; }
        ~all_cases() { together = false; }
    } const asked_together(whole_customer);
    try {
        return erase_together(from, what);
    } catch (...) {
        forget_changes();
        throw;
    }
}

result<customer_erasure> desk::working::erase_together(session const& from,
                                                       erase_personal_data const& what) {
    if (!texts.on())
        return mismatch(errc::not_sealed, "a desk with keys",
                        "one that leaves texts in the entries", "customer " + what.customer.str());
    customer_erasure said{what.customer, false, {}};
    for (unsigned tries = 0;; ++tries) {
        if (auto const known = catch_up(); !known) return known.error();
        auto const found = cases_of(kept, what.customer);
        if (!found) return found.error();
        if (found->cases.empty()) return no_such_customer(what.customer);
        auto const seen = look_through(found->cases);
        if (!seen) return seen.error();
        // What an erasure that was interrupted after its facts left to do.
        if (!seen->erased_keys.empty())
            if (auto done = destroy_retired(what.customer, &seen->erased_keys); !done)
                return done.error();
        said.erased = !seen->something_to_erase;
        if (said.erased) return said;

        // Every case is asked, also those erased before: none may go on meanwhile.
        std::vector<submission> asked;
        for (auto const& on : found->cases)
            asked.push_back({&from, command{on, {}, {}, what}, std::nullopt});
        auto const decide_together = [&] {
            prepare(asked);
            decide_all(asked);
        };
        decide_together();
        for (auto& answer : answers)
            if (!*answer) {
                auto why = answer->error();
                forget_changes();
                return why;
            }
        auto const no = std::ranges::any_of(answers, is_refused);
        if (no) {
            // Nothing is erased: what the others would have said is not kept.
            forget_changes();
            std::vector<submission> refusing;
            for (std::size_t i = 0; i < asked.size(); ++i)
                if (is_refused(answers[i])) refusing.push_back(std::move(asked[i]));
            asked = std::move(refusing);
            decide_together();
            if (!std::ranges::all_of(answers, [](auto& a) { return *a && is_refused(a); })) {
                forget_changes();
                if (tries < options.conflict_retries) continue;
                return mismatch(errc::version_conflict, "cases that stay as they are",
                                "others at every look", "customer " + what.customer.str());
            }
        } else {
            marks.must_be_unmarked(found->no_others.about, found->no_others.since_log_index);
            if (auto retired = texts.keys().retire(what.customer); !retired) {
                forget_changes();
                return retired.error();
            }
        }
        auto const committed = commit();
        if (!committed && committed.error().code == errc::version_conflict &&
            tries < options.conflict_retries)
            continue;
        if (!committed) return committed.error();
        for (std::size_t i = 0; i < asked.size(); ++i)
            said.cases.emplace_back(asked[i].what.on, std::move(**answers[i]));
        cache.release_surplus();
        if (no) return said;
        if (auto done = destroy_retired(what.customer, nullptr); !done) return done.error();
        if (auto const known = catch_up(); !known) return known.error();
        said.erased = true;
        return said;
    }
}

} // namespace amends
