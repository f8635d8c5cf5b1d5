// SPDX-License-Identifier: BSL-1.0
// amends key: makes the key that signs checkpoints of a log.
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/verbs.hpp"
#include "vocabulary/cleansing.hpp"

#include <amends/exchange/json.hpp>

#include <fmt/format.h>
#include <openssl/rand.h>

namespace amends::cli {

namespace {

struct key_options {
    std::string name;
    std::string out = "log.key";
    std::string of;
    bool json = false;
};

result<signing_key> new_key(std::string const& name) {
    std::array<std::byte, 32> seed{};
    detail::cleansed const over(seed);
    if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(seed.data()), seed.size()) != 1)
        return mismatch(errc::io_failed, "32 random bytes", "none");
    return signing_key::make(name, seed);
}

int make_key(key_options const& options) {
    if (options.of.empty() == options.name.empty()) {
        complain(options.name.empty() ? "key: expected NAME or --of, found neither"
                                      : "key: expected NAME or --of, found both");
        return 2;
    }
    auto const key = options.of.empty() ? new_key(options.name) : read_signing_key(options.of);
    if (!key) return fail(key.error());
    if (options.of.empty()) {
        auto secret = key->secret_text();
        detail::cleansed const over(secret);
        if (auto const kept = write_secret(options.out, secret); !kept) return fail(kept.error());
    }
    auto const public_text = to_text(key->verifier());
    if (options.json)
        print(fmt::format(R"({{"name":{},"verifying_key":{},"signing_key_file":{}}})"
                          "\n",
                          to_json(key->verifier().name), to_json(public_text),
                          to_json(options.of.empty() ? options.out : options.of)));
    else print(public_text + '\n');
    return output_is_written() ? 0 : 2;
}

} // namespace

verb key_verb() {
    auto options = std::make_shared<key_options>();
    return {
        .name = "key",
        .summary = "Make the key that signs checkpoints of a log",
        .takes =
            {
                argument("NAME", options->name, "the log's name, such as example.org/complaints"),
                option("--out", options->out, "where the signing key goes; keep it secret"),
                option("--of", options->of, "print the verifying key of this signing key instead"),
                flag("--json", options->json, "print one JSON object"),
            },
        .footer =
            R"(Prints the verifying key: give it to whoever shall verify checkpoints and proofs.

Example:
  amends key example.org/complaints --out log.key >log.pub
  amends key --of log.key)",
        .does = [options] { return make_key(*options); },
    };
}

} // namespace amends::cli
