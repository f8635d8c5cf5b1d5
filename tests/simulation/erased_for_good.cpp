// SPDX-License-Identifier: BSL-1.0
// Promise 9: what was erased is gone, what was not is there, and every proof holds.
#include "simulation/promises.hpp"
#include "simulation/rules.hpp"

#include <amends/store/verify_texts.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace amends::simulation {
namespace {

/// A case as far as this promise needs it, from nothing but its entries.
struct erased_so_far {
    customer_id customer{};
    std::uint64_t version = 0;
    std::uint64_t erased_through = 0;
    std::vector<label> held{};
    bool ended = false;
    instant there_since{};

    bool is_erased(std::uint64_t sequence) const { return sequence <= erased_through; }
};

/// A key, by what was sealed under it.
struct key_in_use {
    customer_id whose{};
    std::vector<std::uint64_t> entries{};       ///< places in the log
    std::map<case_id, std::uint64_t> last_of{}; ///< case by case, the last sequence
    bool is_gone = false;                       ///< somebody was told so
};

template <class T>
bytes texts_of(T const& value) {
    bytes texts;
    canonical::append_texts(texts, value);
    return texts;
}

/// The first text of a fact that is not empty.
std::string first_text(fact const& what) {
    std::string first;
    each_text(what, [&](std::string const& text) {
        if (first.empty()) first = text;
    });
    return first;
}

std::string name_of_entry(kept_entry const& e) {
    return "entry " + std::to_string(e.sequence) + " of " + e.on.str() + " (" +
           std::string(name_of(e.says.what)) + ")";
}

class erased_for_good_checker final : public promise {
  public:
    erased_for_good_checker() : promise(9, "erased for good, and no proof broken") {}

  private:
    void check(view const& at) override {
        std::set<customer_id> erased_now;
        for (auto const& e : at.fresh()) {
            check_sealed(at, e);
            if (auto const* f = std::get_if<personal_data_erased>(&e.says.what))
                if (erased_now.insert(f->what.customer).second) check_allowed(at, e, *f);
            follow(e);
        }
        for (auto const& asked : at.now.erasures) check_refused(at, asked);
        for (auto const& whose : told_they_were_erased(at)) check_gone(at, whose);
        check_keys(at);
        if (!erased_now.empty()) check_proofs(at);
        for (auto const& whose : erased_now)
            for (std::size_t d = 0; d < at.desks.size(); ++d) check_shown(at, d, whose);
        erased_.merge(erased_now);
        if (erased_.empty() || !at.chance.once_in(6)) return;
        auto const whose = std::next(erased_.begin(),
                                     static_cast<std::ptrdiff_t>(at.chance.below(erased_.size())));
        check_shown(at, at.chance.below(at.desks.size()), *whose);
    }

    // --- what is kept ---------------------------------------------------------------------------

    /// Texts are apart, sealed, and those that were handed in.
    void check_sealed(view const& at, kept_entry const& e) {
        auto const bare = decode_entry(e.content);
        hold(bare && e.says.commitment && canonical::size_of_texts(bare->what) == 0,
             [&] { return name_of_entry(e) + ": expected its texts apart, found them in it"; });
        hold(e.unopened.empty() && e.says.texts == texts_are::opened,
             [&] { return name_of_entry(e) + ": expected texts that open, found " + e.unopened; });
        auto const* from = at.came_of<handed_in>(e);
        if (from == nullptr || std::holds_alternative<command_refused>(e.says.what)) return;
        hold(texts_of(from->what.what) == texts_of(e.says.what), [&] {
            return name_of_entry(e) + ": expected the texts that were handed in, found others, \"" +
                   first_text(e.says.what) + '"';
        });
    }

    void follow(kept_entry const& e) {
        auto& c = cases_[e.on];
        c.version = e.sequence;
        auto const& [resolution, handling] = e.says.how.to;
        c.ended = static_cast<int>(resolution) >= 11 || handling == state_id{24};
        if (resolution != e.says.how.from.resolution ||
            std::holds_alternative<case_merged>(e.says.what))
            c.there_since = e.says.how.at;
        if (auto const* f = std::get_if<contact_reported>(&e.says.what))
            c.customer = f->what.customer;
        if (auto const* f = std::get_if<personal_data_held>(&e.says.what))
            c.held.push_back(f->what.matter);
        if (auto const* f = std::get_if<personal_data_released>(&e.says.what))
            std::erase(c.held, f->what.matter);
        if (std::holds_alternative<personal_data_erased>(e.says.what))
            c.erased_through = e.sequence;
        if (e.key == 0) return;
        auto& key = keys_[e.key];
        key.whose = c.customer;
        key.entries.push_back(e.log_index);
        key.last_of[e.on] = e.sequence;
    }

    bool is_needed(key_in_use const& key) const {
        return std::ranges::any_of(key.last_of, [&](auto const& last) {
            return !cases_.at(last.first).is_erased(last.second);
        });
    }

    // --- what may be erased ---------------------------------------------------------------------

    /// The first fact of an erasure: before it nothing forbids one, and it is one of every case.
    void check_allowed(view const& at, kept_entry const& e, personal_data_erased const& f) {
        auto const need = [&](bool holds, std::string const& expected, std::string const& found) {
            hold(holds, "the erasure of " + f.what.customer.str(), expected, found);
        };
        auto const* asked = at.came_of<erasure_asked>(e);
        if (asked == nullptr) return; // which is held elsewhere
        auto const& answer = asked->answer;
        need(!answer || !*answer || (**answer).erased, "no fact of what was refused",
             name_of_entry(e));
        need(e.says.who.roles.has("privacy_officer") && e.says.who.side != side::customer,
             "somebody who may erase", e.says.who.id.str());
        need(cases_[e.on].customer == f.what.customer, "a case of this customer", e.on.str());
        auto something_left = false;
        for (auto const& [on, c] : cases_) {
            if (c.customer != f.what.customer) continue;
            something_left |= !c.is_erased(c.version);
            need(c.held.empty(), "no hold", on.str() + ", held for " + first_of(c.held));
            need(c.ended, "cases that have ended", on.str() + ", which is open");
            auto const* erased = erased_together(at, e, on);
            need(erased != nullptr, "a fact in every case of theirs, in one append",
                 "none in " + on.str());
            if (erased == nullptr) continue;
            need(erased->says.how.at >= c.there_since + kept_at_least, "cases kept for two days",
                 on.str() + ", which was there since " + to_text(c.there_since));
        }
        need(something_left, "no second fact where nothing was left to erase", name_of_entry(e));
    }
    /// Every case was asked: where one is held or open, it is among those that refuse.
    void check_refused(view const& at, erasure_asked const& asked) {
        auto const is_alone = at.now.erasures.size() == 1 && at.now.handed.empty();
        if (!is_alone || !asked.answer || !*asked.answer || (**asked.answer).erased) return;
        auto const& refusing = (**asked.answer).cases;
        for (auto const& [on, c] : cases_) {
            if (c.customer != asked.what.customer || (c.ended && c.held.empty())) continue;
            auto const asked_too = std::ranges::any_of(
                refusing, [&, on = on](auto const& said) { return said.first == on; });
            hold(asked_too, "the erasure of " + c.customer.str(), "a refusal of " + on.str(),
                 "none of it");
        }
    }
    static std::string first_of(std::vector<label> const& matters) {
        return matters.empty() ? "nothing" : std::string(matters.front());
    }
    /// The fact by which the append that brought this entry erased that case as well, or nullptr.
    static kept_entry const* erased_together(view const& at, kept_entry const& e,
                                             case_id const& on) {
        for (auto const& one : at.origin(e).by->entries) {
            auto const* other = one.on == on ? at.log.find(on, one.sequence) : nullptr;
            if (other != nullptr && other->hash == one.hash &&
                std::holds_alternative<personal_data_erased>(other->says.what))
                return other;
        }
        return nullptr;
    }

    // --- keys -----------------------------------------------------------------------------------

    /// Customers of whom somebody was told in this step that nothing of theirs can be opened any more,
    /// and nobody anything else.
    static std::set<customer_id> told_they_were_erased(view const& at) {
        std::set<customer_id> told, otherwise;
        for (auto const& asked : at.now.erasures) {
            auto const erased = asked.answer && *asked.answer && (**asked.answer).erased;
            (erased ? told : otherwise).insert(asked.what.customer);
        }
        for (auto const& whose : otherwise) told.erase(whose);
        return told;
    }

    /// Nothing that was erased opens with any key that the store still gives out.
    void check_gone(view const& at, customer_id const& whose) {
        for (auto& [id, key] : keys_) {
            if (key.whose != whose || key.is_gone || is_needed(key)) continue;
            key.is_gone = true;
            check_no_file_has(at, id);
            for (auto const& [other, theirs] : keys_)
                if (theirs.whose == whose) check_nothing_opens(at, key, other);
        }
    }
    void check_nothing_opens(view const& at, key_in_use const& key, std::uint64_t by) {
        auto const kept = at.keys.find(by);
        if (!kept)
            return hold(false, "key " + std::to_string(by), "an answer", kept.error().message);
        bytes texts;
        for (auto const place : key.entries) {
            auto const& e = at.log.entries()[place];
            auto const opened =
                seals_.open(kept->key, {e.on, e.sequence}, *e.says.commitment, e.sealed, texts);
            hold(!opened, [&] {
                return name_of_entry(e) +
                       ": expected nothing that opens what was erased, found key " +
                       std::to_string(by) + ", by which it reads \"" + first_text(e.says.what) +
                       '"';
            });
        }
    }
    void check_no_file_has(view const& at, std::uint64_t id) {
        auto const& secret = at.ever.all().at(id);
        hold(!at.stand_in_files(secret.cipher) && !at.stand_in_files(secret.salt), [&] {
            return "key " + std::to_string(id) +
                   ": expected its secrets in no file, since it was destroyed, found them in one";
        });
    }

    /// Whatever is not erased opens by its key as it did; what is gone does not come back.
    void check_keys(view const& at) {
        for (auto const& [id, key] : keys_) {
            auto const needed = is_needed(key);
            if (!needed && !key.is_gone) continue; // erased by fact, and nobody was told so yet
            auto const kept = at.keys.find(id);
            auto const is_there = kept && kept->key.id == id && kept->key == at.ever.all().at(id);
            auto const opens = is_there && (kept->state == key_state::current ||
                                            kept->state == key_state::retired);
            auto const where = [&, id = id] { return "key " + std::to_string(id) + ": "; };
            if (needed)
                hold(opens, [&] {
                    return where() + "expected it, since it seals what was not erased, found " +
                           (kept ? std::string(name_of(kept->state)) : kept.error().message);
                });
            else
                hold(!is_there,
                     [&] { return where() + "expected it to stay gone, found it there"; });
            if (key.is_gone && at.now.power_lost) check_no_file_has(at, id);
        }
    }

    // --- what can be shown ----------------------------------------------------------------------

    void check_proofs(view const& at) {
        trail_verifier trails;
        text_verifier texts(&at.keys);
        auto const none = [&](std::optional<damage> const& found) {
            hold(!found, [&] {
                return "the log after an erasure: expected it sound, found entry " +
                       std::to_string(found->log_index) + " damaged: " + found->message;
            });
        };
        auto const read = at.kept.scan(0, [&](stored_entry const& e) {
            none(trails.check(e));
            auto const sealed = texts.check(e);
            if (sealed) none(*sealed);
            hold(sealed && at.log.is_as_it_was(e), [&] {
                return "entry " + std::to_string(e.log_index) +
                       " of the log: expected it as it was before the erasure, found " +
                       (sealed ? "other bytes" : sealed.error().message);
            });
            return true;
        });
        auto const unexplained = texts.unexplained(at.kept);
        if (unexplained) none(*unexplained);
        else hold(false, "the log after an erasure", "an answer", unexplained.error().message);
        for (auto const& [on, c] : at.log.cases())
            none(trails.check_head(on, c.places.size(), at.log.entries()[c.places.back()].hash));
        hold(read && *read == at.log.entries().size(), "the log after an erasure",
             std::to_string(at.log.entries().size()) + " entries",
             read ? std::to_string(*read) : read.error().message);
    }

    /// What a desk shows of a customer: nothing of what was erased, the rest as it was handed in.
    void check_shown(view const& at, std::size_t desk, customer_id const& whose) {
        auto& shows = *at.desks[desk];
        auto const& theirs = at.log.customers().at(whose);
        auto const name = "desk " + std::to_string(desk) + ", ";
        for (auto const& on : theirs) {
            auto const trail = shows.trail(on);
            if (trail) check_trail(at, name + on.str(), on, *trail);
            else hold(false, name + on.str(), "a trail", trail.error().message);
        }
        auto const record = shows.access(whose);
        hold(record && record->cases.size() == theirs.size(), [&] {
            return name + whose.str() + ": expected access to " + std::to_string(theirs.size()) +
                   " cases, found " +
                   (record ? std::to_string(record->cases.size()) : record.error().message);
        });
        if (!record) return;
        for (auto const& one : record->cases) {
            check_trail(at, name + "access to " + one.file.id.str(), one.file.id, one.trail);
            auto const* known = at.log.file(one.file.id);
            hold(known != nullptr && one.file == *known, [&] {
                return name + "access to " + one.file.id.str() +
                       ": expected its present without what was erased, found another";
            });
        }
    }
    void check_trail(view const& at, std::string const& where, case_id const& on,
                     std::vector<entry> const& shown) {
        auto const& places = at.log.cases().at(on).places;
        hold(shown.size() == places.size(), where, std::to_string(places.size()) + " entries",
             std::to_string(shown.size()));
        for (std::size_t i = 0; i < std::min(shown.size(), places.size()); ++i) {
            auto const& e = at.log.entries()[places[i]];
            auto const gone = cases_.at(on).is_erased(e.sequence);
            hold(shown[i] == at.log.as_shown(e), [&] {
                return where + ", " + name_of_entry(e) + ": expected " +
                       (gone ? "no text, since it was erased, found \""
                             : "what was handed in, found \"") +
                       first_text(shown[i].what) + '"';
            });
        }
    }

    std::map<case_id, erased_so_far> cases_;
    std::map<std::uint64_t, key_in_use> keys_;
    std::set<customer_id> erased_; ///< some of whose texts were
    sealer seals_;
};

} // namespace

std::unique_ptr<promise> erased_for_good() { return std::make_unique<erased_for_good_checker>(); }

} // namespace amends::simulation
