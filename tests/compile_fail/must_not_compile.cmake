# SPDX-License-Identifier: BSL-1.0
# cmake -DCOMPILER=... -DINCLUDES=<folders> -DSHARED=<header of read_once.cmake> -DFILE=<source>
#     -P must_not_compile.cmake
cmake_minimum_required(VERSION 3.22)
include("${CMAKE_CURRENT_LIST_DIR}/flags.cmake")
list(APPEND flags -fsyntax-only -include "${SHARED}")

file(STRINGS "${FILE}" expected REGEX "^// EXPECT: " LIMIT_COUNT 1)
if(NOT expected)
    message(FATAL_ERROR "${FILE}: expected a line '// EXPECT: <message>', found none")
endif()
string(REGEX REPLACE "^// EXPECT: " "" expected "${expected}")

execute_process(COMMAND "${COMPILER}" ${flags} -DAMENDS_REPAIRED "${FILE}"
    RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "${FILE}: expected the repaired half to compile, found the above")
endif()

execute_process(COMMAND "${COMPILER}" ${flags} "${FILE}"
    RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0)
    message(FATAL_ERROR "${FILE}: expected a refusal, found that it compiles")
endif()
if(NOT output MATCHES "${expected}")
    message("${output}")
    message(FATAL_ERROR "${FILE}: expected the message '${expected}', found the above")
endif()
