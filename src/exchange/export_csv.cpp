// SPDX-License-Identifier: BSL-1.0
// CSV: an entry a row, flat where a column can hold it, JSON where none can.
#include "exchange/entry_json.hpp"
#include "exchange/entry_words.hpp"
#include "exchange/export_formats.hpp"
#include "exchange/sound_text.hpp"

namespace amends::detail {
namespace {

constexpr std::string_view header =
    "log_index,case,sequence,occasion,at,who,side,roles,on_behalf_of,by_delegation,provenance,"
    "command_id,command,command_number,fact,resolution_from,handling_from,resolution_to,"
    "handling_to,decision,content,verdicts,own_states,command_digest,lifecycle,previous,hash\n";

// Spreadsheets take a cell for a formula that begins with one of these.
constexpr std::string_view begins_a_formula = "=+-@'";

bool is_plain(std::string_view text) noexcept {
    if (text.empty()) return true;
    if (begins_a_formula.find(text.front()) != begins_a_formula.npos) return false;
    for (char const c : text)
        if (c <= ' ' || c > '~' || c == ',' || c == '"' || c == ';') return false;
    return true;
}

// In countries that write 1,5 they begin a cell after each semicolon, too. An apostrophe tells them
// that what follows is a text.
std::string without_formulas(std::string text) {
    for (auto i = text.size(); i-- > 0;)
        if ((i == 0 || text[i - 1] == ';') &&
            begins_a_formula.find(text[i]) != begins_a_formula.npos)
            text.insert(i, 1, '\'');
    return text;
}

class csv_rows {
  public:
    explicit csv_rows(std::string& out) : out_(out) {}

    void end() {
        out_ += '\n';
        first_ = true;
    }

    void number(std::uint64_t n) { word(std::to_string(n)); }
    void hash(digest const& d) { word(to_hex(d.bytes)); }
    // A text that is known to need no quotes.
    void word(std::string_view text) {
        begin();
        out_ += text;
    }
    void text(std::string_view text) {
        if (is_plain(text)) return word(text);
        begin();
        out_ += '"';
        for (char const c : without_formulas(in_utf8(text))) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }
    // JSON of `write`, which gets a json_writer.
    template <class Write>
    void json(json_style how, Write write) {
        json_.clear();
        json_writer to(json_, how);
        write(to);
        begin();
        out_ += '"';
        for (char const c : json_) {
            // A semicolon stands inside texts alone, which have another way to say it.
            if (c == ';') out_ += "\\u003b";
            else if (c == '"') out_ += "\"\"";
            else out_ += c;
        }
        out_ += '"';
    }

  private:
    void begin() {
        if (!first_) out_ += ',';
        first_ = false;
    }

    std::string& out_;
    std::string json_;
    bool first_ = true;
};

} // namespace

result<std::uint64_t> export_csv(selected_entries& entries, export_options const& how,
                                 output_buffer& to) {
    state_names const names(*how.table);
    json_style const style{.exact = true, .without_personal_data = how.without_personal_data};
    std::uint64_t written = 0;
    to.text() += header;
    csv_rows row(to.text());
    auto const visited = entries.visit([&](entry const& e) {
        auto const state = [&](state_id s) {
            auto const name = names.of(s, e.own_states);
            row.text(name.empty() ? std::to_string(static_cast<unsigned>(s)) : std::string(name));
        };
        row.number(e.log_index);
        row.text(e.on.view());
        row.number(e.how.sequence);
        row.number(e.how.occasion);
        row.word(in_usual_years(e.how.at) ? to_text(e.how.at)
                                          : std::to_string(e.how.at.time_since_epoch().count()));
        row.text(e.who.id.view());
        row.word(name_of(e.who.side));
        row.text(joined(e.who.roles));
        row.text(e.who.on_behalf_of.view());
        row.text(e.who.by_delegation.view());
        row.word(name_of(e.origin));
        row.text(e.command.view());
        row.text(e.command_name.view());
        row.number(e.command_number);
        row.text(name_of(e.what));
        state(e.how.from.resolution);
        state(e.how.from.handling);
        state(e.how.to.resolution);
        state(e.how.to.handling);
        row.word(decision_of(e));
        row.json(style, [&](json_writer& cell) { put_content(cell, e.what); });
        row.json(style, [&](json_writer& cell) { put_verdicts(cell, e.verdicts); });
        row.json(style, [&](json_writer& cell) { put_own_states(cell, e.own_states); });
        row.hash(e.command_digest);
        row.hash(e.lifecycle);
        row.hash(e.previous);
        row.hash(e.hash);
        row.end();
        ++written;
        return to.pass_on();
    });
    if (!visited) return visited.error();
    return written;
}

} // namespace amends::detail
