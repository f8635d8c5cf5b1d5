// SPDX-License-Identifier: BSL-1.0
// Walks the path once and keeps what each step saw.
#include "moments.hpp"

#include <amends/authority/question.hpp>
#include <amends/casefile/evolve.hpp>

namespace bench {

using namespace amends;

std::vector<moment> moments_of_a_parcel() {
    auto const policy = policy_of_the_shop();
    auto const& table = standard_lifecycle();
    workflow::surroundings const given;
    std::vector<moment> all;
    case_file file;
    file.id = "41";
    file.at = table.initial();
    circumstances how;
    for (auto& [from, what] : path_of_a_parcel(true)) {
        moment m;
        m.file = file;
        m.who = from.who;
        m.standing = standing_of(from.who, file);
        m.at = instant(std::chrono::seconds(1767225600 + all.size()));
        m.what = what;
        auto const* proposed = std::get_if<propose>(&what);
        auto const* about = proposed != nullptr ? &proposed->terms
                            : file.proposed     ? &file.proposed->terms
                                                : nullptr;
        if (proposed != nullptr) m.terms_hash = hash_of(proposed->terms);
        else if (file.proposed) m.terms_hash = file.proposed->terms_hash;
        m.judged = policy.judge(ask(m.who, name_of(what), file, about, m.terms_hash, m.at));

        fact happened;
        workflow::step s{file, m.who, m.standing, m.judged, m.at, given, m.terms_hash, happened};
        m.after = file.at;
        m.said = table.take(m.after, what, s);
        if (m.said == workflow::reply::taken) {
            how.sequence = file.version + 1;
            how.at = m.at;
            how.by = m.who.id;
            how.from = file.at;
            how.to = m.after;
            evolve_in_place(file, std::move(happened), how);
        }
        all.push_back(std::move(m));
    }
    return all;
}

} // namespace bench
