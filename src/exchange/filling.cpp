// SPDX-License-Identifier: BSL-1.0
// One function per kind of member; structs and lists go member by member.
#include <amends/exchange/filling.hpp>

#include "text_file.hpp"
#include "vocabulary/nearest.hpp"

#include <amends/vocabulary/print.hpp>

#include <charconv>

namespace amends {
namespace {

// Members that the translation fills in itself.
bool is_reserved(std::string_view command, std::string_view member) {
    return member == "terms_hash" || (command == "report" && member == "customer");
}

class filler {
  public:
    filler(filling_row const* row, std::string_view command) : row_(row), command_(command) {}

    // Without a row only values without columns are filled in.
    template <described_value T>
    result<void> into(T& to, field_value const& from) {
        if (auto r = shape(from, field_value::shape::members, "members, such as { a = 1 }"); !r)
            return r;
        return members(to, from.parts);
    }
    template <described_value T>
    result<void> members(T& to, std::vector<field_value> const& parts) {
        for (auto const& part : parts) {
            result<void> done;
            bool known = false;
            std::vector<std::string_view> names;
            boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) {
                if (is_reserved(command_, m.name)) return;
                names.push_back(m.name);
                if (part.name != m.name) return;
                known = true;
                path_.push_back(part.name);
                done = into(to.*m.pointer, part);
                path_.pop_back();
            });
            if (!known)
                return fail(part, "the member " + detail::meant(part.name, names),
                            detail::quoted(part.name));
            if (!done) return done;
        }
        return {};
    }
    template <class T>
    result<void> into(std::vector<T>& to, field_value const& from) {
        if (auto r = shape(from, field_value::shape::list, "a list, such as [...]"); !r) return r;
        for (auto const& part : from.parts)
            if (auto r = into(to.emplace_back(), part); !r) return r;
        return {};
    }

    result<void> into(std::string& to, field_value const& from) {
        auto text = one(from);
        if (!text || !*text) return text ? result<void>{} : text.error();
        auto const& value = **text;
        if (value.text.empty()) return {};
        to = from.assumed || value.stood_in ? std::string(assumed_mark) + value.text : value.text;
        if (to.size() > text_size_max) return fail(from, "a text of at most 1 MiB", "a longer one");
        return {};
    }
    result<void> into(label& to, field_value const& from) {
        return into(static_cast<std::string&>(to), from);
    }
    template <class T>
    result<void> into(std::optional<T>& to, field_value const& from) {
        auto text = one(from);
        if (!text || !*text) return text ? result<void>{} : text.error();
        if ((*text)->text.empty()) return {};
        return into(to.emplace(), from);
    }
    // Everything else is a short value with a parser of its own.
    template <class T>
    result<void> into(T& to, field_value const& from) {
        auto text = one(from);
        if (!text || !*text) return text ? result<void>{} : text.error();
        auto const& value = **text;
        if (value.text.empty()) return {};
        if (from.assumed || value.stood_in) assumed_.push_back(path());
        if (auto r = parse(to, value.text); !r) return located(from, r.error());
        return {};
    }

    std::vector<std::string> take_assumed() { return std::move(assumed_); }
    field_value const* failed_at() const { return failed_at_; }

  private:
    // The text for a value; none where it waits for a row.
    result<std::optional<rendered_text>> one(field_value const& from) {
        if (auto r = shape(from, field_value::shape::text, "one value"); !r) return r.error();
        if (row_ == nullptr && !from.text.is_literal()) return std::optional<rendered_text>{};
        auto const nothing = std::span<std::string_view const>{};
        auto made = row_ == nullptr ? render(from.text, nothing, {})
                                    : render(from.text, row_->values, row_->by.lists);
        if (!made) return located(from, made.error());
        return std::optional(std::move(*made));
    }

    template <class Tag>
    static result<void> parse(id<Tag>& to, std::string const& text) {
        auto made = id<Tag>::parse(text);
        if (!made) return made.error();
        to = *made;
        return {};
    }
    static result<void> parse(bool& to, std::string const& text) {
        if (text != "true" && text != "false")
            return mismatch(errc::malformed, "true or false", detail::quoted(text));
        to = text == "true";
        return {};
    }
    template <canonical::plain_number T>
    static result<void> parse(T& to, std::string const& text) {
        auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), to);
        if (failed != std::errc{} || end != text.data() + text.size())
            return mismatch(errc::malformed, "a whole number", detail::quoted(text));
        return {};
    }
    template <described_choice E>
    static result<void> parse(E& to, std::string const& text) {
        if (auto const found = from_name<E>(text)) {
            to = *found;
            return {};
        }
        std::vector<std::string_view> names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto e) { names.push_back(e.name); });
        return mismatch(errc::malformed, detail::meant(text, names), detail::quoted(text));
    }
    static result<void> parse(money& to, std::string const& text) {
        auto made = parse_money(text);
        if (!made) return made.error();
        to = *made;
        return {};
    }
    static result<void> parse(digest&, std::string const&) { return {}; } // reserved
    result<void> parse(instant& to, std::string const& text) const {
        auto made =
            row_ == nullptr ? parse_instant(text) : row_->by.time.read(text, row_->by.utc_offset);
        // A literal moment in a mapping is ISO 8601, whatever the log writes.
        if (!made) made = parse_instant(text);
        if (!made) return made.error();
        to = *made;
        return {};
    }

    result<void> shape(field_value const& from, field_value::shape wanted,
                       std::string_view expected) {
        if (from.is == wanted) return {};
        return fail(from, expected,
                    from.is == field_value::shape::text   ? "one value"
                    : from.is == field_value::shape::list ? "a list"
                                                          : "members");
    }
    error fail(field_value const& from, std::string_view expected, std::string_view found) {
        return located(from, mismatch(errc::malformed, expected, found));
    }
    error located(field_value const& from, error why) {
        failed_at_ = &from;
        why.message += " (" + path() + ")";
        return why;
    }
    std::string path() const {
        std::string all(command_);
        for (auto const& name : path_) all += '.' + name;
        return all;
    }

    filling_row const* row_;
    std::string_view command_;
    std::vector<std::string> path_;
    std::vector<std::string> assumed_;
    field_value const* failed_at_ = nullptr;
};

// Calls `f` with a new command of this name; false where there is none.
template <class F>
bool with_new_command(std::string_view name, F f) {
    bool known = false;
    each_type_of<command_content>([&]<class C>(boost::mp11::mp_identity<C>) {
        if constexpr (!std::is_same_v<C, extended_command>) {
            if (known || type_name<C>() != name) return;
            known = true;
            f(C{});
        }
    });
    return known;
}

} // namespace

result<filled_command> fill(mapped_step const& step, filling_row const& row) {
    result<filled_command> out =
        mismatch(errc::unknown_command, "a command of the lifecycle", step.command);
    with_new_command(step.command, [&](auto command) {
        filler fill_in(&row, step.command);
        if (auto r = fill_in.members(command, step.fields); !r) out = r.error();
        else out = filled_command{std::move(command), fill_in.take_assumed()};
    });
    return out;
}

std::vector<std::string> mappable_commands() {
    std::vector<std::string> names;
    each_type_of<command_content>([&]<class C>(boost::mp11::mp_identity<C>) {
        if constexpr (!std::is_same_v<C, extended_command>) names.emplace_back(type_name<C>());
    });
    return names;
}

result<void> check(mapped_step& step, field_value const*& at) {
    at = nullptr;
    result<void> out;
    auto const known = with_new_command(step.command, [&](auto command) {
        step.number = decltype(command)::number;
        filler try_out(nullptr, step.command);
        out = try_out.members(command, step.fields);
        at = try_out.failed_at();
    });
    if (!known)
        return mismatch(errc::malformed,
                        "the command " + detail::meant(step.command, mappable_commands()),
                        detail::quoted(step.command));
    return out;
}

} // namespace amends
