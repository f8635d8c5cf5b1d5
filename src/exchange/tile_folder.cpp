// SPDX-License-Identifier: BSL-1.0
// FORMAT: C2SP tlog-tiles v1.0.0, as files.
#include <amends/exchange/tile_folder.hpp>

#include "exchange/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>

namespace amends {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t bundle_size_max = tile_width * (2 + bundled_entry_size_max);

byte_view as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

error in_file(fs::path const& path, error why) {
    why.message.insert(0, path.string() + ": ");
    return why;
}

error could_not(fs::path const& path, std::string_view expected, std::error_code const& why) {
    return in_file(path, mismatch(errc::io_failed, expected, why.message()));
}

/// Nothing where there is no such file.
result<std::optional<std::string>> read_if_there(fs::path const& path) {
    std::error_code unknown;
    std::optional<std::string> content;
    if (!fs::exists(path, unknown)) return content;
    auto read = detail::read_whole(path.string(), bundle_size_max);
    if (!read) return read.error();
    content = std::move(*read);
    return content;
}

/// Files that are whole or not there.
class tile_writer {
  public:
    explicit tile_writer(fs::path folder) : folder_(std::move(folder)) {}

    /// Errors: `log_rewritten` when another content has this name already.
    result<void> keep(tile_place const& place, byte_view content) {
        auto const path = folder_ / path_of(place);
        auto const before = read_if_there(path);
        if (!before) return before.error();
        if (!*before) return put(path, content);
        auto const there = as_bytes_of(**before);
        if (std::equal(there.begin(), there.end(), content.begin(), content.end())) return {};
        return in_file(path, mismatch(errc::log_rewritten, "the tile that was written before",
                                      "another content"));
    }
    result<void> put(fs::path const& path, byte_view content) {
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (failed) return could_not(path.parent_path(), "a folder", failed);
        auto part = path;
        part += ".part";
        {
            errno = 0;
            std::ofstream out(part, std::ios::binary | std::ios::trunc);
            out.write(reinterpret_cast<char const*>(content.data()),
                      static_cast<std::streamsize>(content.size()));
            if (!out.flush()) {
                auto const why = std::error_code(errno != 0 ? errno : EIO, std::generic_category());
                out.close();
                fs::remove(part, failed);
                return could_not(path, "to write everything", why);
            }
        }
        fs::rename(part, path, failed);
        if (failed) return could_not(path, "to write everything", failed);
        ++written_.files;
        written_.bytes += content.size();
        return {};
    }
    fs::path const& folder() const { return folder_; }
    written_tiles& written() { return written_; }

  private:
    fs::path folder_;
    written_tiles written_;
};

/// Where a folder ends that was written before: the log must go on from there. An export that was
/// interrupted before its end leaves the checkpoint from before it, or none.
class end_before {
  public:
    /// Errors: `io_failed`; `malformed` or `too_long` when the folder's checkpoint is none.
    static result<end_before> of(fs::path path) {
        end_before made(std::move(path));
        auto const text = read_if_there(made.path_);
        if (!text) return text.error();
        if (!*text) return made;
        auto const note = parse_note(**text);
        if (!note) return in_file(made.path_, note.error());
        auto says = parse_checkpoint(note->text);
        if (!says) return in_file(made.path_, says.error());
        made.says_ = std::move(*says);
        return made;
    }

    /// Errors: `log_rewritten` when what is to be written is another log, or an older one.
    result<void> check_goes_on(checkpoint const& now) const {
        if (!says_) return {};
        if (now.origin != says_->origin)
            return rewritten("a log of " + says_->origin, "one of " + now.origin);
        if (now.head.size < says_->head.size)
            return rewritten("a checkpoint of at least " + std::to_string(says_->head.size) +
                                 " entries",
                             "one of " + std::to_string(now.head.size));
        return {};
    }
    /// Looks at the tree when it has come that far. Errors: `log_rewritten` when its root is another.
    result<void> pass(tiled_tree& tree) const {
        if (!says_ || tree.size() != says_->head.size) return {};
        auto const head = tree.head();
        if (head == says_->head) return {};
        return rewritten("root " + to_text(says_->head.root) + " of " + std::to_string(head.size) +
                             " entries",
                         to_text(head.root));
    }

  private:
    explicit end_before(fs::path path) : path_(std::move(path)) {}
    error rewritten(std::string_view expected, std::string_view found) const {
        return in_file(path_, mismatch(errc::log_rewritten, expected, found));
    }

    fs::path path_;
    std::optional<checkpoint> says_;
};

} // namespace

result<written_tiles> write_tiles(store& from, fs::path const& folder,
                                  entry_progress const& progress) {
    auto const last = last_checkpoint(from);
    if (!last) return last.error();
    if (!*last)
        return mismatch(errc::out_of_range, "a log that has a checkpoint", "none beside it");
    auto const& says = (*last)->says;
    auto const before = end_before::of(folder / "checkpoint");
    if (!before) return before.error();
    if (auto goes_on = before->check_goes_on(says); !goes_on) return goes_on.error();
    tile_writer to(folder);
    tiled_tree tree([&](tile_place const& place, std::span<digest const> hashes) {
        return to.keep(place, tile_of(hashes));
    });
    bytes bundle;
    auto const keep_bundle = [&](std::uint64_t width) {
        auto const index = (tree.size() - 1) / tile_width;
        auto kept = to.keep({{}, index, static_cast<std::uint32_t>(width)}, bundle);
        bundle.clear();
        return kept;
    };

    sha256 hasher;
    result<void> fine;
    auto const add = [&](stored_entry const& e) -> result<void> {
        if (auto added = add_to_bundle(e.bytes, bundle); !added) {
            auto why = added.error();
            why.message += " (log index " + std::to_string(e.log_index) + ", case " + e.on.str() +
                           ", sequence " + std::to_string(e.sequence) + ')';
            return why;
        }
        if (auto added = tree.add(hasher.of_leaf(e.bytes)); !added) return added;
        if (auto passed = before->pass(tree); !passed) return passed;
        if (progress && tree.size() % 1024 == 0) progress(tree.size());
        return tree.size() % tile_width == 0 ? keep_bundle(tile_width) : result<void>{};
    };
    if (says.head.size != 0) {
        auto const read = from.scan(0, [&](stored_entry const& e) {
            fine = add(e);
            return fine && tree.size() < says.head.size;
        });
        if (!read) return read.error();
        if (!fine) return fine.error();
    }
    if (auto const head = tree.head(); head != says.head)
        return mismatch(errc::log_rewritten,
                        "root " + to_text(says.head.root) + " of " +
                            std::to_string(says.head.size) + " entries",
                        to_text(head.root) + " of " + std::to_string(head.size));
    if (!bundle.empty())
        if (auto kept = keep_bundle(tree.size() % tile_width); !kept) return kept.error();
    if (auto finished = tree.finish(); !finished) return finished.error();
    // Last, so that a reader finds every tile that a checkpoint speaks of.
    auto const note = to_text((*last)->note);
    if (auto put = to.put(folder / "checkpoint", as_bytes_of(note)); !put) return put.error();
    to.written().says = says;
    return std::move(to.written());
}

// --- verifying ----------------------------------------------------------------------------------

namespace {

class tile_folder_verifier {
  public:
    tile_folder_verifier(fs::path const& folder, verify_options const& against)
        : folder_(folder),
          against_(against),
          tree_([this](tile_place const& place, std::span<digest const> hashes) {
              return compare(place, hashes);
          }) {}

    result<verified_log> verify() {
        auto const text = detail::read_whole((folder_ / "checkpoint").string(), note_size_max);
        if (!text) return text.error();
        auto const says = open_checkpoint(*text, against_.keys);
        if (!says) return says.error();
        says_ = *says;
        if (auto sorted = sort_elsewhere(); !sorted) return sorted.error();
        if (auto read = read_bundles(); !read) return read.error();
        if (!found_.first)
            if (auto finished = tree_.finish(); !finished) return finished.error();
        found_.entries = trails_.entries();
        found_.cases = trails_.cases();
        found_.bytes = trails_.bytes();
        found_.head = tree_.head();
        if (!found_.first) found_.last = says_;
        return std::move(found_);
    }

  private:
    /// The folder's own checkpoint is one more that the log must continue.
    result<void> sort_elsewhere() {
        milestones_ = against_.elsewhere;
        milestones_.push_back(says_);
        for (auto const& one : milestones_)
            if (one.origin != says_.origin)
                return mismatch(errc::proof_failed, "a checkpoint of " + says_.origin,
                                "one of " + one.origin);
        std::stable_sort(milestones_.begin(), milestones_.end(),
                         [](auto const& a, auto const& b) { return a.head.size < b.head.size; });
        return {};
    }

    result<void> read_bundles() {
        pass_milestones();
        while (!found_.first && tree_.size() < says_.head.size) {
            auto const index = tree_.size() / tile_width;
            auto const width = std::min(tile_width, says_.head.size - tree_.size());
            tile_place const place{{}, index, static_cast<std::uint32_t>(width)};
            auto const content = read_place(place);
            if (!content) return content.error();
            auto const entries = parse_bundle(as_bytes_of(*content));
            if (!entries || entries->size() < width) {
                find(damage_kind::unreadable, tree_.size(),
                     path_of(place) + ": " +
                         (entries ? "expected " + std::to_string(width) + " entries, found " +
                                        std::to_string(entries->size())
                                  : entries.error().message));
                return {};
            }
            tile_place const hashes{0, index, static_cast<std::uint32_t>(width)};
            auto const leaves = leaves_of(hashes);
            if (!leaves) return leaves.error();
            for (std::size_t i = 0; i < width && !found_.first; ++i) {
                auto const leaf = i < leaves->size() ? std::optional((*leaves)[i]) : std::nullopt;
                if (auto checked = check((*entries)[i], hashes, leaf); !checked) return checked;
            }
        }
        if (!found_.first && passed_ < milestones_.size())
            find(damage_kind::count, tree_.size(),
                 "expected " + std::to_string(milestones_.back().head.size) + " entries, found " +
                     std::to_string(tree_.size()) + " (checkpoint of " + says_.origin + ")");
        return {};
    }

    /// The hashes of a bundle's entries; none, and the damage, where they are no tile.
    result<std::vector<digest>> leaves_of(tile_place const& place) {
        auto const content = read_place(place);
        if (!content) return content.error();
        auto leaves = parse_tile(as_bytes_of(*content));
        if (leaves) return std::move(*leaves);
        find(damage_kind::tile, tree_.size(), path_of(place) + ": " + leaves.error().message);
        return std::vector<digest>();
    }

    /// The leaf first: a changed entry breaks its case's chain only where the next one names it.
    result<void> check(byte_view entry, tile_place const& place,
                       std::optional<digest> const& leaf) {
        auto const index = tree_.size();
        digest hash;
        auto const wrong = trails_.check(index, entry, hash);
        if (wrong && wrong->kind == damage_kind::unreadable) found_.first = wrong;
        else if (leaf != hash) find_other_leaf(place, index, hash, leaf);
        else found_.first = wrong;
        if (found_.first) return {};
        if (auto added = tree_.add(hash); !added) return added;
        if (!found_.first) pass_milestones();
        if (against_.progress && tree_.size() % 1024 == 0) against_.progress(tree_.size());
        return {};
    }

    void pass_milestones() {
        for (; passed_ < milestones_.size(); ++passed_) {
            auto const& at = milestones_[passed_];
            if (at.head.size != tree_.size()) return;
            auto const head = tree_.head();
            if (head != at.head)
                return find(damage_kind::root, agreed_,
                            "expected root " + to_text(at.head.root) + ", found " +
                                to_text(head.root) + " (checkpoint of " + at.origin + " at " +
                                std::to_string(at.head.size) + " entries)");
            agreed_ = at.head.size;
        }
    }

    void find_other_leaf(tile_place const& place, std::uint64_t index, digest const& expected,
                         std::optional<digest> const& found) {
        find(damage_kind::tile, index,
             path_of(place) + ": expected hash " + to_text(expected) + ", found " +
                 (found ? to_text(*found) : std::string("the end")));
    }

    result<void> compare(tile_place const& place, std::span<digest const> hashes) {
        if (place.level == 0) return {}; // leaf by leaf, before
        auto const content = read_place(place);
        if (!content) return content.error();
        auto const width = std::uint64_t{1} << 8 * *place.level;
        auto const first = place.index * tile_width * width;
        auto const there = parse_tile(as_bytes_of(*content));
        if (!there) {
            find(damage_kind::tile, first, path_of(place) + ": " + there.error().message);
            return {};
        }
        for (std::size_t i = 0; i < hashes.size(); ++i) {
            auto const kept = i < there->size() ? std::optional((*there)[i]) : std::nullopt;
            if (kept == hashes[i]) continue;
            find_other_leaf(place, first + i * width, hashes[i], kept);
            return {};
        }
        return {};
    }

    /// A tile that is not full may have been replaced by the full one.
    result<std::string> read_place(tile_place const& place) {
        for (auto const width : {place.width, std::uint32_t{tile_width}}) {
            auto const path = folder_ / path_of({place.level, place.index, width});
            auto content = read_if_there(path);
            if (!content) return content.error();
            if (*content) return std::move(**content);
        }
        auto const path = folder_ / path_of(place);
        return could_not(path, "a readable file",
                         std::make_error_code(std::errc::no_such_file_or_directory));
    }

    void find(damage_kind kind, std::uint64_t log_index, std::string message) {
        if (!found_.first) found_.first = damage{kind, log_index, {}, 0, std::move(message)};
    }

    fs::path folder_;
    verify_options const& against_;
    checkpoint says_;
    verified_log found_;
    trail_verifier trails_;
    tiled_tree tree_;
    std::vector<checkpoint> milestones_;
    std::size_t passed_ = 0;
    std::uint64_t agreed_ = 0;
};

} // namespace

result<verified_log> verify_tiles(fs::path const& folder, verify_options const& against) {
    return tile_folder_verifier(folder, against).verify();
}

} // namespace amends
