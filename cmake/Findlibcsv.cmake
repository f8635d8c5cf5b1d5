# SPDX-License-Identifier: BSL-1.0
# Finds libcsv (csv.h), which ships neither a CMake nor a pkg-config file: libcsv::libcsv.
find_path(libcsv_INCLUDE_DIR csv.h)
find_library(libcsv_LIBRARY csv)
mark_as_advanced(libcsv_INCLUDE_DIR libcsv_LIBRARY)

if(libcsv_INCLUDE_DIR AND EXISTS "${libcsv_INCLUDE_DIR}/csv.h")
    # FORMAT: #define CSV_MAJOR 3, and so on; other libraries call a header csv.h too.
    file(STRINGS "${libcsv_INCLUDE_DIR}/csv.h" lines REGEX "^#define CSV_(MAJOR|MINOR|RELEASE) +[0-9]+")
    string(REGEX REPLACE "[^0-9;]" "" numbers "${lines}")
    list(JOIN numbers "." libcsv_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(libcsv
    REQUIRED_VARS libcsv_LIBRARY libcsv_INCLUDE_DIR libcsv_VERSION
    VERSION_VAR libcsv_VERSION)

if(libcsv_FOUND AND NOT TARGET libcsv::libcsv)
    add_library(libcsv::libcsv UNKNOWN IMPORTED)
    set_target_properties(libcsv::libcsv PROPERTIES
        IMPORTED_LOCATION "${libcsv_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${libcsv_INCLUDE_DIR}")
endif()
