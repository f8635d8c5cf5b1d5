// SPDX-License-Identifier: BSL-1.0
// Authority documents from TOML; docs/authority.md explains every key to those who write them.
#include <amends/authority/document.hpp>

#include "vocabulary/toml_reader.hpp"

namespace amends {

class authority_reader : detail::toml_reader {
  public:
    explicit authority_reader(std::string_view source) : toml_reader(source) {}

    result<authority_document> read(std::string_view content) {
        auto const parsed = parse(content);
        if (!parsed) return *failed();
        auto const& all = *parsed;
        only(all, {"name", "version", "effective", "ladder", "limit", "approval", "separation",
                   "routing"});
        auto const name = text(all, "name", true);
        auto const version = number(all, "version", true, 1, 4'000'000'000);
        auto const effective = day(all, "effective");
        read_ladder(all);
        tables(all, "limit", true, [&](toml::table const& t) { read_limit(t); });
        std::int64_t approvers = 1;
        if (auto const* t = table(all, "approval", false)) {
            only(*t, {"approvers"});
            approvers = number(*t, "approvers", true, 1, 16).value_or(1);
        }
        separation_of_duties::options separation;
        if (auto const* t = table(all, "separation", false)) {
            only(*t, {"evaluator_differs_from_owner"});
            separation.evaluator_differs_from_owner =
                truth(*t, "evaluator_differs_from_owner").value_or(false);
        }
        std::vector<role> inform;
        if (auto const* t = table(all, "routing", false)) {
            only(*t, {"inform"});
            for (auto const& one : texts(*t, "inform", true))
                if (auto const r = role_from(*t->get("inform"), one)) inform.push_back(*r);
        }
        if (failed()) return *failed();
        authority_document made(
            money_limits(std::move(limits_), std::move(ladder_), std::uint32_t(approvers)),
            separation_of_duties(separation));
        made.name_ = *name;
        made.version_ = static_cast<std::uint32_t>(*version);
        made.effective_ = effective;
        made.must_be_informed_ = std::move(inform);
        made.hash_ = sha256_of(content);
        return made;
    }

  private:
    instant day(toml::table const& t, std::string_view key) {
        auto const* node = need(t, key, true);
        if (node == nullptr) return {};
        if (!node->is_date()) {
            fail(*node, "a date such as 2026-01-01 in \"" + std::string(key) + '"',
                 detail::kind_of(*node));
            return {};
        }
        auto const d = node->as_date()->get();
        return std::chrono::sys_days(std::chrono::year{d.year} / d.month / d.day);
    }
    std::optional<role> role_from(toml::node const& at, std::string_view word) {
        auto made = role::parse(word);
        if (made && !made->empty()) return *made;
        fail(at, made ? mismatch(errc::malformed, "a role", "an empty name") : made.error());
        return std::nullopt;
    }
    void read_ladder(toml::table const& all) {
        auto const* t = table(all, "ladder", true);
        if (t == nullptr) return;
        only(*t, {"roles"});
        for (auto const& one : texts(*t, "roles", true)) {
            auto const r = role_from(*t->get("roles"), one);
            if (!r) return;
            if (std::find(ladder_.begin(), ladder_.end(), *r) != ladder_.end())
                return fail(*t->get("roles"), "each role once", '"' + one + "\" twice");
            ladder_.push_back(*r);
        }
    }
    void read_limit(toml::table const& t) {
        only(t, {"role", "remedy", "max"});
        auto const held = text(t, "role", true);
        auto const kind = text(t, "remedy", true);
        auto const max = text(t, "max", true);
        if (failed()) return;
        money_limit limit;
        names steps;
        for (auto const& r : ladder_) steps.push_back(r.view());
        if (std::find(steps.begin(), steps.end(), *held) == steps.end())
            return fail(*t.get("role"), "a role of the ladder, " + detail::meant(*held, steps),
                        '"' + *held + '"');
        limit.role = role::trusted(*held);
        if (*kind != "any") limit.kind = choice<remedy_kind>(*t.get("remedy"), *kind);
        auto const amount = parse_money(*max);
        if (!amount) return fail(*t.get("max"), amount.error());
        if (amount->minor_units < 0)
            return fail(*t.get("max"), "an amount that is not negative", *max);
        limit.max = *amount;
        limit.line = t.source().begin.line;
        for (auto const& other : limits_)
            if (other.role == limit.role && other.kind == limit.kind &&
                other.max.in == limit.max.in)
                return fail(t, "one limit for each role, remedy and currency",
                            "a second one for " + *held + ", " + *kind + " (the first is in line " +
                                std::to_string(other.line) + ")");
        limits_.push_back(limit);
    }

    std::vector<role> ladder_;
    std::vector<money_limit> limits_;
};

result<authority_document> authority_document::parse(std::string_view text,
                                                     std::string_view source) {
    return authority_reader(source).read(text);
}

verdict authority_document::judge(question const& q) const {
    auto v = rules_.judge(q);
    if (q.at < effective_ && !v.silent())
        v.add({"authority_document", "not_in_force", decision::forbidden,
               measure::of_words(rule_name::trusted("a time from " + to_text(effective_))),
               measure::of_words(rule_name::trusted(to_text(q.at)))});
    if (v.silent()) return v;
    v.document = hash_;
    v.document_version = version_;
    return v;
}

} // namespace amends
