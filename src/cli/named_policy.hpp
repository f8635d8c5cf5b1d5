// SPDX-License-Identifier: BSL-1.0
// The authority document that a verb was given, or the one that the command carries.
#pragma once

#include "cli/bundled.hpp"
#include "cli/verb.hpp"
#include "exchange/text_file.hpp"

#include <amends/authority/document.hpp>

namespace amends::cli {

inline parameter policy_option(std::string& path) {
    return option("--policy", path,
                  "authority document; built in: examples/policies/authority.toml");
}

inline result<authority_document> named_policy(std::string const& path) {
    if (path.empty())
        return authority_document::parse(bundled_policy().text, bundled_policy().path);
    auto const text = detail::read_whole(path, std::size_t{1} << 20);
    if (!text) return text.error();
    return authority_document::parse(*text, path);
}

} // namespace amends::cli
