# SPDX-License-Identifier: BSL-1.0
# Installs to one folder and moves the result to another.
# cmake -DBUILD=... -DCONFIG=... -DPREFIX=... -P install.cmake
cmake_minimum_required(VERSION 3.22)

file(REMOVE_RECURSE "${PREFIX}" "${PREFIX}.before")
execute_process(
    COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --config "${CONFIG}" --prefix "${PREFIX}.before"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "expected the installation to succeed, found the above")
endif()
file(RENAME "${PREFIX}.before" "${PREFIX}")

# Only text that CMake or pkg-config reads; the command holds no path either, but is not text.
set(found "")
file(GLOB_RECURSE files "${PREFIX}/*.cmake" "${PREFIX}/*.pc" "${PREFIX}/*.hpp")
foreach(file IN LISTS files)
    file(STRINGS "${file}" lines REGEX "installed\\.before")
    if(lines)
        string(APPEND found "  ${file}: ${lines}\n")
    endif()
endforeach()
if(found OR NOT files)
    message(FATAL_ERROR "expected no installed file to name its folder, found:\n${found}")
endif()
