// SPDX-License-Identifier: BSL-1.0
// A desk for questions: it reads cases and decides nothing.
#pragma once

#include "cli/console.hpp"
#include "cli/opened_store.hpp"

#include <amends/desk/desk.hpp>

namespace amends::cli {

// Nobody asks this judge; if somebody did, nothing would be granted.
struct grants_nothing {
    verdict judge(question const&) const {
        verdict none;
        none.decision = decision::forbidden;
        return none;
    }
};

// As `fail`, and what can be done about a store that has not the keys of what is sealed in it.
inline int fail_to_open(error why) {
    if (why.code == errc::key_missing)
        why.message +=
            "; a store that was restored without --keys-from has no keys: what is sealed "
            "stays closed with amends export --without-keys";
    return fail(why);
}

// A store and the desk over it, for verbs that look at cases.
struct reading_desk {
    std::unique_ptr<store> kept;
    desk at;

    static result<reading_desk> open(std::string const& store_name,
                                     any_policy judge = grants_nothing{}, desk_options how = {}) {
        auto kept = open_store(store_name, access::reading);
        if (!kept) return kept.error();
        how.keys = (*kept)->keys();
        desk at(**kept, std::move(judge), std::move(how));
        return reading_desk{std::move(*kept), std::move(at)};
    }
};

} // namespace amends::cli
