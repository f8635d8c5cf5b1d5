// SPDX-License-Identifier: BSL-1.0
// A verifier that amends did not write accepts what amends wrote, and nothing that was changed.
#include "command/audited.hpp"

#include <amends/exchange/tile_folder.hpp>
#include <amends/store/sqlite.hpp>

#include "source_dir.hpp"

using namespace amends;
using namespace amends::testing;
using Catch::Matchers::StartsWith;

namespace {

/// Where Debian's golang-golang-x-mod-dev keeps its sources.
constexpr auto go_path = "/usr/share/gocode";

/// tests/go/verify.go, built with Go's packages `note` and `tlog`.
class go_verifier {
  public:
    explicit go_verifier(workshop const& in) : in_(in) {
        auto const tree = std::filesystem::path(AMENDS_SOURCE_DIR) / "tests" / "go" / "verify.go";
        auto const packages = std::filesystem::path(go_path) / "src/golang.org/x/mod/sumdb/tlog";
        built_ =
            std::filesystem::exists(packages) && std::system("command -v go >/dev/null 2>&1") == 0;
        if (!built_) return;
        // Offline, and with nothing outside the folder.
        auto const build =
            "cd '" + in.folder().string() +
            "' && GO111MODULE=off GOFLAGS=-p=1 GOCACHE=\"$PWD/.go\" GOPATH=" + go_path +
            " go build -o go_verifier '" + tree.string() + "'";
        REQUIRE(std::system(build.c_str()) == 0);
    }
    bool built() const { return built_; }

    /// What it says, and whether it holds.
    std::pair<bool, std::string> verify(std::string const& arguments) const {
        auto const line =
            "cd '" + in_.folder().string() + "' && ./go_verifier " + arguments + " >.said 2>&1";
        auto const status = std::system(line.c_str());
        REQUIRE(WIFEXITED(status));
        REQUIRE(WEXITSTATUS(status) <= 1); // 2 would be a panic of Go's
        return {WEXITSTATUS(status) == 0, in_.read(".said")};
    }
    bool holds(std::string const& arguments) const { return verify(arguments).first; }

  private:
    workshop const& in_;
    bool built_ = false;
};

} // namespace

#define AMENDS_NEEDS_GO(go)                                                                        \
    if (!(go).built()) {                                                                           \
        WARN("SKIPPED: Go and its package golang.org/x/mod (Debian: golang-go,"                    \
             " golang-golang-x-mod-dev) are not here");                                            \
        return;                                                                                    \
    }

TEST_CASE("Go accepts our checkpoints and proofs and refuses changed ones") {
    audited const here;
    go_verifier const go(here);
    AMENDS_NEEDS_GO(go)
    here.more_work();
    here.must("prove --since monday --key log.key --out growth");
    here.must("prove C000001 --out proof");
    here.must("key example.org/log --out other.key >other.pub");

    auto const size = std::to_string(here.entries());
    CHECK(go.verify("checkpoint log.pub proof/checkpoint").second ==
          "example.org/log " + size + "\n");
    CHECK_FALSE(go.holds("checkpoint other.pub proof/checkpoint"));
    CHECK(go.verify("consistency log.pub monday growth").second ==
          "example.org/log " + size + "\n");
    CHECK_FALSE(go.holds("consistency log.pub proof/checkpoint growth"));
    for (auto i = 1; std::filesystem::exists(here.folder() / "proof" /
                                             ("00000" + std::to_string(i) + ".entry"));
         ++i) {
        auto const name = "proof/00000" + std::to_string(i);
        INFO(name);
        CHECK(go.holds("inclusion log.pub " + name + ".tlog-proof " + name + ".entry"));
        CHECK_FALSE(go.holds("inclusion log.pub " + name + ".tlog-proof proof/checkpoint"));
    }

    struct changed {
        std::string verb, file;
    };
    for (auto const& [verb, file] :
         {changed{"checkpoint log.pub proof/checkpoint", "proof/checkpoint"},
          changed{"consistency log.pub monday growth", "growth"},
          changed{"consistency log.pub monday growth", "monday"},
          changed{"inclusion log.pub proof/000002.tlog-proof proof/000002.entry",
                  "proof/000002.tlog-proof"},
          changed{"inclusion log.pub proof/000002.tlog-proof proof/000002.entry",
                  "proof/000002.entry"}}) {
        auto const content = here.read(file);
        for (std::size_t at = 0; at < content.size(); at += 1 + content.size() / 40) {
            // Go reads over the bits that base64 leaves unused before its padding; we do not.
            if (content.compare(at + 1, 1, "=") == 0) continue;
            here.flip(file, at);
            INFO(verb << ": byte " << at << " of " << file);
            CHECK_FALSE(go.holds(verb));
            here.flip(file, at);
        }
        CHECK(go.holds(verb));
    }
}

TEST_CASE("Go reads our tiles, every entry of them, and refuses changed ones") {
    audited const here(120);
    go_verifier const go(here);
    AMENDS_NEEDS_GO(go) {
        auto const kept =
            *sqlite_store::open({.path = here.folder() / "cases.db", .read_only = true});
        REQUIRE(write_tiles(*kept, here.folder() / "tiles").has_value());
    }
    CHECK(go.verify("tiles log.pub tiles").second ==
          "example.org/log " + std::to_string(here.entries()) + "\n");
    for (auto const& file :
         std::filesystem::recursive_directory_iterator(here.folder() / "tiles")) {
        if (!file.is_regular_file()) continue;
        auto const name = std::filesystem::relative(file.path(), here.folder()).string();
        here.flip(name, here.read(name).size() / 2);
        INFO(name);
        CHECK_FALSE(go.holds("tiles log.pub tiles"));
        here.flip(name, here.read(name).size() / 2);
    }
    CHECK(go.holds("tiles log.pub tiles"));
}
