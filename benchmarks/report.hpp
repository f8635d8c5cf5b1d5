// SPDX-License-Identifier: BSL-1.0
// What is measured, as a table for people, lines for tools and JSON for later.
#pragma once

#include <string>
#include <vector>

namespace bench {

/// Which side of a bar is the good one.
enum class wanted { at_most, at_least };

/// One figure; without a limit it is for information.
struct figure {
    std::string name{}; ///< for tools: `step_vs_switch`
    std::string what{}; ///< for people
    double measured = 0;
    std::string unit{};   ///< `x` for ratios
    std::string detail{}; ///< both sides of a ratio, what was counted
    bool has_limit = false;
    double limit = 0;
    wanted side = wanted::at_most;
    bool later = false; ///< belongs to work that has not landed; `measured` says nothing

    bool short_of_bar() const {
        return has_limit && !later &&
               (side == wanted::at_most ? measured > limit : measured < limit);
    }
};

/// Collects figures and prints each as it comes.
class report {
  public:
    void info(std::string name, std::string what, double measured, std::string unit,
              std::string detail = {});
    void bar(std::string name, std::string what, double measured, std::string unit, wanted side,
             double limit, std::string detail = {});
    void later(std::string name, std::string what, std::string limit);

    /// One line per bar: `bar NAME MEASURED LIMIT ok|short|later`.
    void print_bars() const;
    void write_json(std::string const& path, std::string const& commit) const;

  private:
    void add(figure one);

    std::vector<figure> figures_;
};

/// How a run is asked for.
struct options {
    bool quick = false;
    int rounds(int usual) const { return quick ? (usual + 3) / 4 : usual; }
};

} // namespace bench
