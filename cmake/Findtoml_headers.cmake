# SPDX-License-Identifier: BSL-1.0
# Finds the headers of toml++ and uses them header-only, whatever way the system built its library:
# toml::headers. Some packages export a shared library under the usual target name; we want none.
find_path(toml_headers_INCLUDE_DIR toml++/toml.h)
mark_as_advanced(toml_headers_INCLUDE_DIR)

set(header "${toml_headers_INCLUDE_DIR}/toml++/impl/version.h")
if(toml_headers_INCLUDE_DIR AND EXISTS "${header}")
    # FORMAT: #define TOML_LIB_MAJOR 3, and so on.
    file(STRINGS "${header}" lines REGEX "^#define[ \t]+TOML_LIB_(MAJOR|MINOR|PATCH)[ \t]+[0-9]+")
    string(REGEX REPLACE "[^0-9;]" "" numbers "${lines}")
    list(JOIN numbers "." toml_headers_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(toml_headers
    REQUIRED_VARS toml_headers_INCLUDE_DIR
    VERSION_VAR toml_headers_VERSION)

if(toml_headers_FOUND AND NOT TARGET toml::headers)
    add_library(toml::headers INTERFACE IMPORTED)
    set_target_properties(toml::headers PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${toml_headers_INCLUDE_DIR}"
        INTERFACE_COMPILE_DEFINITIONS "TOML_HEADER_ONLY=1")
endif()
