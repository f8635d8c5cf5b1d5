// SPDX-License-Identifier: BSL-1.0
// Proofs from files alone: an entry in a log, a log that only grew, or a whole case.
#include "cli/console.hpp"
#include "cli/key_file.hpp"
#include "cli/text_table.hpp"
#include "cli/verifying.hpp"
#include "exchange/text_file.hpp"

#include <amends/audit/log_proof.hpp>
#include <amends/exchange/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace amends::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t entry_file_max = std::size_t{1} << 29;

byte_view as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// What cannot be read is bad input; what does not hold is an answer.
int refuse(error const& why) {
    complain(why.message);
    switch (why.code) {
    case errc::proof_failed:
    case errc::signature_failed:
    case errc::damaged_trail: return 1;
    default: return 2;
    }
}

int say(verify_request const& asked, std::string const& what, checkpoint const& in,
        std::uint64_t entries) {
    if (asked.json)
        print(fmt::format(
            R"({{"proof":{},"holds":true,"entries":{},"origin":{},"log_entries":{},"root":"{}"}})"
            "\n",
            to_json(asked.proof), entries, to_json(in.origin), in.head.size,
            to_text(in.head.root)));
    else
        print(fmt::format("{}: {} (checkpoint of {} at {} entries)\n", asked.proof, what,
                          shown(in.origin), in.head.size));
    return output_is_written() ? 0 : 2;
}

// An entry's bytes and the proof that it stands in a log.
struct proved_entry {
    checkpoint in;
    std::uint64_t log_index = 0;
    std::string content;
};

result<proved_entry> check_entry(std::string const& proof_path, std::string const& entry_path,
                                 std::span<verifying_key const> keys) {
    auto const text = detail::read_whole(proof_path, note_size_max);
    if (!text) return text.error();
    auto const proof = parse_inclusion_proof(*text);
    if (!proof) return in_file(proof_path, proof.error());
    auto content = detail::read_whole(entry_path, entry_file_max);
    if (!content) return content.error();
    auto in = check(*proof, sha256().of_leaf(as_bytes_of(*content)), keys);
    if (!in) {
        auto why = in_file(proof_path, in.error());
        if (why.code == errc::out_of_range) why.code = errc::proof_failed;
        return why;
    }
    return proved_entry{std::move(*in), proof->index, std::move(*content)};
}

int verify_one(verify_request const& asked, std::span<verifying_key const> keys) {
    auto const proved = check_entry(asked.proof, asked.entry, keys);
    if (!proved) return refuse(proved.error());
    entry_place place;
    auto const read = decode_place(as_bytes_of(proved->content), place);
    return say(asked,
               read ? fmt::format("case {}, sequence {} stands at log index {}",
                                  shown(place.on.view()), place.sequence, proved->log_index)
                    : fmt::format("the entry stands at log index {}", proved->log_index),
               proved->in, 1);
}

int verify_growth(verify_request const& asked, std::span<verifying_key const> keys) {
    auto const text = detail::read_whole(asked.proof, note_size_max);
    if (!text) return refuse(text.error());
    auto const proof = parse_consistency_proof(*text);
    if (!proof) return refuse(in_file(asked.proof, proof.error()));
    auto const older = read_checkpoints({asked.since}, keys);
    if (!older) return refuse(older.error());
    if (older->size() != 1)
        return refuse(in_file(asked.since, mismatch(errc::malformed, "one checkpoint",
                                                    std::to_string(older->size()))));
    auto const newer = check(*proof, older->front(), keys);
    if (!newer) {
        auto why = in_file(asked.proof, newer.error());
        if (why.code == errc::out_of_range) why.code = errc::proof_failed;
        return refuse(why);
    }
    return say(asked,
               fmt::format("the log only grew since it had {} entries", older->front().head.size),
               *newer, 0);
}

// The names before `.tlog-proof`, in the order of their numbers: past 999999 they are longer.
result<std::vector<std::string>> proofs_in(std::string const& folder) {
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->path().extension() == ".tlog-proof") names.push_back(at->path().stem().string());
        else if (at->path().extension() == ".entry" &&
                 !fs::exists(fs::path(at->path()).replace_extension(".tlog-proof")))
            return in_file(at->path().string(),
                           mismatch(errc::io_failed, "its .tlog-proof beside it", "none"));
    if (failed)
        return in_file(folder, mismatch(errc::io_failed, "a readable folder", failed.message()));
    if (names.empty())
        return in_file(folder, mismatch(errc::io_failed, "proofs (.tlog-proof)", "none"));
    std::ranges::sort(
        names, {}, [](auto const& name) { return std::pair(name.size(), std::string_view(name)); });
    return names;
}

std::string in_words(checkpoint const& c) {
    return fmt::format("{} at {} entries with root {}", shown(c.origin), c.head.size,
                       to_text(c.head.root));
}

// All proofs of a folder lead to one checkpoint, which `prove` put beside them.
result<void> check_beside(std::string const& folder, checkpoint const& proved_in,
                          std::span<verifying_key const> keys) {
    auto const path = folder + "/checkpoint";
    if (std::error_code unknown; !fs::exists(path, unknown)) return {};
    auto const read = read_checkpoints({path}, keys);
    if (!read) return read.error();
    if (read->size() == 1 && read->front() == proved_in) return {};
    return in_file(path, mismatch(errc::proof_failed, "that of the proofs, " + in_words(proved_in),
                                  read->size() == 1 ? in_words(read->front())
                                                    : std::to_string(read->size()) + " of them"));
}

// Every entry stands in the log, and together they are the case's trail from its beginning.
int verify_folder(verify_request const& asked, std::span<verifying_key const> keys) {
    auto const names = proofs_in(asked.proof);
    if (!names) return refuse(names.error());
    trail_verifier trail(false);
    proved_entry last;
    progress_line line("verifying", names->size(), "entries");
    for (auto const& name : *names) {
        auto const path = asked.proof + '/' + name;
        auto proved = check_entry(path + ".tlog-proof", path + ".entry", keys);
        if (!proved) {
            line.clear();
            return refuse(proved.error());
        }
        if (trail.entries() > 0 && proved->in != last.in) {
            line.clear();
            return refuse(
                in_file(path + ".tlog-proof",
                        mismatch(errc::proof_failed,
                                 "a proof in the checkpoint of those before, " + in_words(last.in),
                                 in_words(proved->in))));
        }
        digest hash;
        auto wrong = trail.check(proved->log_index, as_bytes_of(proved->content), hash);
        if (!wrong && trail.cases() > 1)
            wrong =
                damage{damage_kind::order, 0, {}, 0, "expected entries of one case, found another"};
        if (!wrong && trail.entries() > 1 && proved->log_index <= last.log_index)
            wrong = damage{damage_kind::order,
                           0,
                           {},
                           0,
                           fmt::format("expected a log index above {}, found {}", last.log_index,
                                       proved->log_index)};
        if (wrong) {
            line.clear();
            return refuse(in_file(path + ".entry", {errc::damaged_trail, wrong->message}));
        }
        last = std::move(*proved);
        line.show(trail.entries(), trail.entries());
    }
    line.clear();
    if (auto const beside = check_beside(asked.proof, last.in, keys); !beside)
        return refuse(beside.error());
    entry_place place;
    (void)decode_place(as_bytes_of(last.content), place); // it was read just now
    return say(asked,
               fmt::format("case {}, entries 1 to {} are as they were written",
                           shown(place.on.view()), place.sequence),
               last.in, trail.entries());
}

} // namespace

int verify_proof(verify_request const& asked) {
    auto const keys = read_verifying_keys(asked.keys);
    if (!keys) return fail(keys.error());
    std::error_code unknown;
    auto const is_folder = fs::is_directory(asked.proof, unknown);
    if (is_folder && asked.entry.empty() && asked.since.empty()) return verify_folder(asked, *keys);
    if (!is_folder && asked.entry.empty() != asked.since.empty())
        return asked.since.empty() ? verify_one(asked, *keys) : verify_growth(asked, *keys);
    complain(is_folder ? "verify: expected a folder alone, found --entry or --since with it"
                       : "verify: expected --entry or --since with a proof, found " +
                             std::string(asked.entry.empty() ? "neither" : "both"));
    return 2;
}

} // namespace amends::cli
