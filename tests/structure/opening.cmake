# SPDX-License-Identifier: BSL-1.0
# The first line of a source file is its licence; the second says what the file is for.
# cmake -DROOT=... -P opening.cmake
cmake_minimum_required(VERSION 3.22)

set(found "")
file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/include/*.hpp" "${ROOT}/src/*.?pp" "${ROOT}/tests/*.?pp"
    "${ROOT}/examples/*.?pp" "${ROOT}/benchmarks/*.?pp")
foreach(file IN LISTS files)
    file(STRINGS "${ROOT}/${file}" lines LIMIT_COUNT 2)
    if(NOT lines MATCHES "^// SPDX-License-Identifier: BSL-1\\.0;// .")
        string(APPEND found "  ${file}\n")
    endif()
endforeach()
if(found)
    message(FATAL_ERROR "expected '// SPDX-License-Identifier: BSL-1.0' and a sentence in the first two lines, found neither in:\n${found}")
endif()
