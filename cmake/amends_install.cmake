# SPDX-License-Identifier: BSL-1.0
# cmake --install: headers, libraries, the command, and what lets CMake and pkg-config find them.
# Nothing installed names the folder it was installed to, so that the whole may be moved.
include(CMakePackageConfigHelpers)

set(config_folder "${CMAKE_INSTALL_LIBDIR}/cmake/amends")
get_property(components GLOBAL PROPERTY AMENDS_COMPONENTS)
foreach(target IN LISTS components)
    get_target_property(name ${target} EXPORT_NAME)
    install(TARGETS ${target} EXPORT amends-${name} ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT amends-${name} NAMESPACE amends::
        FILE amends-${name}-targets.cmake DESTINATION "${config_folder}")

    get_target_property(headers ${target} AMENDS_HEADERS)
    foreach(header IN LISTS headers)
        get_filename_component(folder "${header}" DIRECTORY)
        install(FILES "${PROJECT_SOURCE_DIR}/include/amends/${header}"
            DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/amends/${folder}")
    endforeach()
endforeach()
if(AMENDS_COMMAND)
    install(TARGETS amends_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# For CMake.
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/amendsConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/installing/amendsConfig.cmake"
    INSTALL_DESTINATION "${config_folder}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/installing/amendsConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/installing/amendsConfig.cmake"
    "${PROJECT_BINARY_DIR}/installing/amendsConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findlibcsv.cmake"
    DESTINATION "${config_folder}")

# For pkg-config. The libraries are static alone, so what they need stands in the public fields:
# whoever links them needs it, with or without --static.
set(pc_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
    set(pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
    set(pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
else()
    file(RELATIVE_PATH up "/prefix/${pc_folder}" "/prefix")
    string(REGEX REPLACE "/$" "" up "${up}")
    set(pc_prefix "\${pcfiledir}/${up}")
    set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()

# Boost has no pkg-config file. Where the compiler does not find it by itself, we say where it is.
set(boost_cflags "")
set(boost_libs "")
foreach(folder IN LISTS Boost_INCLUDE_DIRS)
    if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
        string(APPEND boost_cflags " -isystem ${folder}")
    endif()
endforeach()
foreach(folder IN LISTS Boost_LIBRARY_DIRS)
    if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
        string(APPEND boost_libs " -L${folder}")
    endif()
endforeach()

# amends_pkg_config(<component> <description> <required packages> <further libraries>)
function(amends_pkg_config name pc_description pc_requires pc_libs)
    if(NOT TARGET amends::${name})
        return()
    endif()
    if(name STREQUAL "amends")
        set(pc_name amends)
        set(library amends)
    else()
        set(pc_name amends-${name})
        set(library amends_${name})
    endif()
    set(pc_libs "-l${library}${pc_libs}")
    configure_file("${PROJECT_SOURCE_DIR}/cmake/amends.pc.in"
        "${PROJECT_BINARY_DIR}/installing/${pc_name}.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/installing/${pc_name}.pc" DESTINATION "${pc_folder}")
endfunction()

amends_pkg_config(amends "${PROJECT_DESCRIPTION}"
    "libcrypto >= 3.0" "${boost_libs} -lboost_serialization")
amends_pkg_config(sqlite "The store of amends in a SQLite file"
    "amends = ${PROJECT_VERSION}, sqlite3 >= 3.35" "")
amends_pkg_config(postgres "The store of amends in a PostgreSQL database"
    "amends = ${PROJECT_VERSION}, libpq >= 14" "")
amends_pkg_config(documents "Authority documents of amends in TOML"
    "amends = ${PROJECT_VERSION}" "")
amends_pkg_config(exchange "Event logs in CSV and XES for amends"
    "amends = ${PROJECT_VERSION}, expat" " -lcsv${boost_libs} -lboost_json")
