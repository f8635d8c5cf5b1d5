// SPDX-License-Identifier: BSL-1.0
// A reading of its own that keeps keys alone: the values are not built a second time.
#include "exchange/repeated_key.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace amends::detail {

namespace {

namespace json = boost::json;

struct keys_seen {
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    using code = json::error_code;
    using text = json::string_view;

    bool on_key_part(text part, std::size_t, code&) {
        begun.append(part.data(), part.size());
        return true;
    }
    bool on_key(text part, std::size_t, code&) {
        begun.append(part.data(), part.size());
        keys.push_back(std::move(begun));
        begun.clear();
        return true;
    }
    // The last `n` keys are those of the object that ends.
    bool on_object_end(std::size_t n, code& stop) {
        auto const first = keys.end() - static_cast<std::ptrdiff_t>(n);
        std::sort(first, keys.end());
        auto const twice = std::adjacent_find(first, keys.end());
        if (twice != keys.end()) {
            repeated = *twice;
            stop = json::error::extra_data;
            return false;
        }
        keys.erase(first, keys.end());
        return true;
    }

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return true; }
    bool on_array_begin(code&) { return true; }
    bool on_array_end(std::size_t, code&) { return true; }
    bool on_string_part(text, std::size_t, code&) { return true; }
    bool on_string(text, std::size_t, code&) { return true; }
    bool on_number_part(text, code&) { return true; }
    bool on_int64(std::int64_t, text, code&) { return true; }
    bool on_uint64(std::uint64_t, text, code&) { return true; }
    bool on_double(double, text, code&) { return true; }
    bool on_bool(bool, code&) { return true; }
    bool on_null(code&) { return true; }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }

    std::vector<std::string> keys;
    std::string begun;
    std::optional<std::string> repeated;
};

} // namespace

std::optional<std::string> repeated_key(std::string_view json_text) {
    json::basic_parser<keys_seen> parser({});
    json::error_code ignored;
    parser.write_some(false, json_text.data(), json_text.size(), ignored);
    return std::move(parser.handler().repeated);
}

} // namespace amends::detail
