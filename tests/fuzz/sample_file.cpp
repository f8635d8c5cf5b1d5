// SPDX-License-Identifier: BSL-1.0
// The sample log kept in SQLite, and asked about in every way.
#include "fuzz/sample_file.hpp"

#include "fuzz/folder_of_input.hpp"
#include "fuzz/holding.hpp"
#include "support/some_keys.hpp"

#include <amends/store/memory_keys.hpp>
#include <amends/store/notary.hpp>
#include <amends/vocabulary/hex.hpp>

namespace amends::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t some_mark = 7, another_mark = 8;

bytes bytes_of(std::string_view text) {
    auto const some = std::as_bytes(std::span(text));
    return {some.begin(), some.end()};
}

bytes content_of(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string const all{std::istreambuf_iterator<char>(in), {}};
    return bytes_of(all);
}

void fill(sqlite_store& kept) {
    memory_keys keys(1);
    for (auto const& whose : {customer_id("c1"), customer_id("c2")})
        must(kept.keys()
                 ->adopt(whose, {key_state::retired, keys.key_for(whose).value()})
                 .has_value(),
             "a key is taken over");
    auto const content = bytes_of("a mark");
    mark const marks[] = {{some_mark, content}, {some_mark, {}}, {another_mark, content}};
    append_sample(kept, marks);
    must(notary(kept, testing::key_of("log")).sign().has_value(), "a log is signed");
    snapshot s;
    s.on = "41";
    s.sequence = 2;
    s.content = bytes(200, std::byte{7});
    s.checksum = sha256_of(s.content);
    must(kept.keep(s).has_value(), "a snapshot is kept");
    // A page for itself, and one that is free again.
    must(kept.keep_beside("gone", bytes(6000, std::byte{1})).has_value(), "content is kept");
    must(kept.keep_beside("gone", {}).has_value(), "content is kept");
    must(kept.keep_beside("large", bytes(5000, std::byte{2})).has_value(), "content is kept");
    must(kept.drain_wal().has_value(), "the write-ahead log is drained");
}

std::string in_words(stored_entry const& e) {
    return std::to_string(e.log_index) + ' ' + e.on.str() + ' ' + std::to_string(e.sequence) + ' ' +
           e.command.str() + ' ' + to_text(e.hash) + ' ' + to_hex(e.bytes) + ' ' +
           to_hex(e.sealed) + '\n';
}
std::string in_words(case_head const& h) {
    return h.on.str() + ' ' + std::to_string(h.last_sequence) + ' ' + to_text(h.last_hash) + '\n';
}

/// A file may say of anything that there is no end of it.
constexpr int visits_max = 1000;

class asking {
  public:
    explicit asking(store& kept) : kept_(kept) {}

    answers all() && {
        add(log_in_words(kept_));
        ask([&] { return kept_.size(); }, [](auto n) { return std::to_string(n); });
        for (auto const& on : {case_id("41"), case_id("42"), case_id("43")}) {
            visit([&](auto const& seen) {
                return kept_.read(on, 1, ~std::uint64_t{0},
                                  [&](stored_entry const& e) { return seen(in_words(e)); });
            });
            ask([&] { return kept_.head(on); },
                [](auto const& h) { return h ? in_words(*h) : std::string("none"); });
            ask([&] { return kept_.recall(on); },
                [](auto const& s) { return s ? to_hex(s->content) : std::string("none"); });
        }
        visit([&](auto const& seen) {
            return kept_.heads([&](case_head const& h) { return seen(in_words(h)); });
        });
        for (auto const& id :
             {command_id("command 1"), command_id("command 8"), command_id("command 9")})
            ask([&] { return kept_.seen(id); },
                [](auto const& at) {
                    return at ? at->first.str() + ' ' + std::to_string(at->second) : "none";
                });
        for (auto const about : {some_mark, another_mark, std::uint64_t{9}})
            visit([&](auto const& seen) {
                return kept_.marked(about, 0, [&](std::uint64_t at, byte_view content) {
                    return seen(std::to_string(at) + ' ' + to_hex(content) + '\n');
                });
            });
        for (auto const* prefix : {"", "checkpoint/"})
            visit([&](auto const& seen) {
                return kept_.beside(prefix, [&](std::string_view name, byte_view content) {
                    return seen(std::string(name) + ' ' + to_hex(content) + '\n');
                });
            });
        ask([&] { return kept_.beside("large"); },
            [](auto const& some) { return some ? to_hex(*some) : std::string("none"); });
        for (auto const& whose : {customer_id("c1"), customer_id("c2"), customer_id("c3")})
            ask([&] { return kept_.keys()->keys_of(whose); },
                [&](std::vector<kept_key> const& some) {
                    std::string words;
                    for (auto const& one : some)
                        words += to_text(sha256_of(to_hex(one.key.cipher)));
                    return words + std::to_string(some.size());
                });
        return std::move(all_);
    }

  private:
    void add(result<std::string> said) {
        if (!said) must_say_both_sides(said.error());
        all_.push_back(std::move(said));
    }
    template <class Ask, class InWords>
    void ask(Ask const& what, InWords const& words) {
        auto const said = what();
        if (said) add(words(*said));
        else add(said.error());
    }
    template <class Visit>
    void visit(Visit const& what) {
        std::string seen;
        auto visits = 0;
        auto const read = what([&](std::string const& one) {
            seen += one;
            must(++visits < visits_max, "a reading of a small file ends");
            return true;
        });
        if (read) add(std::move(seen));
        else add(read.error());
    }

    store& kept_;
    answers all_;
};

} // namespace

fs::path as_file(byte_view content) {
    auto& folder = the_folder();
    folder.clear();
    return folder.put("kept.db", content);
}

bytes const& sample_file() {
    static auto const made = [] {
        auto& folder = the_folder();
        folder.clear();
        auto const file = folder.path() / "sample.db";
        fill(**sqlite_store::open({.path = file, .drain_wal_in_background = false}));
        return content_of(file);
    }();
    return made;
}

checkpoint const& checkpoint_of_sample() {
    static auto const made = [] {
        growing_tree tree;
        for (auto const& e : sample_log()) tree.add(e.hash);
        return checkpoint{"log", tree.head(), {}};
    }();
    return made;
}

result<std::string> log_in_words(store& kept) {
    std::string all;
    auto visits = 0;
    auto const read = kept.scan(0, [&](stored_entry const& e) {
        all += in_words(e);
        must(++visits < visits_max, "a reading of a small log ends");
        return true;
    });
    if (!read) return read.error();
    return all;
}

answers ask_everything(store& kept) { return asking(kept).all(); }

answers const& right_answers() {
    static auto const made = [] {
        auto const file = as_file(sample_file());
        auto const opened = sqlite_store::open({.path = file, .create = false, .read_only = true});
        must(opened.has_value(), "a sound file is opened");
        auto all = ask_everything(**opened);
        for (auto const& one : all) must(one.has_value(), "a sound file answers");
        return all;
    }();
    return made;
}

} // namespace amends::fuzz
