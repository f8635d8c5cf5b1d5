# SPDX-License-Identifier: BSL-1.0
# `flags` of every compilation here, from INCLUDES.
set(flags -std=c++20)
foreach(folder IN LISTS INCLUDES)
    # A system folder named again would hide the compiler's own headers behind it.
    if(NOT folder STREQUAL "/usr/include")
        list(APPEND flags "-I${folder}")
    endif()
endforeach()
