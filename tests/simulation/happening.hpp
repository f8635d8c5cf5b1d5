// SPDX-License-Identifier: BSL-1.0
// What happened in one step of a world: what was asked for, what judges were asked, what was tried.
#pragma once

#include <amends/audit/entry.hpp>
#include <amends/authority/question.hpp>
#include <amends/desk/desk.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace amends::simulation {

/// What somebody asked of a desk.
struct request {
    std::size_t desk = 0;
    std::size_t rules = 0; ///< which of the house's rules the desk judged by
    digest lifecycle{};    ///< by which the desk worked
    session from{};
};

/// One command handed in.
struct handed_in : request {
    command what{};
    std::optional<instant> at{};             ///< of an imported one
    digest content{};                        ///< SHA-256 of its canonical content
    bool alone = true;                       ///< not part of a batch
    std::optional<result<outcome>> answer{}; ///< none: the process died first
};

/// Everything about a customer to be erased.
struct erasure_asked : request {
    erase_personal_data what{};
    digest content{};
    std::optional<result<customer_erasure>> answer{};
};

/// A case to be moved to the desk's lifecycle; every case, where none is named.
struct move_asked : request {
    case_id on{};
    migration how{};
    bool only_looked = false; ///< nothing is to be kept of it
    std::optional<result<std::vector<case_move>>> answer{};
};

/// What was asked for of which an entry came, or nothing.
using asked_for =
    std::variant<std::monostate, handed_in const*, erasure_asked const*, move_asked const*>;
request const* request_of(asked_for const& asked);

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
    bool unheard = false; ///< the world saw to it that the desk did not hear what became of it
    struct one {
        case_id on{};
        std::uint64_t sequence = 0;
        digest hash{};
    };
    std::vector<one> entries{};

    bool has(digest const& hash) const;
};

/// How an entry came to be.
struct origin_of_entry {
    asked_for asked{};
    attempt const* by = nullptr; ///< that kept it; set where `asked` is
};

struct happening {
    std::size_t step = 0;
    std::vector<handed_in> handed;
    std::vector<erasure_asked> erasures;
    std::vector<move_asked> moves;
    std::vector<judged> asked;
    std::vector<attempt> attempts;
    std::vector<std::size_t> out_of_reach; ///< desks that found their store or their keys so
    bool power_lost = false;
    std::size_t asked_while_reading = 0;  ///< questions while cases were only read
    std::vector<std::string> beside;      ///< what else happened, in words
    std::vector<std::string> thrown;      ///< what came across a desk that should not
    std::size_t first_fresh = 0;          ///< entries of the log from here on are new
    std::vector<origin_of_entry> origins; ///< of the new ones
};

/// One line for each request and whatever else happened.
std::vector<std::string> in_words(happening const& h);

} // namespace amends::simulation
