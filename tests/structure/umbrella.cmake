# SPDX-License-Identifier: BSL-1.0
# The umbrella header includes every core header but those that pull in the MSM back-end, and no
# header of a component: whoever writes one include compiles quickly, with Boost and OpenSSL alone.
# cmake -DROOT=... -DCORE_HEADERS=<list> -P umbrella.cmake
cmake_minimum_required(VERSION 3.22)

set(umbrella "amends.hpp")

file(STRINGS "${ROOT}/include/amends/${umbrella}" lines REGEX "^#include <amends/")
set(included "")
foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include <amends/([^>]*)>.*" "\\1" header "${line}")
    list(APPEND included "${header}")
endforeach()

set(found "")
file(STRINGS "${CORE_HEADERS}" expected)
list(REMOVE_ITEM expected ${umbrella})
list(FILTER expected EXCLUDE REGEX "(^|/)detail/")

# Headers that reach the back-end, directly or through others.
set(reaching "boost/msm/back/[^>]*")
set(apart "")
while(reaching)
    list(POP_FRONT reaching target)
    foreach(header IN LISTS expected)
        file(STRINGS "${ROOT}/include/amends/${header}" lines REGEX "^#include <${target}>")
        if(lines AND NOT header IN_LIST apart)
            list(APPEND apart "${header}")
            list(APPEND reaching "amends/${header}")
        endif()
    endforeach()
endwhile()
if(NOT apart)
    message(FATAL_ERROR "expected a header that includes the MSM back-end, found none")
endif()
list(REMOVE_ITEM expected ${apart})

foreach(header IN LISTS expected)
    if(NOT header IN_LIST included)
        string(APPEND found "  expected #include <amends/${header}>, found none\n")
    endif()
endforeach()
foreach(header IN LISTS included)
    if(NOT header IN_LIST expected)
        string(APPEND found "  found #include <amends/${header}>, expected core headers without the back-end alone\n")
    endif()
endforeach()
if(found)
    message(FATAL_ERROR "include/amends/${umbrella}:\n${found}")
endif()
