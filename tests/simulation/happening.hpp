// SPDX-License-Identifier: BSL-1.0
// What happened in one step of a world: what was handed in, what judges were asked, what was tried.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/authority/question.hpp>
#include <amends/desk/desk.hpp>

#include <optional>
#include <string>
#include <vector>

namespace amends::simulation {

/// One command handed in at a desk.
struct handed_in {
    std::size_t desk = 0;
    std::size_t rules = 0; ///< which of the house's rules the desk judged by
    session from{};
    command what{};
    std::optional<instant> at{};             ///< of an imported one
    digest content{};                        ///< SHA-256 of its canonical content
    bool alone = true;                       ///< not part of a batch
    std::optional<result<outcome>> answer{}; ///< none: the process died first
};

/// One question that a desk put to its judges, as far as an entry shows it, and the answer.
struct judged {
    std::size_t desk = 0;
    actor who{};
    rule_name command{};
    case_id on{};
    digest terms_hash{};
    instant at{};
    verdict said{};
};

/// What a desk asked its store to keep in one call, whatever became of it.
struct attempt {
    std::size_t desk = 0;
    struct one {
        case_id on{};
        std::uint64_t sequence = 0;
        digest hash{};
    };
    std::vector<one> entries;
};

struct happening {
    std::size_t step = 0;
    std::vector<handed_in> handed;
    std::vector<judged> asked;
    std::vector<attempt> attempts;
    std::size_t asked_while_reading = 0; ///< questions while cases were only read
    std::vector<std::string> beside;     ///< what else happened, in words
    std::vector<std::string> thrown;     ///< what came across a desk that should not
    std::size_t first_fresh = 0;         ///< entries of the log from here on are new

    /// The command that led to an entry with this hash, or nullptr: handed in at a desk that tried to
    /// keep it, with this id and content. One that came from the entry's actor goes first, since two
    /// people may have handed in the same.
    handed_in const* origin_of(entry const& e, digest const& hash) const;
};

/// One line for each command and whatever else happened.
std::vector<std::string> in_words(happening const& h);

} // namespace amends::simulation
