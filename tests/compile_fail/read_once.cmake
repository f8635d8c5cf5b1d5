# SPDX-License-Identifier: BSL-1.0
# Precompiles what nearly every file here includes, which takes most of the time of reading one.
# cmake -DCOMPILER=... -DINCLUDES=<folders> -DSHARED=<header to make> -P read_once.cmake
cmake_minimum_required(VERSION 3.22)
include("${CMAKE_CURRENT_LIST_DIR}/flags.cmake")

file(WRITE "${SHARED}" "#include <amends/lifecycle/promises.hpp>\n")
# GCC and Clang find it under this name beside the header.
execute_process(COMMAND "${COMPILER}" ${flags} -x c++-header "${SHARED}" -o "${SHARED}.gch"
    COMMAND_ERROR_IS_FATAL ANY)
