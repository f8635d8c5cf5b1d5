// SPDX-License-Identifier: BSL-1.0
// Marks noted one after the other become a run for each draft.
#include "desk/batch_marks.hpp"

#include <amends/vocabulary/subject.hpp>

namespace amends {

std::uint64_t merges_of(case_id const& on) noexcept { return subject_of('m', on.view()); }

void batch_marks::give(std::span<new_entry> drafts) {
    marks_.clear();
    marks_.reserve(noted_.size()); // spans into it must hold
    for (auto const& n : noted_)
        marks_.push_back({n.about, byte_view(content_).subspan(n.begins, n.ends - n.begins)});
    for (std::size_t begins = 0, ends = 0; begins < noted_.size(); begins = ends) {
        while (ends < noted_.size() && noted_[ends].draft == noted_[begins].draft) ++ends;
        drafts[noted_[begins].draft].marks = std::span(marks_).subspan(begins, ends - begins);
    }
}

} // namespace amends
