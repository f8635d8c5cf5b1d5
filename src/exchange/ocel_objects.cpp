// SPDX-License-Identifier: BSL-1.0
// Who and what entries name, found by the types of their members.
#include "exchange/ocel_objects.hpp"

#include "exchange/personal.hpp"
#include "exchange/sound_text.hpp"

#include <amends/vocabulary/print.hpp>

#include <algorithm>

namespace amends::detail {
namespace {

template <class T>
struct listed {
    using type = void;
};
template <class T>
struct listed<std::vector<T>> {
    using type = T;
};

// Calls `visit(object, member's name)` for every member that is the id of somebody or something.
template <class T, class Visit>
void each_named(std::string& name, T const& value, Visit const& visit) {
    boost::mp11::mp_for_each<canonical::members_of<T>>([&]<class M>(M m) {
        using member_type = member_type_of<T, M>;
        using element = typename listed<member_type>::type;
        auto const& member = value.*m.pointer;
        auto const outside = name.size();
        auto const tell = [&](object_kind kind, std::string_view of) {
            if (of.empty()) return;
            name += m.name;
            visit(object_key{kind, id<object_tag>::trusted(of)}, std::string_view(name));
        };
        if constexpr (std::same_as<member_type, actor_id>) {
            tell(object_kind::colleague, member.view());
        } else if constexpr (std::same_as<member_type, customer_id>) {
            tell(object_kind::customer, member.view());
        } else if constexpr (std::same_as<member_type, case_id>) {
            tell(object_kind::case_file, member.view());
        } else if constexpr (described_value<member_type>) {
            if (std::string_view(m.name) != "what") (name += m.name) += '.';
            each_named(name, member, visit);
        } else if constexpr (described_value<element>) {
            (name += m.name) += '.';
            for (auto const& one : member) each_named(name, one, visit);
        }
        name.resize(outside);
    });
}

object_kind kind_of(side s) {
    switch (s) {
    case side::customer: return object_kind::customer;
    case side::staff: return object_kind::colleague;
    case side::service: return object_kind::service;
    }
    return object_kind::service;
}

} // namespace

std::string_view name_of(object_kind kind) noexcept {
    switch (kind) {
    case object_kind::case_file: return "case";
    case object_kind::colleague: return "colleague";
    case object_kind::customer: return "customer";
    case object_kind::service: return "service";
    }
    return "?";
}

std::string object_id(object_key const& object) {
    return std::string(name_of(object.kind)) + ':' + in_utf8(object.of.view());
}

void each_relation(entry const& e, relation_visitor const& visit) {
    visit({object_kind::case_file, id<object_tag>::trusted(e.on.view())}, "case");
    if (!e.who.id.empty())
        visit({kind_of(e.who.side), id<object_tag>::trusted(e.who.id.view())}, "actor");
    std::string name;
    std::visit([&](auto const& one) { each_named(name, one, visit); }, e.what);
}

void object_passes::offer(object_key const& seen) {
    if (pass_ended_) {
        if (!found_.empty()) done_up_to_ = found_.back();
        found_.clear();
        forget_lately();
        pass_ended_ = there_are_more_ = false;
    }
    if (done_up_to_ && seen <= *done_up_to_) return;
    auto& known =
        lately_[(hash_value(seen.of) + static_cast<std::size_t>(seen.kind)) % lately_.size()];
    if (known == seen) return;
    known = seen;
    found_.push_back(seen);
    if (found_.size() >= 2 * at_once_) keep_the_first();
}

std::vector<object_key> const& object_passes::found() {
    keep_the_first();
    pass_ended_ = true;
    return found_;
}

void object_passes::keep_the_first() {
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    if (found_.size() <= at_once_) return;
    found_.resize(at_once_);
    there_are_more_ = true;
}

} // namespace amends::detail
