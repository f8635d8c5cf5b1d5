// SPDX-License-Identifier: BSL-1.0
// FORMAT: `frozen` holds "freezing" until it holds the last checkpoint.
#include <amends/store/frozen.hpp>

#include "store/kept_checkpoint.hpp"

namespace amends {
namespace {

constexpr std::string_view freezing = "freezing\n";

result<void> close_with(store& log, std::string_view content) {
    return log.keep_beside(frozen_mark, std::as_bytes(std::span(content)));
}
bool is_freezing(byte_view content) {
    return std::string_view(reinterpret_cast<char const*>(content.data()), content.size()) ==
           freezing;
}

} // namespace

result<kept_checkpoint> freeze(store& log, notary& by, entry_progress const& progress) {
    auto const before = log.beside(frozen_mark);
    if (!before) return before.error();
    auto const was_frozen = *before && !(*before)->empty() && !is_freezing(**before);
    auto const is_signed = [](auto const& made) {
        return made.has_value() || made.error().code == errc::not_witnessed;
    };
    auto last = by.sign(progress);
    if (!is_signed(last)) return last; // a wrong key must not close a log
    if (!was_frozen) {
        // The last checkpoint is of all there ever was: closed first, signed then.
        if (auto closed = close_with(log, freezing); !closed) return closed.error();
        last = by.sign();
        if (!is_signed(last)) return last;
        // The one of most entries: a notary that waited for its witness meanwhile may have set back
        // the newest name, and what closes a log stays for good.
        auto const held = detail::hold_newest(log);
        if (!held) return held.error();
        if (auto closed = close_with(log, to_text(held->last->note)); !closed)
            return closed.error();
    }
    return last;
}

result<std::optional<kept_checkpoint>> frozen_at(store& log) {
    auto const content = log.beside(frozen_mark);
    if (!content) return content.error();
    std::optional<kept_checkpoint> last;
    if (!*content || (*content)->empty()) return last;
    if (is_freezing(**content))
        return mismatch(errc::store_damaged, "the last checkpoint of a frozen log",
                        "none: freezing it was interrupted");
    auto read = detail::read_kept_checkpoint(frozen_mark, **content);
    if (!read) return read.error();
    last = std::move(*read);
    return last;
}

} // namespace amends
