// SPDX-License-Identifier: BSL-1.0
// A checkpoint as a store keeps it under a name.
#pragma once

#include <amends/store/notary.hpp>

namespace amends::detail {

// Errors: `store_damaged`, with the name, when the content is no checkpoint.
result<kept_checkpoint> read_kept_checkpoint(std::string_view name, byte_view content);

} // namespace amends::detail
