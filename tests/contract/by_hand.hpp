// SPDX-License-Identifier: BSL-1.0
// A store's file in the hands of somebody who knows how it is written, and goes past the store.
#pragma once

#include "catch.hpp"
#include "store/sqlite_checked_pages.hpp"

#include <amends/vocabulary/bytes.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

namespace amends::testing {

class by_hand {
  public:
    /// `disk` is SQLite's name for it: the store's own, which puts checksums right, or nullptr for
    /// the one of other programs, which leaves them as they are.
    explicit by_hand(std::filesystem::path const& file,
                     char const* disk = sqlite::disk_with_checked_pages()) {
        REQUIRE(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                disk) == SQLITE_OK);
    }
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() { sqlite3_close(db_); }

    by_hand& run(std::string const& sql) {
        INFO(sql);
        auto const code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
        INFO(sqlite3_errmsg(db_));
        REQUIRE(code == SQLITE_OK);
        return *this;
    }
    /// The same with bytes in the place of a question mark.
    by_hand& run(std::string const& sql, byte_view with) {
        INFO(sql);
        sqlite3_stmt* asked = nullptr;
        REQUIRE(sqlite3_prepare_v2(db_, sql.c_str(), -1, &asked, nullptr) == SQLITE_OK);
        sqlite3_bind_blob(asked, 1, with.data(), static_cast<int>(with.size()), SQLITE_STATIC);
        auto const code = sqlite3_step(asked);
        sqlite3_finalize(asked);
        REQUIRE(code == SQLITE_DONE);
        return *this;
    }
    /// The rows that a question answers, column by column with bars between.
    std::vector<std::string> ask(std::string const& sql) {
        std::vector<std::string> rows;
        sqlite3_stmt* asked = nullptr;
        REQUIRE(sqlite3_prepare_v2(db_, sql.c_str(), -1, &asked, nullptr) == SQLITE_OK);
        while (sqlite3_step(asked) == SQLITE_ROW) {
            auto& row = rows.emplace_back();
            for (int i = 0; i < sqlite3_column_count(asked); ++i) {
                auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(asked, i));
                row += std::string(i == 0 ? "" : "|") + (text == nullptr ? "-" : text);
            }
        }
        REQUIRE(sqlite3_finalize(asked) == SQLITE_OK);
        return rows;
    }

  private:
    sqlite3* db_ = nullptr;
};

} // namespace amends::testing
