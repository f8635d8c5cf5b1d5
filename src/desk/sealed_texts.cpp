// SPDX-License-Identifier: BSL-1.0
// Sealing a batch, and the keys that a desk remembers.
#include "desk/sealed_texts.hpp"

#include "desk/customers.hpp"
#include "vocabulary/cleansing.hpp"

namespace amends {
namespace {

/// Keys kept between batches, at most; a busy desk sees the same customers again.
constexpr std::size_t known_max = 4096;

} // namespace

void sealed_texts::forget_keys() noexcept {
    seal_with_.clear();
    opens.forget_keys();
}

void sealed_texts::begin_batch() {
    sealed_.clear();
    ends_.clear();
    if (seal_with_.size() > known_max) forget_keys();
}

/// INVARIANT: no key is looked up before. What was erased earlier is seen in the trail itself.
result<void> sealed_texts::count_erasures() {
    if (next_log_index_) return {};
    auto const size = kept_.size();
    if (!size) return size.error();
    next_log_index_ = *size;
    return {};
}

result<void> sealed_texts::begin_reading() {
    if (!on()) return {};
    opens.forget_retired();
    return count_erasures();
}

result<bool> sealed_texts::begin_showing() {
    if (!on()) return false;
    if (!frozen_) {
        auto const mark = kept_.beside(frozen_mark);
        if (!mark) return mark.error();
        frozen_ = *mark && !(*mark)->empty();
    }
    if (frozen_) forget_keys();
    if (auto begun = begin_reading(); !begun) return begun.error();
    return frozen_;
}

/// The current key of a customer. Erasures are counted from before it was looked up.
result<subject_key const*> sealed_texts::key_for(customer_id const& whose) {
    if (auto const known = seal_with_.find(whose); known != seal_with_.end()) return &known->second;
    if (auto counted = count_erasures(); !counted) return counted.error();
    auto const key = keys_->key_for(whose);
    if (!key) return key.error();
    return &seal_with_.emplace(whose, *key).first->second;
}

result<void> sealed_texts::seal(entry& draft, customer_id const& whose) {
    auto const key = key_for(whose);
    if (!key) return key.error();
    sealed_place const at{draft.on, draft.how.sequence};
    texts_.clear();
    canonical::append_texts(texts_, draft.what);
    auto salt = opens.seals().salt_of(**key, at);
    detail::cleansed const over(salt.bytes);
    draft.commitment = opens.seals().commitment(salt, texts_);
    draft.command_digest = opens.seals().salted(salt, draft.command_digest);
    opens.seals().seal(**key, at, *draft.commitment, texts_, sealed_);
    ends_.push_back(sealed_.size());
    return {};
}

result<digest> sealed_texts::seal(case_file const& file, bytes& to) {
    // A key of its own would be one that sealed no entry, of which no erasure knows.
    auto const known = seal_with_.find(file.contact.customer);
    if (known == seal_with_.end())
        return mismatch(errc::key_missing, "the key of the case's last entry", "none in memory",
                        "case " + file.id.str());
    auto const* const key = &known->second;
    sealed_place const at{file.id, file.version, sealed_kind::snapshot};
    texts_.clear();
    canonical::append_texts(texts_, file);
    auto salt = opens.seals().salt_of(*key, at);
    detail::cleansed const over(salt.bytes);
    auto const commitment = opens.seals().commitment(salt, texts_);
    opens.seals().seal(*key, at, commitment, texts_, to);
    return commitment;
}

void sealed_texts::give(std::span<new_entry> drafts) const {
    std::size_t begins = 0;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
        drafts[i].sealed = byte_view(sealed_).subspan(begins, ends_[i] - begins);
        begins = ends_[i];
    }
}

void sealed_texts::add_condition(batch_marks& marks) const {
    if (ends_.empty()) return;
    auto const still = no_erasure_since(*next_log_index_);
    marks.must_be_unmarked(still.about, still.since_log_index);
}

result<std::vector<customer_id>> sealed_texts::catch_up() {
    if (!on()) return std::vector<customer_id>{};
    if (auto counted = count_erasures(); !counted) return counted.error();
    auto found = erasures_since(kept_, *next_log_index_);
    if (!found) return found.error();
    if (!found->customers.empty()) {
        forget_keys();
        next_log_index_ = found->no_others.since_log_index;
    }
    return std::move(found->customers);
}

} // namespace amends
