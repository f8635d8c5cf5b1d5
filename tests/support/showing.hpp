// SPDX-License-Identifier: BSL-1.0
// A store that shows entries in another way than it has them.
#pragma once

#include "support/passing_on.hpp"

#include <functional>
#include <utility>

namespace amends::testing {

class showing : public passing_on {
  public:
    /// Changes an entry before it is shown; the bytes are a copy of the entry's own, to be changed too.
    using change = std::function<void(stored_entry&, bytes&)>;
    showing(store& to, change what) : passing_on(to), what_(std::move(what)) {}

    result<std::uint64_t> scan(std::uint64_t from, entry_visitor const& visit) override {
        return real.scan(from, shown(visit));
    }
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override {
        return real.read(on, from, to, shown(visit));
    }

  private:
    entry_visitor shown(entry_visitor const& visit) {
        return [this, &visit](stored_entry e) {
            bytes copy(e.bytes.begin(), e.bytes.end());
            what_(e, copy);
            e.bytes = copy;
            return visit(e);
        };
    }
    change what_;
};

} // namespace amends::testing
