// SPDX-License-Identifier: BSL-1.0
// A store that a verb writes, and that can be taken away again.
#pragma once

#include "cli/opened_store.hpp"

namespace amends::cli {

// What a verb began and could not finish is not left half written. A store that was there before
// keeps whatever was committed, and so does a database of a server: others may be at work in it.
class store_file {
  public:
    // Errors: those of the store, after which no new file is left.
    static result<store_file> open(std::string const& name);
    // Errors: `io_failed`, when there is a file already, or a database that holds entries; `otherwise`
    // says what else can be done.
    static result<void> is_free(std::string const& name, std::string_view otherwise);

    store& kept() { return *store_; }
    bool is_new() const { return is_new_; }

    // Closes the store, and takes it away if it is new.
    void discard();

  private:
    std::string path_; // empty: no file
    bool is_new_ = false;
    std::unique_ptr<store> store_;
};

// What can be done about a store that keeps the first part of something: the same again, or nothing
// where the log was closed. Follows a sentence that says what is kept.
std::string_view goes_on_after(error const& why) noexcept;

} // namespace amends::cli
