# SPDX-License-Identifier: BSL-1.0
# `./dev demo` as somebody would call it from another folder, and the three commands that it names.
# cmake -DROOT=... -DBUILD=... -DELSEWHERE=... -P demo.cmake
cmake_minimum_required(VERSION 3.22)

if(NOT BUILD STREQUAL "${ROOT}/build/release")
    message("SKIPPED: expected the build in ${ROOT}/build/release, found it in ${BUILD}")
    return()
endif()
file(MAKE_DIRECTORY "${ELSEWHERE}")
execute_process(COMMAND "${ROOT}/dev" demo WORKING_DIRECTORY "${ELSEWHERE}"
    OUTPUT_VARIABLE told COMMAND_ECHO NONE COMMAND_ERROR_IS_FATAL ANY)
foreach(expected IN ITEMS "3000 cases" "sound" "Three commands to try next, in ${ROOT}:\n")
    string(FIND "${told}" "${expected}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "expected '${expected}', found:\n${told}")
    endif()
endforeach()
string(REGEX REPLACE ".*Three commands[^\n]*\n" "" commands "${told}")
string(REGEX MATCHALL "  [^\n]+" commands "${commands}")
list(LENGTH commands count)
if(NOT count EQUAL 3)
    message(FATAL_ERROR "expected three commands, found ${count} in:\n${told}")
endif()
foreach(command IN LISTS commands)
    execute_process(COMMAND sh -c "${command}" WORKING_DIRECTORY "${ROOT}"
        OUTPUT_VARIABLE answer COMMAND_ERROR_IS_FATAL ANY)
    if(NOT answer)
        message(FATAL_ERROR "expected an answer of${command}, found none")
    endif()
endforeach()
