# SPDX-License-Identifier: BSL-1.0
# Reads every #include below ROOT/include/amends and ROOT/src and refuses those that look upward, and what
# reads clocks, files or chance on a floor below the stores.
# cmake -DROOT=<source tree> -P floors.cmake
cmake_minimum_required(VERSION 3.22)

# A folder may include itself and folders on lower floors; siblings stay apart.
set(floor_vocabulary 0)
set(floor_casefile 1)
set(floor_authority 2)
set(floor_service 2)
set(floor_conduct 2)
set(floor_compliance 2)
set(floor_workflow 3)
set(floor_lifecycle 3)
set(floor_audit 4)
set(floor_store 5)
set(floor_desk 6)
set(floor_monitor 7)
set(floor_improve 7)
set(floor_evidence 7)
set(floor_report 7)
set(floor_exchange 7)
set(floor_cli 8)
# The one pair of siblings where one builds on the other.
set(sibling_lifecycle workflow)

# Foreign headers with a home: a pattern of the header, a pattern of the files that may include it.
set(homes
    "boost/msm" "^(include/amends|src)/workflow/"
    "sqlite3\\.h" "^src/store/"
    "libpq-fe\\.h" "^src/store/"
    "toml\\+\\+/" "^src/"
    "^csv\\.h" "^src/exchange/"
    "^expat\\.h" "^src/exchange/"
    "CLI/" "^src/cli/(command_line|wrong_usage)\\.cpp$"
    "fmt/" "^src/cli/"
    # Files, processes, threads, chance: what is below a store is a function of its arguments.
    "^(fstream|iostream|filesystem|random|thread|ctime|time\\.h|unistd\\.h|fcntl\\.h|sys/.*|openssl/rand\\.h)$"
        "^(include/amends|src)/(store|desk|exchange|cli)/")
# Neither do these floors read a clock or the environment.
set(pure_floors_end 4)
set(impure "(system_clock|steady_clock|utc_clock)::now|getenv|std::time\\(|RAND_bytes|fopen|freopen")
# And those that appear in one file each.
set(alone "boost/msm/back" "sqlite3\\.h" "libpq-fe\\.h" "toml\\+\\+/" "^csv\\.h" "^expat\\.h")

set(found "")
set(read 0)
foreach(top IN ITEMS include/amends src)
    file(GLOB_RECURSE files RELATIVE "${ROOT}/${top}"
        "${ROOT}/${top}/*.hpp" "${ROOT}/${top}/*.cpp" "${ROOT}/${top}/*.ipp" "${ROOT}/${top}/*.h")
    foreach(file IN LISTS files)
        math(EXPR read "${read} + 1")
        if(NOT file MATCHES "/")
            if(NOT "${top}/${file}" STREQUAL "include/amends/amends.hpp")
                string(APPEND found "  ${top}/${file}: expected to stand in a folder that has a floor\n")
            endif()
            continue()
        endif()
        string(REGEX REPLACE "/.*" "" folder "${file}")
        if(NOT DEFINED floor_${folder})
            string(APPEND found "  ${top}/${file}: expected a folder that has a floor, found ${folder}/\n")
            continue()
        endif()

        if(floor_${folder} LESS_EQUAL pure_floors_end)
            file(STRINGS "${ROOT}/${top}/${file}" lines REGEX "${impure}")
            foreach(line IN LISTS lines)
                string(STRIP "${line}" line)
                string(APPEND found "  ${top}/${file}: expected nothing from outside below floor 5, found ${line}\n")
            endforeach()
        endif()
        file(STRINGS "${ROOT}/${top}/${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
        foreach(line IN LISTS lines)
            string(REGEX REPLACE "^[^<\"]*[<\"]([^>\"]*)[>\"].*" "\\1" included "${line}")

            set(rules ${homes})
            while(rules)
                list(POP_FRONT rules header home)
                if(included MATCHES "${header}" AND NOT "${top}/${file}" MATCHES "${home}")
                    string(APPEND found "  ${top}/${file}: includes ${included}, which belongs in ${home}\n")
                endif()
            endwhile()

            foreach(header IN LISTS alone)
                if(included MATCHES "${header}")
                    string(MAKE_C_IDENTIFIER "${header}" name)
                    list(APPEND files_with_${name} "${top}/${file}")
                endif()
            endforeach()

            if(included STREQUAL "amends/amends.hpp")
                if(NOT folder STREQUAL "cli")
                    string(APPEND found "  ${top}/${file}: includes the umbrella header\n")
                endif()
                continue()
            endif()
            # Ours are named from the root: <amends/folder/file.hpp>, or "folder/file.hpp" in src.
            string(REGEX REPLACE "^amends/" "" path "${included}")
            string(REGEX REPLACE "/.*" "" other "${path}")
            if(included MATCHES "\\.\\.")
                string(APPEND found "  ${top}/${file}: includes ${included}; expected a path from the root\n")
            elseif(NOT path MATCHES "/" OR NOT DEFINED floor_${other} OR other STREQUAL folder)
                continue()
            elseif(other STREQUAL "${sibling_${folder}}")
                continue()
            elseif(floor_${other} GREATER_EQUAL floor_${folder})
                string(APPEND found "  ${top}/${file}: ${folder} (floor ${floor_${folder}}) includes ${included} (floor ${floor_${other}})\n")
            endif()
        endforeach()
    endforeach()
endforeach()

foreach(header IN LISTS alone)
    string(MAKE_C_IDENTIFIER "${header}" name)
    list(REMOVE_DUPLICATES files_with_${name})
    list(LENGTH files_with_${name} count)
    if(count GREATER 1)
        list(JOIN files_with_${name} ", " files)
        string(APPEND found "  ${header} belongs in one file, found in ${files}\n")
    endif()
endforeach()

if(read EQUAL 0)
    message(FATAL_ERROR "expected sources below ${ROOT}, found none")
endif()
if(found)
    message(FATAL_ERROR "includes that the floors forbid:\n${found}")
endif()
message(STATUS "${read} files, every include looks downward")
