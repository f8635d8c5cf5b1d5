// SPDX-License-Identifier: BSL-1.0
// Entries checked one by one, folded as far as their marks need it, and kept in batches.
#include <amends/exchange/restore.hpp>

#include "desk/case_cache.hpp"
#include "desk/entry_marks.hpp"

#include <amends/audit/sealing.hpp>
#include <amends/casefile/evolve.hpp>
#include <amends/store/restoring.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

namespace amends {
namespace {

constexpr std::size_t cached_cases = 16384;
// FORMAT: what stands beside a log while it is restored.
constexpr std::string_view in_progress = "in progress\n";

class restoring {
  public:
    restoring(entry_source& from, store& to, restore_options const& how)
        : from_(from), to_(to), how_(how), cache_(cached_cases), accounts_(to, marks_) {}

    result<restored> run() {
        if (auto sound = check_restored(to_); !sound) return sound.error();
        auto const size = to_.size();
        if (!size) return size.error();
        if (*size != 0)
            return mismatch(errc::version_conflict, "a store without entries",
                            std::to_string(*size) + " of them");
        if (how_.keys != nullptr && to_.keys() == nullptr)
            return mismatch(errc::not_sealed, "a store that keeps keys", "one that keeps none");
        begin_batch();
        for (entry next;;) {
            auto const more = from_.next(next);
            if (!more) return more.error();
            if (*more)
                if (auto taken = take(next); !taken) return taken.error();
            if (drafts_.size() >= how_.batch_size || !*more)
                if (auto kept = commit(); !kept) return kept.error();
            if (!*more) break;
        }
        if (auto ended = mark({}); !ended) return ended.error();
        return done_;
    }

  private:
    void begin_batch() {
        ++batch_;
        marks_.begin_batch();
        accounts_.begin_batch();
        drafts_.clear();
        ends_.clear();
        bytes_.clear();
        sealed_.clear();
        sealed_ends_.clear();
    }

    result<void> take(entry& e) {
        auto const begins = bytes_.size();
        if (auto const sound = check_bounds(e); !sound) return in_file(sound.error());
        encode(e, bytes_);
        if (auto const actual = hasher_.of_leaf(byte_view(bytes_).subspan(begins));
            actual != e.hash)
            return wrong("hash " + to_text(e.hash), to_text(actual));
        auto const found = find(e.on);
        if (!found) return found.error();
        auto& c = **found;
        auto const next = c.file.version + 1;
        if (e.how.sequence != next)
            return wrong("entry " + std::to_string(next) + " of case " + e.on.str(),
                         std::to_string(e.how.sequence));
        if (e.previous != c.head)
            return wrong("previous hash " + to_text(c.head), to_text(e.previous));
        if (next > 1 && e.how.at < c.file.last_entry_at)
            return wrong("a time not before " + to_text(c.file.last_entry_at), to_text(e.how.at));

        if (auto taken = take_sealed(e, c.file); !taken) return taken;
        done_.cases += next == 1 ? 1 : 0;
        done_.sealed += e.commitment ? 1 : 0;
        done_.same_places &= e.log_index == done_.entries;
        ++done_.entries;
        drafts_.push_back({e.on, next, e.command, e.hash, {}});
        ends_.push_back(bytes_.size());
        mark_entry(accounts_, marks_, {drafts_.size() - 1, e.what, e.how, c.file});
        evolve_in_place(c.file, std::move(e.what), e.how);
        c.head = e.hash;
        c.batch = batch_;
        return {};
    }

    // What is kept beside an entry comes along, and the key for it where there is one.
    result<void> take_sealed(entry const& e, case_file const& before) {
        auto const sealed = from_.sealed();
        if (e.commitment && sealed.empty()) return wrong("texts sealed beside the entry", "none");
        if (!e.commitment && !sealed.empty())
            return wrong("nothing sealed beside an entry that commits to no texts",
                         std::to_string(sealed.size()) + " bytes");
        sealed_.insert(sealed_.end(), sealed.begin(), sealed.end());
        sealed_ends_.push_back(sealed_.size());
        if (how_.keys == nullptr || sealed.empty()) return {};
        auto const named = key_named_in(sealed);
        if (!named) return in_file(named.error());
        if (adopted_.contains(*named)) return {};
        auto const key = how_.keys->find(*named);
        if (!key) return key.error();
        if (key->state == key_state::unknown)
            return in_file(
                mismatch(errc::key_missing, "key " + std::to_string(*named), "none with this id",
                         "case " + e.on.str() + ", entry " + std::to_string(e.how.sequence)));
        auto const* reported = std::get_if<contact_reported>(&e.what);
        auto const& whose = reported ? reported->what.customer : before.contact.customer;
        if (auto taken = to_.keys()->adopt(whose, *key); !taken) return taken;
        adopted_.insert(*named);
        return {};
    }

    // The case as it stands after what was taken so far. Changes of this batch are never evicted.
    result<cached_case*> find(case_id const& on) {
        if (auto* const cached = cache_.find(on)) return cached;
        auto& c = cache_.add(on, batch_);
        c.file.at = how_.table->initial();
        std::optional<error> unreadable;
        auto const read = to_.read(on, 1, ~std::uint64_t{0}, [&](stored_entry const& stored) {
            auto earlier = decode_entry(stored.bytes);
            if (!earlier) {
                unreadable = earlier.error();
                return false;
            }
            evolve_in_place(c.file, std::move(earlier->what), earlier->how);
            c.head = stored.hash;
            return true;
        });
        if (!read) return read.error();
        if (unreadable) return *unreadable;
        return &c;
    }

    // Without content the store is whole.
    result<void> mark(std::string_view content) {
        if (content.empty() && kept_ == 0) return {};
        return to_.keep_beside(restoring_mark, std::as_bytes(std::span(content)));
    }

    // The mark is there before the first entry.
    result<void> commit() {
        if (drafts_.empty()) return {};
        if (kept_ == 0)
            if (auto marked = mark(in_progress); !marked) return marked;
        std::size_t begins = 0;
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            drafts_[i].bytes = byte_view(bytes_).subspan(begins, ends_[i] - begins);
            begins = ends_[i];
        }
        begins = 0;
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            drafts_[i].sealed = byte_view(sealed_).subspan(begins, sealed_ends_[i] - begins);
            begins = sealed_ends_[i];
        }
        marks_.give(drafts_);
        auto const first = to_.append(drafts_);
        if (!first) {
            auto why = first.error();
            why.message = from_.where() + " or before it: " + why.message;
            return why;
        }
        if (*first != kept_) {
            // Another restoring may have taken its mark away by now.
            if (auto marked = mark(in_progress); !marked) return marked;
            return mismatch(errc::version_conflict,
                            "log index " + std::to_string(kept_) + ", the store's end",
                            std::to_string(*first) + ", since others write to it");
        }
        kept_ += drafts_.size();
        if (how_.progress) how_.progress(done_.entries, from_.bytes_read());
        cache_.release_surplus();
        begin_batch();
        return {};
    }

    error wrong(std::string_view expected, std::string_view found) const {
        return in_file(mismatch(errc::damaged_trail, expected, found));
    }
    error in_file(error why) const {
        why.message.insert(0, from_.where() + ": ");
        return why;
    }

    entry_source& from_;
    store& to_;
    restore_options const& how_;
    case_cache cache_;
    batch_marks marks_;
    accounts accounts_;
    sha256 hasher_;
    bytes bytes_;
    std::vector<new_entry> drafts_;
    std::vector<std::size_t> ends_; // of their bytes
    bytes sealed_;
    std::vector<std::size_t> sealed_ends_;
    boost::unordered_flat_set<std::uint64_t> adopted_; // keys
    std::uint32_t batch_ = 0;
    std::uint64_t kept_ = 0; // entries
    restored done_;
};

} // namespace

result<restored> restore(entry_source& from, store& to, restore_options const& how) {
    return restoring(from, to, how).run();
}

} // namespace amends
