// SPDX-License-Identifier: BSL-1.0
// A folder with a store, the key of its log, and a checkpoint of it that was kept elsewhere.
#pragma once

#include "command/json_answer.hpp"

#include "catch.hpp"

namespace amends::testing {

/// A store with some cases, the key of its log, and a checkpoint that was taken elsewhere.
class audited : public workshop {
  public:
    explicit audited(int cases_in_all = 30) {
        must("generate --cases " + std::to_string(cases_in_all) + " --seed 3 --out work.jsonl");
        must("run work.jsonl");
        must("key example.org/log --out log.key >log.pub");
        must("checkpoint --key log.key --out monday");
    }
    ran must(std::string const& arguments) const {
        auto done = amends(arguments);
        INFO("amends " << arguments << "\n" << done.err);
        REQUIRE(done.status == 0);
        return done;
    }
    void more_work(int cases_more = 10, int seed = 4, char letter = 'D') const {
        must("generate --cases " + std::to_string(cases_more) + " --seed " + std::to_string(seed) +
             " --out more.jsonl");
        // The same ids of cases would be other content: theirs begin with another letter.
        auto const changed = [&](std::string const& key) {
            return "s/\"" + key + "\":\"C/\"" + key + "\":\"" + letter + '/';
        };
        std::system(("sed -i '" + changed("case") + "; " + changed("id") + "' '" +
                     (folder() / "more.jsonl").string() + "'")
                        .c_str());
        must("run more.jsonl");
    }
    void flip(std::string const& name, std::size_t at) const {
        auto bytes = read(name);
        bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
        write(name, bytes);
    }
    std::uint64_t entries() const {
        return object_of(amends("verify --json")).at("entries").to_number<std::uint64_t>();
    }
};

} // namespace amends::testing
