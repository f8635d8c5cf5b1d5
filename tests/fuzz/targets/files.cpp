// SPDX-License-Identifier: BSL-1.0
// A store's SQLite file from a stranger: bytes of its pages, and columns of its rows.
#include "fuzz/holding.hpp"
#include "fuzz/sample_file.hpp"
#include "fuzz/some_commands.hpp"
#include "fuzz/targets.hpp"
#include "support/some_keys.hpp"

#include "store/key_row.hpp"
#include "store/sqlite_checked_pages.hpp"

#include <amends/store/verify_log.hpp>

#include <sqlite3.h>

#include <cstring>

namespace amends::fuzz {
namespace {

constexpr std::size_t page_size = 4096, reserved_at = 20;

verify_options against_the_sample(store& kept) {
    return {.keys = {testing::key_of("log").verifier()},
            .elsewhere = {checkpoint_of_sample()},
            .sealed_under = kept.keys()};
}

/// Whatever a file says: where a checkpoint that was kept elsewhere finds no damage, the log is what it
/// was.
void must_be_found_by_hashes(store& kept) {
    auto const found = verify_log(kept, against_the_sample(kept));
    if (!found) return must_say_both_sides(found.error());
    if (found->first) return must_say_both_sides({errc::damaged_trail, found->first->message});
    auto const log = log_in_words(kept);
    must(log.has_value() && *log == *right_answers().front(),
         "a log in which nothing is damaged is the log that was signed");
}

/// Each answer is the right one, or an error.
void must_be_right(answers const& said) {
    auto const& right = right_answers();
    must(said.size() == right.size(), "the same is asked of every file");
    for (std::size_t i = 0; i < said.size(); ++i)
        if (said[i]) must(*said[i] == *right[i], "a damaged page is an error, and no other answer");
}

enum changed : unsigned {
    any_bytes = 1,
    with_new_checksums = 2,
    opened_for_writing = 4,
    without_looking_at_pages = 8,
    cut_short = 16,
};

/// The sample with bytes in the place of others. Input: patches of a byte of the page, two of the place
/// in it, one of the length, and the bytes.
bytes patched(byte_view input, unsigned how, bool& has_checks) {
    auto content = sample_file();
    auto const pages = content.size() / page_size;
    std::vector<std::size_t> touched;
    auto const length = (how & cut_short) != 0 ? content.size() - std::size_t{1} -
                                                     (take_byte(input) * 331) % content.size()
                                               : content.size();
    while (input.size() > 4) {
        auto const page = take_byte(input) % pages;
        auto const low = take_byte(input);
        auto const at = page * page_size + (low | take_byte(input) << 8) % page_size;
        auto const size =
            std::min<std::size_t>({take_byte(input), input.size(), content.size() - at});
        std::ranges::copy(input.first(size), content.begin() + std::ptrdiff_t(at));
        input = input.subspan(size);
        touched.push_back(page);
        touched.push_back((at + size) / page_size % pages);
    }
    for (auto const page : touched) {
        auto* const check = content.data() + (page + 1) * page_size - sqlite::page_check_size;
        if ((how & with_new_checksums) != 0) {
            auto const sum = sqlite::check_of_page(
                page + 1, {content.data() + page * page_size, page_size - sqlite::page_check_size});
            std::memcpy(check, &sum, sizeof sum);
        }
        // FORMAT: zeroes are no checksum.
        has_checks = has_checks && std::any_of(check, check + sqlite::page_check_size,
                                               [](std::byte b) { return b != std::byte{}; });
    }
    has_checks = has_checks && content[reserved_at] == std::byte{sqlite::page_check_size};
    content.resize(length);
    return content;
}

} // namespace

// Input: one byte of how, and a file, or what is put into the place of its bytes: `patched`.
void try_sqlite_file(byte_view input) {
    auto const how = take_byte(input);
    auto has_checks = (how & (any_bytes | with_new_checksums)) == 0;
    auto const content = (how & any_bytes) != 0 ? bytes(input.begin(), input.end())
                                                : patched(input, how, has_checks);
    (void)right_answers();
    auto const writing = (how & opened_for_writing) != 0;
    auto const looks_at_pages = writing || (how & without_looking_at_pages) == 0;
    auto const opened = sqlite_store::open({.path = as_file(content),
                                            .create = false,
                                            .read_only = !writing,
                                            .check_pages = looks_at_pages,
                                            .busy_timeout = {},
                                            .drain_wal_in_background = false});
    if (!opened) return must_say_both_sides(opened.error());
    auto& kept = **opened;
    if (auto const checked = kept.check(); !checked) must_say_both_sides(checked.error());
    auto const said = ask_everything(kept);
    if (has_checks && looks_at_pages) must_be_right(said);
    must_be_found_by_hashes(kept);
    if (!writing) return;

    // Whoever goes on writing is told, or reads back what they wrote.
    auto const end = kept.size();
    auto const head = kept.head("43");
    auto const content_of_entry = std::as_bytes(std::span("an entry"));
    new_entry const one{.on = "43",
                        .sequence = head && *head ? (*head)->last_sequence + 1 : 1,
                        .command = "late",
                        .hash = sha256_of(content_of_entry),
                        .bytes = content_of_entry};
    auto const first = kept.append({&one, 1});
    if (!first) return must_say_both_sides(first.error());
    must(end.has_value() && *first == *end, "an entry is kept at the log's end");
    auto same = false;
    auto const read = kept.scan(*first, [&](stored_entry const& e) {
        return same = same_bytes(e.bytes, content_of_entry) && e.hash == one.hash, false;
    });
    if (!read) must_say_both_sides(read.error());
    else must(same || !has_checks, "an entry that was kept in sound pages is read back");
}

namespace {

struct column {
    char const* table;
    char const* name;
    char const* key; ///< of the table's rows
};
constexpr column columns_of_file[] = {
    {"cases", "key", "key"},
    {"cases", "name", "key"},
    {"cases", "last_sequence", "key"},
    {"cases", "last_hash", "key"},
    {"entries", "log_index", "log_index"},
    {"entries", "case_key", "log_index"},
    {"entries", "sequence", "log_index"},
    {"entries", "command", "log_index"},
    {"entries", "hash", "log_index"},
    {"entries", "bytes", "log_index"},
    {"entries", "sealed", "log_index"},
    {"marks", "about", "about, log_index, place"},
    {"marks", "log_index", "about, log_index, place"},
    {"marks", "content", "about, log_index, place"},
    {"snapshots", "name", "name"},
    {"snapshots", "sequence", "name"},
    {"snapshots", "lifecycle", "name"},
    {"snapshots", "head", "name"},
    {"snapshots", "checksum", "name"},
    {"snapshots", "content", "name"},
    {"beside", "name", "name"},
    {"beside", "content", "name"},
    {"keys", "id", "place"},
    {"keys", "customer", "place"},
    {"keys", "retired", "place"},
    {"keys", "secret", "place"},
};

enum class becomes : unsigned { text, blob, number, nothing, gone };

/// A file whose rows somebody changes, past the store.
class rows_by_hand {
  public:
    explicit rows_by_hand(std::filesystem::path const& file) {
        auto const code = sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE,
                                          sqlite::disk_with_checked_pages());
        must(code == SQLITE_OK, "a sound file is opened");
        run("PRAGMA synchronous=OFF; BEGIN");
    }
    rows_by_hand(rows_by_hand const&) = delete;
    rows_by_hand& operator=(rows_by_hand const&) = delete;
    ~rows_by_hand() {
        run("COMMIT");
        sqlite3_close(db_);
    }

    /// What the table does not take changes nothing.
    void change(column const& c, unsigned row, becomes what, byte_view value) {
        auto const row_there = std::string(" WHERE (") + c.key + ") = (SELECT " + c.key + " FROM " +
                               c.table + " LIMIT 1 OFFSET " + std::to_string(row) + ")";
        auto const sql = what == becomes::gone ? std::string("DELETE FROM ") + c.table + row_there
                                               : std::string("UPDATE ") + c.table + " SET " +
                                                     c.name + " = ?" + row_there;
        sqlite3_stmt* asked = nullptr;
        must(sqlite3_prepare_v2(db_, sql.c_str(), -1, &asked, nullptr) == SQLITE_OK,
             "a sound file has its tables");
        auto const* const data = value.empty() ? "" : reinterpret_cast<char const*>(value.data());
        auto const size = static_cast<int>(value.size());
        std::int64_t number = 0;
        std::memcpy(&number, data, std::min(value.size(), sizeof number));
        switch (what) {
        case becomes::text: sqlite3_bind_text(asked, 1, data, size, SQLITE_STATIC); break;
        case becomes::blob: sqlite3_bind_blob(asked, 1, data, size, SQLITE_STATIC); break;
        case becomes::number: sqlite3_bind_int64(asked, 1, number); break;
        case becomes::nothing:
        case becomes::gone: break;
        }
        (void)sqlite3_step(asked);
        sqlite3_finalize(asked);
    }

  private:
    void run(char const* sql) { (void)sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

    sqlite3* db_ = nullptr;
};

} // namespace

// Input: changes: one byte each of the column, the row and what it becomes, and a value behind two bytes
// of length; then what a desk is asked.
void try_sqlite_rows(byte_view input) {
    (void)right_answers();
    auto const file = as_file(sample_file());
    {
        rows_by_hand hand(file);
        for (int n = 0; n < 8 && input.size() > 4; ++n) {
            auto const& where = columns_of_file[take_byte(input) % std::size(columns_of_file)];
            auto const row = take_byte(input) % 8;
            auto const what = static_cast<becomes>(take_byte(input) % 5);
            hand.change(where, row, what, take_piece(input));
        }
    }
    if (auto const key = key_in_row(1, false, input); key)
        must(key->state == key_state::destroyed ||
                 same_bytes(secret_of({key->state, key->key}), input),
             "a secret that is read is written as the same bytes");
    else must_say_both_sides(key.error());

    auto const opened = sqlite_store::open(
        {.path = file, .create = false, .busy_timeout = {}, .drain_wal_in_background = false});
    must(opened.has_value(), "a file with sound pages is opened");
    auto& kept = **opened;
    if (auto const checked = kept.check(); !checked) must_say_both_sides(checked.error());
    (void)ask_everything(kept);
    must_be_found_by_hashes(kept);
    for (auto const& on : {case_id("41"), case_id("42")})
        if (auto const one = verify_case(kept, on, against_the_sample(kept)); !one)
            must_say_both_sides(one.error());
    auto now = sample_noon + std::chrono::hours(1);
    desk at(kept, cases::house_rules(),
            {.clock = [&] { return now; }, .snapshot_every = 2, .keys = kept.keys()});
    work_at(at, "41", input);
}

} // namespace amends::fuzz
