# SPDX-License-Identifier: BSL-1.0
# The floors test can fail: each forbidden include, planted alone in a small tree, is found; the
# permitted ones are not.
# cmake -DROOT=<source tree> -DSCRATCH=<folder> -P floors_planted.cmake
cmake_minimum_required(VERSION 3.22)

function(expect answer file line)
    if(NOT answer STREQUAL "refused_beside_the_last")
        file(REMOVE_RECURSE "${SCRATCH}")
    endif()
    file(WRITE "${SCRATCH}/${file}" "${line}\n")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DROOT=${SCRATCH}" -P "${ROOT}/tests/structure/floors.cmake"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(answer MATCHES "^refused" AND (result EQUAL 0 OR NOT output MATCHES "${file}"))
        message(SEND_ERROR "expected ${file} with '${line}' to be refused by name, found: ${output}")
    elseif(answer STREQUAL "granted" AND NOT result EQUAL 0)
        message(SEND_ERROR "expected ${file} with '${line}' to be granted, found: ${output}")
    endif()
endfunction()

expect(refused include/amends/casefile/facts.hpp "#include <amends/desk/desk.hpp>")
expect(refused include/amends/casefile/facts.hpp "  #  include \"amends/desk/desk.hpp\" // why")
expect(refused src/audit/chain.cpp "#include \"store/detail/pages.hpp\"")
expect(refused src/authority/limits.cpp "#include <amends/service/calendar.hpp>")
expect(refused src/workflow/names.cpp "#include <amends/lifecycle/resolution.hpp>")
expect(refused src/exchange/csv.cpp "#include <amends/report/month.hpp>")
expect(refused src/desk/desk.cpp "#include \"cli/options.hpp\"")
expect(refused src/desk/desk.cpp "#include <amends/amends.hpp>")
expect(refused src/audit/chain.cpp "#include \"../vocabulary/text.hpp\"")
expect(refused include/amends/lifecycle/resolution.hpp "#include <boost/msm/front/functor_row.hpp>")
expect(refused include/amends/store/sqlite.hpp "#include <sqlite3.h>")
expect(refused src/cli/show.cpp "#include <CLI/CLI.hpp>")
expect(refused src/desk/desk.cpp "#include <fmt/format.h>")
expect(refused src/misc/text.cpp "#include <string>")
expect(refused src/text.cpp "#include <string>")

expect(granted include/amends/casefile/facts.hpp "#include <amends/vocabulary/money.hpp>")
expect(granted include/amends/casefile/facts.hpp "#include <amends/casefile/terms.hpp>")
expect(granted include/amends/lifecycle/resolution.hpp "#include <amends/workflow/rows.hpp>")
expect(granted include/amends/workflow/machine.hpp "#include <boost/msm/back/state_machine.hpp>")
expect(refused_beside_the_last include/amends/workflow/rows.hpp "#include <boost/msm/back/tools.hpp>")
expect(granted src/store/sqlite.cpp "#include <sqlite3.h>")
expect(refused_beside_the_last src/store/pages.cpp "#include <sqlite3.h>")
expect(granted src/cli/command_line.cpp "#include <CLI/CLI.hpp>")
expect(granted src/cli/show.cpp "#include <fmt/format.h>")
expect(granted src/cli/main.cpp "#include <amends/amends.hpp>")
expect(granted include/amends/amends.hpp "#include <amends/desk/desk.hpp>")
file(REMOVE_RECURSE "${SCRATCH}")
