// SPDX-License-Identifier: BSL-1.0
// Verdicts as canonical bytes and in words.
#include <amends/authority/verdict.hpp>

#include <amends/vocabulary/print.hpp>

#include "authority/reason_in_words.hpp"

#include <ostream>

namespace amends {

namespace detail {

template <class T>
few<T>::few() noexcept = default;
template <class T>
few<T>::few(few const& other) = default;
template <class T>
few<T>::few(few&& other) noexcept = default;
template <class T>
few<T>& few<T>::operator=(few const& other) = default;
template <class T>
few<T>& few<T>::operator=(few&& other) noexcept = default;
template <class T>
few<T>::~few() = default;

template class few<reason>;
template class few<role>;

} // namespace detail

role verdict::can_change_that() const noexcept {
    for (auto const& r : reasons)
        if (r.rule == "nobody_may_decide") return role::trusted(r.expected.words.view());
    return {};
}

namespace canonical {

std::size_t size(verdict const& v) noexcept {
    std::size_t total = 1 + 4 + 4 + 32 + 4 + 4;
    for (auto const& r : v.reasons) total += size(r);
    for (auto const& r : v.competent) total += size(r);
    return total;
}

std::byte* put(std::byte* to, verdict const& v) noexcept {
    to = put(to, v.decision);
    to = put(to, v.approvers_needed);
    to = put(to, v.document_version);
    to = put(to, v.document);
    to = put(to, static_cast<std::uint32_t>(v.reasons.size()));
    for (auto const& r : v.reasons) to = put(to, r);
    to = put(to, static_cast<std::uint32_t>(v.competent.size()));
    for (auto const& r : v.competent) to = put(to, r);
    return to;
}

namespace {
template <class List>
void get_list(reader& from, List& list) {
    list.clear();
    for (auto left_to_read = from.list_count(); left_to_read != 0 && from.ok(); --left_to_read)
        from.get(list.emplace_back());
}
} // namespace

void get(reader& from, verdict& v) {
    from.get(v.decision);
    from.get(v.approvers_needed);
    from.get(v.document_version);
    from.get(v.document);
    get_list(from, v.reasons);
    get_list(from, v.competent);
}

void get(reader& from, passed<verdict>) {
    from.get(passed<decltype(verdict::decision)>{});
    from.get(passed<decltype(verdict::approvers_needed)>{});
    from.get(passed<decltype(verdict::document_version)>{});
    from.get(passed<decltype(verdict::document)>{});
    from.get(passed<std::vector<reason>>{});
    from.get(passed<std::vector<role>>{});
}

} // namespace canonical

std::string to_text(measure const& m) {
    switch (m.kind) {
    case measure_kind::nothing: return "nothing";
    case measure_kind::words: return m.words.str();
    case measure_kind::amount: return to_text(money{m.value, m.in});
    case measure_kind::at_most: return "at most " + to_text(money{m.value, m.in});
    case measure_kind::at_least: return "at least " + to_text(money{m.value, m.in});
    case measure_kind::count: return std::to_string(m.value);
    }
    return "nothing";
}

std::string reason_in_words(reason const& why, std::string_view after_the_rule) {
    auto out = why.rule.str();
    auto before = after_the_rule;
    auto const add = [&](std::string_view word, measure const& side) {
        if (side.kind == measure_kind::nothing) return;
        out.append(before).append(word).append(to_text(side));
        before = ", ";
    };
    add("expected ", why.expected);
    add("found ", why.found);
    return out;
}

std::string to_text(verdict const& v) {
    std::string out(name_of(v.decision));
    for (auto const& r : v.reasons) out += "; " + reason_in_words(r);
    if (!v.competent.empty()) {
        out += "; could decide: ";
        for (std::size_t i = 0; i < v.competent.size(); ++i)
            out += (i == 0 ? "" : ", ") + v.competent[i].str();
    }
    return out;
}

std::ostream& operator<<(std::ostream& out, verdict const& v) { return out << to_text(v); }

} // namespace amends
