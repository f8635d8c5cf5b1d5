# SPDX-License-Identifier: BSL-1.0
# Runs an example and compares what it prints with the lines after "// Output:" in its source.
# The text is never a list: semicolons and brackets in it stay what they are.
file(READ "${source}" text)
set(expected "")
if(text MATCHES "\n// Output:\n((//   [^\n]*\n)+)")
    string(REGEX REPLACE "(^|\n)//   " "\\1" expected "${CMAKE_MATCH_1}")
endif()
if(expected STREQUAL "")
    message(FATAL_ERROR "${source}: expected lines after \"// Output:\", found none")
endif()

execute_process(COMMAND "${program}" OUTPUT_VARIABLE found RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${program}: expected exit status 0, found ${status}\n${found}")
endif()
if(NOT found STREQUAL expected)
    message(FATAL_ERROR "${source}: expected\n${expected}found\n${found}")
endif()
