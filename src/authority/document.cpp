// SPDX-License-Identifier: BSL-1.0
// Authority documents: a table of authority, read from TOML and judged by.
#include <amends/authority/document.hpp>

#include "authority/table_reader.hpp"

namespace amends {

result<authority_document> authority_document::parse(std::string_view text,
                                                     std::string_view source) {
    auto table = detail::table_reader(source).read(text);
    if (!table) return table.error();
    return authority_document(std::move(*table));
}

} // namespace amends
