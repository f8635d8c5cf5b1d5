// SPDX-License-Identifier: BSL-1.0
// A store that passes everything on to another; tests override what they are about.
#pragma once

#include <amends/store/store.hpp>

namespace amends::testing {

class passing_on : public store {
  public:
    explicit passing_on(store& to) : real(to) {}

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless = {}) override {
        return real.append(entries, unless);
    }
    result<void> marked(std::uint64_t about, std::uint64_t from,
                        mark_visitor const& visit) override {
        return real.marked(about, from, visit);
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        return real.read(on, from, to, visit);
    }
    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        return real.scan(from, visit);
    }
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) override {
        return real.seen(id);
    }
    result<std::optional<case_head>> head(case_id const& on) override { return real.head(on); }
    result<void> heads(std::function<bool(case_head const&)> const& visit) override {
        return real.heads(visit);
    }
    result<std::uint64_t> size() override { return real.size(); }
    result<void> keep(snapshot const& s) override { return real.keep(s); }
    result<std::optional<snapshot>> recall(case_id const& on) override { return real.recall(on); }
    result<void> keep_beside(std::string_view name, byte_view content) override {
        return real.keep_beside(name, content);
    }
    result<std::optional<bytes>> beside(std::string_view name) override {
        return real.beside(name);
    }
    result<void> beside(std::string_view prefix, beside_visitor const& visit) override {
        return real.beside(prefix, visit);
    }
    key_store* keys() noexcept override { return real.keys(); }

  protected:
    store& real;
};

} // namespace amends::testing
