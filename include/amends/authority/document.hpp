// SPDX-License-Identifier: BSL-1.0
// The authority document: a TOML file that a service manager can read and change.
#pragma once

#include <amends/authority/combine.hpp>
#include <amends/authority/limits.hpp>
#include <amends/authority/separation.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace amends {

/// A policy read from an authority document; its verdicts carry the document's version and digest.
class authority_document {
  public:
    /// Reads a document's text; `source` names it in messages. Errors: `malformed` as
    /// `file:line:column: expected ..., found ...`; unknown keys are errors.
    static result<authority_document> parse(std::string_view text, std::string_view source);

    /// Judges by the document's limits and separation of duties. Before the document is in force
    /// every judged command is forbidden (`not_in_force`).
    verdict judge(question const& q) const;

    std::string const& name() const noexcept { return name_; }
    std::uint32_t version() const noexcept { return version_; }
    /// SHA-256 of the document's text.
    digest const& hash() const noexcept { return hash_; }
    /// The first moment at which the document is in force.
    instant effective() const noexcept { return effective_; }
    /// Roles that must be told of every solved problem.
    std::vector<role> const& must_be_informed() const noexcept { return must_be_informed_; }

  private:
    friend class authority_reader;
    authority_document(money_limits limits, separation_of_duties separation)
        : rules_(std::move(limits), separation) {}

    std::string name_;
    std::uint32_t version_ = 0;
    digest hash_;
    instant effective_{};
    std::vector<role> must_be_informed_;
    all_of<money_limits, separation_of_duties> rules_;
};

} // namespace amends
