// SPDX-License-Identifier: BSL-1.0
// The authority document: a TOML file that a service manager can read and change.
#pragma once

#include <amends/authority/authority.hpp>

#include <string_view>

namespace amends {

/// A table of authority read from a document; its verdicts carry the document's version and digest.
class authority_document {
  public:
    /// Reads a document's text; `source` names it in messages. Errors: `malformed` as
    /// `file:line:column: expected ..., found ...`; an unknown key is one, with the nearest key that
    /// is known.
    static result<authority_document> parse(std::string_view text, std::string_view source);

    verdict judge(question const& q) const { return rules_.judge(q); }
    looking_back looks_back() const noexcept { return rules_.looks_back(); }
    role decides_in(question const& q) const { return rules_.decides_in(q); }

    amends::authority const& rules() const noexcept { return rules_; }
    table_of_authority const& table() const noexcept { return rules_.table(); }
    std::string const& name() const noexcept { return table().name; }
    std::uint32_t version() const noexcept { return table().version; }
    /// SHA-256 of the document's text.
    digest const& hash() const noexcept { return table().hash; }
    /// The first moment at which the document is in force.
    instant effective() const noexcept { return table().effective; }
    /// Roles that must be told of every solved problem.
    std::vector<role> const& must_be_informed() const noexcept { return table().must_be_informed; }

  private:
    explicit authority_document(table_of_authority table) : rules_(std::move(table)) {}

    amends::authority rules_;
};
static_assert(policy<authority_document>);

} // namespace amends
