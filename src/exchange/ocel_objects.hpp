// SPDX-License-Identifier: BSL-1.0
// The objects of an object-centric log: cases, customers, colleagues and services.
#pragma once

#include <amends/audit/entry.hpp>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace amends::detail {

enum class object_kind : std::uint8_t { case_file, colleague, customer, service };

std::string_view name_of(object_kind kind) noexcept;

// An object by its kind and its id of whatever sort.
struct object_key {
    object_kind kind{};
    id<struct object_tag> of{};

    friend auto operator<=>(object_key const&, object_key const&) = default;
    friend bool operator==(object_key const&, object_key const&) = default;
};

// `case:41`; unique among all objects.
std::string object_id(object_key const& object);

using relation_visitor = std::function<void(object_key const& to, std::string_view qualifier)>;

// What an entry is about: its case, who acted, and whom and what its fact names. May name the same
// object as the same thing twice.
void each_relation(entry const& e, relation_visitor const& visit);

// Finds every object once in several passes over a log, in bounded memory: each pass keeps the first
// so many that come after those of the pass before.
class object_passes {
  public:
    explicit object_passes(std::size_t at_once = std::size_t{1} << 18) : at_once_(at_once) {
        forget_lately();
    }

    void offer(object_key const& seen);
    // Ends a pass: the objects that it found, in order. Lifetime: until the next call.
    std::vector<object_key> const& found();
    // Whether there may be more than was found so far.
    bool another_pass() const noexcept { return there_are_more_; }

  private:
    void keep_the_first();
    void forget_lately() { lately_.fill({object_kind{255}, {}}); }

    std::size_t at_once_;
    std::optional<object_key> done_up_to_;
    std::vector<object_key> found_;
    bool pass_ended_ = false;
    bool there_are_more_ = false;
    // People and cases come again soon: most are known from here.
    std::array<object_key, 1024> lately_;
};

} // namespace amends::detail
