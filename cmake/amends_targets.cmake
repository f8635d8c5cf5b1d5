# SPDX-License-Identifier: BSL-1.0
# How every target of ours is compiled, and how a component and its public headers are declared.

# amends_own(<target>): language level, warnings, sanitizers and linker of one of our own targets.
# Nothing here reaches a consumer except what a static library must pass on to its program.
function(amends_own target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES
        CXX_EXTENSIONS OFF
        # Hidden symbols need no look-up through a table, also where the code must be relocatable.
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
        POSITION_INDEPENDENT_CODE ON)

    if(AMENDS_WARNINGS)
        if(MSVC)
            target_compile_options(${target} PRIVATE /W4 /permissive-)
        else()
            target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
        endif()
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
            # GCC bug 105651: optimized, "a" + std::string() is taken for an overlapping copy.
            target_compile_options(${target} PRIVATE -Wno-restrict)
        endif()
    endif()
    if(AMENDS_WERROR)
        target_compile_options(${target} PRIVATE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
    endif()
    if(MSVC)
        # A lifecycle table makes more sections than an object file has by default.
        target_compile_options(${target} PRIVATE /bigobj)
    endif()

    if(AMENDS_SANITIZE)
        target_compile_options(${target} PRIVATE
            -fsanitize=${AMENDS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
        target_link_options(${target} PRIVATE -fsanitize=${AMENDS_SANITIZE})
        # The checks woven in hide from GCC 12 that libstdc++'s <regex> initialises what it reads, and
        # what an address points to.
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-stringop-overread)
        endif()
    endif()
    if(AMENDS_COVERAGE)
        target_compile_options(${target} PRIVATE --coverage)
        target_link_options(${target} PRIVATE --coverage)
    endif()
    if(AMENDS_LINKER_FLAG)
        target_link_options(${target} PRIVATE ${AMENDS_LINKER_FLAG})
    endif()
endfunction()

# amends_joined(<target>): its sources are compiled many in a unit where AMENDS_JOIN says so. Their anonymous
# namespaces are then one: two that call something the same must mean the same, which belongs in a header.
# The core is never joined: products compile each of its sources alone, and so must whoever tests them.
function(amends_joined target)
    if(AMENDS_JOIN)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
        # What another source calls so; a class that such a source defines for itself.
        target_compile_options(${target} PRIVATE
            $<$<CXX_COMPILER_ID:GNU>:-Wno-shadow> $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
endfunction()

# amends_component(<target> <exported name>): a static library, known here and to consumers as
# amends::<exported name>.
function(amends_component target name)
    add_library(${target} STATIC)
    add_library(amends::${name} ALIAS ${target})
    amends_own(${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} AMENDS_HEADERS "")
    target_include_directories(${target} PUBLIC
        "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
        "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    set_property(GLOBAL APPEND PROPERTY AMENDS_COMPONENTS ${target})
endfunction()

# amends_public_headers(<target> <path>...): headers below include/amends/ that belong to a target.
# Only headers listed here are installed, and each is compiled alone by the tests.
function(amends_public_headers target)
    foreach(header IN LISTS ARGN)
        if(NOT EXISTS "${PROJECT_SOURCE_DIR}/include/amends/${header}")
            message(SEND_ERROR "${CMAKE_CURRENT_LIST_FILE}: expected include/amends/${header}, found no such file")
        endif()
    endforeach()
    set_property(TARGET ${target} APPEND PROPERTY AMENDS_HEADERS ${ARGN})
endfunction()

# amends_tables(<source>...): sources that compile a lifecycle table into a machine. The names of its
# types are so long that full debug information takes 5 GB and 80 s a unit with GCC 12; line numbers
# take 1 GB and 20 s.
function(amends_tables)
    if(NOT MSVC)
        set_source_files_properties(${ARGN} PROPERTIES
            COMPILE_OPTIONS "$<$<CONFIG:Debug,RelWithDebInfo>:-g1>")
    endif()
endfunction()
