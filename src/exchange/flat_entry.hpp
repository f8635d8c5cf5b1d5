// SPDX-License-Identifier: BSL-1.0
// An entry as a list of attributes, for formats that know names and values alone.
#pragma once

#include "exchange/entry_json.hpp"

#include <amends/exchange/export.hpp>

#include <functional>

namespace amends::detail {

enum class attribute_type : std::uint8_t { text, whole, yes_or_no, moment };

// `text` is empty where the entry has nothing to say under this name; it lives until the next call.
using attribute_visitor =
    std::function<void(std::string_view name, attribute_type type, std::string_view text)>;

class flat_entry {
  public:
    explicit flat_entry(export_options const& how)
        : names_(*how.table),
          style_{.exact = true, .without_personal_data = how.without_personal_data} {}

    // Everything but the case, the fact's name and its moment. Entries with the same kind of fact have
    // the same names and types. Members of the fact come last, as `content.kind`; lists are JSON.
    void each_attribute(entry const& e, attribute_visitor const& visit);

  private:
    state_names names_;
    json_style style_;
    std::string name_;
    std::string text_;
};

} // namespace amends::detail
