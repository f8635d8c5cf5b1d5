// SPDX-License-Identifier: BSL-1.0
// Versions behind one lock that is held only to take a copy of the list's handle.
#include <amends/authority/in_force.hpp>

#include <algorithm>
#include <mutex>

namespace amends {

struct authority_in_force::shared {
    using list = std::vector<authority>;

    mutable std::mutex guard;
    std::shared_ptr<list const> versions;

    std::shared_ptr<list const> now() const {
        std::scoped_lock lock(guard);
        return versions;
    }
};

namespace {

/// The last that is effective by then; the first when none is.
authority const& of_time(std::vector<authority> const& versions, instant when) {
    auto const later = std::ranges::upper_bound(
        versions, when, {}, [](authority const& a) { return a.table().effective; });
    return later == versions.begin() ? versions.front() : *std::prev(later);
}

} // namespace

authority_in_force::authority_in_force(authority first) : shared_(std::make_shared<shared>()) {
    shared_->versions = std::make_shared<shared::list const>(1, std::move(first));
}

result<void> authority_in_force::add(authority next) {
    std::scoped_lock lock(shared_->guard);
    auto const& table = next.table();
    for (auto const& known : *shared_->versions) {
        if (known.table().version != table.version) continue;
        if (known.table().hash == table.hash && !table.hash.empty()) return {};
        return mismatch(errc::version_conflict,
                        "a version other than " + std::to_string(table.version) +
                            ", which has hash " + to_text(known.table().hash),
                        "version " + std::to_string(table.version) + " with hash " +
                            to_text(table.hash),
                        table.name);
    }
    auto longer = *shared_->versions;
    auto const place = std::ranges::upper_bound(
        longer, std::pair(table.effective, table.version), {},
        [](authority const& a) { return std::pair(a.table().effective, a.table().version); });
    longer.insert(place, std::move(next));
    shared_->versions = std::make_shared<shared::list const>(std::move(longer));
    return {};
}

authority authority_in_force::at(instant when) const { return of_time(*shared_->now(), when); }

std::vector<authority> authority_in_force::versions() const { return *shared_->now(); }

verdict authority_in_force::judge(question const& q) const {
    auto const held = shared_->now();
    return of_time(*held, q.at).judge(q);
}

role authority_in_force::decides_in(question const& q) const {
    auto const held = shared_->now();
    return of_time(*held, q.at).decides_in(q);
}

looking_back authority_in_force::looks_back() const {
    auto const held = shared_->now(); // a loop over a temporary's list would outlive it
    looking_back all;
    for (auto const& one : *held) all = all | one.looks_back();
    return all;
}

} // namespace amends
