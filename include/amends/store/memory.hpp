// SPDX-License-Identifier: BSL-1.0
// The store in memory: for tests, for benchmarks, and where losing everything at exit is fine.
#pragma once

#include <amends/store/memory_keys.hpp>
#include <amends/store/store.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace amends {

/// Keeps entries in flat memory. Nothing survives the process. Threads: any number.
class memory_store final : public store {
  public:
    /// An empty log with keys of its own, made at random. Cost: some 130 bytes an entry beside the
    /// entry's own, in chunks of 1 MiB. Where memory ends in an append, that throws `bad_alloc` and
    /// keeps nothing.
    memory_store();
    ~memory_store() override;

    result<std::uint64_t> append(std::span<new_entry const> entries,
                                 std::span<unmarked const> unless = {}) override;
    result<void> marked(std::uint64_t about, std::uint64_t from_log_index,
                        mark_visitor const& visit) override;
    result<void> read(case_id const& on, std::uint64_t from, std::uint64_t to,
                      entry_visitor const& visit) override;
    result<std::uint64_t> scan(std::uint64_t from_log_index, entry_visitor const& visit) override;
    result<std::optional<std::pair<case_id, std::uint64_t>>> seen(command_id const& id) override;
    result<std::optional<case_head>> head(case_id const& on) override;
    result<void> heads(std::function<bool(case_head const&)> const& visit) override;
    result<std::uint64_t> size() override;
    result<void> keep(snapshot const& s) override;
    result<std::optional<snapshot>> recall(case_id const& on) override;
    result<void> keep_beside(std::string_view name, byte_view content) override;
    result<std::optional<bytes>> beside(std::string_view name) override;
    result<void> beside(std::string_view prefix, beside_visitor const& visit) override;
    key_store* keys() noexcept override { return &keys_; }

  private:
    static constexpr std::uint32_t nowhere = 0xffffffff;

    /// One entry; entries of a case are linked backwards.
    struct record {
        std::byte const* bytes; ///< and behind them what is sealed
        std::uint32_t size;
        std::uint32_t sealed_size;
        std::uint32_t case_place;
        std::uint32_t before; ///< the case's previous record, or `nowhere`
        std::uint32_t
            same_print; ///< an earlier record whose command id has the same print, or `nowhere`
        std::uint64_t sequence;
        digest hash;
        command_id command;
    };

    /// Records in chunks: adding one never moves another.
    class record_list {
      public:
        std::uint64_t size() const noexcept { return size_; }
        record& operator[](std::uint64_t i) { return chunks_[i / chunk][i % chunk]; }
        record const& operator[](std::uint64_t i) const { return chunks_[i / chunk][i % chunk]; }
        /// Afterwards `push_back` needs no memory.
        void make_room() {
            if (size_ == chunks_.size() * chunk)
                chunks_.push_back(std::make_unique_for_overwrite<record[]>(chunk));
        }
        void push_back(record const& r) noexcept { (*this)[size_++] = r; }
        void pop_back() noexcept { --size_; }

      private:
        static constexpr std::size_t chunk = 1024;
        std::vector<std::unique_ptr<record[]>> chunks_;
        std::uint64_t size_ = 0;
    };
    struct case_record {
        case_id on;
        std::uint64_t last_sequence = 0;
        std::uint32_t last = nowhere;
    };

    struct mark_record {
        std::uint64_t log_index;
        byte_view content;
    };

    stored_entry view(std::uint64_t index) const;
    std::uint32_t record_of(command_id const& id) const;
    std::uint32_t place_of(case_id const& on);
    std::optional<error> add(new_entry const& e);
    std::optional<error> still_unmarked(std::span<unmarked const> unless) const;
    void add_marks(std::span<mark const> marks);
    void take_back(std::uint64_t first) noexcept;
    bool note_command(command_id const& id, std::uint32_t index, std::uint32_t& same_print);
    std::byte const* keep_bytes(byte_view some, byte_view behind = {});

    std::mutex guard_;
    record_list log_;
    std::vector<case_record> cases_;
    boost::unordered_flat_map<case_id, std::uint32_t> case_places_;
    /// The last record by the print of its command id: 8 bytes a command instead of 44, since every
    /// command looks here and a small table stays in the processor's cache.
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> commands_;
    boost::unordered_flat_map<std::uint64_t, std::vector<mark_record>> marks_;
    std::vector<std::uint64_t> marked_; ///< what this append marked so far, in order
    boost::unordered_flat_map<case_id, snapshot> snapshots_;
    std::map<std::string, bytes, std::less<>> beside_;
    bool frozen_ = false;
    memory_keys keys_;
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::size_t chunk_left_ = 0;
    std::byte* chunk_at_ = nullptr;
};

} // namespace amends
