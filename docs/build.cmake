# SPDX-License-Identifier: BSL-1.0
# Builds the reference; a warning is an error.
# cmake -DROOT=<source tree> -DOUTPUT=<folder> -P docs/build.cmake
cmake_minimum_required(VERSION 3.22)

find_program(DOXYGEN doxygen)
if(NOT DOXYGEN)
    message(FATAL_ERROR "expected doxygen on the path, found none")
endif()

file(STRINGS "${ROOT}/CMakeLists.txt" VERSION REGEX "^ +VERSION [0-9.]+$")
string(REGEX REPLACE "^ +VERSION " "" VERSION "${VERSION}")

file(MAKE_DIRECTORY "${OUTPUT}")
configure_file("${ROOT}/docs/Doxyfile.in" "${OUTPUT}/Doxyfile" @ONLY)
execute_process(COMMAND "${DOXYGEN}" "${OUTPUT}/Doxyfile"
    WORKING_DIRECTORY "${OUTPUT}" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "the reference has warnings, see above")
endif()
