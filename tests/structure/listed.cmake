# SPDX-License-Identifier: BSL-1.0
# A file that nobody listed would be neither built nor installed, and nobody would notice.
# cmake -DROOT=... -DPUBLIC_HEADERS=<list> -DLISTED_SOURCES=<list> -P listed.cmake
cmake_minimum_required(VERSION 3.22)

set(found "")

file(STRINGS "${PUBLIC_HEADERS}" listed)
file(GLOB_RECURSE headers RELATIVE "${ROOT}/include/amends" "${ROOT}/include/amends/*.hpp")
foreach(header IN LISTS headers)
    if(NOT header IN_LIST listed)
        string(REGEX REPLACE "/?[^/]*$" "" folder "${header}")
        string(APPEND found "  include/amends/${header}: expected in src/${folder}/CMakeLists.txt, found in no list\n")
    endif()
endforeach()

file(STRINGS "${LISTED_SOURCES}" listed)
file(GLOB_RECURSE sources "${ROOT}/src/*.cpp")
foreach(source IN LISTS sources)
    if(NOT source IN_LIST listed)
        file(RELATIVE_PATH path "${ROOT}" "${source}")
        string(APPEND found "  ${path}: expected in the CMakeLists.txt of its folder, found in no list\n")
    endif()
endforeach()

# Test sources: the nearest CMakeLists.txt above them names them, by their path from there.
file(GLOB_RECURSE tests RELATIVE "${ROOT}/tests" "${ROOT}/tests/*.cpp")
foreach(test IN LISTS tests)
    set(folder "${test}")
    set(named FALSE)
    while(folder MATCHES "/" AND NOT named)
        string(REGEX REPLACE "/[^/]*$" "" folder "${folder}")
        if(EXISTS "${ROOT}/tests/${folder}/CMakeLists.txt")
            file(READ "${ROOT}/tests/${folder}/CMakeLists.txt" text)
            file(RELATIVE_PATH name "${ROOT}/tests/${folder}" "${ROOT}/tests/${test}")
            string(FIND "${text}" "${name}" place)
            if(NOT place EQUAL -1)
                set(named TRUE)
            endif()
        endif()
    endwhile()
    if(NOT named AND NOT test STREQUAL "main.cpp")
        string(APPEND found "  tests/${test}: expected in the CMakeLists.txt of its folder, found in no list\n")
    endif()
endforeach()

if(found)
    message(FATAL_ERROR "files that are in no list:\n${found}")
endif()
