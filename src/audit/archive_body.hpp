// SPDX-License-Identifier: BSL-1.0
// How a form's four functions are made from its two archives of Boost; each form includes it once.
#pragma once

#include "audit/archive_bodies.hpp"
#include "audit/archive_load.hpp"
#include "audit/archive_save.hpp"

#include <istream>
#include <ostream>

namespace amends::archives {

// The frame says what Boost's header would, and says it before an archive is opened. Numbers are
// written without the digit groups of whatever locale the program has set.
constexpr unsigned saving_flags = boost::archive::no_header | boost::archive::no_codecvt;
constexpr unsigned loading_flags = saving_flags | boost::archive::no_xml_tag_checking;

template <class Archive, class Save>
void save_body(growing_buffer& to, Save save) {
    if constexpr (saver<Archive>::in_words) {
        std::ostream words(&to);
        words.imbue(std::locale::classic());
        Archive archive(words, saving_flags);
        save(saver<Archive>(archive));
    } else {
        Archive archive(static_cast<std::streambuf&>(to), saving_flags);
        save(saver<Archive>(archive));
    }
}

template <class Archive, class Load>
void load_body(bounded_buffer& from, Load load) {
    auto const whole = [&](Archive& archive) {
        loader<Archive> reads(archive, from);
        load(reads);
        reads.end();
    };
    if constexpr (loader<Archive>::in_words) {
        std::istream words(&from);
        words.imbue(std::locale::classic());
        Archive archive(words, loading_flags);
        whole(archive);
    } else {
        Archive archive(static_cast<std::streambuf&>(from), loading_flags);
        whole(archive);
    }
}

/// Defines the four functions of one form.
#define AMENDS_ARCHIVE_BODY(FORM, SAVING, LOADING)                                                 \
    template <>                                                                                    \
    void body_of<FORM>::save(growing_buffer& to, std::vector<entry> const& trail) {                \
        save_body<SAVING>(to, [&](auto saves) { saves.entries("trail", trail); });                 \
    }                                                                                              \
    template <>                                                                                    \
    void body_of<FORM>::save(growing_buffer& to, case_file const& file) {                          \
        save_body<SAVING>(to, [&](auto saves) { saves.member("case_file", file); });               \
    }                                                                                              \
    template <>                                                                                    \
    void body_of<FORM>::load(bounded_buffer& from, std::vector<entry>& trail,                      \
                             archive_limits const& limits) {                                       \
        load_body<LOADING>(                                                                        \
            from, [&](auto& reads) { reads.entries("trail", trail, limits.entries_max); });        \
    }                                                                                              \
    template <>                                                                                    \
    void body_of<FORM>::load(bounded_buffer& from, case_file& file, archive_limits const&) {       \
        load_body<LOADING>(from, [&](auto& reads) { reads.member("case_file", file); });           \
    }

} // namespace amends::archives
