// SPDX-License-Identifier: BSL-1.0
// What is held about a customer, put together from the JSON of its parts.
#include <amends/exchange/json.hpp>

namespace amends {

std::string to_json(personal_record const& record, lifecycle const& table) {
    std::string out = "{\"customer\":" + to_json(record.customer.view()) + ",\"cases\":[";
    for (char const* between = ""; auto const& one : record.cases) {
        out += between;
        between = ",";
        out += "{\"case\":" + to_json(one.file, table) + ",\"trail\":[";
        for (char const* comma = ""; auto const& e : one.trail) {
            out += comma + to_json(e, table);
            comma = ",";
        }
        out += "]}";
    }
    return out + "]}";
}

std::string to_json(customer_erasure const& done, lifecycle const& table) {
    std::string out = "{\"customer\":" + to_json(done.customer.view()) +
                      ",\"erased\":" + (done.erased ? "true" : "false") + ",\"cases\":[";
    for (char const* between = ""; auto const& [on, said] : done.cases) {
        out += between;
        between = ",";
        out += "{\"case\":" + to_json(on.view()) + ",\"outcome\":" + to_json(said, table) + '}';
    }
    return out + "]}";
}

} // namespace amends
