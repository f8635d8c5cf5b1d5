// SPDX-License-Identifier: BSL-1.0
// A disk below SQLite that loses its power: of what was not flushed by then any part may be there.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace support {

/// SQLite's default disk while it lives; one at a time. Files stand in a folder of its own.
///
/// What was written is remembered until it is flushed. When the power goes, every later write and
/// flush fails, and `come_back` leaves each file as it was flushed last, with some of the writes
/// since: whole, torn into sectors, or not at all. Files are made and removed at once: losing a name
/// is not part of the model. Threads: one.
class losing_disk {
  public:
    losing_disk();
    losing_disk(losing_disk const&) = delete;
    losing_disk& operator=(losing_disk const&) = delete;
    ~losing_disk();

    std::filesystem::path const& folder() const noexcept;

    /// The power goes at the n-th write or flush from now on.
    void lose_power_after(std::size_t operations);
    bool is_down() const noexcept;
    /// `below(n)` is chance: any number from 0 to below n. Requires: no file is open.
    void come_back(std::function<std::size_t(std::size_t)> const& below);

  private:
    struct vfs;
    std::unique_ptr<vfs> vfs_;
};

} // namespace support
