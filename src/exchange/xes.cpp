// SPDX-License-Identifier: BSL-1.0
// XES on expat: chunks go in, whole events come out; nothing but the wanted attributes is kept.
#include <amends/exchange/xes.hpp>

#include "text_file.hpp"

#include <expat.h>

#include <array>
#include <deque>
#include <memory>

namespace amends {
namespace {

constexpr int nesting_max = 64;
constexpr std::size_t chunk_size = 64 * 1024;
// A chunk holds little of its own, but each of its events may stand beside much of its trace.
constexpr std::size_t ready_size_max = 4 * log_row_size_max;

/// Values by the place of their column; those of the trace are shared by its events.
using values = std::vector<std::string>;
struct event {
    std::uint64_t line = 0;
    values own;
    std::shared_ptr<values const> of_trace;
};

class xes_source final : public log_source {
  public:
    xes_source(detail::text_file file, std::vector<std::string> columns)
        : file_(std::move(file)),
          columns_(std::move(columns)),
          fields_(columns_.size()),
          parser_(XML_ParserCreate(nullptr)) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), &on_start, &on_end);
        XML_SetStartDoctypeDeclHandler(parser_.get(), &on_doctype);
    }

    result<bool> next(log_row& row) override {
        row.bad.reset();
        while (ready_.empty()) {
            if (failed_) return *failed_;
            ready_bytes_ = 0;
            if (suspended_) resume();
            else if (ended_) return false;
            else if (auto r = parse_chunk(); !r) return r.error();
        }
        present_ = std::move(ready_.front());
        ready_.pop_front();
        for (std::size_t i = 0; i < columns_.size(); ++i)
            fields_[i] = present_.own[i].empty() ? (*present_.of_trace)[i] : present_.own[i];
        row.line = present_.line;
        row.fields = fields_;
        return true;
    }

    std::uint64_t bytes_read() const noexcept override { return file_.bytes_read(); }

  private:
    // INVARIANT: `ready_` holds at most the events of one chunk, and little more than its bound.
    result<void> parse_chunk() {
        auto* const buffer = static_cast<char*>(XML_GetBuffer(parser_.get(), chunk_size));
        if (buffer == nullptr) return fail(errc::io_failed, "memory for a chunk", "none");
        auto const n = file_.read({buffer, chunk_size});
        if (!n) return n.error();
        ended_ = *n == 0;
        went_on(XML_ParseBuffer(parser_.get(), static_cast<int>(*n), ended_));
        return {};
    }

    void resume() {
        suspended_ = false;
        went_on(XML_ResumeParser(parser_.get()));
    }

    void went_on(XML_Status status) {
        if (failed_ || suspended_) return; // told after the events before it
        if (status != XML_STATUS_OK) {
            auto const code = XML_GetErrorCode(parser_.get());
            auto const empty = code == XML_ERROR_NO_ELEMENTS && file_.bytes_read() == 0;
            fail(errc::malformed, "well-formed XML",
                 empty ? "an empty file" : XML_ErrorString(code));
            return;
        }
        // A tag that never ends would make the parser keep it whole.
        auto const parsed = XML_GetCurrentByteIndex(parser_.get());
        if (parsed >= 0 &&
            file_.bytes_read() - static_cast<std::uint64_t>(parsed) > log_row_size_max + chunk_size)
            fail(errc::too_long, "a tag of at most 1 MiB", "a longer one");
    }

    error fail(errc code, std::string_view expected, std::string_view found) {
        if (!failed_) failed_ = detail::at_line(code, file_.path(), line(), expected, found);
        XML_StopParser(parser_.get(), XML_FALSE);
        return *failed_;
    }

    std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }

    void start(std::string_view name, char const** attributes) {
        ++depth_;
        if (depth_ > nesting_max) {
            fail(errc::malformed, "at most 64 levels of nesting", "more");
            return;
        }
        if (depth_ == 1) {
            if (name != "log") fail(errc::malformed, "an XES <log>", detail::quoted(name));
        } else if (depth_ == 2 && name == "trace") {
            in_trace_ = true;
            of_trace_ = std::make_shared<values>(columns_.size());
            trace_bytes_ = 0;
            ready_bytes_of_trace_ = 0;
        } else if (depth_ == 3 && in_trace_ && name == "event") {
            in_event_ = true;
            building_ = {line(), values(columns_.size()), of_trace_};
            event_bytes_ = 0;
        } else if (depth_ == 3 && in_trace_) {
            // Events that came before keep what they had.
            if (of_trace_.use_count() != 1) {
                of_trace_ = std::make_shared<values>(*of_trace_);
                ready_bytes_of_trace_ = 0;
            }
            keep(*of_trace_, "case:", attributes, trace_bytes_);
        } else if (depth_ == 4 && in_event_) {
            keep(building_.own, "", attributes, event_bytes_);
        }
    }

    void end() {
        if (depth_ == 3 && in_event_) {
            in_event_ = false;
            ready_.push_back(std::move(building_));
            // What is shared counts once.
            ready_bytes_ += event_bytes_ + trace_bytes_ - ready_bytes_of_trace_;
            ready_bytes_of_trace_ = trace_bytes_;
            if (ready_bytes_ > ready_size_max) {
                suspended_ = true;
                XML_StopParser(parser_.get(), XML_TRUE);
            }
        }
        if (depth_ == 2) in_trace_ = false;
        --depth_;
    }

    void keep(values& into, std::string_view prefix, char const** attributes, std::size_t& size) {
        std::string key(prefix);
        std::string_view value;
        for (; *attributes != nullptr; attributes += 2) {
            if (std::string_view(attributes[0]) == "key") key += attributes[1];
            else if (std::string_view(attributes[0]) == "value") value = attributes[1];
        }
        size += value.size();
        if (size > log_row_size_max) {
            fail(errc::too_long,
                 in_event_ ? "an event of at most 1 MiB" : "a trace's values of at most 1 MiB",
                 "a longer one");
            return;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i] == key) into[i] = value;
    }

    static xes_source& self(void* data) { return *static_cast<xes_source*>(data); }
    static void XMLCALL on_start(void* data, char const* name, char const** attributes) {
        if (!self(data).failed_) self(data).start(name, attributes);
    }
    static void XMLCALL on_end(void* data, char const*) {
        if (!self(data).failed_) self(data).end();
    }
    static void XMLCALL on_doctype(void* data, char const*, char const*, char const*, int) {
        self(data).fail(errc::malformed, "no document type declaration", "<!DOCTYPE");
    }

    struct freer {
        void operator()(XML_Parser p) const noexcept { XML_ParserFree(p); }
    };
    detail::text_file file_;
    std::vector<std::string> columns_;
    std::shared_ptr<values> of_trace_;
    std::vector<std::string_view> fields_;
    std::unique_ptr<XML_ParserStruct, freer> parser_;
    std::deque<event> ready_;
    event building_;
    event present_;
    std::optional<error> failed_;
    std::size_t event_bytes_ = 0;
    std::size_t trace_bytes_ = 0;
    std::size_t ready_bytes_ = 0;          ///< at most, of what is in `ready_`
    std::size_t ready_bytes_of_trace_ = 0; ///< of it, what this trace's events share
    bool suspended_ = false;
    int depth_ = 0;
    bool in_trace_ = false;
    bool in_event_ = false;
    bool ended_ = false;
};

} // namespace

result<log_source_ptr> open_xes(std::string const& path, std::vector<std::string> const& columns) {
    auto file = detail::text_file::open(path);
    if (!file) return file.error();
    return log_source_ptr(std::make_unique<xes_source>(std::move(*file), columns));
}

} // namespace amends
