// SPDX-License-Identifier: BSL-1.0
// A reader of canonical bytes that knows nothing but docs/format.md: a second implementation.
#pragma once

#include <amends/vocabulary/digest.hpp>

#include <map>
#include <string>
#include <vector>

namespace amends::golden {

class page_reader {
  public:
    /// Reads the tables of the page.
    explicit page_reader(std::string const& page);

    /// The fields of an entry as `name=words`, in order. Throws `std::runtime_error` where the bytes
    /// are not what the page says.
    std::vector<std::string> read_entry(byte_view bytes);

    /// The same for a command's or a fact's canonical bytes.
    std::vector<std::string> read_command(byte_view bytes);
    std::vector<std::string> read_fact(byte_view bytes);

  private:
    struct member {
        std::string name;
        std::string type;
    };
    using members = std::vector<member>;

    static members members_in(std::string const& words);
    void read(std::string const& type, std::string const& name);
    void read_content(std::map<unsigned, members> const& of);
    std::uint64_t number(std::size_t size);
    std::string take(std::size_t size);
    std::vector<std::string> finish();

    std::map<std::string, members> values_;
    std::map<std::string, std::map<unsigned, std::string>> enumerations_;
    std::map<unsigned, members> commands_, facts_;
    byte_view left_;
    std::vector<std::string> found_;
};

} // namespace amends::golden
