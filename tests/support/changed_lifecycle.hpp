// SPDX-License-Identifier: BSL-1.0
// A lifecycle as a later release has it: the same steps under another hash, with other rows if wanted.
#pragma once

#include <amends/workflow/lifecycle.hpp>

#include <string>
#include <vector>

namespace amends::testing {

struct changed_lifecycle : lifecycle {
    explicit changed_lifecycle(lifecycle const& of, std::string const& release = "another")
        : real(of),
          hash(sha256_of(release)),
          all(of.rows().begin(), of.rows().end()),
          known(of.states().begin(), of.states().end()) {}

    lifecycle const& real;
    digest hash;
    std::vector<workflow::row_info> all; ///< as it shows them; steps are those of `real`
    std::vector<workflow::state_info> known;

    std::string_view name() const noexcept override { return real.name(); }
    digest const& content_hash() const noexcept override { return hash; }
    std::span<workflow::row_info const> rows() const noexcept override { return all; }
    std::span<workflow::state_info const> states() const noexcept override { return known; }
    std::span<workflow::command_info const> commands() const noexcept override {
        return real.commands();
    }
    position initial() const noexcept override { return real.initial(); }
    workflow::reply take(position& at, command_content& what, workflow::step& s) const override {
        return real.take(at, what, s);
    }
    workflow::reply take_on_twin(position& at, command_content& what,
                                 workflow::step& s) const override {
        return real.take_on_twin(at, what, s);
    }
    bool possible_here(position at, std::uint8_t command) const noexcept override {
        return real.possible_here(at, command);
    }
    std::optional<workflow::explanation> ruled_out(position at, std::uint8_t command,
                                                   workflow::step const& s) const override {
        return real.ruled_out(at, command, s);
    }
    std::optional<workflow::explanation>
    ruled_out_as_judged(position at, std::uint8_t command, workflow::step const& s) const override {
        return real.ruled_out_as_judged(at, command, s);
    }
    std::optional<workflow::explanation> why_refused(position at, command_content const& what,
                                                     workflow::step const& s) const override {
        return real.why_refused(at, what, s);
    }
};

} // namespace amends::testing
