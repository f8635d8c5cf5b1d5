// SPDX-License-Identifier: BSL-1.0
// A SQLite store on a disk that loses its power now and then.
#include "simulation/ground.hpp"
#include "support/losing_disk.hpp"

#include <amends/store/sqlite.hpp>

#include <fstream>
#include <iterator>

namespace amends::simulation {
namespace {

class file_on_a_losing_disk final : public ground {
  public:
    file_on_a_losing_disk() { (void)open_again().value(); }

    store& kept() override { return *kept_; }
    key_store& keys() override { return *kept_->keys(); }
    bool stand_in_files(byte_view some) const override {
        for (auto const& file : std::filesystem::directory_iterator(disk_.folder())) {
            // The index of the write-ahead log is made anew when the power is back, and SQLite fills
            // what it leaves free with whatever its heap held: here that of before, elsewhere none.
            if (file.path().native().ends_with("-shm")) continue;
            std::ifstream in(file.path(), std::ios::binary);
            std::string const all(std::istreambuf_iterator<char>(in), {});
            if (all.find(as_text(some)) != all.npos) return true;
        }
        return false;
    }

    void before_step(dice& chance) override {
        if (chance.once_in(20)) disk_.lose_power_after(chance.below(60));
    }
    bool is_down() const override { return disk_.is_down(); }

    result<void> start_again(dice& chance) override {
        kept_.reset();
        disk_.come_back([&](std::size_t n) { return chance.below(n); });
        if (auto opened = open_again(); !opened) return opened;
        return kept_->check();
    }
    result<void> open_again() override {
        kept_.reset();
        auto opened = sqlite_store::open({.path = disk_.folder() / "kept.db",
                                          .cache_kib = 512,
                                          .drain_wal_pages = 24,
                                          .drain_wal_in_background = false});
        if (!opened) return opened.error();
        kept_ = std::move(*opened);
        return {};
    }

  private:
    static std::string_view as_text(byte_view some) {
        return {reinterpret_cast<char const*>(some.data()), some.size()};
    }

    support::losing_disk disk_;
    std::unique_ptr<sqlite_store> kept_;
};

} // namespace

std::unique_ptr<ground> on_a_disk() { return std::make_unique<file_on_a_losing_disk>(); }

} // namespace amends::simulation
