# SPDX-License-Identifier: BSL-1.0
# Configures, builds and runs the consumer.
# cmake -DWAY=... -DCONSUMER=... -DSCRATCH=... -DGENERATOR=... -DSETTINGS=<a|b|c> -P consume.cmake
cmake_minimum_required(VERSION 3.22)

function(run)
    execute_process(COMMAND ${ARGN}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        list(JOIN ARGN " " command)
        message("${output}")
        message(FATAL_ERROR "expected ${command} to succeed, found the above")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

string(REPLACE "|" ";" SETTINGS "${SETTINGS}")

# The object files stay for the next run; what was configured does not, nor do programs.
file(GLOB programs "${SCRATCH}/consumer*" "${SCRATCH}/Release/consumer*.exe")
file(REMOVE "${SCRATCH}/CMakeCache.txt" ${programs})
run("${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${SCRATCH}" -G "${GENERATOR}" -DWAY=${WAY} ${SETTINGS})
run("${CMAKE_COMMAND}" --build "${SCRATCH}" --config Release --parallel 2)

file(GLOB programs "${SCRATCH}/consumer" "${SCRATCH}/consumer_of_components"
    "${SCRATCH}/consumer_of_postgres" "${SCRATCH}/consumer_of_sqlite"
    "${SCRATCH}/Release/consumer*.exe")
if(NOT programs)
    message(FATAL_ERROR "expected a program in ${SCRATCH}, found none")
endif()
foreach(program IN LISTS programs)
    run("${program}")
    cmake_path(GET program FILENAME name)
    if(name MATCHES "_of_")
        set(expected "nothing to open\n")
    else()
        set(expected "accepted contact_reported (version 1)\n")
    endif()
    if(NOT output STREQUAL expected)
        message(FATAL_ERROR "${program}: expected '${expected}', found '${output}'")
    endif()
endforeach()
