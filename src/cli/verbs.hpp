// SPDX-License-Identifier: BSL-1.0
// The verbs of the command.
#pragma once

#include "cli/verb.hpp"

#include <memory> // what a verb was given lives as long as the verb

namespace amends::cli {

verb generate_verb();
verb run_verb();
verb replay_verb();
verb conform_verb();
verb cases_verb();
verb show_verb();
verb possible_verb();
verb key_verb();
verb checkpoint_verb();
verb freeze_verb();
verb continue_verb();
verb migrate_verb();
verb prove_verb();
verb verify_verb();
verb export_verb();
verb restore_verb();
verb diagram_verb();
verb authority_verb();
verb erase_verb();
verb access_verb();
verb hold_verb();
verb release_verb();
verb who_verb();

} // namespace amends::cli
