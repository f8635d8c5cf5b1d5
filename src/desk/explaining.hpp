// SPDX-License-Identifier: BSL-1.0
// What the desk says of a command that it does not take, and whether the judges leave it a row.
#pragma once

#include <amends/casefile/case_file.hpp>
#include <amends/workflow/lifecycle.hpp>

#include <optional>
#include <string>

namespace amends {

std::optional<workflow::explanation> not_entitled(parties who_may, parties standing,
                                                  actor const& who);
workflow::explanation not_possible_here(lifecycle const& table, workflow::command_info const& info,
                                        case_file const& file);
/// Whether the judges' no binds although no row may say so: what they forbid is refused, and what
/// needs an approval unless every row for this command here deals with what they say. Beside one that
/// does not, a row that asks would not bind.
bool is_overruled(lifecycle const& table, position at, std::uint8_t command, verdict const& judged);
/// Why a command is refused that the table leaves to the judges' no.
workflow::explanation not_granted(verdict const& judged);
/// Words of a refusal are for people: content of any length does not belong in them.
std::string shortened(std::string words);

} // namespace amends
