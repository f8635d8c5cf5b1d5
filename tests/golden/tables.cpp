// SPDX-License-Identifier: BSL-1.0
// Tables from Boost.Describe: every stored type with its members, in words.
#include "golden/tables.hpp"

#include <amends/audit/entry.hpp>
#include <amends/casefile/case_file.hpp>
#include <amends/vocabulary/print.hpp>

#include <map>

namespace amends::golden {
namespace {

template <class T>
struct type_is {};

/// Names types in words and remembers every struct and enumeration it meets.
class collector {
  public:
    std::map<std::string, std::string> values;
    std::map<std::string, std::string> enumerations;

    template <class T>
    std::string members() {
        std::string out;
        boost::mp11::mp_for_each<canonical::members_of<T>>([&](auto m) {
            using member = std::remove_cvref_t<decltype(std::declval<T&>().*m.pointer)>;
            out +=
                (out.empty() ? "`" : ", `") + std::string(m.name) + "` " + name(type_is<member>{});
        });
        return out;
    }

    template <canonical::plain_number T>
    std::string name(type_is<T>) {
        return (std::is_signed_v<T> ? "i" : "u") + std::to_string(8 * sizeof(T));
    }
    std::string name(type_is<bool>) { return "bool"; }
    std::string name(type_is<std::string>) { return "text"; }
    std::string name(type_is<label>) { return "label"; }
    std::string name(type_is<bytes>) { return "bytes"; }
    std::string name(type_is<digest>) { return "digest"; }
    std::string name(type_is<money>) { return "money"; }
    std::string name(type_is<currency>) { return "currency"; }
    std::string name(type_is<instant>) { return "instant"; }
    std::string name(type_is<role_set>) { return "roles"; }
    template <class Tag>
    std::string name(type_is<id<Tag>>) {
        return "id";
    }
    template <class T>
    std::string name(type_is<std::optional<T>>) {
        return "optional " + name(type_is<T>{});
    }
    template <class T>
    std::string name(type_is<std::vector<T>>) {
        return "list of " + name(type_is<T>{});
    }
    template <class E>
        requires(std::is_enum_v<E>)
    std::string name(type_is<E>) {
        std::string const called(type_name<E>());
        if constexpr (described_choice<E>) {
            auto& row = enumerations[called];
            if (row.empty())
                boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) {
                    row += (row.empty() ? "" : ", ") +
                           std::to_string(static_cast<unsigned>(e.value)) + " " + e.name;
                });
            return called;
        } else {
            return "u8";
        }
    }
    template <described_value T>
    std::string name(type_is<T>) {
        std::string const called(type_name<T>());
        if (!values.contains(called)) values[called] = members<T>();
        return called;
    }
};

template <class... T>
std::string rows_of(collector& names, std::variant<T...> const*) {
    std::map<unsigned, std::string> by_number;
    (
        [&] {
            if constexpr (!std::same_as<T, extended_command> && !std::same_as<T, extended_fact>)
                by_number[T::number] = "| " + std::to_string(T::number) + " | `" +
                                       std::string(type_name<T>()) + "` | " +
                                       names.template members<T>() + " |\n";
        }(),
        ...);
    std::string out;
    for (auto const& [number, row] : by_number) out += row;
    return out +
           "| 128-255 | the integrator's | `name` id, `content` bytes, `texts` list of text |\n";
}

std::map<std::string, std::string> values_of_a_case_file() {
    collector names;
    names.name(type_is<case_file>{});
    return std::move(names.values);
}

std::string rows_of(std::map<std::string, std::string> const& named) {
    std::string out;
    for (auto const& [name, row] : named) out += "| `" + name + "` | " + row + " |\n";
    return out;
}

struct place {
    std::size_t from = 0;
    std::size_t size = 0;
};

// Tables by hand have markers too: the reader of the page finds them by the same name.
place place_of(std::string const& page, std::string const& name) {
    auto const opening = page.find("<!-- table " + name + ": ");
    auto const from = opening == page.npos ? page.npos : page.find('\n', opening);
    auto const end = page.find("<!-- end of " + name + " -->\n");
    if (from == page.npos || end == page.npos || end < from) return {};
    return {from + 1, end - from - 1};
}

} // namespace

std::vector<table> format_tables() {
    collector names;
    auto commands = "| number | command | members, in order |\n| --- | --- | --- |\n" +
                    rows_of(names, static_cast<command_content const*>(nullptr));
    auto facts = "| number | fact | members, in order |\n| --- | --- | --- |\n" +
                 rows_of(names, static_cast<fact const*>(nullptr));
    // Those that only an entry and its verdicts use.
    names.name(type_is<provenance>{});
    names.name(type_is<side>{});
    names.name(type_is<texts_are>{});
    names.name(type_is<named_state>{});
    names.name(type_is<reason>{});
    auto in_snapshots = values_of_a_case_file();
    std::erase_if(in_snapshots, [&](auto const& row) { return names.values.contains(row.first); });
    return {
        {"commands", commands},
        {"facts", facts},
        {"values", "| value | members, in order |\n| --- | --- |\n" + rows_of(names.values)},
        {"enumerations", "| enumeration | values |\n| --- | --- |\n" + rows_of(names.enumerations)},
        {"snapshots", "| value | members, in order |\n| --- | --- |\n" + rows_of(in_snapshots)}};
}

std::string layout_of_case_file() { return rows_of(values_of_a_case_file()); }

std::string section_of(std::string const& page, std::string const& name) {
    auto const [from, size] = place_of(page, name);
    return page.substr(from, size);
}

std::string with_tables(std::string page) {
    for (auto const& [name, text] : format_tables()) {
        auto const [from, size] = place_of(page, name);
        if (from != 0) page.replace(from, size, text);
    }
    return page;
}

} // namespace amends::golden
