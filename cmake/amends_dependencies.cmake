# SPDX-License-Identifier: BSL-1.0
# What the core and each component need from outside; nothing is looked for that is not built.
# Their headers are system headers to us: the compiler does not warn inside them.

# The core: floors 0 to 4, the memory store and the desk.
set(AMENDS_BOOST_COMPONENTS serialization)
if(AMENDS_EXCHANGE OR AMENDS_COMMAND OR AMENDS_TESTS)
    list(APPEND AMENDS_BOOST_COMPONENTS json)
endif()
find_package(Boost 1.81 REQUIRED COMPONENTS ${AMENDS_BOOST_COMPONENTS})
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)

if(AMENDS_SQLITE)
    find_package(SQLite3 3.35 REQUIRED)
endif()
if(AMENDS_POSTGRES STREQUAL "AUTO")
    # Pipeline mode came with version 14.
    find_package(PostgreSQL 14 QUIET)
    set(AMENDS_POSTGRES ${PostgreSQL_FOUND}) # hides the cache: AUTO is asked again next time
    if(NOT AMENDS_POSTGRES)
        message(STATUS "amends::postgres is not built: expected libpq 14 or newer, found none")
    endif()
elseif(AMENDS_POSTGRES)
    find_package(PostgreSQL 14 REQUIRED)
endif()
if(AMENDS_DOCUMENTS OR AMENDS_EXCHANGE)
    find_package(toml_headers 3.0 REQUIRED)
endif()
if(AMENDS_EXCHANGE)
    find_package(libcsv REQUIRED)
    find_package(EXPAT REQUIRED)
endif()
if(AMENDS_COMMAND)
    find_package(CLI11 2.1 CONFIG REQUIRED)
    find_package(fmt 9 CONFIG REQUIRED)
endif()
if(AMENDS_BENCHMARKS)
    find_package(benchmark CONFIG REQUIRED)
endif()
if(AMENDS_TESTS)
    # 2.13 (Debian 12) and 3.x both serve; tests/catch.hpp hides the difference.
    find_package(Catch2 CONFIG REQUIRED)
endif()
