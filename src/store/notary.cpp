// SPDX-License-Identifier: BSL-1.0
// FORMAT: `checkpoint` is the newest, `checkpoint/` and twenty digits the one of so many entries.
#include <amends/store/notary.hpp>

#include "store/kept_checkpoint.hpp"

#include <amends/audit/entry.hpp>

#include <algorithm>
#include <exception>

namespace amends {
namespace {

constexpr std::string_view name_of_newest = "checkpoint";

std::string name_of_size(std::uint64_t size) {
    auto const digits = std::to_string(size);
    return "checkpoint/" + std::string(20 - digits.size(), '0') + digits;
}

byte_view as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Drops lines in a key's name that do not hold, since whoever knows the key takes no note that begins
/// with one. Whether the key signed the note, and whether a line was dropped.
struct own_lines {
    bool hold = false;
    bool dropped = false;
};
own_lines drop_false_lines(verifying_key const& key, signed_note& note) {
    own_lines own;
    own.dropped =
        0 != std::erase_if(note.signatures, [&](note_signature const& line) {
            if (line.name != key.name || line.key_hash != key.hash()) return false;
            auto const holds = signers_of({note.text, {line}}, std::span(&key, 1)).has_value();
            own.hold = own.hold || holds;
            return !holds;
        });
    return own;
}

result<void> keep_as_newest(store& in, kept_checkpoint const& one) {
    // Others may have signed more while a witness was asked: the newest name does not go back.
    auto const newest = last_checkpoint(in);
    if (!newest) return newest.error();
    if (*newest && (*newest)->says.head.size > one.says.head.size) return {};
    return in.keep_beside(name_of_newest, as_bytes_of(to_text(one.note)));
}

result<void> keep(store& in, kept_checkpoint const& one) {
    auto const text = to_text(one.note);
    if (auto kept = in.keep_beside(name_of_size(one.says.head.size), as_bytes_of(text)); !kept)
        return kept;
    return keep_as_newest(in, one);
}

result<kept_checkpoint> read_by_size(std::string_view name, byte_view content) {
    auto one = detail::read_kept_checkpoint(name, content);
    if (one && name != name_of_size(one->says.head.size))
        return mismatch(errc::store_damaged, name_of_size(one->says.head.size), name);
    return one;
}

error rewritten(checkpoint const& last, std::string_view expected, std::string_view found) {
    return mismatch(errc::log_rewritten, expected, found,
                    "checkpoint of " + last.origin + " at " + std::to_string(last.head.size) +
                        " entries");
}

} // namespace

result<kept_checkpoint> detail::read_kept_checkpoint(std::string_view name, byte_view content) {
    auto const damaged = [&](error const& why) {
        return error{errc::store_damaged, std::string(name) + ": " + why.message};
    };
    auto note = parse_note({reinterpret_cast<char const*>(content.data()), content.size()});
    if (!note) return damaged(note.error());
    auto says = parse_checkpoint(note->text);
    if (!says) return damaged(says.error());
    return kept_checkpoint{std::move(*note), std::move(*says)};
}

result<std::optional<kept_checkpoint>> last_checkpoint(store& of) {
    auto const content = of.beside(name_of_newest);
    if (!content) return content.error();
    std::optional<kept_checkpoint> last;
    if (!*content) return last;
    auto read = detail::read_kept_checkpoint(name_of_newest, **content);
    if (!read) return read.error();
    last = std::move(*read);
    return last;
}

result<void> checkpoints(store& of, std::function<bool(kept_checkpoint const&)> const& visit) {
    result<void> fine;
    auto const read = of.beside("checkpoint/", [&](std::string_view name, byte_view content) {
        auto const one = read_by_size(name, content);
        if (!one) fine = one.error();
        return one && visit(*one);
    });
    if (!read) return read;
    return fine;
}

namespace {

/// Visits the checkpoints of more entries than the one of this name, the smallest first. Without a name,
/// all. Names have twenty digits: a larger one begins as this does, and goes on with a larger digit. Those
/// before it, of which there are more every day, are not read. What has a name of another form is for
/// verifying to find.
result<void> checkpoints_after(store& of, std::string const& name, beside_visitor const& visit) {
    if (name.empty()) return of.beside("checkpoint/", visit);
    for (auto at = name.size(); at-- != std::string_view("checkpoint/").size();)
        for (char digit = name[at]; digit++ != '9';)
            if (auto read = of.beside(name.substr(0, at) + digit, visit); !read) return read;
    return {};
}

} // namespace

result<detail::held_newest> detail::hold_newest(store& of) {
    for (;;) {
        auto newest = last_checkpoint(of);
        if (!newest) return newest.error();
        held_newest held;
        std::string newest_name;
        std::optional<bytes> same;
        if (*newest) {
            newest_name = name_of_size((*newest)->says.head.size);
            auto by_size = of.beside(newest_name);
            if (!by_size) return by_size.error();
            same = std::move(*by_size);
            held.is_by_size = same.has_value();
        }
        bytes last;
        std::string last_name;
        auto const read =
            checkpoints_after(of, newest_name, [&](std::string_view name, byte_view content) {
                ++held.ahead;
                last_name = name;
                last.assign(content.begin(), content.end());
                return true;
            });
        if (!read) return read.error();
        // Others may sign meanwhile.
        auto const now = last_checkpoint(of);
        if (!now) return now.error();
        if (*now != *newest) continue;

        held.newest = held.last = std::move(*newest);
        if (same) {
            auto const one = read_by_size(newest_name, *same);
            if (!one) return one.error();
            if (one->says != held.newest->says)
                return mismatch(errc::store_damaged, "root " + to_text(one->says.head.root),
                                to_text(held.newest->says.head.root),
                                "checkpoint, beside " + newest_name);
        }
        if (held.ahead != 0) {
            auto one = read_by_size(last_name, last);
            if (!one) return one.error();
            held.last = std::move(*one);
        }
        return held;
    }
}

result<kept_checkpoint> notary::sign(entry_progress const& progress) {
    auto head = tree_.grow(progress);
    if (!head) return head.error();
    auto held = detail::hold_newest(*store_);
    if (!held) return held.error();
    // Others may append and sign meanwhile: what they signed is more than was read, and the log has it.
    while (held->last && held->last->says.head.size > head->size) {
        head = tree_.grow(progress);
        if (!head) return head.error();
        // Entries are there before a checkpoint says so: the log is shorter than it.
        if (held->last->says.head.size > head->size) break;
        held = detail::hold_newest(*store_);
        if (!held) return held.error();
    }
    kept_checkpoint made{{}, {key_.verifier().name, *head, {}}};
    if (auto const& last = held->last) {
        if (auto continues = check_continues(last->says, *head); !continues)
            return continues.error();
        // A log that did not grow keeps what others signed, too.
        if (last->says.head == *head) made = *last;
        // INVARIANT: the newest name is one checkpoint behind at most, however often the one who signs
        // is stopped.
        else if (held->ahead != 0)
            if (auto kept = keep_as_newest(*store_, *last); !kept) return kept.error();
    }
    auto const own = drop_false_lines(key_.verifier(), made.note);
    if (!own.hold) {
        made.note.text = to_text(made.says);
        auto line = key_.sign(made.note.text);
        if (!line) return line.error();
        made.note.signatures.push_back(std::move(*line));
        // What nobody could read back must not take the place of what is kept.
        if (auto readable = parse_note(to_text(made.note)); !readable) return readable.error();
    }
    if (!own.hold || own.dropped || held->ahead != 0)
        if (auto kept = keep(*store_, made); !kept) return kept.error();
    if (auto shown = show_to_witness(made); !shown) return shown.error();
    return made;
}

result<void> notary::check_continues(checkpoint const& last, tree_head const& now) {
    if (last.origin != key_.verifier().name)
        return mismatch(errc::signature_failed, "a key named " + last.origin, key_.verifier().name,
                        "the log has a checkpoint of that name");
    if (last.head.size > now.size)
        return rewritten(last, "at least " + std::to_string(last.head.size) + " entries",
                         std::to_string(now.size));
    auto const before = tree_.head(last.head.size);
    if (!before) return before.error();
    if (before->root != last.head.root)
        return rewritten(last, "root " + to_text(last.head.root), to_text(before->root));
    return {};
}

result<std::optional<kept_checkpoint>> notary::sign_when_due(checkpoint_interval const& every,
                                                             instant now) {
    auto const due = is_due(every, now);
    if (!due) return due.error();
    std::optional<kept_checkpoint> made;
    if (!*due) return made;
    auto one = sign();
    if (!one) return one.error();
    made = std::move(*one);
    return made;
}

result<bool> notary::is_due(checkpoint_interval const& every, instant now) {
    auto const last = last_checkpoint(*store_);
    if (!last) return last.error();
    auto const size = store_->size();
    if (!size) return size.error();
    auto const covered = *last ? (*last)->says.head.size : 0;
    // A log that is shorter than its checkpoint is something to find out now.
    if (*size < covered) return true;
    if (every.entries != 0 && *size - covered >= every.entries) return true;
    if (every.age.count() == 0 || *size == covered) return false;
    auto const age =
        static_cast<std::uint64_t>(std::max(every.age, std::chrono::milliseconds(0)).count());
    result<bool> due = false;
    auto const read = store_->scan(covered, [&](stored_entry const& e) {
        entry_place oldest;
        if (auto place = decode_place(e.bytes, oldest); !place) due = place.error();
        // An entry of a clock that is ahead says nothing about its age: better too soon than a day late.
        else due = oldest.at > now || milliseconds_apart(now, oldest.at) >= age;
        return false;
    });
    if (!read) return read.error();
    return due;
}

result<void> notary::show_to_witness(kept_checkpoint& kept) {
    if (!witness_) return {};
    auto const not_taken = [&](std::string_view found) {
        return mismatch(errc::not_witnessed, "a witness to take it", found,
                        "the checkpoint of " + std::to_string(kept.says.head.size) +
                            " entries is kept");
    };
    result<std::vector<note_signature>> lines;
    try {
        lines = witness_(kept.note);
    } catch (std::exception const& thrown) {
        return not_taken(thrown.what());
    } catch (...) {
        return not_taken("something thrown");
    }
    if (!lines) return not_taken(lines.error().message);
    auto cosigned = kept;
    auto& all = cosigned.note.signatures;
    for (auto& line : *lines)
        if (std::find(all.begin(), all.end(), line) == all.end()) all.push_back(std::move(line));
    if (cosigned == kept) return {};
    // What nobody could read back must not take the place of what is kept.
    if (auto readable = parse_note(to_text(cosigned.note)); !readable)
        return not_taken(readable.error().message);
    kept = std::move(cosigned);
    return keep(*store_, kept);
}

} // namespace amends
