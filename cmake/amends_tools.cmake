# SPDX-License-Identifier: BSL-1.0
# Quicker tools where this machine has them: a compiler cache, a linker. Only for our own tree.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo or MinSizeRel" FORCE)
endif()

find_program(AMENDS_CCACHE ccache)
if(AMENDS_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${AMENDS_CCACHE}")
endif()

# A linker counts as present when this compiler can link a program with it.
include(CheckLinkerFlag)
set(AMENDS_LINKER_FLAG "")
foreach(linker IN ITEMS mold lld)
    check_linker_flag(CXX "-fuse-ld=${linker}" AMENDS_LINKS_WITH_${linker})
    if(AMENDS_LINKS_WITH_${linker})
        set(AMENDS_LINKER_FLAG "-fuse-ld=${linker}")
        break()
    endif()
endforeach()
