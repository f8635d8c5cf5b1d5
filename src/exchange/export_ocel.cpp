// SPDX-License-Identifier: BSL-1.0
// OCEL 2.0 in JSON: an entry an event that is about objects. Source: www.ocel-standard.org, and the
// JSON schema there, which wants every value of an attribute as a string.
#include "exchange/entry_words.hpp"
#include "exchange/export_formats.hpp"
#include "exchange/flat_entry.hpp"
#include "exchange/ocel_objects.hpp"
#include "exchange/sound_text.hpp"

#include <algorithm>
#include <map>

namespace amends::detail {
namespace {

std::string_view ocel_name(attribute_type type) {
    switch (type) {
    case attribute_type::text: return "string";
    case attribute_type::whole: return "integer";
    case attribute_type::yes_or_no: return "boolean";
    case attribute_type::moment: return "time";
    }
    return "string";
}

std::vector<std::string_view> const& our_facts() {
    static auto const names = [] {
        std::vector<std::string_view> all;
        each_type_of<fact>([&]<class T>(boost::mp11::mp_identity<T>) {
            if constexpr (!std::same_as<T, extended_fact>) all.push_back(type_name<T>());
        });
        return all;
    }();
    return names;
}

// The fact's name. An integrator's fact that is called as one of ours is told apart.
std::string event_type(fact const& what) {
    auto name = in_utf8(name_of(what));
    if (std::holds_alternative<extended_fact>(what) &&
        std::ranges::find(our_facts(), std::string_view(name)) != our_facts().end())
        name += " (own)";
    return name;
}

class ocel_writer {
  public:
    ocel_writer(selected_entries& entries, export_options const& how, output_buffer& to)
        : entries_(entries), flat_(how), to_(to) {}

    result<std::uint64_t> write() {
        out() += "{\"objectTypes\":[\n";
        for (auto const kind : {object_kind::case_file, object_kind::colleague,
                                object_kind::customer, object_kind::service}) {
            next_line();
            json_writer line(out());
            line.open();
            line.member("name", name_of(kind));
            line.key("attributes");
            line.put_list(std::vector<int>{});
            line.close();
        }
        // The first pass finds the types of events, and like those after it a share of the objects.
        if (auto passed = pass_for_objects(); !passed) return passed.error();
        begin_list("eventTypes");
        for (auto const& [name, sample] : types_) write_type(name, sample);
        begin_list("objects");
        write_objects();
        while (to_.takes_more() && objects_.another_pass()) {
            if (auto passed = pass_for_objects(); !passed) return passed.error();
            write_objects();
        }
        begin_list("events");
        auto const visited = entries_.visit([this](entry const& e) {
            write_event(e);
            ++written_;
            return to_.pass_on();
        });
        if (!visited) return visited.error();
        out() += "]}\n";
        return written_;
    }

  private:
    std::string& out() { return to_.text(); }
    void next_line() {
        if (!first_) out() += ",\n";
        first_ = false;
    }
    void begin_list(std::string_view name) {
        ((out() += "],\n\"") += name) += "\":[\n";
        first_ = true;
    }

    result<void> pass_for_objects() {
        return entries_.visit([this](entry const& e) {
            if (auto const type = event_type(e.what); !types_.contains(type))
                types_.emplace(type, sample_of(e.what));
            each_relation(e,
                          [this](object_key const& to, std::string_view) { objects_.offer(to); });
            return true;
        });
    }
    // An entry with such a fact that says nothing: its attributes have the type's names and types.
    static entry sample_of(fact const& what) {
        entry e;
        std::visit([&]<class T>(T const&) { e.what = T{}; }, what);
        return e;
    }

    void write_type(std::string const& name, entry const& sample) {
        next_line();
        json_writer line(out());
        line.open();
        line.member("name", name);
        line.key("attributes");
        bool first = true;
        out() += '[';
        flat_.each_attribute(sample,
                             [&](std::string_view of, attribute_type type, std::string_view) {
                                 if (!first) out() += ',';
                                 first = false;
                                 json_writer one(out());
                                 one.open();
                                 one.member("name", of);
                                 one.member("type", ocel_name(type));
                                 one.close();
                             });
        out() += "]}";
    }

    void write_objects() {
        for (auto const& object : objects_.found()) {
            next_line();
            json_writer line(out());
            line.open();
            line.member("id", object_id(object));
            line.member("type", name_of(object.kind));
            line.close();
            if (!to_.pass_on()) return;
        }
    }

    void write_event(entry const& e) {
        next_line();
        json_writer line(out());
        line.open();
        line.member("id", in_utf8(e.on.view()) + '/' + std::to_string(e.how.sequence));
        line.member("type", event_type(e.what));
        line.member("time", in_common_years(e.how.at));
        line.key("attributes");
        bool first = true;
        out() += '[';
        flat_.each_attribute(e, [&](std::string_view name, attribute_type, std::string_view text) {
            if (text.empty()) return;
            if (!first) out() += ',';
            first = false;
            json_writer one(out());
            one.open();
            one.member("name", name);
            one.member("value", in_utf8(text));
            one.close();
        });
        out() += "],\"relationships\":[";
        related_.clear();
        each_relation(e, [&](object_key const& object, std::string_view qualifier) {
            std::pair<object_key, std::string> one(object, qualifier);
            if (std::ranges::find(related_, one) != related_.end()) return;
            if (!related_.empty()) out() += ',';
            json_writer relation(out());
            relation.open();
            relation.member("objectId", object_id(object));
            relation.member("qualifier", qualifier);
            relation.close();
            related_.push_back(std::move(one));
        });
        out() += "]}";
    }

    selected_entries& entries_;
    flat_entry flat_;
    output_buffer& to_;
    object_passes objects_;
    std::map<std::string, entry> types_;
    std::vector<std::pair<object_key, std::string>> related_;
    std::uint64_t written_ = 0;
    bool first_ = true;
};

} // namespace

result<std::uint64_t> export_ocel(selected_entries& entries, export_options const& how,
                                  output_buffer& to) {
    return ocel_writer(entries, how, to).write();
}

} // namespace amends::detail
