// SPDX-License-Identifier: BSL-1.0
// Chunks of a file cut into lines; of a line that is too long nothing is kept.
#include "exchange/text_lines.hpp"

namespace amends::detail {

result<text_lines::kind> text_lines::read_line() {
    text_.clear();
    bool cut = false;
    for (;;) {
        if (at_ == filled_) {
            auto const n = file_.read(buffer_);
            if (!n) return n.error();
            at_ = 0;
            filled_ = *n;
            if (filled_ == 0 && text_.empty() && !cut) return kind::end;
            if (filled_ == 0) break;
        }
        std::string_view const seen(buffer_.data() + at_, filled_ - at_);
        auto const end = seen.find('\n');
        auto const part = seen.substr(0, end);
        // What is too long is passed over, not kept.
        if (cut || text_.size() + part.size() > line_size_max_) cut = true;
        else text_ += part;
        at_ += end == seen.npos ? seen.size() : end + 1;
        if (end != seen.npos) break;
    }
    ++number_;
    return cut ? kind::too_long : kind::line;
}

result<bool> text_lines::next() {
    for (;;) {
        auto const read = read_line();
        if (!read) return read.error();
        if (*read == kind::end) return false;
        if (*read == kind::too_long)
            return detail::at_line(errc::too_long, path(), number_,
                                   "a line of at most " + std::to_string(line_size_max_) + " bytes",
                                   "a longer one");
        if (text_.find_first_not_of(" \t\r") != text_.npos) return true;
    }
}

error text_lines::at_line(error why) const {
    why.message.insert(0, path() + ':' + std::to_string(number_) + ": ");
    return why;
}

} // namespace amends::detail
