# SPDX-License-Identifier: BSL-1.0
# Builds the library, the command and the examples with Clang, unoptimized, with warnings as errors;
# then the tests of what is stored, which must find the same bytes and names as with this compiler.
# cmake -DCLANG=... -DROOT=... -DGENERATOR=... -DSCRATCH=... -P clang.cmake
cmake_minimum_required(VERSION 3.22)

if(NOT CLANG)
    message("SKIPPED: expected clang++ on the path, found none")
    return()
endif()
function(build with_tests)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -S "${ROOT}" -B "${SCRATCH}" -G "${GENERATOR}"
            "-DCMAKE_CXX_COMPILER=${CLANG}" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS= -DCMAKE_CXX_FLAGS_DEBUG=-O0
            -DAMENDS_WERROR=ON -DAMENDS_PRECOMPILE=ON -DAMENDS_JOIN=ON "-DAMENDS_TESTS=${with_tests}"
        COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${SCRATCH}" --parallel 2 ${ARGN}
        COMMAND_ERROR_IS_FATAL ANY)
endfunction()

build(OFF)
build(ON --target amends_golden_tests)
execute_process(COMMAND "${SCRATCH}/bin/amends_golden_tests" COMMAND_ERROR_IS_FATAL ANY)
