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

/// A judge or a guard threw: the error is on record as a refusal.
bool is_failed(std::optional<result<outcome>> const& answer) {
    return !*answer && answer->error().code == errc::policy_failed;
}
bool objects(std::optional<result<outcome>> const& answer) {
    return is_failed(answer) || std::holds_alternative<refused>(**answer);
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

/// The keys of a customer that seal no more and open still.
result<key_ids> desk::working::retired_keys(customer_id const& whose) {
    auto const known = texts.keys().keys_of(whose);
    if (!known) return known.error();
    key_ids retired;
    for (auto const& [state, key] : *known)
        if (state == key_state::retired) retired.push_back(key.id);
    return retired;
}

result<void> desk::working::destroy(key_ids const& keys) {
    auto destroyed = texts.keys().destroy(keys);
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
    if (auto const whole = check_whole(); !whole) return whole.error();
    for (unsigned tries = 0;; ++tries) {
        auto said = try_to_erase(from, what);
        if (said || said.error().code != errc::version_conflict ||
            tries >= options.conflict_retries)
            return said;
    }
}

/// Errors: `version_conflict` when another desk went on with one of the cases, or with a new one.
result<customer_erasure> desk::working::try_to_erase(session const& from,
                                                     erase_personal_data const& what) {
    if (auto const known = catch_up(); !known) return known.error();
    auto const found = cases_of(kept, what.customer);
    if (!found) return found.error();
    if (found->cases.empty()) return no_such_customer(what.customer);
    auto const seen = look_through(found->cases);
    if (!seen) return seen.error();
    if (auto done = finish_erasure(what.customer, seen->erased_keys); !done) return done.error();
    if (!seen->something_to_erase) return customer_erasure{what.customer, true, {}};

    // Every case is asked, also those erased before: none may go on meanwhile.
    std::vector<submission> asked;
    for (auto const& on : found->cases)
        asked.push_back({&from, command{on, {}, {}, what}, std::nullopt});
    if (auto answered = ask_together(asked); !answered) return answered.error();
    auto const no = std::ranges::any_of(answers, objects);
    return no ? keep_refusals(what.customer, std::move(asked))
              : keep_erasure(what.customer, asked, found->no_others);
}

/// Destroys what an erasure that was interrupted after its facts left to do.
result<void> desk::working::finish_erasure(customer_id const& whose, key_ids const& covered) {
    if (covered.empty()) return {};
    auto left = retired_keys(whose);
    if (!left) return left.error();
    std::erase_if(*left, [&](std::uint64_t id) { return !is_among(covered, id); });
    return destroy(*left);
}

/// Decides what each of these cases says. Errors: the first that is no answer and leaves no refusal.
result<void> desk::working::ask_together(std::span<submission> asked) {
    prepare(asked);
    decide_all(asked);
    for (auto& answer : answers)
        if (!*answer && !is_failed(answer)) {
            auto why = answer->error();
            forget_changes();
            return why;
        }
    return {};
}

customer_erasure desk::working::said_together(customer_id const& whose,
                                              std::span<submission const> asked) {
    customer_erasure said{whose, false, {}};
    for (std::size_t i = 0; i < asked.size(); ++i)
        said.cases.emplace_back(asked[i].what.on, std::move(**answers[i]));
    end_batch();
    return said;
}

/// Nothing is erased: what the others would have said is not kept. Errors: `policy_failed`, which is
/// kept as well.
result<customer_erasure> desk::working::keep_refusals(customer_id const& whose,
                                                      std::vector<submission> asked) {
    forget_changes();
    std::vector<submission> refusing;
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (objects(answers[i])) refusing.push_back(std::move(asked[i]));
    if (auto answered = ask_together(refusing); !answered) return answered.error();
    if (!std::ranges::all_of(answers, objects)) {
        forget_changes();
        return mismatch(errc::version_conflict, "cases that stay as they are",
                        "others at every look", "customer " + whose.str());
    }
    if (auto const committed = commit(); !committed) return committed.error();
    if (auto const failed = std::ranges::find_if(answers, is_failed); failed != answers.end()) {
        end_batch();
        return (*failed)->error();
    }
    return said_together(whose, refusing);
}

/// Keeps what all of them agreed to, and destroys the keys that had sealed anything until then.
result<customer_erasure> desk::working::keep_erasure(customer_id const& whose,
                                                     std::span<submission const> asked,
                                                     unmarked const& no_others) {
    marks.must_be_unmarked(no_others.about, no_others.since_log_index);
    auto const retired = texts.keys().retire(whose);
    // One that comes later, as with a case that is carried over, was not asked about.
    auto const keys = retired ? retired_keys(whose) : result<key_ids>(retired.error());
    if (!keys) {
        forget_changes();
        return keys.error();
    }
    if (auto const committed = commit(); !committed) return committed.error();
    auto said = said_together(whose, asked);
    if (auto done = destroy(*keys); !done) return done.error();
    if (auto const known = catch_up(); !known) return known.error();
    said.erased = true;
    return said;
}

} // namespace amends
