# SPDX-License-Identifier: BSL-1.0
# Builds the consumer with what pkg-config says, as a Makefile would, with and without --static.
# cmake -DPKG_CONFIG=... -DCOMPILER=... -DCONSUMER=... -DSCRATCH=... -DPREFIX=... -P pkg_config.cmake
cmake_minimum_required(VERSION 3.22)

if(NOT PKG_CONFIG)
    message("SKIPPED: expected pkg-config on the path, found none")
    return()
endif()

file(GLOB_RECURSE pc "${PREFIX}/*/amends.pc")
get_filename_component(pc_folder "${pc}" DIRECTORY)
set(ENV{PKG_CONFIG_PATH} "${pc_folder}")
file(MAKE_DIRECTORY "${SCRATCH}")

function(build source expected static)
    execute_process(COMMAND "${PKG_CONFIG}" ${static} --cflags --libs ${ARGN}
        OUTPUT_VARIABLE flags ERROR_VARIABLE errors RESULT_VARIABLE result
        OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "pkg-config ${static} ${ARGN}: ${errors}")
    endif()
    separate_arguments(words UNIX_COMMAND "${flags}")
    execute_process(COMMAND "${COMPILER}" -std=c++20 "${CONSUMER}/${source}" -o "${SCRATCH}/consumer" ${words}
        RESULT_VARIABLE result ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        message("${errors}")
        message(FATAL_ERROR "expected ${source} to build with ${flags}, found the above")
    endif()
    execute_process(COMMAND "${SCRATCH}/consumer" OUTPUT_VARIABLE output RESULT_VARIABLE result)
    if(NOT output STREQUAL "${expected}\n")
        message(FATAL_ERROR "${source}: expected '${expected}', found '${output}'")
    endif()
endfunction()

set(first_case "accepted contact_reported (version 1)")
build(main.cpp "${first_case}" "" amends)
# Statically only where the closure of libcrypto itself is installed: some systems leave out zlib.
file(WRITE "${SCRATCH}/empty.cpp" "int main() {}\n")
execute_process(COMMAND "${PKG_CONFIG}" --static --libs libcrypto
    OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE)
separate_arguments(words UNIX_COMMAND "${flags}")
execute_process(COMMAND "${COMPILER}" "${SCRATCH}/empty.cpp" -o "${SCRATCH}/empty" ${words}
    RESULT_VARIABLE result ERROR_VARIABLE errors)
if(result EQUAL 0)
    build(main.cpp "${first_case}" --static amends)
else()
    message("not tried with --static: libcrypto alone does not link so here (${flags})")
endif()
if(WITH_POSTGRES)
    build(postgres.cpp "nothing to open" "" amends-postgres)
endif()
build(components.cpp "nothing to open" "" amends-sqlite amends-documents amends-exchange)
