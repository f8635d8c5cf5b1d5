# SPDX-License-Identifier: BSL-1.0
# Holds the README of examples/ and that of docs/decisions/ to what stands beside them.
cmake_minimum_required(VERSION 3.22)

set(found "")

# expect_all(<folder> <pattern>...): its README has a link to each file, by its path from there.
function(expect_all folder)
    file(READ "${ROOT}/${folder}/README.md" text)
    file(GLOB paths RELATIVE "${ROOT}/${folder}" ${ARGN})
    list(LENGTH paths count)
    if(count LESS 10)
        message(FATAL_ERROR "${folder}: expected what its README lists, found ${count}")
    endif()
    foreach(path IN LISTS paths)
        string(FIND "${text}" "](${path})" place)
        if(place EQUAL -1 AND NOT path STREQUAL "README.md")
            string(APPEND found "  ${folder}/${path}: expected in the README beside it, found in no line\n")
        endif()
    endforeach()
    # And what it names is there. A list does not end its elements at a ; after a single ].
    string(REPLACE "](" "<(" text "${text}")
    string(REGEX MATCHALL "<\\([^)]+\\)" links "${text}")
    foreach(link IN LISTS links)
        string(REGEX REPLACE "^..(.*).$" "\\1" link "${link}")
        if(NOT EXISTS "${ROOT}/${folder}/${link}")
            string(APPEND found "  ${folder}/README.md: expected a file at ${link}, found none\n")
        endif()
    endforeach()
    set(found "${found}" PARENT_SCOPE)
endfunction()

# The file of a story is called like its folder.
file(GLOB folders RELATIVE "${ROOT}/examples" "${ROOT}/examples/*")
set(stories "")
foreach(folder IN LISTS folders)
    list(APPEND stories "${ROOT}/examples/${folder}/${folder}.cpp" "${ROOT}/examples/${folder}/*.toml")
endforeach()
expect_all(examples ${stories})
expect_all(docs/decisions "${ROOT}/docs/decisions/*.md")

if(found)
    message(FATAL_ERROR "READMEs that do not say what is there:\n${found}")
endif()
